//! `amanah man`: one page with every command, from the definition that also makes help and completions.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::Cli;

/// The page, in roff.
///
/// # Errors
/// One clear sentence.
pub(crate) fn page() -> Result<String, String> {
    let mut root = Cli::command();
    root.build();
    let mut out = Vec::new();
    Man::new(root.clone())
        .render(&mut out)
        .and_then(|()| root.get_subcommands().try_for_each(|command| chapter(command, "amanah", &mut out)))
        .map_err(|e| format!("the man page cannot be written: {e}"))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// A chapter on each command that does something itself.
fn chapter(command: &Command, above: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let name = format!("{above} {}", command.get_name());
    if command.get_name() == "help" {
        return Ok(());
    }
    if command.has_subcommands() {
        return command.get_subcommands().try_for_each(|below| chapter(below, &name, out));
    }
    let man = Man::new(command.clone());
    let mut sections = Vec::new();
    man.render_description_section(&mut sections)?;
    man.render_synopsis_section(&mut sections)?;
    man.render_options_section(&mut sections)?;
    // What are sections of a page of its own are parts of a chapter here.
    let parts = String::from_utf8_lossy(&sections).replace(".SH ", ".SS ");
    out.extend_from_slice(format!(".SH {}\n{parts}", name.to_uppercase()).as_bytes());
    Ok(())
}

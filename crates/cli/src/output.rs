//! What a command says: text for people, JSON for machines, progress on a terminal and plain lines
//! elsewhere.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Writes to standard output. A reader that went away (`| head`) is no error of ours.
pub(crate) fn say(text: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout(), "{}", text.as_ref());
}

/// Writes text as it is.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Writes to standard error: progress and complaints.
pub(crate) fn note(text: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr(), "{}", text.as_ref());
}

/// What the system says about a file or an address, in words without its numbers.
pub(crate) fn why(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    match error.kind() {
        NotFound => "there is no such file or folder".to_owned(),
        PermissionDenied => "this user may not do that there".to_owned(),
        StorageFull | QuotaExceeded => "the disk is full; free some space".to_owned(),
        FileTooLarge => "it would become larger than this user's files may be".to_owned(),
        ReadOnlyFilesystem => "this disk is mounted read-only".to_owned(),
        NotADirectory => "this leads through a file, not a folder".to_owned(),
        IsADirectory => "this is a folder, where a file is needed".to_owned(),
        InvalidData => "it is not text in UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

/// How far long work has come.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    what: String,
    total: u64,
    told: u64,
}

impl Progress {
    /// Begins; `total` 0 means unknown.
    pub(crate) fn begin(what: impl Into<String>, total: u64) -> Self {
        let what = what.into();
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(total);
            let style =
                ProgressStyle::with_template("{prefix} [{bar:30}] {human_pos} of {human_len}, {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_prefix(what.clone());
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        if bar.is_none() {
            note(format!("{what} …"));
        }
        Self { bar, what, total, told: 0 }
    }

    /// So many are done.
    pub(crate) fn at(&mut self, done: u64) {
        match &self.bar {
            Some(bar) => bar.set_position(done),
            // Elsewhere a line for each tenth.
            None if self.total > 0 && done * 10 / self.total > self.told => {
                self.told = done * 10 / self.total;
                note(format!("{}: {} %", self.what, self.told * 10));
            }
            None => {}
        }
    }

    /// Ends.
    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A number as people read it: 1,000,000.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

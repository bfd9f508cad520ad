//! The commands in `README.md` exist: each line of its `sh` blocks starts a script of ours, a
//! subcommand of `amanah`, or a tool that everybody has.

use std::process::Command;

use crate::tree;

const EVERYBODY_HAS: [&str; 8] = ["cd", "git", "curl", "cp", "mkdir", "export", "cargo", "sudo"];

/// The command lines in fenced `sh` blocks, continued lines joined.
fn commands(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if let Some(fence) = line.strip_prefix("```") {
            inside = !inside && ["sh", "bash", "shell", "console"].contains(&fence.trim());
            open = false;
            continue;
        }
        let code = line.split(" #").next().unwrap_or_default().trim_start_matches("$ ").trim();
        if !inside || code.is_empty() || code.starts_with('#') {
            continue;
        }
        let piece = code.trim_end_matches('\\').trim();
        match found.last_mut().filter(|_| open) {
            Some(last) => *last = format!("{last} {piece}"),
            None => found.push(piece.to_owned()),
        }
        open = code.ends_with('\\');
    }
    found
}

/// What is wrong with one command, if anything. `subcommands` answers for a path of words, `exists`
/// for a file.
fn wrong(
    command: &str,
    subcommands: &dyn Fn(&[&str]) -> Vec<String>,
    exists: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let is_setting = |word: &&str| {
        word.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    };
    let words: Vec<&str> = command.split_whitespace().skip_while(is_setting).collect();
    let (first, rest) = words.split_first()?;
    if *first == "amanah" || first.ends_with("/amanah") {
        let mut path: Vec<&str> = Vec::new();
        for word in rest.iter().take_while(|word| {
            word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-')
        }) {
            let known = subcommands(&path);
            if known.is_empty() {
                break;
            }
            if !known.iter().any(|name| name == word) {
                return Some(format!("`{command}`: `amanah {}` knows no `{word}`", path.join(" ")));
            }
            path.push(word);
        }
        return None;
    }
    if let Some(script) = first.strip_prefix("./") {
        return (!exists(script)).then(|| format!("`{command}`: there is no file {first}"));
    }
    (!EVERYBODY_HAS.contains(first))
        .then(|| format!("`{command}`: `{first}` is neither ours nor on every machine"))
}

/// The subcommands that `amanah … --help` lists.
fn subcommands(path: &[&str]) -> Vec<String> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_amanah")).args(path).arg("--help").output().expect("amanah runs");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let listed = help
        .lines()
        .skip_while(|line| line.trim() != "Commands:")
        .skip(1)
        .take_while(|line| !line.trim().is_empty());
    // Names stand two spaces in; further in are their explanations.
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn the_commands_of_the_readme_exist() {
    let Some(text) = tree::read("README.md") else {
        panic!("\nREADME.md is missing. Write one that begins with `./run`.\n")
    };
    assert!(!subcommands(&[]).is_empty(), "\n`amanah --help` lists no commands.\n");
    let exists = |path: &str| tree::root().join(path).is_file();
    let found: Vec<String> =
        commands(&text).iter().filter_map(|command| wrong(command, &subcommands, &exists)).collect();
    tree::report(&found, "README.md shows commands that do not work. Mend the document or the program.");
}

#[test]
fn a_command_that_does_not_exist_is_found() {
    let text = "a\n```sh\n$ ./run --fresh # starts over\n# why\nX=1 amanah policy \\\n  check file\n```\n./nothing\n```toml\nnope\n```\n```sh\ngit clone\n```";
    assert_eq!(commands(text), ["./run --fresh", "X=1 amanah policy check file", "git clone"]);
    let known = |path: &[&str]| match path {
        [] => vec!["policy".to_owned()],
        ["policy"] => vec!["check".to_owned()],
        _ => Vec::new(),
    };
    let run = |path: &str| path == "run";
    for good in ["./run --fresh", "X=1 amanah policy check file", "target/release/amanah --help", "git clone"]
    {
        assert_eq!(wrong(good, &known, &run), None, "{good}");
    }
    for bad in ["./walk", "amanah polcy", "amanah policy chek", "frobnicate"] {
        assert!(wrong(bad, &known, &run).is_some(), "{bad}");
    }
}

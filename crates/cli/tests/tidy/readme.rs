//! The commands in `README.md` and `docs/operations.md` exist: each line of their `sh` blocks starts a
//! script of ours, a subcommand of `amanah` with options that it has, or a tool that everybody has.

use std::collections::BTreeSet;
use std::process::Command;

use crate::tree;

const DOCUMENTS: [&str; 2] = ["README.md", "docs/operations.md"];
/// The last three whoever runs PostgreSQL has.
const EVERYBODY_HAS: [&str; 17] = [
    "cd",
    "git",
    "curl",
    "cp",
    "mv",
    "mkdir",
    "touch",
    "head",
    "echo",
    "umask",
    "export",
    "unset",
    "cargo",
    "sudo",
    "psql",
    "pg_ctl",
    "pg_basebackup",
];

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

/// What is wrong with one command, if anything. `help` answers for a path of words, `exists` for a file.
fn wrong(command: &str, help: &dyn Fn(&[&str]) -> Help, exists: &dyn Fn(&str) -> bool) -> Option<String> {
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
            let known = help(&path).subcommands;
            if known.is_empty() {
                break;
            }
            if !known.iter().any(|name| name == word) {
                return Some(format!("`{command}`: `amanah {}` knows no `{word}`", path.join(" ")));
            }
            path.push(word);
        }
        let options = help(&path).options;
        let named = rest.iter().take_while(|word| **word != "#").filter(|word| word.starts_with("--"));
        let unknown =
            named.map(|word| word.split('=').next().unwrap_or(word)).find(|word| !options.contains(*word));
        return unknown.map(|word| format!("`{command}`: `amanah {}` has no {word}", path.join(" ")));
    }
    if let Some(script) = first.strip_prefix("./") {
        return (!exists(script)).then(|| format!("`{command}`: there is no file {first}"));
    }
    (!EVERYBODY_HAS.contains(first))
        .then(|| format!("`{command}`: `{first}` is neither ours nor on every machine"))
}

/// What `amanah … --help` lists.
#[derive(Clone, Default)]
struct Help {
    subcommands: Vec<String>,
    options: BTreeSet<String>,
}

fn help(path: &[&str]) -> Help {
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
    let subcommands = names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    let first = |line: &str| {
        let words = line.split_whitespace();
        words.map(|word| word.trim_end_matches(',')).find(|word| word.starts_with("--")).map(str::to_owned)
    };
    let options = help.lines().filter(|line| line.trim_start().starts_with('-')).filter_map(first).collect();
    Help { subcommands, options }
}

#[test]
fn the_commands_of_the_documents_exist() {
    assert!(!help(&[]).subcommands.is_empty(), "\n`amanah --help` lists no commands.\n");
    let exists = |path: &str| tree::root().join(path).is_file();
    for document in DOCUMENTS {
        let Some(text) = tree::read(document) else { panic!("\n{document} is missing.\n") };
        let shown = commands(&text);
        assert!(!shown.is_empty(), "\n{document} shows no commands in `sh` blocks.\n");
        let found: Vec<String> = shown.iter().filter_map(|command| wrong(command, &help, &exists)).collect();
        let title = format!("{document} shows commands that do not work. Mend the document or the program.");
        tree::report(&found, &title);
    }
}

#[test]
fn a_command_that_does_not_exist_is_found() {
    let text = "a\n```sh\n$ ./run --fresh # starts over\n# why\nX=1 amanah policy \\\n  check file\n```\n./nothing\n```toml\nnope\n```\n```sh\ngit clone\n```";
    assert_eq!(commands(text), ["./run --fresh", "X=1 amanah policy check file", "git clone"]);
    let known = |path: &[&str]| match path {
        [] => Help { subcommands: vec!["policy".to_owned()], options: BTreeSet::from(["--help".to_owned()]) },
        ["policy"] => Help { subcommands: vec!["check".to_owned()], ..Help::default() },
        _ => Help { options: BTreeSet::from(["--json".to_owned()]), ..Help::default() },
    };
    let run = |path: &str| path == "run";
    for good in [
        "./run --fresh",
        "X=1 amanah policy check file",
        "target/release/amanah --help",
        "git clone",
        "amanah policy check --json file",
    ] {
        assert_eq!(wrong(good, &known, &run), None, "{good}");
    }
    for bad in ["./walk", "amanah polcy", "amanah policy chek", "amanah policy check --jsn", "frobnicate"] {
        assert!(wrong(bad, &known, &run).is_some(), "{bad}");
    }
}

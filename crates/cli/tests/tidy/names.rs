//! Names, sizes and leftovers.

use crate::tokens::{Token, attribute, lex};
use crate::tree::{self, Source};

/// About 400 is the habit; this is where a reviewer's patience ends.
const LINES_MAX: usize = 450;

/// Longer files, with a reason each. Only ever shorter: nothing is added here.
const LONGER: [(&str, &str); 0] = [];

/// Names that say nothing, so that everything lands there.
const EMPTY_NAMES: [&str; 8] =
    ["util", "utils", "common", "helper", "helpers", "manager", "managers", "misc"];

fn leftovers() -> [String; 4] {
    // Put together here, so that this file is not its own finding.
    [format!("{}!", "todo"), "TO".to_owned() + "DO", "FIX".to_owned() + "ME", "coming".to_owned() + " soon"]
}

fn too_long(sources: &[&Source], allowed: &[(&str, &str)]) -> Vec<String> {
    let listed = |path: &str| allowed.iter().any(|(name, _)| *name == path);
    let mut found = Vec::new();
    for source in sources {
        let lines = source.text.lines().count();
        if lines > LINES_MAX && !listed(&source.path) {
            found.push(format!("{} has {lines} lines", source.path));
        }
        if lines <= LINES_MAX && listed(&source.path) {
            found.push(format!("{} is short enough now: take it off the list", source.path));
        }
    }
    for (path, _) in allowed.iter().filter(|(path, _)| !sources.iter().any(|source| source.path == *path)) {
        found.push(format!("{path} is on the list and does not exist"));
    }
    found
}

fn empty_names(paths: &[String]) -> Vec<String> {
    let says_nothing = |part: &str| EMPTY_NAMES.contains(&part.split('.').next().unwrap_or_default());
    paths.iter().filter(|path| path.split('/').any(says_nothing)).cloned().collect()
}

fn left_over(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let hit = leftovers()
            .into_iter()
            .find(|word| has_word(line, word) || line.to_lowercase().contains(&*leftovers()[3]));
        if let Some(word) = hit {
            found.push(format!("{path}:{} has {word}", at + 1));
        }
    }
    found
}

/// The word with no letter, digit or line around it: base64 may spell anything by accident.
fn has_word(line: &str, word: &str) -> bool {
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '/' && c != '+');
    line.match_indices(word).any(|(at, _)| {
        free(line[..at].chars().next_back())
            && (word.ends_with('!') || free(line[at + word.len()..].chars().next()))
    })
}

/// Attributes that switch a lint off without saying why; also inside `cfg_attr`.
fn without_reason(tokens: &[Token]) -> Vec<usize> {
    let switches = |inside: &[Token]| {
        let at = inside.iter().position(|token| token.is("allow") || token.is("expect"));
        at.is_some_and(|at| inside.get(at + 1).is_some_and(|next| next.is("(")))
    };
    (0..tokens.len())
        .filter_map(|at| attribute(tokens, at).map(|end| (at, &tokens[at..end])))
        .filter(|(_, inside)| switches(inside) && !inside.iter().any(|token| token.is("reason")))
        .map(|(at, _)| tokens[at].line)
        .collect()
}

#[test]
fn files_stay_readable_in_one_sitting() {
    let sources: Vec<&Source> = tree::shipped().collect();
    tree::report(
        &too_long(&sources, &LONGER),
        "About 400 lines a file. Cut these where the subject changes, not where the line count does.",
    );
}

#[test]
fn names_say_what_is_inside() {
    let advice = "These names say nothing. Name the file after what it does (verb-noun) or after the one thing it holds.";
    tree::report(&empty_names(&tree::files("crates")), advice);
}

#[test]
fn nothing_unfinished_is_left_lying_about() {
    let texts = [".rs", ".toml", ".html", ".css", ".js", ".ftl", ".sql", ".md", ".txt"];
    let read = |path: &String| tree::read(path).map(|text| left_over(path, &text)).unwrap_or_default();
    let found: Vec<String> = tree::files("crates")
        .iter()
        .chain(&tree::files("programmes"))
        .filter(|path| texts.iter().any(|end| path.ends_with(end)))
        .flat_map(read)
        .collect();
    tree::report(&found, "Finish it, or put it into an issue and remove the note.");
}

#[test]
fn every_lint_that_is_switched_off_says_why() {
    let found: Vec<String> = tree::sources()
        .iter()
        .flat_map(|source| {
            without_reason(&source.tokens).into_iter().map(move |line| format!("{}:{line}", source.path))
        })
        .collect();
    tree::report(&found, "Use #[expect(lint, reason = \"…\")], or obey the lint.");
}

#[test]
fn long_files_empty_names_and_leftovers_are_found() {
    let long = Source::new("crates/x/src/a.rs", &"\n".repeat(LINES_MAX + 1));
    let short = Source::new("crates/x/src/b.rs", "");
    assert_eq!(too_long(&[&long, &short], &[]).len(), 1);
    assert_eq!(too_long(&[&long, &short], &[("crates/x/src/a.rs", ""), ("crates/x/src/b.rs", "")]).len(), 1);
    assert_eq!(too_long(&[], &[("crates/x/src/a.rs", "")]).len(), 1);

    let paths =
        ["crates/x/src/utils.rs", "crates/x/helpers/a.rs", "crates/x/src/utility_bill.rs"].map(str::to_owned);
    assert_eq!(empty_names(&paths).len(), 2);

    for word in leftovers() {
        assert_eq!(left_over("a.rs", &format!("fn f() {{}}\n// {word} here")).len(), 1, "{word}");
    }
    assert_eq!(left_over("a.rs", &format!("key = \"aB{}x\"", leftovers()[1])), Vec::<String>::new());

    assert_eq!(without_reason(&lex("#[allow(dead_code)] fn f() {}\n#![expect(x, reason = \"y\")]")), [1]);
    assert_eq!(without_reason(&lex("#[cfg_attr(test, allow(x))] fn f() { a.expect(\"b\"); }")), [1]);
}

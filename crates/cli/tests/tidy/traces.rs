//! `docs/policy-trace.md` and `docs/law-trace.md` tell the truth: every clause is there, and what is
//! called done or partly names a file that exists and a test that exists.
//!
//! A table of four columns: clause | state (done, partly, open) | where it lives | test. Files and
//! tests stand in backticks, from the root: `crates/web/tests/web.rs::name_of_the_test`; the leading
//! `crates/` may be left out.

use crate::tokens::{Kind, Token, lex};
use crate::tree;

/// Every clause of the policy that `mission.md` describes.
const CLAUSES: [&str; 46] = [
    "1.1",
    "1.2",
    "1.3",
    "2",
    "2.1",
    "2.2",
    "2.3",
    "2.4",
    "2.5",
    "2.6",
    "3.1",
    "3.2",
    "3.3",
    "3.4",
    "3.5",
    "4.1 lead-in",
    "4.1 a",
    "4.1 b",
    "4.1 c",
    "4.1 d",
    "4.1 e",
    "4.1 f",
    "4.1 g",
    "4.1 h",
    "4.1 i",
    "4.1 j",
    "4.1 k",
    "4.1 l",
    "4.1 m",
    "4.1 n",
    "4.1 o",
    "4.1 p",
    "4.2",
    "4.3",
    "5.1",
    "5.2",
    "5.3",
    "5.4",
    "5.5",
    "5.6",
    "6.1",
    "7.1",
    "7.2",
    "7.3",
    "7.4",
    "8",
];
/// The rest; apart only because one line of them is enough to read.
const LAST_CLAUSES: [&str; 2] = ["9", "10"];

struct Row {
    line: usize,
    about: String,
    state: String,
    place: String,
    test: String,
}

/// The rows of all tables with four columns or more, without heads.
fn rows(text: &str) -> Vec<Row> {
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let mut found = Vec::new();
    let mut head = true;
    for (at, line) in text.lines().enumerate() {
        if !line.trim_start().starts_with('|') {
            head = true;
            continue;
        }
        let cells = cells(line);
        let rule = cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':')));
        if rule {
            head = false;
        } else if !head {
            let cell = |number: usize| cells.get(number).cloned().unwrap_or_default();
            found.push(Row { line: at + 1, about: cell(0), state: cell(1), place: cell(2), test: cell(3) });
        }
    }
    found
}

/// `4.1 m, n` is `4.1 m` and `4.1 n`; `4.1 (lead-in)` is `4.1 lead-in`; `9, site footer` is `9`.
fn clauses(cell: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in
        cell.replace(['`', '(', ')'], "").split(',').map(str::trim).filter(|part| *part != "site footer")
    {
        let letter = part.len() == 1 && part.chars().all(|c| c.is_ascii_lowercase());
        match found.last().and_then(|last| last.split_once(' ')) {
            Some((number, _)) if letter => found.push(format!("{number} {part}")),
            _ => found.push(part.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }
    found
}

fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Reads a file by the path a trace gives.
type Reader<'a> = &'a dyn Fn(&str) -> Option<String>;

fn wrong_row(row: &Row, exists: &dyn Fn(&str) -> bool, read: Reader) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |sentence: String| found.push(format!("line {}, {}: {sentence}", row.line, row.about));
    match row.state.as_str() {
        "open" => return found,
        "done" | "partly" => {}
        other => say(format!("`{other}` is no state; write done, partly or open")),
    }
    let places = quoted(&row.place);
    if places.is_empty() {
        say("names no file in backticks where it lives".to_owned());
    }
    for place in places.iter().filter(|place| place.contains('/') || place.contains('.')) {
        let file = place.split("::").next().unwrap_or_default();
        if !exists(file) && !exists(&format!("crates/{file}")) {
            say(format!("there is no file {place}"));
        }
    }
    let tests = quoted(&row.test);
    if tests.is_empty() {
        say("names no test in backticks".to_owned());
    }
    for test in tests {
        let Some((file, path)) = test.split_once("::") else {
            say(format!("`{test}` is not `path/file.rs::test_name`"));
            continue;
        };
        let name = path.rsplit("::").next().unwrap_or_default();
        match read(file).or_else(|| read(&format!("crates/{file}"))) {
            None => say(format!("there is no file {file}")),
            Some(text) if !has_test(&lex(&text), name) => say(format!("{file} has no test {name}")),
            Some(_) => {}
        }
    }
    found
}

/// `fn name` under an attribute that ends in `test`, or named inside a macro that makes tests (one
/// body for both engines).
fn has_test(tokens: &[Token], name: &str) -> bool {
    (0..tokens.len()).filter(|at| tokens[*at].kind == Kind::Word && tokens[*at].text == name).any(|at| {
        let is_function = at > 0 && tokens[at - 1].is("fn");
        let start = tokens[..at].iter().rposition(|token| token.is("}") || token.is(";")).unwrap_or(0);
        let attributes = &tokens[start..at];
        let marked =
            attributes.windows(2).any(|pair| pair[0].is("test") && (pair[1].is("]") || pair[1].is("(")));
        (is_function && marked) || in_item_macro(tokens, at)
    })
}

/// Whether the outermost brackets around a place, modules aside, belong to a macro call.
fn in_item_macro(tokens: &[Token], at: usize) -> bool {
    let mut open: Vec<usize> = Vec::new();
    for (place, token) in tokens[..at].iter().enumerate() {
        if ["(", "[", "{"].iter().any(|bracket| token.is(bracket)) {
            open.push(place);
        } else if [")", "]", "}"].iter().any(|bracket| token.is(bracket)) {
            open.pop();
        }
    }
    let is_module = |place: &usize| *place >= 2 && tokens[*place - 2].is("mod");
    let outer = open.into_iter().find(|place| !is_module(place));
    outer.is_some_and(|place| place >= 2 && tokens[place - 1].is("!") && !tokens[place - 2].is("macro_rules"))
        || outer.is_some_and(|place| {
            place >= 1
                && tokens[place - 1].kind == Kind::Word
                && place >= 3
                && tokens[place - 2].is("!")
                && !tokens[place - 3].is("macro_rules")
        })
}

fn known() -> Vec<&'static str> {
    CLAUSES.into_iter().chain(LAST_CLAUSES).collect()
}

fn wrong_clauses(rows: &[Row], known: &[&str]) -> Vec<String> {
    let named: Vec<String> = rows.iter().flat_map(|row| clauses(&row.about)).collect();
    let missing = known.iter().filter(|clause| !named.iter().any(|name| name == *clause));
    let strange = named.iter().filter(|name| !known.contains(&name.as_str()));
    missing
        .map(|clause| format!("clause {clause} is missing"))
        .chain(strange.map(|name| format!("`{name}` is no clause")))
        .collect()
}

fn exists(path: &str) -> bool {
    tree::root().join(path).exists()
}

const ADVICE: &str = "A trace must be true. Mend the row, write the test, or set its state to open.";

#[test]
fn each_clause_of_the_policy_leads_to_a_test() {
    let Some(text) = tree::read("docs/policy-trace.md") else {
        panic!(
            "\ndocs/policy-trace.md is missing: a table clause | state | where it lives | test, a row for each clause.\n"
        )
    };
    let rows = rows(&text);
    let mut found = wrong_clauses(&rows, &known());
    found.extend(rows.iter().flat_map(|row| wrong_row(row, &exists, &tree::read)));
    tree::report(&found, ADVICE);
}

#[test]
fn each_article_that_is_traced_leads_to_a_test() {
    // Optional until somebody writes it; then as true as the other.
    let Some(text) = tree::read("docs/law-trace.md") else { return };
    let found: Vec<String> =
        rows(&text).iter().flat_map(|row| wrong_row(row, &exists, &tree::read)).collect();
    tree::report(&found, ADVICE);
}

#[test]
fn a_trace_that_is_not_true_is_found() {
    let text = "| clause | state | where | test |\n|---|:--|---|---|\n| 1.1 | open | | |\n| 4.1 m, n | done | `a/b.rs` | `a/b.rs::t` |\n";
    let table = rows(text);
    assert_eq!(table.len(), 2);
    assert_eq!(clauses(&table[1].about), ["4.1 m", "4.1 n"]);
    assert_eq!(clauses("4.1 (lead-in)"), ["4.1 lead-in"]);
    assert_eq!(
        wrong_clauses(&table, &["1.1", "4.1 m", "9"]),
        ["clause 9 is missing", "`4.1 n` is no clause"]
    );

    let there = |path: &str| path == "crates/a/b.rs";
    let with =
        |content: &'static str| move |path: &str| (path == "crates/a/b.rs").then(|| content.to_owned());
    let faults = |row: &str, content| {
        wrong_row(&rows(&format!("|a|b|c|d|\n|-|-|-|-|\n{row}"))[0], &there, &with(content)).len()
    };
    assert_eq!(faults("| 1 | done | `a/b.rs` | `a/b.rs::t` |", "#[test]\nfn t() {}"), 0);
    assert_eq!(
        faults("| 1 | done | `a/b.rs` | `a/b.rs::m::t` |", "mod m { #[tokio::test] async fn t() {} }"),
        0
    );
    assert_eq!(faults("| 1 | done | `a/b.rs` | `a/b.rs::t` |", "both_engines!(s, t);"), 0);
    assert_eq!(faults("| 1 | done | `a/b.rs` | `a/b.rs::t` |", "both! { fn t(x: X) {} }"), 0);
    assert_eq!(faults("| 1 | done | `a/b.rs` | `a/b.rs::t` |", "fn t() {} fn u() { assert!(t()); }"), 1);
    assert_eq!(faults("| 1 | done | `a/b.rs` | `a/b.rs::t` |", "// #[test] fn t()"), 1);
    assert_eq!(faults("| 1 | partly | `a/c.rs` | `a/c.rs::t` |", ""), 2);
    assert_eq!(faults("| 1 | done | | |", ""), 2);
    assert_eq!(faults("| 1 | finished | `a/b.rs` | `a/b.rs::t` |", "#[test] fn t() {}"), 1);
}

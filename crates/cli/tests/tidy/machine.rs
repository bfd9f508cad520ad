//! Time comes from `Clock`, randomness from `Chance`, settings from `cli`: nothing else asks the
//! machine. Clippy holds most of it; this also sees what a local `#[expect]` would hide, in tests too.

use crate::golden::{self, Places};
use crate::paths::named;
use crate::tokens::Kind;
use crate::tree::{self, Source};

/// The one file whose work this is.
const MACHINE: &str = "crates/cli/src/machine.rs";

const CALLS: [(&str, &str); 8] = [
    ("SystemTime", "now"),
    ("Instant", "now"),
    ("Timestamp", "now"),
    ("Zoned", "now"),
    ("env", "var"),
    ("env", "var_os"),
    ("env", "vars"),
    ("env", "vars_os"),
];
const WORDS: [&str; 4] = ["getrandom", "SystemRandom", "OsRng", "thread_rng"];

/// What `./test` says to the tests, and `VICTIM` and `HSM_FOLDER`, which a test says
/// to its child: what will be killed, where its tokens lie.
const TEST_VARIABLES: [&str; 6] = [
    "AMANAH_TEST_AXE",
    "AMANAH_TEST_HSM_FOLDER",
    "AMANAH_TEST_MAIL",
    "AMANAH_TEST_POSTGRES",
    "AMANAH_TEST_SOFTHSM",
    "AMANAH_TEST_VICTIM",
];

fn asks(source: &Source, places: &mut Places) {
    let mut add = |what: String, line| places.entry((source.path.clone(), what)).or_default().push(line);
    for named in named(&source.tokens) {
        let pairs = || named.segments.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str()));
        for (owner, call) in pairs().filter(|pair| CALLS.contains(pair)) {
            add(format!("{owner}::{call}"), named.line);
        }
        if named.segments.first().is_some_and(|first| first == "rand")
            || named.starts_with(&["aws_lc_rs", "rand"])
        {
            add("rand".to_owned(), named.line);
        }
    }
    for token in
        source.tokens.iter().filter(|token| token.kind == Kind::Word && WORDS.contains(&token.text.as_str()))
    {
        add(token.text.clone(), token.line);
    }
}

fn unknown_variables(source: &Source) -> Vec<String> {
    let prefix = "AMANAH_TEST_";
    let is_name = |text: &str| text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let wrong = |text: &str| {
        text.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && is_name(rest))
            && !TEST_VARIABLES.contains(&text)
    };
    let texts = source.tokens.iter().filter(|token| token.kind == Kind::Text && wrong(&token.text));
    texts.map(|token| format!("{}:{} names {}", source.path, token.line, token.text)).collect()
}

#[test]
fn nobody_asks_the_machine_for_time_chance_or_settings() {
    let mut places = Places::new();
    for source in tree::sources().iter().filter(|source| source.path != MACHINE) {
        asks(source, &mut places);
    }
    let about = "Time comes from domain's Clock, randomness from its Chance, settings from cli (machine.rs).";
    golden::check("machine.txt", &places, about);
}

#[test]
fn tests_read_only_the_variables_that_the_test_command_sets() {
    let found: Vec<String> = tree::sources().iter().flat_map(unknown_variables).collect();
    tree::report(&found, "./test sets only the variables listed in crates/cli/tests/tidy/machine.rs.");
}

#[test]
fn a_look_at_the_clock_is_found() {
    let what = |text: &str| {
        let mut places = Places::new();
        asks(&Source::new("crates/x/src/a.rs", text), &mut places);
        places.into_keys().map(|(_, what)| what).collect::<Vec<_>>()
    };
    assert_eq!(what("let a = std::time::Instant::now(); // SystemTime::now()"), ["Instant::now"]);
    assert_eq!(what("use std::env; fn f() { env::var(\"X\"); rand::random(); }"), ["env::var", "rand"]);
    assert_eq!(what("use aws_lc_rs::rand::{self, SystemRandom};"), ["SystemRandom", "rand"]);
    assert_eq!(
        what("clock.now(); operand::now(); \"Instant::now\"; tokio::time::sleep(d)"),
        Vec::<String>::new()
    );
    let text = format!("let x = \"{}{}\";", "AMANAH_TEST_", "SECRET");
    assert_eq!(unknown_variables(&Source::new("crates/x/src/a.rs", &text)).len(), 1);
}

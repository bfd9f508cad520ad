//! The walls between the crates: who may use whom. The picture is in `ARCHITECTURE.md`.

use crate::metadata::{Dependency, dependencies};
use crate::paths::named;
use crate::tree::{self, Source};

/// Each room with every room below it on its own arrows. `web` stands above `store` and `policy` by
/// way of `actions`, and all the same names neither: what a request may do is decided in `actions`.
const BELOW: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("ledger", &["domain"]),
    ("policy", &["domain"]),
    ("vault", &["domain", "ledger", "policy"]),
    ("store", &["domain", "ledger", "policy", "vault"]),
    ("pages", &["domain", "ledger", "policy", "vault"]),
    ("actions", &["domain", "ledger", "policy", "vault", "store"]),
    ("web", &["domain", "ledger", "vault", "pages", "actions"]),
    ("testkit", &["domain", "ledger", "policy", "vault", "store", "pages", "actions", "web"]),
    ("cli", &["domain", "ledger", "policy", "vault", "store", "pages", "actions", "web", "testkit"]),
];

const ADVICE: &str = "A crate uses another that is not below it on its own arrows (see the picture in \
    ARCHITECTURE.md). Break the need with a small trait in the lower crate, or move the code; a new arrow \
    is a decision: docs/decisions/, ARCHITECTURE.md and crates/cli/tests/tidy/arrows.rs together.";

/// Everyone's tests may use the test kit besides.
fn may_use(room: &str, other: &str, test: bool) -> bool {
    let below = BELOW.iter().find(|(name, _)| *name == room).map(|(_, below)| *below);
    room == other || (test && other == "testkit") || below.is_some_and(|below| below.contains(&other))
}

fn wrong_dependencies(lines: &[Dependency]) -> Vec<String> {
    let ours = lines.iter().filter_map(|line| Some((line, line.on.strip_prefix("amanah-")?)));
    let wrong = ours.filter(|(line, other)| !may_use(&line.room, other, line.dev));
    wrong.map(|(line, other)| format!("crates/{}/Cargo.toml depends on {other}", line.room)).collect()
}

fn wrong_names(source: &Source) -> Vec<String> {
    let names = |tokens, test: bool| {
        named(tokens).into_iter().filter_map(move |named| {
            let other = named.segments.first()?.strip_prefix("amanah_")?.to_owned();
            let wrong = !may_use(&source.room, &other, test);
            wrong.then(|| format!("{}:{} names {}", source.path, named.line, named.text()))
        })
    };
    let mut found: Vec<String> = names(&source.tokens, true).collect();
    if source.shipped {
        found.extend(names(&source.code, false));
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn crates_use_only_what_lies_below_them() {
    let mut found = wrong_dependencies(&dependencies());
    found.extend(tree::sources().iter().flat_map(wrong_names));
    tree::report(&found, ADVICE);
}

#[test]
fn every_crate_has_its_place_in_the_picture() {
    let known = |room: &str| BELOW.iter().any(|(name, _)| *name == room);
    let found: Vec<String> =
        dependencies().into_iter().map(|line| line.room).filter(|room| !known(room)).collect();
    tree::report(&found, "These crates have no place among the arrows in crates/cli/tests/tidy/arrows.rs.");
}

#[test]
fn every_crate_stands_in_the_map() {
    let map = tree::read("ARCHITECTURE.md").unwrap_or_default();
    let missing: Vec<String> = BELOW
        .iter()
        .filter(|(room, _)| !map.contains(&format!("`{room}`")))
        .map(|(room, _)| (*room).to_owned())
        .collect();
    tree::report(&missing, "ARCHITECTURE.md must name every crate, as `name`. These are missing:");
}

#[test]
fn a_forbidden_arrow_is_found() {
    let line = |room: &str, on: &str, dev| Dependency { room: room.into(), on: on.into(), dev };
    assert_eq!(wrong_dependencies(&[line("web", "amanah-store", false)]).len(), 1);
    assert_eq!(wrong_dependencies(&[line("pages", "amanah-testkit", false)]).len(), 1);
    assert_eq!(
        wrong_dependencies(&[line("pages", "amanah-testkit", true), line("cli", "amanah-testkit", false)])
            .len(),
        0
    );
    assert_eq!(wrong_dependencies(&[line("ledger", "amanah-policy", true)]).len(), 1);

    let inside = Source::new("crates/web/src/staff.rs", "fn f() { amanah_policy::decide(); }");
    assert_eq!(wrong_names(&inside), ["crates/web/src/staff.rs:1 names amanah_policy::decide"]);
    let kit = Source::new("crates/web/src/staff.rs", "use amanah_testkit::Office;");
    assert_eq!(wrong_names(&kit).len(), 1);
    let test =
        Source::new("crates/web/src/staff.rs", "#[cfg(test)] mod tests { use amanah_testkit::Office; }");
    assert_eq!(wrong_names(&test), Vec::<String>::new());
}

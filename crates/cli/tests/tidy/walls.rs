//! What only one room may do: ciphers in `vault`, SQL and its drivers in `store`, HTTP in `web`,
//! templates in `pages`. Exceptions stand in `walls.txt` with their reason.

use crate::golden::{self, Places};
use crate::metadata::dependencies;
use crate::paths::named;
use crate::tokens::Kind;
use crate::tree::{self, Source};

/// Paths that only these rooms may name.
const KEPT: [(&[&str], &[&str]); 9] = [
    (&["aws_lc_rs", "aead"], &["vault"]),
    (&["aws_lc_rs", "cipher"], &["vault"]),
    (&["rusqlite"], &["store"]),
    (&["postgres"], &["store"]),
    (&["tokio_postgres"], &["store"]),
    (&["axum"], &["web", "testkit"]),
    (&["tower_http"], &["web"]),
    (&["askama"], &["pages"]),
    (&["fantoccini"], &["testkit"]),
];

/// Whole crates that would be a second way around a wall.
const NOWHERE: [&str; 8] =
    ["sqlx", "diesel", "sea-orm", "aes-gcm", "aes-gcm-siv", "chacha20poly1305", "openssl", "rand"];

fn names(source: &Source, places: &mut Places) {
    let add = |places: &mut Places, what: String, line| {
        places.entry((source.path.clone(), what)).or_default().push(line);
    };
    for named in named(&source.code) {
        for (path, rooms) in KEPT {
            if named.starts_with(path) && !rooms.contains(&source.room.as_str()) {
                add(places, path.join("::"), named.line);
            }
        }
    }
    if source.room != "store" {
        for token in source.code.iter().filter(|token| token.kind == Kind::Text && is_sql(&token.text)) {
            add(places, "SQL".to_owned(), token.line);
        }
    }
}

/// A sentence that a database would understand; "select a batch" is none.
fn is_sql(text: &str) -> bool {
    let text = text.replace('\\', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let starts = |word: &str| text.starts_with(word);
    (starts("select ") && text.contains(" from "))
        || (starts("with ") && text.contains(" as (select "))
        || (starts("update ") && text.contains(" set "))
        || ["insert into ", "delete from ", "create table ", "create index ", "create database ", "drop "]
            .iter()
            .any(|word| starts(word) && text.len() > word.len() + 2 && (*word != "drop " || is_drop(&text)))
}

fn is_drop(text: &str) -> bool {
    ["drop table ", "drop index ", "drop database "].iter().any(|word| text.starts_with(word))
}

#[test]
fn ciphers_sql_http_and_templates_keep_to_their_rooms() {
    let mut places = Places::new();
    for source in tree::shipped() {
        names(source, &mut places);
    }
    let about = "This belongs to one room: aead and cipher to `vault`, SQL and drivers to `store`, axum to `web`, \
        askama to `pages`. Move the code there.";
    golden::check("walls.txt", &places, about);
}

#[test]
fn no_second_cipher_database_or_source_of_chance_is_linked() {
    let found: Vec<String> = dependencies()
        .iter()
        .filter(|line| NOWHERE.contains(&line.on.as_str()))
        .map(|line| format!("crates/{}/Cargo.toml depends on {}", line.room, line.on))
        .collect();
    tree::report(
        &found,
        "The house has one library for this already (see dependencies in Cargo.toml). Use that one.",
    );
}

#[test]
fn what_stands_on_the_wrong_side_is_found() {
    let what = |path: &str, text: &str| {
        let mut places = Places::new();
        names(&Source::new(path, text), &mut places);
        places.into_keys().map(|(_, what)| what).collect::<Vec<_>>()
    };
    assert_eq!(what("crates/ledger/src/a.rs", "use aws_lc_rs::{aead::Aad, digest};"), ["aws_lc_rs::aead"]);
    assert_eq!(what("crates/vault/src/a.rs", "use aws_lc_rs::aead;"), Vec::<String>::new());
    assert_eq!(
        what("crates/actions/src/a.rs", "let q = \"select a\n from b\"; rusqlite::open()"),
        ["SQL", "rusqlite"]
    );
    assert_eq!(
        what("crates/pages/src/a.rs", "let w = \"Select a batch\"; let v = \"drop in\";"),
        Vec::<String>::new()
    );
}

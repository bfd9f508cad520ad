//! What was done to the ledger is found by `amanah ledger verify`, and a house does not start over it:
//! altered, removed, reordered, back-dated entries, a forged head, a forged checkpoint, a database that
//! was put back. Proofs hold without any database, and wrong ones do not.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::database::Database;
use crate::http::Browser;
use crate::people::{of_demonstration, population, register};
use crate::program::{Folder, amanah, copy_folder, demo, filled, refused, run, start};

fn verify(data: &Path, more: &[&str]) -> Command {
    let mut command = amanah(&["ledger", "verify"]);
    command.arg("--data").arg(data).args(more);
    command
}

/// One `ledger verify` that finds what these words say, for people and as JSON.
fn finds(data: &Path, words: &str) {
    let told = run(verify(data, &[]));
    assert_eq!(told.status.code(), Some(1), "{}: {}{}", data.display(), told.out, told.err);
    let wrong: Vec<&str> = told.out.lines().filter(|line| line.starts_with("WRONG  log 1: ")).collect();
    assert!(wrong.iter().any(|line| line.contains(words)), "{words:?} is not in {wrong:?}");
    assert!(told.err.contains("amanah: the ledger does not verify"), "{}", told.err);

    let json: Value = serde_json::from_str(&run(verify(data, &["--json"])).out).unwrap();
    assert_eq!(json["sound"], false);
    assert_eq!(json["findings"].as_array().unwrap().len(), wrong.len());
}

/// Who does not see an entry in their trail cannot complain of it.
const FILED: &str = "Entry 57: it is filed under another person";

#[test]
fn each_kind_of_tampering_is_found() {
    let folder = Folder::new();
    let sound = folder.join("sound");
    // More entries than one tile covers, so that most can be named.
    filled(&sound, 60);
    let told = run(verify(&sound, &[]));
    assert!(told.status.success() && told.out.starts_with("RIGHT  "), "{}{}", told.out, told.err);
    assert!(told.out.contains("checkpoint kept outside"), "{}", told.out);
    let cases = [
        (
            "altered",
            "update ledger_entry set body = zeroblob(length(body)) where idx = 5",
            "Entry 5: the content was changed",
        ),
        ("another kind", "update ledger_entry set body = 'text' where idx = 5", "another program changed it"),
        ("removed", "delete from ledger_entry where idx = 5", "Entry 5: recorded and signed, but no longer"),
        (
            "reordered",
            "update ledger_entry set idx = -1 where idx = 5; update ledger_entry set idx = 5 where idx = 6; \
             update ledger_entry set idx = 6 where idx = -1",
            "moved here from index",
        ),
        (
            "back-dated",
            "update ledger_entry set time_ms = time_ms - 86400000 where idx = 20",
            "Entry 20: its time",
        ),
        ("owner", "update ledger_entry set tag0 = zeroblob(length(tag0)) where idx = 57", FILED),
        (
            "invented",
            "insert into ledger_entry select log_id, size, time_ms, tag0, tag1, body from ledger_entry \
             join ledger_log using (log_id) where idx = 3",
            "not covered by the signed head",
        ),
        (
            "forged head",
            "update ledger_log set checkpoint = replace(checkpoint, '1', '2')",
            "not signed by its key",
        ),
        (
            "cut off",
            "delete from ledger_entry where idx >= (select size - 3 from ledger_log)",
            "no longer in the database",
        ),
    ];
    for (name, sql, words) in cases {
        let data = folder.join(name);
        copy_folder(&sound, &data);
        Database::sqlite(&data).run(sql);
        finds(&data, words);
    }
    // A tile decides about proofs alone, but is looked at as well.
    let data = folder.join("tile");
    copy_folder(&sound, &data);
    if Database::sqlite(&data).number("select count(*) from ledger_tile") > 0 {
        Database::sqlite(&data).run("update ledger_tile set hashes = zeroblob(length(hashes)) where idx = 0");
        finds(&data, "Tile 0");
    }
}

#[test]
fn a_forged_checkpoint_is_refused_by_everybody() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 10);
    let kept = data.join("checkpoint");
    let text = std::fs::read_to_string(&kept).unwrap();
    let size = Database::sqlite(&data).number("select size from ledger_log");
    std::fs::write(&kept, text.replacen(&format!("1 {size} "), &format!("1 {} ", size - 1), 1)).unwrap();
    refused(verify(&data, &[]), "forged or damaged");
    refused(demo(&data, 10), "forged or damaged");
    std::fs::write(&kept, b"\xff\xfe").unwrap();
    refused(verify(&data, &[]), "checkpoint");
    std::fs::write(&kept, text).unwrap();
    assert!(run(verify(&data, &[])).status.success());
}

#[test]
fn a_database_put_back_behind_the_checkpoint_is_not_served() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 10);
    let before = std::fs::read(data.join("amanah.db")).unwrap();
    let running = start(demo(&data, 10), folder.path(), "demo");
    let person = &population(5, 1)[0];
    register(&mut Browser::at(running.address), person, person.email.as_str()).unwrap();
    let key = key_in(&running.said());
    running.stop();

    std::fs::write(data.join("amanah.db"), before).unwrap();
    let sentence = refused(demo(&data, 10), "behind the checkpoint kept outside it");
    assert!(sentence.contains("`amanah ledger verify`"), "{sentence}");
    finds(&data, "the database was put back to an earlier state");
    // An auditor needs no keyring.
    let told = run(verify(&data, &["--key", &key]));
    assert!(told.out.contains("put back to an earlier state"), "{}{}", told.out, told.err);
}

/// The key in the greeting of a demonstration.
pub(crate) fn key_in(said: &str) -> String {
    let (_, rest) = said.split_once("ledger key ").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

fn verify_file(file: &Path, key: &str, more: &[&str]) -> Command {
    let mut command = amanah(&["ledger", "verify", "--key", key, "--proof"]);
    command.arg(file).args(more);
    command
}

#[test]
fn a_proof_holds_without_a_database_and_an_altered_one_does_not() {
    let folder = Folder::new();
    let data = folder.join("data");
    let running = start(demo(&data, 10), folder.path(), "demo");
    let key = key_in(&running.said());
    let people = of_demonstration(begun(&data), 10);
    let mut browser = crate::people::registered(running.address, &people[15]);
    let trail = browser.get("/me/trail").unwrap().page();
    let id = crate::http::between(&trail, "/me/trail/1-", "\"").unwrap().to_owned();
    let one = browser.get(&format!("/me/trail/1-{id}/proof")).unwrap().page();
    running.stop();

    let file = |name: &str, text: &str| -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let right = file("right", &one);
    let told = run(verify_file(&right, &key, &[]));
    assert!(told.status.success() && told.out.starts_with("RIGHT  "), "{}{}", told.out, told.err);
    let told = run(verify_file(&right, &key, &["--json"]));
    let json: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["right"], true, "{json}");

    // The same from the command line, by whoever has the folder.
    let mut command = amanah(&["ledger", "prove", &format!("1-{id}"), "--data"]);
    command.arg(&data);
    let told = run(command);
    assert!(told.status.success(), "{}", told.err);
    assert!(run(verify_file(&file("proved", &told.out), &key, &[])).status.success());

    let mut lines: Vec<String> = one.lines().map(str::to_owned).collect();
    let line = lines.iter().position(|line| line.starts_with("index ")).unwrap();
    lines[line] = "index 0".to_owned();
    for (name, text) in [
        ("index", lines.join("\n") + "\n"),
        ("flipped", flipped(&one)),
        ("empty", String::new()),
        ("half", one[..one.len() / 2].to_owned()),
    ] {
        let told = run(verify_file(&file(name, &text), &key, &[]));
        assert_eq!(told.status.code(), Some(1), "{name}: {}", told.out);
        assert!(told.out.starts_with("WRONG  "), "{name}: {}", told.out);
        assert!(told.err.contains("does not prove"), "{}", told.err);
    }
    // Another house's key.
    let other = folder.join("other");
    filled(&other, 10);
    let other = key_of(&other);
    let told = run(verify_file(&right, &other, &[]));
    assert!(told.out.starts_with("WRONG  "), "{}", told.out);

    refused(verify_file(&right, "no key", &[]), "--key");
    refused(verify_file(&folder.join("nowhere"), &key, &[]), "there is no such file");
    let mut without = amanah(&["ledger", "verify", "--data", "/nowhere", "--proof"]);
    without.arg(&right);
    refused(without, "--key");
    // Whoever has the keyring needs no key on the command line.
    let mut command = verify(&data, &["--proof"]);
    command.arg(&right);
    assert!(run(command).out.starts_with("RIGHT  "));
}

/// With one letter of the entry changed.
fn flipped(proof: &str) -> String {
    let at = proof.find("extra ").unwrap() + 40;
    let other = if &proof[at..=at] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &proof[..at], &proof[at + 1..])
}

fn begun(data: &Path) -> amanah_domain::Timestamp {
    crate::leak::begun(data)
}

/// The public key, as `ledger checkpoint` says it.
fn key_of(data: &Path) -> String {
    let mut command = amanah(&["ledger", "checkpoint", "--json", "--data"]);
    command.arg(data);
    let json: Value = serde_json::from_str(&run(command).out).unwrap();
    json["key"].as_str().unwrap().to_owned()
}

#[test]
fn checkpoint_and_prove_say_what_there_is() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 10);
    let on = |arguments: &[&str]| {
        let mut command = amanah(arguments);
        command.arg("--data").arg(&data);
        command
    };
    let text = run(on(&["ledger", "checkpoint"])).out;
    assert!(text.starts_with("amanah combined checkpoint v1\n"), "{text}");
    assert!(text.ends_with(&format!("\nkey {}\n", key_of(&data))), "{text}");
    let json: Value = serde_json::from_str(&run(on(&["ledger", "checkpoint", "--json"])).out).unwrap();
    let size = Database::sqlite(&data).number("select size from ledger_log");
    assert_eq!(json["logs"], serde_json::json!([{ "log": 1, "size": size }]));
    // What was kept when the filling ended is what is signed now.
    let kept = std::fs::read_to_string(data.join("checkpoint")).unwrap();
    let body = |note: &str| note.split("\n\n").next().unwrap().to_owned();
    assert_eq!(body(json["checkpoint"].as_str().unwrap()), body(&kept));

    refused(on(&["ledger", "prove", "abc"]), "1-2345");
    refused(on(&["ledger", "prove", &format!("1-{size}")]), "entries");
    refused(on(&["ledger", "prove", "9-0"]), "no log 9");
    assert!(run(on(&["ledger", "prove", &format!("1-{}", size - 1)])).status.success());
}

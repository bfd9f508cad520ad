//! A copy as a person takes it from a running house, held against the house's key by `amanah ledger verify
//! --archive` on a machine that has neither database nor keyring.

use std::path::Path;

use serde_json::Value;

use crate::http::between;
use crate::leak::begun;
use crate::ledger::key_in;
use crate::people::{of_demonstration, registered};
use crate::program::{Folder, Told, amanah, demo, run, start};

fn verify(file: &Path, key: &str, more: &[&str]) -> Told {
    let mut command = amanah(&["ledger", "verify", "--archive"]);
    command.arg(file).args(["--key", key]).args(more);
    run(command)
}

#[test]
fn an_archive_proves_itself_without_a_database() {
    let folder = Folder::new();
    let data = folder.join("data");
    let running = start(demo(&data, 10), folder.path(), "demo");
    let key = key_in(&running.said());
    let people = of_demonstration(begun(&data), 10);
    let mut browser = registered(running.address, &people[15]);
    let ready = browser.fill("/me/copy", "/me/copy/archive", &[]).unwrap();
    let page = browser.get(ready.leads_to()).unwrap().page();
    let link = format!("/me/copy/archive/{}", between(&page, "/me/copy/archive/", "\"").unwrap());
    let answer = browser.get(&link).unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/zip"));
    assert_eq!(browser.get(&link).unwrap().status, 410);
    running.stop();

    let file = folder.join("copy.zip");
    std::fs::write(&file, &answer.body).unwrap();
    let told = verify(&file, &key, &[]);
    assert!(told.status.success() && told.out.starts_with("RIGHT  copy of "), "{}{}", told.out, told.err);
    let json: Value = serde_json::from_str(&verify(&file, &key, &["--json"]).out).unwrap();
    assert!(json["entries"].as_u64().unwrap() > 3 && json["wrong"].as_array().unwrap().is_empty(), "{json}");

    // Another key, and bytes that were changed here and there.
    let (name, _) = key.split_once('+').unwrap();
    let other = amanah_ledger::Signer::from_seed(name, &[1; 32]).unwrap().verifier().to_vkey();
    let told = verify(&file, &other, &[]);
    assert!(told.status.code() == Some(1) && told.out.contains("another key"), "{}{}", told.out, told.err);
    for at in (0..answer.body.len()).step_by(answer.body.len() / 40) {
        let mut changed = answer.body.clone();
        changed[at] ^= 0x20;
        let path = folder.join("changed.zip");
        std::fs::write(&path, &changed).unwrap();
        let told = verify(&path, &key, &[]);
        // What a reader of ZIPs never looks at may differ: permissions, times.
        let same = told.status.success() && told.out.starts_with("RIGHT");
        let found = told.status.code() == Some(1) && !told.err.is_empty();
        assert!(same || found, "{at}: {}{}", told.out, told.err);
        assert!(!told.err.contains("panicked"), "{at}: {}", told.err);
    }
    for (name, bytes) in
        [("cut", &answer.body[..answer.body.len() / 2]), ("none", b"a letter"), ("empty", b"")]
    {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let told = verify(&path, &key, &[]);
        assert!(told.status.code() == Some(1) && told.err.contains("new link"), "{name}: {}", told.err);
    }
    let told = verify(&folder.join("nowhere"), &key, &[]);
    assert!(told.status.code() == Some(1) && told.err.contains("cannot be read"), "{}", told.err);
}

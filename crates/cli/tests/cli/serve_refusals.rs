//! `amanah serve` refuses to start half-dressed: no way out for letters, an unsealed keyring, one that
//! others can read, a wrong passphrase, a database that was never made.

use std::fs;
use std::path::Path;

use crate::outside::{House, on, serving};
use crate::program::{Folder, amanah, contents, filled, refused, run, set_mode};

/// Nobody listens there, and nobody is asked before the refusal.
const SMTP: &str = "smtp://127.0.0.1:9";
const REGISTRY: &str = "http://127.0.0.1:9";

/// A house where every refusal must leave everything as it was.
fn unchanged(data: &Path, refuse: impl FnOnce()) {
    let before = contents(data);
    refuse();
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let after = contents(data);
    assert_eq!(names(&before), names(&after));
    assert!(before == after, "a refusal changed a file");
}

#[test]
fn serve_wants_a_way_out_for_letters() {
    let house = House::founded(&[]);
    unchanged(&house.data(), || {
        let mut arguments = serving(SMTP, REGISTRY);
        let at = arguments.iter().position(|word| *word == "--smtp-url").unwrap();
        arguments.drain(at..at + 2);
        let sentence = refused(house.command(&arguments), "no way out for letters");
        assert!(sentence.contains("--smtp-url") && sentence.contains("--text-url"), "{sentence}");
        refused(house.serve("nonsense", REGISTRY), "mail server");
        refused(house.serve("ftp://mail.example", REGISTRY), "mail server");
        let mut command = house.serve(SMTP, REGISTRY);
        command.args(["--mail-from", "nobody"]);
        refused(command, "sender");
        refused(house.serve(SMTP, "nonsense"), "--registry-url is not the address of a web site");
        let mut command = house.serve(SMTP, REGISTRY);
        command.args(["--text-url", "nonsense"]);
        refused(command, "--text-url is not the address of a web site");
    });
}

#[test]
fn serve_wants_an_address_of_a_web_site() {
    let house = House::founded(&[]);
    for origin in ["nonsense", "https://", "http://house.example", "https://house.example/portal"] {
        let mut arguments = serving(SMTP, REGISTRY);
        let at = arguments.iter().position(|word| *word == "http://localhost").unwrap();
        arguments[at] = origin;
        refused(house.command(&arguments), "--origin");
    }
}

#[test]
fn serve_wants_a_sealed_keyring_and_its_passphrase() {
    let house = House::founded(&[]);
    let data = house.data();
    let folder = &house.folder;
    let arguments = serving(SMTP, REGISTRY);
    unchanged(&data, || {
        let mut without = amanah(&arguments);
        without.arg("--data").arg(&data);
        let sentence = refused(without, "the keyring must be sealed");
        assert!(sentence.contains("--passphrase-file"), "{sentence}");
        let with = |file: &Path| on(&arguments, &data, file, &[]);
        refused(
            with(&folder.secret("wrong", "another passphrase\n")),
            "the passphrase does not open the keyring",
        );
        refused(with(&folder.secret("short", "short\n")), "fewer than 15 characters");
        refused(with(&folder.join("nowhere")), "there is no such file");
        refused(with(folder.path()), "passphrase file");
        let open = folder.secret("open", crate::outside::PASSPHRASE);
        set_mode(&open, 0o644);
        refused(with(&open), "can be read by everybody");
    });

    let keyring = data.join("keyring");
    set_mode(&keyring, 0o640);
    unchanged(&data, || {
        let sentence = refused(house.serve(SMTP, REGISTRY), "can be read by others");
        assert!(sentence.contains("chmod 600"), "{sentence}");
        refused(house.command(&["ledger", "verify"]), "can be read by others");
    });
    set_mode(&keyring, 0o600);

    // Sealed, and nobody says with what.
    let mut verify = amanah(&["ledger", "verify", "--data"]);
    verify.arg(&data);
    refused(verify, "the keyring is sealed");
    let mut demo = amanah(&["demo", "--listen", "127.0.0.1:0", "--data"]);
    demo.arg(&data);
    refused(demo, "the keyring is sealed");
}

#[test]
fn serve_refuses_the_keyring_of_a_demonstration() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 10);
    let passphrase = folder.secret("passphrase", crate::outside::PASSPHRASE);
    unchanged(&data, || {
        let command = on(&serving(SMTP, REGISTRY), &data, &passphrase, &[]);
        refused(command, "the keyring is not sealed");
    });
}

#[test]
fn serve_makes_nothing_by_itself() {
    let house = House::founded(&[]);
    let data = house.data();
    let elsewhere = house.folder.join("elsewhere");
    let command = on(&serving(SMTP, REGISTRY), &elsewhere, &house.passphrase, &[]);
    refused(command, "there is no keyring at");
    assert!(!elsewhere.exists());

    // A keyring alone, then an empty database.
    fs::create_dir(&elsewhere).unwrap();
    fs::copy(data.join("keyring"), elsewhere.join("keyring")).unwrap();
    let command = || on(&serving(SMTP, REGISTRY), &elsewhere, &house.passphrase, &[]);
    let sentence = refused(command(), "there is no database at");
    assert!(sentence.contains("amanah migrate"), "{sentence}");
    assert_eq!(contents(&elsewhere).len(), 1);
    fs::write(elsewhere.join("amanah.db"), "").unwrap();
    let sentence = refused(command(), "run `amanah migrate`");
    assert_eq!(sentence.matches("migrate").count(), 1, "{sentence}");
    fs::write(elsewhere.join("amanah.db"), "this is no database, whatever its name says").unwrap();
    refused(command(), "amanah.db");
}

#[test]
fn migrate_needs_a_passphrase_and_may_be_run_again() {
    let folder = Folder::new();
    let data = folder.join("data");
    let mut bare = amanah(&["migrate", "--data"]);
    bare.arg(&data);
    refused(bare, "write a passphrase of at least 15 characters");
    assert!(!data.exists());

    let house = House::founded(&[]);
    let keyring = fs::read(house.data().join("keyring")).unwrap();
    let told = run(house.command(&["migrate"]));
    assert!(told.status.success() && told.out.contains("opens"), "{}{}", told.out, told.err);
    assert_eq!(fs::read(house.data().join("keyring")).unwrap(), keyring);
}

//! `amanah serve` with the ways in that need no browser: what is missing is said in a sentence, and what comes
//! by mail is answered.

use std::fs;
use std::time::Duration;

use amanah_testkit::registry::Registry;

use crate::outside::{House, MailServer, open_registry};
use crate::program::{refused, set_mode, start, wait_for};

const SMTP: &str = "smtp://127.0.0.1:9";
const REGISTRY: &str = "http://127.0.0.1:9";
const WHATSAPP: [&str; 4] =
    ["--whatsapp-url", "https://graph.example/v23.0", "--whatsapp-number-id", "106540352242922"];

#[test]
fn what_a_way_in_lacks_is_said_before_anything_begins() {
    let house = House::founded(&[]);
    let folder = &house.folder;
    let token = folder.secret("token", "EAAsomething\n");
    let secret = folder.secret("secret", "0123456789abcdef\n");
    let short = folder.secret("short", "abc\n");
    let serve = |more: &[&str]| {
        let mut command = house.serve(SMTP, REGISTRY);
        command.args(more);
        command
    };
    refused(serve(&WHATSAPP), "--whatsapp-token-file");
    refused(
        serve(&["--whatsapp-url", "graph", "--whatsapp-number-id", "1"]),
        "--whatsapp-url is not the address",
    );
    let secrets = [&token, &secret, &short].map(|path| path.to_str().unwrap().to_owned());
    let named = |id: &str, verify: &str| {
        let files = ["--whatsapp-token-file", &secrets[0], "--whatsapp-app-secret-file", &secrets[1]];
        let mut command = serve(&["--whatsapp-url", WHATSAPP[1], "--whatsapp-number-id", id]);
        command.args(files).args(["--whatsapp-verify-token-file", verify]);
        command
    };
    refused(named("+62 800", &secrets[1]), "consists of digits");
    refused(named(WHATSAPP[3], &secrets[2]), "16 characters");
    refused(named(WHATSAPP[3], "nowhere"), "cannot be read");
    set_mode(&secret, 0o644);
    refused(named(WHATSAPP[3], &secrets[2]), "can be read by everybody");

    refused(serve(&["--mail-in", "imaps://layanan@mail.example/INBOX"]), "--mail-password-file");
    let mail = |address: &str| serve(&["--mail-in", address, "--mail-password-file", &secrets[0]]);
    refused(mail("imap://layanan@mail.example/INBOX"), "--mail-in: a mailbox elsewhere than on this machine");
    let said = refused(mail("imaps://layanan:rahasia@mail.example/INBOX"), "give a file with it");
    assert!(!said.contains("rahasia"), "{said}");
    refused(serve(&["--mail-folder", folder.path().to_str().unwrap()]), "is no Maildir");
}

#[test]
fn a_mail_in_the_folder_is_answered_by_the_running_house() {
    let house = House::founded(&[]);
    let folder = house.folder.join("mailbox");
    fs::create_dir_all(folder.join("new")).unwrap();
    let mail = MailServer::open(Duration::ZERO);
    let registry = open_registry(Registry::new());
    let mut command = house.serve(&mail.url(), &registry);
    command.arg("--mail-folder").arg(&folder).args(["--mail-from", "Layanan <layanan@programme.example>"]);
    let message =
        "From: Sari <sari@surat.example>\nMessage-ID: <a1@surat.example>\nSubject: Kuota\n\nApakah hangus?\n";
    fs::write(folder.join("new").join("1.a.b"), message).unwrap();
    let running = start(command, house.folder.path(), "mail");
    let letter =
        wait_for("the letter", || mail.letters().into_iter().find(|one| one.to == "sari@surat.example"));
    assert!(letter.text.contains("In-Reply-To: <a1@surat.example>"), "{}", letter.text);
    assert!(letter.text.contains("Auto-Submitted: auto-replied"), "{}", letter.text);
    assert!(!letter.subject.contains("hangus"));
    assert!(folder.join("cur").join("1.a.b:2,S").exists());
    let said = running.complained();
    assert!(!said.contains("sari@") && !said.contains("hangus"), "{said}");
    running.stop();
}

//! A keyring that is away: in a token that is not plugged in, or a file on a disk that is not there. The house
//! answers sealed until it comes. What is wrong rather than away ends the program.

use std::fs;
use std::net::SocketAddr;

use crate::http::{Browser, between};
use crate::outside::{House, serving};
use crate::program::{Folder, Running, refused, run, set_mode, start, wait_for};
use crate::soft_hsm::{PIN, SoftHsm};

const SMTP: &str = "smtp://127.0.0.1:9";
const REGISTRY: &str = "http://127.0.0.1:9";

/// Where a sealed house says why.
fn admin(running: &Running) -> SocketAddr {
    between(&running.said(), "http://", "/health").unwrap().parse().unwrap()
}

fn is_sealed(running: &Running, why: &str) {
    let health = Browser::at(admin(running)).get("/health").unwrap();
    assert_eq!(health.status, 503);
    assert!(health.text().starts_with("sealed: ") && health.text().contains(why), "{}", health.text());
    let mut browser = Browser::at(running.address);
    for (path, words) in [
        ("/", "The portal is closed for the moment"),
        ("/me/profile?lang=id", "Portal ditutup sementara"),
        ("/staff", "Your data lie sealed"),
    ] {
        let answer = browser.get(path).unwrap();
        assert_eq!((answer.status, answer.header("retry-after")), (503, "60"), "{path}");
        assert!(answer.text().contains(words), "{}", answer.text());
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    }
    assert_eq!(browser.post("/register", &[("name", "Sari")]).unwrap().status, 503);
    let page = browser.get("/").unwrap().text();
    let style = between(&page, "rel=\"stylesheet\" href=\"", "\"").unwrap();
    assert_eq!(browser.get(style).unwrap().status, 200);
    assert!(running.complained().contains("sealed"), "{}", running.complained());
}

fn is_open(running: &Running) {
    wait_for("the house to open", || running.said().contains("\nServing ").then_some(()));
    wait_for("a healthy house", || {
        Browser::at(admin(running)).get("/health").ok().filter(|health| health.status == 200)
    });
    assert_eq!(Browser::at(running.address).get("/").unwrap().status, 200);
}

#[test]
fn a_keyring_in_an_hsm_is_made_and_served_from_and_awaited() {
    let folder = Folder::new();
    let (hsm, data) = (SoftHsm::new(&folder), folder.join("data"));
    let told = run(hsm.command(&["migrate"], &data));
    assert!(told.status.success() && told.out.contains("HSM token amanah"), "{}{}", told.out, told.err);
    let told = run(hsm.command(&["migrate"], &data));
    assert!(told.status.success() && told.out.contains("The keyring opens"), "{}{}", told.out, told.err);

    let serve = || hsm.command(&serving(SMTP, REGISTRY), &data);
    let running = start(serve(), folder.path(), "first");
    assert_eq!(Browser::at(running.address).get("/").unwrap().status, 200);
    running.stop();
    let told = run(hsm.command(&["ledger", "verify"], &data));
    assert!(told.status.success(), "{}{}", told.out, told.err);

    // Epochs begin in the token, also by hand.
    let epochs = || fs::read_to_string(data.join("keyring")).unwrap().matches("\nepoch ").count();
    let before = epochs();
    let told = run(hsm.command(&["keys", "rotate"], &data));
    assert!(told.status.success(), "{}{}", told.out, told.err);
    assert_eq!(epochs(), before + 1);

    hsm.plug(false);
    // Commands that need the keys say so and end; the house waits.
    refused(
        hsm.command(&["ledger", "verify"], &data),
        "the keyring is away: the HSM has no token called amanah",
    );
    refused(hsm.command(&["migrate"], &data), "the keyring is away");
    let running = start(serve(), folder.path(), "second");
    is_sealed(&running, "the keyring is away: the HSM has no token called amanah");
    hsm.plug(true);
    is_open(&running);
    running.stop();

    hsm.plug(false);
    let running = start(serve(), folder.path(), "third");
    running.stop();
    hsm.plug(true);

    let all: String = ["first", "second", "third"]
        .iter()
        .flat_map(|name| [format!("{name}.out"), format!("{name}.err")])
        .map(|file| fs::read_to_string(folder.join(&file)).unwrap())
        .collect();
    assert!(!all.contains(PIN), "the PIN is shown: {all}");
}

#[test]
fn what_is_wrong_with_an_hsm_ends_the_program_and_makes_nothing() {
    let folder = Folder::new();
    let (mut hsm, data) = (SoftHsm::new(&folder), folder.join("data"));
    hsm.plug(false);
    refused(hsm.command(&["migrate"], &data), "the keyring is away");
    hsm.plug(true);
    assert!(!data.join("keyring").exists());
    let told = run(hsm.command(&["migrate"], &data));
    assert!(told.status.success(), "{}", told.err);

    let good = hsm.pin_file.clone();
    hsm.pin_file = folder.secret("wrong-pin", "00000000\n");
    refused(hsm.command(&serving(SMTP, REGISTRY), &data), "the PIN does not open the HSM token amanah");
    hsm.pin_file = folder.join("nowhere");
    refused(hsm.command(&["migrate"], &data), "PIN file");
    hsm.pin_file = folder.secret("open-pin", PIN);
    set_mode(&hsm.pin_file, 0o644);
    refused(hsm.command(&["migrate"], &data), "can be read by everybody");
    hsm.pin_file = good;

    let mut other = hsm.command(&["migrate"], &data);
    other.args(["--hsm-token", "elsewhere"]);
    refused(other, "--hsm-token");
    let module = std::mem::replace(&mut hsm.module, folder.join("no.so"));
    refused(hsm.command(&serving(SMTP, REGISTRY), &data), "no PKCS#11 module at");
    hsm.module = module;

    // A passphrase does not stand in for the token, and no token for a passphrase.
    let house = House::founded(&[]);
    refused(hsm.command(&["ledger", "verify"], &house.data()), "leave out --hsm-module");
    let mut weaker = crate::program::amanah(&["ledger", "verify", "--data"]);
    weaker.arg(&data).arg("--passphrase-file").arg(&house.passphrase);
    refused(weaker, "sealed by an HSM");
    let mut plain = crate::program::amanah(&["ledger", "verify", "--data"]);
    plain.arg(&data);
    refused(plain, "sealed by an HSM");
    let mut without = crate::program::amanah(&["migrate", "--data"]);
    without.arg(&data).arg("--hsm-module").arg(&hsm.module);
    refused(without, "--hsm-pin-file");
}

#[test]
fn a_file_that_is_away_is_awaited_and_one_that_is_wrong_is_not() {
    let house = House::founded(&[]);
    let (keyring, kept) = (house.data().join("keyring"), house.folder.join("kept"));
    // In a place that was never used nothing is away.
    fs::rename(&keyring, &kept).unwrap();
    refused(house.serve(SMTP, REGISTRY), "there is no keyring at");
    fs::rename(&kept, &keyring).unwrap();
    start(house.serve(SMTP, REGISTRY), house.folder.path(), "used").stop();

    fs::rename(&keyring, &kept).unwrap();
    let running = start(house.serve(SMTP, REGISTRY), house.folder.path(), "file");
    is_sealed(&running, "there is no keyring at");
    // Put in place in one step, as `mv` does on one file system.
    fs::rename(&kept, &keyring).unwrap();
    is_open(&running);
    running.stop();

    fs::rename(&keyring, &kept).unwrap();
    let running = start(house.serve(SMTP, REGISTRY), house.folder.path(), "wrong");
    is_sealed(&running, "there is no keyring at");
    set_mode(&kept, 0o644);
    fs::rename(&kept, &keyring).unwrap();
    let complaint = house.folder.join("wrong.err");
    assert_eq!(running.ended().code(), Some(1));
    let said = fs::read_to_string(complaint).unwrap();
    assert!(said.contains("can be read by others") && said.contains("chmod 600"), "{said}");
}

#[test]
fn a_keyring_moves_into_an_hsm_and_out_of_it() {
    let house = House::founded(&[]);
    let (hsm, data) = (SoftHsm::new(&house.folder), house.data());
    start(house.serve(SMTP, REGISTRY), house.folder.path(), "before").stop();
    let before = fs::read(data.join("keyring")).unwrap();

    // It stays sealed, and where it was, when the way is wrong.
    let mut unsealed = crate::program::amanah(&["keys", "move", "--data"]);
    unsealed.arg(&data).arg("--from-passphrase-file").arg(&house.passphrase);
    refused(unsealed, "must stay sealed");
    let wrong = house.folder.secret("wrong", "another passphrase altogether\n");
    let mut refusal = hsm.command(&["keys", "move"], &data);
    refusal.arg("--from-passphrase-file").arg(&wrong);
    refused(refusal, "the passphrase does not open the keyring");
    hsm.plug(false);
    let into = || {
        let mut command = hsm.command(&["keys", "move"], &data);
        command.arg("--from-passphrase-file").arg(&house.passphrase);
        command
    };
    refused(into(), "the keyring is away");
    hsm.plug(true);
    let running = start(house.serve(SMTP, REGISTRY), house.folder.path(), "meanwhile");
    refused(into(), "a server runs over");
    running.stop();
    assert_eq!(fs::read(data.join("keyring")).unwrap(), before);

    fs::write(data.join("keyring.moving"), "what a move left that was ended halfway").unwrap();
    let told = run(into());
    assert!(
        told.status.success() && told.out.contains("to the HSM token amanah"),
        "{}{}",
        told.out,
        told.err
    );
    refused(house.command(&["ledger", "verify"]), "sealed by an HSM");
    let told = run(hsm.command(&["ledger", "verify"], &data));
    assert!(told.status.success(), "{}{}", told.out, told.err);
    start(hsm.command(&serving(SMTP, REGISTRY), &data), house.folder.path(), "after").stop();

    let mut out = house.command(&["keys", "move"]);
    out.arg("--from-hsm-module").arg(&hsm.module).arg("--from-hsm-pin-file").arg(&hsm.pin_file);
    out.env("SOFTHSM2_CONF", hsm.settings());
    let told = run(out);
    assert!(told.status.success() && told.out.contains("to the sealed file"), "{}{}", told.out, told.err);
    let told = run(house.command(&["ledger", "verify"]));
    assert!(told.status.success(), "{}{}", told.out, told.err);
    assert!(!data.join("keyring.moving").exists());
}

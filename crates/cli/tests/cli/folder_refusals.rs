//! Ports, folders and disks that cannot be used: one clear sentence, a non-zero exit, nothing changed.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::dump::{NOBODY, program_for_all};
use crate::program::{AMANAH, Folder, amanah, clean, contents, demo, filled, refused, run, set_mode, start};

#[test]
fn a_taken_or_impossible_address_is_said_before_anything_is_made() {
    let folder = Folder::new();
    let data = folder.join("data");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let listening = |option: &str, address: &str| {
        let mut command = amanah(&["demo", "--people", "10", option, address, "--data"]);
        command.arg(&data);
        if option != "--listen" {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        command
    };
    for option in ["--listen", "--admin-listen"] {
        let sentence = refused(listening(option, &address), "is taken by another program");
        assert!(sentence.contains(&address) && sentence.ends_with(option), "{sentence}");
    }
    refused(listening("--listen", "nonsense"), "is no address to listen on");
    refused(listening("--listen", "192.0.2.1:8080"), "is no address of this machine");
    assert!(!data.exists());
}

#[test]
fn a_folder_that_cannot_be_used_is_named() {
    let folder = Folder::new();
    let file = folder.join("file");
    fs::write(&file, "").unwrap();
    refused(demo(&file, 10), "is a file");
    refused(demo(&file.join("below"), 10), "leads through a file");
    let upward = folder.join("data").join("..").join("elsewhere");
    for command in [demo(&upward, 10), migrate(&upward), verify(&upward)] {
        refused(command, "leads upward");
    }
    assert!(!folder.join("elsewhere").exists() && !folder.join("data").exists());

    // A slip of the finger makes nothing where there is nothing.
    let empty = folder.join("empty");
    fs::create_dir(&empty).unwrap();
    for command in [verify(&empty), invite(&empty)] {
        refused(command, "there is no keyring");
    }
    assert!(contents(&empty).is_empty());
}

fn verify(data: &Path) -> Command {
    with_data(&["ledger", "verify"], data)
}

fn migrate(data: &Path) -> Command {
    with_data(&["migrate"], data)
}

fn invite(data: &Path) -> Command {
    with_data(&["staff", "invite", "--name", "Sari", "--email", "sari@house.example"], data)
}

fn with_data(arguments: &[&str], data: &Path) -> Command {
    let mut command = amanah(arguments);
    command.arg("--data").arg(data);
    command
}

#[test]
fn an_unwritable_folder_is_named() {
    let folder = Folder::new();
    let data = folder.join("locked");
    let command = program_for_all(&folder);
    fs::create_dir(&data).unwrap();
    set_mode(&data, 0o555);
    let mut command = clean(command, &["demo", "--listen", "127.0.0.1:0", "--data"]);
    command.arg(&data);
    let sentence = refused(command, "cannot be written: this user may not do that there");
    assert!(sentence.contains("locked"), "{sentence}");
    assert!(contents(&data).is_empty());
    assert_ne!(NOBODY, 0);
}

#[test]
fn two_programs_never_share_a_database() {
    let folder = Folder::new();
    let data = folder.join("data");
    let running = start(demo(&data, 10), folder.path(), "demo");
    let before = std::fs::read(data.join("keyring")).unwrap();
    for command in [demo(&data, 10), verify(&data), migrate(&data), invite(&data)] {
        refused(command, "another process already serves");
    }
    assert_eq!(std::fs::read(data.join("keyring")).unwrap(), before);
    running.stop();
    assert!(run(verify(&data)).status.success());
}

#[test]
fn a_demonstration_is_kept_and_a_broken_or_real_one_is_not_touched() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 10);
    let database = crate::database::Database::sqlite(&data);
    let accounts = database.number("select count(*) from account");
    let mut again = demo(&data, 500);
    again.arg("--fill-only");
    let told = run(again);
    assert!(told.status.success() && told.err.contains("is there already"), "{}", told.err);
    assert_eq!(database.number("select count(*) from account"), accounts);

    // Interrupted while it was filled.
    let interrupted = crate::needles::hex(b"being filled");
    database.run(&format!("update setting set value = x'{interrupted}' where name = 'demonstration'"));
    refused(demo(&data, 10), "interrupted while it was filled");
    // Somebody's real house.
    database.run("delete from setting where name = 'demonstration'");
    refused(demo(&data, 10), "its people may be real");
    assert_eq!(database.number("select count(*) from account"), accounts);

    // The keyring is lost: new keys would hide it.
    let keyring = data.join("keyring");
    let bytes = fs::read(&keyring).unwrap();
    fs::remove_file(&keyring).unwrap();
    refused(demo(&data, 10), "put the keyring back");
    fs::remove_file(data.join("checkpoint")).unwrap();
    refused(demo(&data, 10), "put the keyring back");
    assert!(!keyring.exists());
    fs::write(&keyring, &bytes[..bytes.len() / 2]).unwrap();
    set_mode(&keyring, 0o600);
    refused(demo(&data, 10), "is damaged");
}

/// In a namespace of its own, with a disk of a few megabytes at `disk` that is gone afterwards. Root may
/// do it, and others where the system lets them.
pub(crate) fn on_a_small_disk(disk: &Path, size: &str, script: &str) -> Option<Command> {
    for unshare in [&["-m"][..], &["-Urm"]] {
        let mounted = format!("mount -t tmpfs -o size={size} tmpfs \"$DISK\" && ");
        let mut probe = clean(Command::new("unshare"), unshare);
        probe.args(["sh", "-c", &format!("{mounted} true")]).env("DISK", disk);
        if run(probe).status.success() {
            let mut command = clean(Command::new("unshare"), unshare);
            command.args(["sh", "-c", &format!("{mounted} {script}")]);
            command.env("DISK", disk).env("AMANAH", AMANAH);
            return Some(command);
        }
    }
    println!("No small disk can be mounted here (that takes root or user namespaces), so none was filled.");
    None
}

#[test]
fn a_full_disk_is_said_in_one_sentence() {
    let folder = Folder::new();
    let disk = folder.join("disk");
    fs::create_dir(&disk).unwrap();
    let script = "exec \"$AMANAH\" demo --listen 127.0.0.1:0 --data \"$DISK/data\" --people 200";
    // Full at once, full at the first table, full in the middle.
    for size in ["4k", "64k", "600k"] {
        let Some(command) = on_a_small_disk(&disk, size, script) else { return };
        let sentence = refused(command, "disk");
        assert!(sentence.contains("is full"), "{size}: {sentence}");
    }
}

/// A disk that fills up under a running house: nobody is told that something is saved when it is not, and
/// after room was made the same house goes on.
#[test]
fn a_disk_that_fills_up_costs_nothing_acknowledged() {
    let folder = Folder::new();
    let disk = folder.join("disk");
    fs::create_dir(&disk).unwrap();
    // The disk is visible to its own processes alone, so they are told by files beside it.
    let script = "\"$AMANAH\" demo --listen 127.0.0.1:0 --data \"$DISK/data\" --people 10 & house=$!; \
        trap 'kill $house 2>/dev/null; wait $house; exit $?' TERM; \
        while [ ! -e \"$DISK.fill\" ]; do sleep 0.05; done; \
        head -c 100m /dev/zero >\"$DISK/ballast\" 2>/dev/null; : >\"$DISK.filled\"; \
        while [ ! -e \"$DISK.free\" ]; do sleep 0.05; done; \
        rm \"$DISK/ballast\"; : >\"$DISK.freed\"; wait $house";
    let Some(command) = on_a_small_disk(&disk, "16m", script) else { return };
    let running = start(command, folder.path(), "demo");
    let people = crate::people::population(11, 2);
    let mut before = crate::people::registered(running.address, &people[0]);
    let beside = |name: &str| folder.join(&format!("disk.{name}"));
    fs::write(beside("fill"), "").unwrap();
    crate::program::wait_for("the disk to be full", || beside("filled").exists().then_some(()));

    let mut refusals = 0;
    for _ in 0..40 {
        let mut browser = crate::http::Browser::at(running.address);
        let fields =
            [("address", "full@disk.example"), ("name", "Sari"), ("attest", "yes"), ("accept", "yes")];
        let answer = browser.post("/register", &fields).unwrap();
        match answer.status {
            303 | 429 => {}
            status => {
                assert!([500, 503].contains(&status), "{status}");
                refusals += 1;
            }
        }
    }
    assert!(refusals > 0, "a full disk was never noticed: {}", running.complained());
    fs::write(beside("free"), "").unwrap();
    crate::program::wait_for("room on the disk", || beside("freed").exists().then_some(()));
    assert_eq!(before.get("/me").unwrap().status, 200);
    crate::people::registered(running.address, &people[1]);
    running.stop();
}

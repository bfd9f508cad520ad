//! `amanah backup` as an operator meets it: beside a running server and alone, killed at any moment, on a
//! disk that fills up, and with what does not belong to it. What came back serves.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::database::Database;
use crate::folder_refusals::on_a_small_disk;
use crate::http::Browser;
use crate::program::{
    AMANAH, Folder, amanah, clean, copy_folder, filled, refused, run, set_mode, start, wait_for,
};

/// Kills at this many moments, spread over what a whole run takes.
const MOMENTS: u32 = 12;

fn backup(data: &Path, database: &Database, arguments: &[&str]) -> Command {
    let mut command = amanah(&[&["backup"], arguments].concat());
    command.arg("--data").arg(data).args(database.arguments());
    command
}

fn demo(data: &Path, database: &Database, people: u32) -> Command {
    let mut command = crate::program::demo(data, people);
    command.args(database.arguments());
    command
}

fn well(command: Command) -> String {
    let line = format!("{command:?}");
    let told = run(command);
    assert!(told.status.success(), "{line}\n{}\n{}", told.out, told.err);
    told.out
}

fn backups(data: &Path, database: &Database) -> Vec<Value> {
    let out = well(backup(data, database, &["list", "--json"]));
    let list: Value = serde_json::from_str(&out).unwrap();
    list["backups"].as_array().unwrap().clone()
}

/// An empty place with the keyring's escrow copy, and the options that name what outlived the lost one.
fn elsewhere(folder: &Folder, lost: &Path, name: &str) -> (std::path::PathBuf, Vec<String>) {
    let place = folder.join(name);
    fs::create_dir_all(&place).unwrap();
    fs::copy(lost.join("keyring"), place.join("keyring")).unwrap();
    set_mode(&place.join("keyring"), 0o600);
    let path = |name: &str| lost.join(name).display().to_string();
    let options = ["--backup-to", &path("backups"), "--journal", &path("journal")].map(str::to_owned);
    (place, options.to_vec())
}

fn restore(place: &Path, database: &Database, options: &[String]) -> Command {
    let mut command = backup(place, database, &["restore"]);
    command.args(options);
    command
}

fn serves(place: &Path, database: &Database, options: &[String]) {
    let mut command = demo(place, database, 20);
    command.args(options);
    let words = Folder::new();
    let running = start(command, words.path(), "restored");
    let mut browser = Browser::at(running.address);
    assert_eq!(browser.get("/").unwrap().status, 200);
    assert!(!running.complained().contains("WARN"), "{}", running.complained());
    running.stop();
}

fn comes_back(lost: &Database, found: &Database) {
    let folder = Folder::new();
    let data = folder.join("lost");
    // The server makes it while it serves.
    let running = start(demo(&data, lost, 30), folder.path(), "server");
    wait_for("the control socket", || UnixStream::connect(data.join("control")).ok());
    let said = well(backup(&data, lost, &["create"]));
    assert!(said.starts_with("Backup ") && said.contains("key part"), "{said}");
    well(backup(&data, lost, &["verify"]));
    let rehearsed = well(backup(&data, lost, &["rehearse"]));
    assert!(rehearsed.contains("went well"), "{rehearsed}");
    assert_eq!(backups(&data, lost).len(), 1);
    let people = lost.number("select count(*) from account");
    running.stop();

    let (place, options) = elsewhere(&folder, &data, "place");
    let said = well(restore(&place, found, &options));
    assert!(said.contains("the ledger says that it was restored"), "{said}");
    assert_eq!(found.number("select count(*) from account"), people);
    assert_eq!(found.number("select count(*) from session"), 0);
    let mut verify = amanah(&["ledger", "verify", "--json"]);
    verify.arg("--data").arg(&place).args(found.arguments());
    let verified: Value = serde_json::from_str(&well(verify)).unwrap();
    assert_eq!((verified["sound"].as_bool(), verified["outside"].as_bool()), (Some(true), Some(true)));
    serves(&place, found, &options);
    // A second restore overwrites nothing, and a restore is declared once.
    refused(restore(&place, found, &options), "a restore overwrites nothing");
    let mut declare = backup(&place, found, &["declare"]);
    declare.args(&options);
    refused(declare, "nothing is to be declared");
}

#[test]
fn a_backup_of_sqlite_comes_back_and_serves() {
    sqlite_to(None);
}

/// The place's own file is only known once the folder is.
fn sqlite_to(found: Option<Database>) {
    let folder = Folder::new();
    let data = folder.join("lost");
    filled(&data, 30);
    let lost = Database::sqlite(&data);
    well(backup(&data, &lost, &["create"]));
    well(backup(&data, &lost, &["rehearse"]));
    let people = lost.number("select count(*) from account");
    let (place, options) = elsewhere(&folder, &data, "place");
    let found = found.unwrap_or_else(|| Database::sqlite(&place));
    well(restore(&place, &found, &options));
    assert_eq!(found.number("select count(*) from account"), people);
    serves(&place, &found, &options);
    refused(restore(&place, &found, &options), "a restore overwrites nothing");
}

#[test]
fn a_backup_of_sqlite_comes_back_on_postgres() {
    sqlite_to(Some(Database::postgres()));
}

#[test]
fn a_backup_of_postgres_comes_back_on_postgres() {
    comes_back(&Database::postgres(), &Database::postgres());
}

/// Killed while it makes a backup: what is there is no backup or a whole one, and the next one is made.
#[test]
fn a_killed_backup_leaves_nothing_that_looks_like_one() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 400);
    let database = Database::sqlite(&data);
    for moment in 0..MOMENTS {
        let mut child = backup(&data, &database, &["create"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(u64::from(40 * moment)));
        child.kill().unwrap();
        child.wait().unwrap();
        for made in backups(&data, &database) {
            let name = made["name"].as_str().unwrap().to_owned();
            well(backup(&data, &database, &["verify", &name]));
        }
    }
    let before = backups(&data, &database).len();
    well(backup(&data, &database, &["create"]));
    assert_eq!(backups(&data, &database).len(), before + 1);
    let left = fs::read_dir(data.join("backups/data")).unwrap().map(|e| e.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().contains("unfinished")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Killed while it restores: nothing starts on what is there, and the same command makes it whole.
fn killed_restores(of: impl Fn(&Path) -> Database) {
    let folder = Folder::new();
    let data = folder.join("lost");
    filled(&data, 400);
    let lost = Database::sqlite(&data);
    well(backup(&data, &lost, &["create"]));
    let people = lost.number("select count(*) from account");
    let (mut cut, mut whole) = (0, 0);
    for moment in 0..MOMENTS {
        let (place, options) = elsewhere(&folder, &data, &format!("place-{moment}"));
        let found = of(&place);
        let mut child =
            restore(&place, &found, &options).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_millis(u64::from(60 * moment)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut again = restore(&place, &found, &options);
        let told = run(std::mem::replace(&mut again, amanah(&[])));
        if told.status.success() {
            cut += 1;
        } else {
            // It had ended before it was killed.
            assert!(told.err.contains("a restore overwrites nothing"), "{}", told.err);
            whole += 1;
        }
        assert_eq!(found.number("select count(*) from account"), people, "moment {moment}");
        let mut verify = amanah(&["ledger", "verify"]);
        verify.arg("--data").arg(&place).args(found.arguments());
        well(verify);
    }
    assert!(cut > 0, "no restore was cut off; {whole} were whole");
}

#[test]
fn a_killed_restore_into_sqlite_is_made_again() {
    killed_restores(Database::sqlite);
}

#[test]
fn a_killed_restore_into_postgres_is_made_again() {
    killed_restores(|_| Database::postgres());
}

/// Between the parts of a restore nothing starts on a database.
#[test]
fn nothing_starts_on_half_a_database() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 10);
    let database = Database::sqlite(&data);
    database.run("update schema_version set version = -version");
    refused(demo(&data, &database, 10), "a restore into this database was not finished");
    refused(backup(&data, &database, &["create"]), "a restore into this database was not finished");
}

fn limited(script: &str, data: &Path, more: &[String]) -> Command {
    let mut command = clean(Command::new("bash"), &["-c", script, "bash", AMANAH]);
    command.arg(data).args(more);
    command
}

/// Files may only grow so far: the same as a disk that is full in the middle.
#[test]
fn a_full_disk_in_the_middle_costs_nothing() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 400);
    let database = Database::sqlite(&data);
    well(backup(&data, &database, &["create"]));
    let before = backups(&data, &database);
    // 1,024 bytes each: less than the data part.
    let create = "trap '' XFSZ; ulimit -f 64; exec \"$1\" backup create --data \"$2\"";
    let sentence = refused(limited(create, &data, &[]), "");
    assert!(sentence.contains("full") || sentence.contains("larger than"), "{sentence}");
    assert_eq!(backups(&data, &database), before, "no half backup is listed");

    let (place, options) = elsewhere(&folder, &data, "place");
    let script = "trap '' XFSZ; ulimit -f 200; data=$2; p=$1; shift 2; exec \"$p\" backup restore --data \"$data\" \"$@\"";
    let sentence = refused(limited(script, &place, &options), "");
    assert!(sentence.contains("is the disk full?"), "{sentence}");
    assert!(!place.join("amanah.db").exists(), "nothing half-restored");
    // A disk that is really full, where one can be mounted.
    let script = "mkdir \"$DISK/place\" && cp -p \"$KEYRING\" \"$DISK/place/\" && exec \"$AMANAH\" backup restore \\
        --data \"$DISK/place\" --backup-to \"$LOST/backups\" --journal \"$LOST/journal\"";
    let disk = folder.join("disk");
    fs::create_dir(&disk).unwrap();
    for size in ["16k", "300k", "1m"] {
        let Some(mut command) = on_a_small_disk(&disk, size, script) else { break };
        command.env("KEYRING", data.join("keyring")).env("LOST", &data);
        let sentence = refused(command, "disk");
        assert!(sentence.contains("full"), "{size}: {sentence}");
    }
    well(restore(&place, &Database::sqlite(&place), &options));
    serves(&place, &Database::sqlite(&place), &options);
}

#[test]
fn what_does_not_belong_to_a_backup_is_named() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 10);
    let database = Database::sqlite(&data);
    refused(backup(&data, &database, &["verify"]), "there is no finished backup");
    well(backup(&data, &database, &["create"]));
    let (place, options) = elsewhere(&folder, &data, "place");
    refused(backup(&place, &database, &["restore", "--backup-to", "s3://house"]), "AWS_ACCESS_KEY_ID");
    refused(restore(&place, &Database::sqlite(&place), &options[..2]), "there is no journal of removals");
    fs::remove_file(place.join("keyring")).unwrap();
    refused(
        restore(&place, &Database::sqlite(&place), &options),
        "put the escrow copy of the keyring there first",
    );
    // Another house's keyring.
    let other = folder.join("other");
    filled(&other, 10);
    fs::copy(other.join("keyring"), place.join("keyring")).unwrap();
    refused(restore(&place, &Database::sqlite(&place), &options), "not signed by this installation");
    // A sealed keyring and the wrong words.
    let words = folder.secret("words", "a passphrase of many words");
    let wrong = folder.secret("wrong", "another passphrase of words");
    let sealed = folder.join("sealed");
    let mut migrate = amanah(&["migrate", "--passphrase-file"]);
    migrate.arg(&words).arg("--data").arg(&sealed);
    well(migrate);
    copy_folder(&data.join("backups"), &sealed.join("backups"));
    let mut list = backup(&sealed, &Database::sqlite(&sealed), &["verify"]);
    list.arg("--passphrase-file").arg(&wrong);
    refused(list, "the passphrase does not open the keyring");
}

//! `amanah keys` as an operator meets it: asked of the running server or done alone, refused with a
//! reason, and killed at any moment without anybody lost.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use amanah_domain::{Chance, Clock, PersonId, Timestamp};
use amanah_ledger::{LogId, Signer};
use amanah_store::{LogKeys, LogSettings, Store, StoreConfig, StoreError, key_epochs, people};
use amanah_testkit::clock_and_chance::{FixedClock, SeededChance};
use amanah_vault::{FileKeeper, KeyRow, Keyring, Protection, Vault};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::database::Database;
use crate::program::{Folder, Running, amanah, filled, refused, run, set_mode, start, wait_for};
use crate::soft_hsm::SoftHsm;

/// Key rows beside those of the demonstration: enough for some transactions.
const ROWS: i64 = 6_000;

fn keys(data: &Path, database: &Database, arguments: &[&str]) -> Command {
    let mut command = amanah(&[&["keys"], arguments].concat());
    command.arg("--data").arg(data).args(database.arguments());
    command
}

fn status(data: &Path, database: &Database) -> Value {
    let told = run(keys(data, database, &["status", "--json"]));
    assert!(told.status.success(), "{}", told.err);
    serde_json::from_str(&told.out).unwrap()
}

/// The states of the epochs and the rows under each.
fn epochs(status: &Value) -> Vec<(u64, String, u64)> {
    let epoch = |epoch: &Value| {
        let state = epoch["state"].as_str().unwrap().to_owned();
        (epoch["epoch"].as_u64().unwrap(), state, epoch["key_rows"].as_u64().unwrap())
    };
    status["epochs"].as_array().unwrap().iter().map(epoch).collect()
}

fn demo(data: &Path, database: &Database, words: &Path, name: &str) -> Running {
    let mut command = crate::program::demo(data, 20);
    command.args(database.arguments());
    let running = start(command, words, name);
    // It says where it listens a moment before commands find it.
    wait_for("the control socket", || UnixStream::connect(data.join("control")).ok());
    running
}

/// What the keyring in a folder opens. A throwaway ledger vouches for the receipts that nobody asks for.
fn vault(data: &Path) -> Vault {
    let keyring = Keyring::open(Box::new(FileKeeper::new(data.join("keyring"), Protection::Plain))).unwrap();
    let folder = Folder::new();
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(Timestamp::from_millis(0)));
    let store = Store::open(&StoreConfig::Sqlite { path: folder.join("a.db") }, Arc::clone(&clock)).unwrap();
    store.migrate_blocking().unwrap();
    let keys = |_: LogId| LogKeys {
        origin: "other/log/1".to_owned(),
        signer: Signer::from_seed("other/log", &[7; 32]).unwrap(),
        receipt_key: [9; 32],
    };
    let taken = store.attach_log_blocking(LogSettings { holder: [3; 16], keys: Box::new(keys) }).unwrap();
    Vault::unseal(keyring, taken.checker, clock, Arc::new(SeededChance::new(7)))
}

fn open(data: &Path, database: &Database) -> Store {
    let config = match database {
        Database::Sqlite(path) => StoreConfig::Sqlite { path: path.clone() },
        Database::Postgres(_) | Database::Named(_) => {
            StoreConfig::Postgres { url: database.arguments()[1].to_owned(), pool_size: 2, tls_roots: None }
        }
    };
    assert!(data.exists());
    Store::open(&config, Arc::new(FixedClock::at(Timestamp::from_millis(0)))).unwrap()
}

/// A demonstration with many people more, of whom there are keys alone. How many key rows there are.
fn crowded(data: &Path, database: &Database) -> i64 {
    let mut command = crate::program::demo(data, 20);
    command.arg("--fill-only").args(database.arguments());
    let told = run(command);
    assert!(told.status.success(), "{}", told.err);
    let (vault, store, chance) = (vault(data), open(data, database), SeededChance::new(99));
    let made: Vec<(PersonId, KeyRow)> = (0..ROWS)
        .map(|_| {
            let person = PersonId::random(&chance);
            (person, vault.new_person(person).unwrap().1)
        })
        .collect();
    for part in made.chunks(500) {
        let part = part.to_vec();
        let added = store.write_blocking(move |db| {
            part.iter()
                .try_for_each(|(person, row)| people::add_key(db, person, i64::from(row.epoch), &row.wrapped))
        });
        let added: Result<(), StoreError> = added;
        added.unwrap();
    }
    drop(store);
    database.number("select count(*) from key_row")
}

/// Everybody is there, and the keyring in the folder opens the keys of each.
fn everybody_opens(data: &Path, database: &Database, count: i64) {
    let (vault, store) = (vault(data), open(data, database));
    let mut opened = 0;
    let known = store.read_blocking(key_epochs::list).unwrap();
    for epoch in vault.epochs() {
        let rows =
            store.read_blocking(move |db| people::keys_of_epoch(db, i64::from(epoch), None, 1_000_000));
        let rows: Result<Vec<people::KeyRow>, StoreError> = rows;
        for row in rows.unwrap() {
            let wrapped = KeyRow { epoch, wrapped: row.wrapped };
            vault.unlock(row.person, &wrapped).unwrap_or_else(|e| panic!("epoch {epoch}: {e}"));
            opened += 1;
        }
    }
    assert_eq!(opened, count, "{known:?}");
}

/// How many are under the newest epoch, where there are two.
fn under_newest(database: &Database) -> i64 {
    database.number(
        "select case when min(epoch) < max(epoch) then (select count(*) from key_row k where k.epoch = max(key_row.epoch)) \
         else 0 end from key_row",
    )
}

/// Killed while it rotates alone, again and again; then left to finish.
fn killed_alone(database: impl Fn(&Path) -> Database, seed: u64, lives: u32) {
    let folder = Folder::new();
    let data = folder.join("data");
    let database = database(&data);
    let count = crowded(&data, &database);
    let chance = SeededChance::new(seed);
    let (mut killed, mut halfway, mut newest) = (0, 0, 1);
    for life in 0..lives {
        let mut child =
            keys(&data, &database, &["rotate"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Some die at any moment, some when so many are through.
        let word = u64::from(u16::from_le_bytes([chance.bytes16()[0], chance.bytes16()[1]]));
        if life % 2 == 0 {
            sleep(Duration::from_millis(50 + word % 500));
        } else {
            let moved = 1 + i64::try_from(word).unwrap() % count;
            while child.try_wait().unwrap().is_none() && under_newest(&database) < moved {
                sleep(Duration::from_millis(1));
            }
        }
        killed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        everybody_opens(&data, &database, count);
        halfway += u32::from(database.number("select count(distinct epoch) from key_row") > 1);
        // On PostgreSQL another machine might be at it, so a lease is waited for; not by this test.
        if matches!(database, Database::Postgres(_)) {
            database.run("update job set due_at = 0 where state = 0");
        }
        let known = database.number("select max(epoch) from key_epoch");
        assert!(known <= newest + 1, "life {life}: from epoch {newest} to {known}");
        newest = known;
    }
    println!("{killed} of {lives} were killed, {halfway} left people under two epochs");
    assert!(killed > 0 && halfway > 0, "nobody was killed in the middle");
    let told = run(keys(&data, &database, &["rotate"]));
    assert!(told.status.success(), "{}", told.err);
    assert!(told.out.contains("wraps everybody's keys"), "{}", told.out);
    everybody_opens(&data, &database, count);
    let after = epochs(&status(&data, &database));
    let (last, older) = after.split_last().unwrap();
    assert_eq!((last.1.as_str(), last.2), ("open", count as u64), "{after:?}");
    assert!(older.iter().all(|epoch| epoch.1 == "closed" && epoch.2 == 0), "{after:?}");
}

#[test]
fn killed_while_it_rotates_alone_on_sqlite() {
    killed_alone(Database::sqlite, 1, 8);
}

#[test]
fn killed_while_it_rotates_alone_on_postgres() {
    killed_alone(|_| Database::postgres(), 2, 5);
}

/// Whoever presses Ctrl-C hears how things stand, and the next one goes on.
#[test]
fn interrupted_it_goes_on_where_it_was() {
    let folder = Folder::new();
    let data = folder.join("data");
    let database = Database::sqlite(&data);
    let count = crowded(&data, &database);
    let words = folder.join("words");
    let mut child = keys(&data, &database, &["rotate"])
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&words).unwrap())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() && under_newest(&database) < count / 4 {
        sleep(Duration::from_millis(1));
    }
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let ended = wait_for("the end", || child.try_wait().unwrap());
    assert_eq!(ended.code(), Some(1));
    let said = std::fs::read_to_string(&words).unwrap();
    assert!(said.contains("amanah: stopped here. Every key row is whole"), "{said}");
    let moved = under_newest(&database);
    assert!((1..count).contains(&moved), "{moved} of {count}");
    let told = run(keys(&data, &database, &["rotate"]));
    assert!(told.status.success() && told.out.starts_with("Epoch 2 is open"), "{}{}", told.out, told.err);
    assert_eq!(
        epochs(&status(&data, &database)),
        [(1, "closed".to_owned(), 0), (2, "open".to_owned(), count as u64)]
    );
}

/// The server rotates because it is asked to, is killed at it, and goes on by itself when it lives again.
fn killed_while_serving(database: impl Fn(&Path) -> Database, seed: u64, lives: u32) {
    let folder = Folder::new();
    let data = folder.join("data");
    let database = database(&data);
    let count = crowded(&data, &database);
    let (chance, mut halfway) = (SeededChance::new(seed), 0);
    for life in 0..lives {
        let running = demo(&data, &database, folder.path(), &format!("life-{life}"));
        let mut asking =
            keys(&data, &database, &["rotate"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let word = i64::from(u16::from_le_bytes([chance.bytes16()[0], chance.bytes16()[1]]));
        let moved = word % count;
        while asking.try_wait().unwrap().is_none() && under_newest(&database) < moved {
            sleep(Duration::from_millis(1));
        }
        running.kill();
        // Whoever asked hears of it; where it was through, all is well.
        let _ = asking.wait().unwrap();
        everybody_opens(&data, &database, count);
        halfway += u32::from(database.number("select count(distinct epoch) from key_row") > 1);
        // What a dead worker had taken is free again.
        database.run("update job set due_at = 0 where state = 0");
    }
    assert!(halfway > 0, "nobody was killed in the middle");
    let running = demo(&data, &database, folder.path(), "last");
    let newest = database.number("select max(epoch) from key_epoch");
    wait_for("the rotation to be finished by itself", || {
        let left = format!("select count(*) from key_row where epoch < {newest}");
        let open = "select count(*) from job where kind = 'rotate-keys' and state <> 1";
        (database.number(&left) == 0 && database.number(open) == 0).then_some(())
    });
    assert_eq!(database.number("select count(*) from job where state = 2"), 0, "a job was given up");
    let after = epochs(&status(&data, &database));
    assert_eq!(
        after.last().map(|epoch| (epoch.1.as_str(), epoch.2)),
        Some(("open", count as u64)),
        "{after:?}"
    );
    running.stop();
    everybody_opens(&data, &database, count);
}

#[test]
fn killed_while_a_server_rotates_on_sqlite() {
    killed_while_serving(Database::sqlite, 3, 4);
}

#[test]
fn killed_while_a_server_rotates_on_postgres() {
    killed_while_serving(|_| Database::postgres(), 4, 3);
}

/// The same words whoever has the house open; without a server the place is opened, and where its socket
/// was left behind by one that was killed it is in nobody's way.
#[test]
fn the_running_server_is_asked() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 20);
    let database = Database::sqlite(&data);
    let alone = status(&data, &database);
    assert_eq!(epochs(&alone)[0].1, "open");
    let running = demo(&data, &database, folder.path(), "serving");
    let socket = data.join("control");
    let mode = std::os::unix::fs::PermissionsExt::mode(&socket.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(epochs(&status(&data, &database)), epochs(&alone));
    let told = run(keys(&data, &database, &["rotate"]));
    assert!(told.status.success() && told.out.starts_with("Epoch 2 is open"), "{}{}", told.out, told.err);
    let text = run(keys(&data, &database, &["status"])).out;
    for line in
        ["Keyring", "Next epoch", "unreadable everywhere from", "closed", "open", "rotated to epoch 2"]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
    let destroy = |arguments: &[&str], words: &str| {
        refused(keys(&data, &database, &[&["destroy"], arguments].concat()), words)
    };
    destroy(&["9"], "there is no epoch 9");
    destroy(&["2"], "epoch 2 is the newest and in use");
    destroy(&["1", "--yes"], "ended less than 10 minutes ago: try again in 10 minutes");
    refused(keys(&data, &database, &["escrow", "confirm", "safe"]), "no copy is listed as safe");
    refused(
        keys(&data, &database, &["escrow", "add", "my safe", "--refresh-days", "30"]),
        "the name of a copy",
    );
    refused(keys(&data, &database, &["plan", "--every-days", "0"]), "from 1 to 365 days");
    let told = run(keys(&data, &database, &["escrow", "add", "safe", "--refresh-days", "30"]));
    assert!(told.status.success() && told.out.starts_with("safe is listed"), "{}", told.err);
    let told = run(keys(&data, &database, &["plan", "--every-days", "14", "--kept", "3"]));
    assert!(told.status.success() && told.out.contains("every 14 days; the last 3"), "{}", told.err);
    running.kill();
    assert!(socket.exists());
    // Ten minutes, by turning the table's clock.
    database.run("update key_epoch set closed_at = closed_at - 600000, opened_at = opened_at - 600000");
    destroy(&["1"], "say --yes");
    let told = run(keys(&data, &database, &["destroy", "1", "--yes"]));
    assert!(told.status.success(), "{}", told.err);
    assert!(told.out.contains("still hold it until they are replaced: safe"), "{}", told.out);
    destroy(&["1"], "destroyed already");
    let after = status(&data, &database);
    assert_eq!(after["epochs"][0]["gone_everywhere"], false);
    assert_eq!(after["epochs"][0]["held_by"][0], "safe");
    let told = run(keys(&data, &database, &["escrow", "confirm", "safe"]));
    assert!(told.status.success(), "{}", told.err);
    assert_eq!(status(&data, &database)["epochs"][0]["gone_everywhere"], true);
    let told = run(keys(&data, &database, &["escrow", "remove", "safe"]));
    assert!(told.status.success() && told.out.contains("listed no more"), "{}", told.err);
    // And a server starts over what was left behind.
    let again = demo(&data, &database, folder.path(), "again");
    assert_eq!(epochs(&status(&data, &database)).len(), 2);
    again.stop();
    assert!(!socket.exists());
    let checked = run({
        let mut command = amanah(&["ledger", "verify"]);
        command.arg("--data").arg(&data);
        command
    });
    assert!(checked.status.success() && checked.out.starts_with("RIGHT"), "{}{}", checked.out, checked.err);
}

/// An older copy of the keyring is not taken for the present one.
#[test]
fn an_older_keyring_is_refused() {
    let folder = Folder::new();
    let data = folder.join("data");
    filled(&data, 20);
    let database = Database::sqlite(&data);
    let kept = std::fs::read(data.join("keyring")).unwrap();
    let told = run(keys(&data, &database, &["rotate"]));
    assert!(told.status.success(), "{}", told.err);
    let newest = std::fs::read(data.join("keyring")).unwrap();
    let put = |bytes: &[u8]| {
        std::fs::write(data.join("keyring"), bytes).unwrap();
        set_mode(&data.join("keyring"), 0o600);
    };
    put(&kept);
    refused(keys(&data, &database, &["status"]), "it is an older copy. Put the newest one back");
    put(&newest);
    assert_eq!(epochs(&status(&data, &database)).len(), 2);
    // One that still has what was destroyed is made to forget it again.
    database.run("update key_epoch set closed_at = closed_at - 600000 where epoch = 1");
    let told = run(keys(&data, &database, &["destroy", "1", "--yes"]));
    assert!(told.status.success(), "{}", told.err);
    put(&newest);
    let told = run(keys(&data, &database, &["status"]));
    assert!(told.status.success() && told.err.contains("destroyed again"), "{}{}", told.out, told.err);
    assert_eq!(vault(&data).epochs(), [2]);
}

/// Keys in a token: an epoch is an object there. Killed at any moment between token, file and table, the
/// next command finds everything in step.
#[test]
fn epochs_in_a_token_are_begun_and_destroyed() {
    let folder = Folder::new();
    let (hsm, data) = (SoftHsm::new(&folder), folder.join("data"));
    let database = Database::sqlite(&data);
    let keys = |arguments: &[&str]| hsm.command(&[&["keys"], arguments].concat(), &data);
    let told = run(hsm.command(&["migrate"], &data));
    assert!(told.status.success(), "{}", told.err);
    let status = || {
        let told = run(keys(&["status", "--json"]));
        assert!(told.status.success(), "{}", told.err);
        epochs(&serde_json::from_str(&told.out).unwrap())
    };
    assert_eq!(status(), [(1, "open".to_owned(), 0)]);
    let chance = SeededChance::new(5);
    for _ in 0..6 {
        let before = status().len();
        let mut child = keys(&["rotate"]).spawn().unwrap();
        sleep(Duration::from_millis(u64::from(chance.bytes16()[0]) * 2));
        child.kill().unwrap();
        child.wait().unwrap();
        let after = status();
        assert!(after.len() <= before + 1, "{after:?}");
        assert_eq!(after.last().map(|epoch| epoch.1.as_str()), Some("open"), "{after:?}");
    }
    let told = run(keys(&["rotate"]));
    assert!(told.status.success(), "{}", told.err);
    database.run("update key_epoch set closed_at = closed_at - 600000");
    let count = status().len();
    for _ in 0..6 {
        let mut child = keys(&["destroy", "1", "--yes"]).spawn().unwrap();
        sleep(Duration::from_millis(u64::from(chance.bytes16()[0]) * 2));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(status().len(), count);
    }
    let told = run(keys(&["destroy", "1", "--yes"]));
    assert!(told.status.success() || told.err.contains("destroyed already"), "{}", told.err);
    assert_eq!(status()[0].1, "destroyed");
    assert!(run(keys(&["status"])).out.contains("HSM token amanah"));
}

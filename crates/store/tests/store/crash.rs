//! What was acknowledged survives; one file has one process; lost connections come back.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use amanah_domain::Clock;
use amanah_store::{Engine, Store, StoreConfig, StoreError, accounts};

use crate::bench::{Bench, HandClock, add_person, count_people, person, read, write};

stories!(closing_keeps_everything, a_lost_connection_comes_back);

fn closing_keeps_everything(bench: &Bench) {
    let now = bench.now();
    let store = bench.open();
    write(&store, move |db| add_person(db, 1, now)).unwrap();
    drop(store);
    if let StoreConfig::Sqlite { path } = &bench.config {
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        let left = std::fs::metadata(&log).map_or(0, |file| file.len());
        assert_eq!(left, 0, "closing empties the write-ahead log");
    }
    assert_eq!(read(&bench.open(), count_people), 1);
}

fn a_lost_connection_comes_back(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    for round in 0..6 {
        if let StoreConfig::Postgres { url, .. } = &bench.config {
            let mut admin = postgres::Client::connect(url, postgres::NoTls).unwrap();
            admin
                .batch_execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity \
                     where datname = current_database() and pid <> pg_backend_pid()",
                )
                .unwrap();
        }
        write(&store, move |db| add_person(db, round, now)).unwrap();
    }
    assert_eq!(read(&store, count_people), 6);
}

#[test]
fn a_second_process_on_one_file_is_refused() {
    let bench = Bench::sqlite();
    let store = bench.open();
    let refused = bench.try_open().unwrap_err();
    assert!(matches!(refused, StoreError::InUse { .. }));
    assert!(refused.to_string().contains("another process already serves"));
    drop(store);
    bench.try_open().unwrap();
}

/// Kills a process in the middle of its writes. What it had reported as written must be there.
#[test]
fn kill_keeps_what_was_acknowledged() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let bench = Bench::on(engine);
        drop(bench.open());
        let address = match &bench.config {
            StoreConfig::Sqlite { path } => path.to_str().unwrap().to_owned(),
            StoreConfig::Postgres { url, .. } => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::writes_until_killed", "--nocapture"])
            .env("AMANAH_TEST_VICTIM", address)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(number) = line.strip_prefix("written ") {
                acknowledged.push(number.parse::<u32>().unwrap());
            }
            if acknowledged.len() == 300 {
                child.kill().unwrap();
                break;
            }
        }
        child.wait().unwrap();
        assert_eq!(acknowledged.len(), 300);
        let store = bench.open();
        for number in acknowledged {
            assert!(
                read(&store, move |db| accounts::read(db, &person(number))).is_some(),
                "{number} is lost"
            );
        }
    }
}

/// The victim of [`kill_keeps_what_was_acknowledged`], which starts it with an address. Without one there
/// is nothing to do.
#[test]
#[expect(clippy::disallowed_methods, reason = "told by the test that starts it where to write")]
fn writes_until_killed() {
    let Ok(address) = std::env::var("AMANAH_TEST_VICTIM") else { return };
    // No bench: its folder would be left behind by the kill.
    let clock = Arc::new(HandClock::new());
    let config = if address.starts_with("postgres") {
        StoreConfig::Postgres { url: address, pool_size: 3, tls_roots: None }
    } else {
        StoreConfig::Sqlite { path: address.into() }
    };
    let now = clock.now();
    let store = Store::open(&config, clock).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for round in 0..u32::MAX {
                    let number = round * 8 + writer;
                    write(store, move |db| add_person(db, number, now)).unwrap();
                    println!("written {number}");
                }
            });
        }
    });
}

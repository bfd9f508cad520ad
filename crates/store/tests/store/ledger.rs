//! The ledger through the store: receipts only for what is durable, also when storage lies about it.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use amanah_domain::Timestamp;
use amanah_ledger::LogId;
use amanah_store::ledger_rows::{self, Tag};
use amanah_store::{DRAFTS_PER_CALL_MAX, Engine, StoreError};

use crate::bench::{Bench, add_person, count_people, draft, log_settings, read, write};

stories!(
    many_callers_are_recorded_in_one_log,
    no_receipt_without_a_durable_commit,
    failed_yet_persisted_is_found_out,
    a_log_goes_on_after_a_restart,
    trails_are_read_in_pages,
    two_processes_have_logs_of_their_own,
    a_taken_over_log_is_fenced,
    records_and_work_do_not_fail_each_other,
);

fn many_callers_are_recorded_in_one_log(bench: &Bench) {
    let store = bench.open();
    assert_eq!(store.record_blocking(vec![draft(1, "a")]), Err(StoreError::NoLog));
    let log = bench.attach(&store, 1);
    assert_eq!(log.size, 0);
    let indexes = std::thread::scope(|scope| {
        let callers = (0..20u8).map(|caller| {
            let (store, checker) = (&store, log.checker.clone());
            scope.spawn(move || {
                let mut mine = Vec::new();
                for round in 0..10 {
                    let bodies = [format!("{caller}/{round}/0"), format!("{caller}/{round}/1")];
                    let drafts = bodies.iter().map(|body| draft(caller, body)).collect();
                    let receipts = store.record_blocking(drafts).unwrap();
                    assert_eq!(receipts.len(), 2);
                    for (receipt, body) in receipts.iter().zip(&bodies) {
                        assert!(checker.check(receipt, body.as_bytes()));
                        mine.push(receipt.index());
                    }
                }
                mine
            })
        });
        let callers = callers.collect::<Vec<_>>();
        callers.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<BTreeSet<_>>()
    });
    assert_eq!(indexes, (0..400).collect());
    let heads = read(&store, ledger_rows::heads);
    assert_eq!((heads.len(), heads[0].size, heads[0].log), (1, 400, log.id));
    assert!(heads[0].checkpoint.as_ref().unwrap().starts_with("example.org/log/1\n400\n"));
    let id = log.id;
    assert!(read(&store, move |db| ledger_rows::tile(db, id, 0, 0)).is_some_and(|tile| tile.len() == 8_192));
    let entries = read(&store, move |db| ledger_rows::entries(db, id, 390, 100));
    assert_eq!(entries.len(), 10);
    assert_eq!(entries[0].index, 390);

    let too_many = vec![draft(1, "x"); DRAFTS_PER_CALL_MAX + 1];
    assert!(matches!(store.record_blocking(too_many), Err(StoreError::TooMany { .. })));
    let too_long = draft(1, &"x".repeat(5_000));
    assert!(matches!(store.record_blocking(vec![too_long]), Err(StoreError::TooMany { .. })));
    assert_eq!(store.record_blocking(vec![]), Ok(vec![]));
}

fn no_receipt_without_a_durable_commit(bench: &Bench) {
    let store = bench.open();
    let log = bench.attach(&store, 1);
    bench.trouble.before.store(true, Ordering::SeqCst);
    let outcome = store.record_blocking(vec![draft(1, "lost")]);
    assert!(matches!(outcome, Err(StoreError::CommitFailed(_))), "{outcome:?}");
    let id = log.id;
    assert_eq!(read(&store, move |db| ledger_rows::entries(db, id, 0, 10)), []);
    let receipts = store.record_blocking(vec![draft(1, "kept")]).unwrap();
    assert_eq!(receipts[0].index(), 0);
    assert!(log.checker.check(&receipts[0], b"kept"));
}

fn failed_yet_persisted_is_found_out(bench: &Bench) {
    let store = bench.open();
    let log = bench.attach(&store, 1);
    bench.trouble.after.store(true, Ordering::SeqCst);
    assert_eq!(store.record_blocking(vec![draft(1, "there after all")]), Err(StoreError::CommitUnknown));
    let receipts = store.record_blocking(vec![draft(1, "next")]).unwrap();
    assert_eq!(receipts[0].index(), 1, "the log goes on behind what was persisted");
    let id = log.id;
    let bodies = read(&store, move |db| ledger_rows::entries(db, id, 0, 10));
    let bodies = bodies.into_iter().map(|entry| entry.body).collect::<Vec<_>>();
    assert_eq!(bodies, [b"there after all".to_vec(), b"next".to_vec()]);
}

fn a_log_goes_on_after_a_restart(bench: &Bench) {
    for round in 0..3u64 {
        let store = bench.open();
        let log = bench.attach(&store, round.try_into().unwrap());
        assert_eq!((log.id, log.size), (LogId(1), round * 300), "a log given back is taken again");
        let receipts = store.record_blocking(vec![draft(1, "again"); 300]).unwrap();
        assert_eq!(receipts[0].index(), round * 300);
    }
}

fn trails_are_read_in_pages(bench: &Bench) {
    let store = bench.open();
    bench.attach(&store, 1);
    let begin = bench.now();
    for round in 0..10 {
        store.record_blocking(vec![draft(1, &format!("{round}")), draft(2, "other")]).unwrap();
        bench.clock.pass_seconds(60);
    }
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = read(&store, move |db| {
            ledger_rows::trail(db, Tag::First, &[1; 16], Timestamp::from_millis(0), before, 4)
        });
        let Some(last) = page.last() else { break };
        before = Some(last.position());
        seen.extend(page.into_iter().map(|entry| String::from_utf8(entry.entry.body).unwrap()));
    }
    assert_eq!(seen, ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    let recent = read(&store, move |db| {
        ledger_rows::trail(db, Tag::First, &[1; 16], begin.plus_seconds(8 * 60), None, 100)
    });
    assert_eq!(recent.len(), 2);
    let by_staff = read(&store, move |db| {
        ledger_rows::trail(db, Tag::Second, &[0xAA; 16], Timestamp::from_millis(0), None, 100)
    });
    assert_eq!(by_staff.len(), 20);
    assert_eq!(read(&store, |db| ledger_rows::trail_count(db, &[1; 16])), 10);
}

fn two_processes_have_logs_of_their_own(bench: &Bench) {
    if let amanah_store::StoreConfig::Sqlite { .. } = bench.config {
        return; // One process only; see `crash`.
    }
    let (one, two) = (bench.open(), bench.open());
    let (first, second) = (bench.attach(&one, 1), bench.attach(&two, 2));
    assert_ne!(first.id, second.id);
    one.record_blocking(vec![draft(1, "one")]).unwrap();
    two.record_blocking(vec![draft(1, "two")]).unwrap();
    let both =
        read(&one, |db| ledger_rows::trail(db, Tag::First, &[1; 16], Timestamp::from_millis(0), None, 9));
    assert_eq!(both.len(), 2);
}

fn a_taken_over_log_is_fenced(bench: &Bench) {
    if let amanah_store::StoreConfig::Sqlite { .. } = bench.config {
        return; // One process only; see `crash`.
    }
    let (slow, quick) = (bench.open(), bench.open());
    let log = bench.attach(&slow, 1);
    bench.clock.pass_seconds(3_600);
    assert_eq!(bench.attach(&quick, 2).id, log.id, "its lease had ended");
    quick.record_blocking(vec![draft(1, "quick")]).unwrap();
    assert_eq!(slow.record_blocking(vec![draft(1, "slow")]), Err(StoreError::Fenced { log: log.id.0 }));
    // It has taken another log meanwhile.
    let receipts = slow.record_blocking(vec![draft(1, "slow")]).unwrap();
    assert_ne!(receipts[0].log(), log.id);
    assert!(log.checker.check(&receipts[0], b"slow"));
}

/// On SQLite they share a commit.
fn records_and_work_do_not_fail_each_other(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    bench.attach(&store, 1);
    let store = &store;
    std::thread::scope(|scope| {
        for number in 0..40u32 {
            scope.spawn(move || {
                if number % 2 == 0 {
                    store.record_blocking(vec![draft(1, &number.to_string())]).unwrap();
                } else {
                    let outcome = write(store, move |db| {
                        add_person(db, number, now)?;
                        if number % 3 == 0 { Err(StoreError::Closed) } else { Ok(()) }
                    });
                    assert_eq!(outcome.is_ok(), number % 3 != 0);
                }
            });
        }
    });
    assert_eq!(read(store, count_people), 13);
    assert_eq!(read(store, |db| ledger_rows::trail_count(db, &[1; 16])), 20);
    assert!(store.attach_log_blocking(log_settings(1)).is_ok());
    assert_eq!(
        store.engine() == Engine::Sqlite,
        matches!(bench.config, amanah_store::StoreConfig::Sqlite { .. })
    );
}

//! Group commit and what becomes of it when something fails.

use std::sync::atomic::Ordering;

use amanah_store::{StoreError, accounts};

use crate::bench::{Bench, add_person, count_people, person, read, write};

stories!(
    many_writers_share_commits_and_fail_alone,
    async_callers_are_served,
    a_failed_commit_keeps_nothing,
    failed_yet_persisted_is_told_as_unknown,
    a_panic_hurts_nobody_else,
    collisions_are_run_again,
);

fn many_writers_share_commits_and_fail_alone(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    std::thread::scope(|scope| {
        for writer in 0..16u32 {
            let store = &store;
            scope.spawn(move || {
                for round in 0..25u32 {
                    let number = writer * 100 + round;
                    let outcome = write(store, move |db| {
                        add_person(db, number, now)?;
                        if number % 5 == 0 { Err(StoreError::Closed) } else { Ok(number) }
                    });
                    let expected = if number % 5 == 0 { Err(StoreError::Closed) } else { Ok(number) };
                    assert_eq!(outcome, expected);
                }
            });
        }
    });
    assert_eq!(read(&store, count_people), 16 * 20);
}

fn async_callers_are_served(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        store.check_schema().await.unwrap();
        assert_eq!(store.migrate().await, Ok(0));
        let callers = (0..200).map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                store.write(move |db| add_person(db, number, now)).await?;
                store.read(move |db| accounts::read(db, &person(number))).await
            })
        });
        for caller in callers.collect::<Vec<_>>() {
            assert!(caller.await.unwrap().unwrap().is_some());
        }
        assert_eq!(store.scan(count_people).await, Ok(200));
        assert_eq!(store.waiting(), 0);
        // Opening and closing from an async thread works too.
        drop(store);
        drop(bench.try_open().unwrap());
    });
}

fn a_failed_commit_keeps_nothing(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    bench.trouble.before.store(true, Ordering::SeqCst);
    let outcome = write(&store, move |db| add_person(db, 1, now));
    assert!(matches!(outcome, Err(StoreError::CommitFailed(_))), "{outcome:?}");
    assert_eq!(read(&store, count_people), 0);
    write(&store, move |db| add_person(db, 1, now)).unwrap();
    assert_eq!(read(&store, count_people), 1);
}

fn failed_yet_persisted_is_told_as_unknown(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    bench.trouble.after.store(true, Ordering::SeqCst);
    let outcome = write(&store, move |db| add_person(db, 1, now));
    assert_eq!(outcome, Err(StoreError::CommitUnknown));
    assert_eq!(read(&store, count_people), 1);
}

fn a_panic_hurts_nobody_else(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let outcome = write(&store, move |db| {
        add_person(db, 1, now)?;
        if now.millis() > 0 { panic!("on purpose") } else { Ok(()) }
    });
    assert_eq!(outcome, Err(StoreError::Panicked));
    let outcome = store.read_blocking(|_| -> Result<(), StoreError> { panic!("on purpose") });
    assert_eq!(outcome, Err(StoreError::Panicked));
    write(&store, move |db| add_person(db, 2, now)).unwrap();
    assert_eq!(read(&store, count_people), 1);
}

/// Two transactions that take two rows in opposite order deadlock on PostgreSQL; the loser is run again.
fn collisions_are_run_again(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        add_person(db, 1, now)?;
        add_person(db, 2, now)
    })
    .unwrap();
    std::thread::scope(|scope| {
        for (first, second) in [(1, 2), (2, 1)] {
            let store = &store;
            scope.spawn(move || {
                write(store, move |db| {
                    accounts::set_language(db, &person(first), 1)?;
                    std::thread::sleep(std::time::Duration::from_millis(100));
                    accounts::set_language(db, &person(second), 1)
                })
                .unwrap();
            });
        }
    });
    for number in [1, 2] {
        let account = read(&store, move |db| accounts::read(db, &person(number))).unwrap();
        assert_eq!(account.language, 1);
    }
}

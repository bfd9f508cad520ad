//! Jobs: added once, leased once, retried, given up, revived.

use amanah_store::StoreError;
use amanah_store::jobs::{self, AfterFailure, NewJob, State};

use crate::bench::{Bench, add_person, count_people, person, read, write};

stories!(
    a_job_is_added_with_its_cause_and_once,
    two_workers_never_share_a_job,
    a_failing_job_is_retried_then_given_up,
    an_ended_lease_goes_to_somebody_else,
    one_job_is_taken_by_its_key,
);

const ALICE: [u8; 16] = [1; 16];
const BOB: [u8; 16] = [2; 16];

fn job(key: &[u8]) -> NewJob<'_> {
    NewJob {
        key,
        kind: "check-registry",
        person: Some(person(1)),
        due_at: amanah_domain::Timestamp::from_millis(0),
        attempts_max: 2,
        payload: b"sealed",
    }
}

fn a_job_is_added_with_its_cause_and_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let failed = write(&store, move |db| {
        jobs::add(db, &job(b"k"), now)?;
        Err::<(), _>(StoreError::Closed)
    });
    assert_eq!(failed, Err(StoreError::Closed));
    assert_eq!(read(&store, |db| jobs::read(db, b"k")), None);
    assert_eq!(write(&store, move |db| jobs::add(db, &job(b"k"), now)), Ok(true));
    assert_eq!(write(&store, move |db| jobs::add(db, &job(b"k"), now)), Ok(false));
    assert_eq!(read(&store, jobs::next_due).map(|at| at.millis()), Some(0));
    let too_long = write(&store, move |db| jobs::add(db, &NewJob { payload: &[0; 5_000], ..job(b"l") }, now));
    assert!(matches!(too_long, Err(StoreError::TooMany { given: 5_000, max: 4_096, .. })));
    assert_eq!(write(&store, |db| jobs::forget_person(db, &person(1))), Ok(1));
}

fn two_workers_never_share_a_job(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 0..100u32 {
            jobs::add(db, &job(&number.to_be_bytes()), now)?;
        }
        Ok(())
    })
    .unwrap();
    let until = now.plus_seconds(60);
    let mut taken = std::thread::scope(|scope| {
        let workers = [ALICE, BOB].map(|holder| {
            let store = &store;
            scope.spawn(move || {
                let mut mine = Vec::new();
                for _ in 0..40 {
                    let leased = write(store, move |db| jobs::lease(db, &holder, now, until, 7)).unwrap();
                    mine.extend(leased.into_iter().map(|job| job.key));
                }
                mine
            })
        });
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(taken.len(), 100);
    taken.sort();
    taken.dedup();
    assert_eq!(taken.len(), 100);
}

fn a_failing_job_is_retried_then_given_up(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| jobs::add(db, &job(b"k"), now)).unwrap();
    let lease = move |now: amanah_domain::Timestamp| {
        move |db: &mut dyn amanah_store::Connection| jobs::lease(db, &ALICE, now, now.plus_seconds(60), 10)
    };
    let first = write(&store, lease(now)).unwrap().remove(0);
    assert_eq!((first.attempt, first.attempts_max, first.payload.as_slice()), (1, 2, &b"sealed"[..]));
    assert_eq!((first.kind.as_str(), first.person), ("check-registry", Some(person(1))));
    let after = write(&store, move |db| jobs::fail(db, &first, &ALICE, now, "registry-down")).unwrap();
    assert_eq!(after, AfterFailure::RetryAt(now.plus_seconds(10)));
    assert_eq!(write(&store, lease(now)), Ok(vec![]));

    let later = now.plus_seconds(10);
    let second = write(&store, lease(later)).unwrap().remove(0);
    assert_eq!(second.attempt, 2);
    let after = write(&store, move |db| jobs::fail(db, &second, &ALICE, later, "registry-down")).unwrap();
    assert_eq!(after, AfterFailure::Dead);
    let dead = read(&store, |db| jobs::list(db, State::Dead, None, 10)).remove(0);
    assert_eq!((dead.attempts, dead.failure.as_deref()), (2, Some("registry-down")));
    let cursor = dead.clone();
    assert_eq!(read(&store, move |db| jobs::list(db, State::Dead, Some(&cursor), 10)), []);
    let counts = read(&store, jobs::counts);
    assert_eq!(counts.iter().map(|c| (c.state, c.count)).collect::<Vec<_>>(), [(State::Dead, 1)]);

    assert_eq!(write(&store, move |db| jobs::revive(db, b"k", later)), Ok(true));
    let third = write(&store, lease(later)).unwrap().remove(0);
    assert_eq!(third.attempt, 1);
    // Done in the transaction of its work.
    write(&store, move |db| {
        add_person(db, 1, later)?;
        jobs::complete(db, &third, &ALICE, later)
    })
    .unwrap();
    assert_eq!(read(&store, |db| jobs::read(db, b"k")).unwrap().state, State::Done);
    assert_eq!(write(&store, move |db| jobs::purge_done(db, later.plus_seconds(1))), Ok(1));
}

fn an_ended_lease_goes_to_somebody_else(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| jobs::add(db, &job(b"k"), now)).unwrap();
    let until = now.plus_seconds(60);
    let hers = write(&store, move |db| jobs::lease(db, &ALICE, now, until, 1)).unwrap().remove(0);
    let prolonged = hers.clone();
    write(&store, move |db| jobs::extend(db, &prolonged, &ALICE, until.plus_seconds(60))).unwrap();
    assert_eq!(write(&store, move |db| jobs::lease(db, &BOB, until, until.plus_seconds(60), 1)), Ok(vec![]));

    let later = until.plus_seconds(60);
    let his = write(&store, move |db| jobs::lease(db, &BOB, later, later.plus_seconds(60), 1)).unwrap();
    assert_eq!(his.len(), 1);
    // Her work must not stand: its transaction is rolled back.
    let too_late = write(&store, move |db| {
        add_person(db, 1, later)?;
        jobs::complete(db, &hers, &ALICE, later)
    });
    assert_eq!(too_late, Err(StoreError::Stale { table: "job" }));
    assert_eq!(read(&store, count_people), 0);
    // His lease ends as well, and that was the last try: nobody gets it any more.
    let end = later.plus_seconds(60);
    assert_eq!(write(&store, move |db| jobs::lease(db, &ALICE, end, end.plus_seconds(60), 1)), Ok(vec![]));
    let dead = read(&store, |db| jobs::read(db, b"k")).unwrap();
    assert_eq!((dead.state, dead.failure.as_deref()), (State::Dead, Some("lease-ended")));
}

/// For whoever waits for one job: taken by its key, also from somebody of whom it is known that they are
/// gone; and done once more.
fn one_job_is_taken_by_its_key(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let (soon, later) = (now.plus_seconds(60), now.plus_seconds(3_600));
    write(&store, move |db| {
        jobs::add(db, &job(b"this"), now)?;
        jobs::add(db, &job(b"that"), now)
    })
    .unwrap();
    let mine = write(&store, move |db| jobs::lease_one(db, b"this", &ALICE, now, soon)).unwrap().unwrap();
    assert_eq!((mine.key.as_slice(), mine.attempt), (&b"this"[..], 1));
    assert_eq!(write(&store, move |db| jobs::lease_one(db, b"this", &BOB, now, soon)), Ok(None));
    assert_eq!(write(&store, move |db| jobs::lease_one(db, b"nothing", &BOB, now, soon)), Ok(None));
    let his = write(&store, move |db| jobs::lease_one(db, b"this", &BOB, soon, later)).unwrap().unwrap();
    assert_eq!(his.attempt, 2);
    let stale = write(&store, move |db| jobs::complete(db, &mine, &ALICE, now));
    assert_eq!(stale, Err(StoreError::Stale { table: "job" }));
    assert_eq!(write(&store, move |db| jobs::again(db, b"this", now)), Ok(false), "it is open");
    write(&store, move |db| jobs::complete(db, &his, &BOB, now)).unwrap();
    assert_eq!(write(&store, move |db| jobs::lease_one(db, b"this", &BOB, later, later)), Ok(None));
    assert_eq!(write(&store, move |db| jobs::again(db, b"this", now)), Ok(true));
    let again = write(&store, move |db| jobs::lease_one(db, b"this", &BOB, now, soon)).unwrap().unwrap();
    assert_eq!(again.attempt, 1);
}

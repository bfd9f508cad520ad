//! Key epochs: who may be wrapped by which, re-wrapping many at once, copies of the keyring.

use amanah_domain::states::{EpochState, RemovalAct, RemovalState};
use amanah_domain::{CategorySet, FieldSet, RemovalId, Role, Timestamp};
use amanah_store::key_epochs::{self, EpochRow, EscrowCopy};
use amanah_store::people::{self, KeyRow};
use amanah_store::removals::{self, RemovalRow};
use amanah_store::{Connection, StoreError};

use crate::bench::{Bench, person, read, write};

stories!(
    epochs_follow_one_another,
    no_keys_come_in_under_an_epoch_that_has_ended,
    many_are_rewrapped_at_once,
    what_changed_meanwhile_is_left_alone,
    a_deleted_person_does_not_come_back,
    rewrapping_and_registering_at_the_same_time,
    copies_of_the_keyring,
    an_epoch_is_gone_when_no_copy_holds_it,
    told_dates_are_counted_by_epoch,
);

fn epochs_follow_one_another(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let (later, last) = (now.plus_hours(1), now.plus_hours(2));
    write(&store, move |db| {
        key_epochs::open(db, 1, now)?;
        key_epochs::open(db, 2, later)?;
        // Again: nothing moves.
        key_epochs::open(db, 2, last)
    })
    .unwrap();
    let row = |epoch, state, opened_at, closed_at| EpochRow {
        epoch,
        state,
        opened_at,
        closed_at,
        destroyed_at: None,
        gone_at: None,
    };
    let first = row(1, EpochState::Closed, now, Some(later));
    let second = row(2, EpochState::Open, later, None);
    assert_eq!(read(&store, key_epochs::list), [first, second]);
    assert_eq!(read(&store, |db| key_epochs::read(db, 2)), Some(second));
    assert_eq!(read(&store, |db| key_epochs::read(db, 3)), None);
    // What is open is not destroyed.
    assert_eq!(write(&store, move |db| key_epochs::destroy(db, 2, last)), Ok(false));
    assert_eq!(write(&store, move |db| key_epochs::destroy(db, 1, last)), Ok(true));
    assert_eq!(write(&store, move |db| key_epochs::destroy(db, 1, last)), Ok(false));
    // What is destroyed is not opened again.
    write(&store, move |db| key_epochs::open(db, 1, last)).unwrap();
    let destroyed =
        EpochRow { state: EpochState::Destroyed, destroyed_at: Some(last), gone_at: Some(last), ..first };
    assert_eq!(read(&store, key_epochs::list), [destroyed, second]);
    // One that an older keyring still holds comes in closed.
    let added = write(&store, move |db| key_epochs::add(db, 0, EpochState::Closed, now, Some(now)));
    assert_eq!(added, Ok(true));
    let again = write(&store, move |db| key_epochs::add(db, 0, EpochState::Open, now, None));
    assert_eq!(again, Ok(false));
}

fn no_keys_come_in_under_an_epoch_that_has_ended(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        key_epochs::open(db, 1, now)?;
        assert_eq!(people::least_epoch(db)?, None);
        people::add_key(db, &person(1), 1, b"wrapped")?;
        people::add_key(db, &person(2), 1, b"wrapped")?;
        // It has begun in the keyring this moment; the table follows.
        people::add_key(db, &person(3), 2, b"wrapped")?;
        key_epochs::open(db, 2, now)
    })
    .unwrap();
    let closed = Err(StoreError::EpochClosed { epoch: 1 });
    assert_eq!(write(&store, |db| people::add_key(db, &person(4), 1, b"wrapped")), closed);
    // Not even one that the table never knew, once a later one is there.
    let skipped = write(&store, |db| people::add_key(db, &person(4), 0, b"wrapped"));
    assert_eq!(skipped, Err(StoreError::EpochClosed { epoch: 0 }));
    // Also what is changed goes to the open one.
    assert_eq!(write(&store, |db| people::change_key(db, &person(1), 1, 1, b"again")), closed);
    assert_eq!(write(&store, |db| people::change_key(db, &person(1), 1, 2, b"again")), Ok(()));
    let rows = read(&store, |db| people::keys_of_epoch(db, 1, None, 10));
    let many = write(&store, move |db| people::rewrap_keys(db, 1, &rows));
    assert_eq!(many, Err(StoreError::EpochClosed { epoch: 1 }));
    assert_eq!(read(&store, people::key_counts), [(1, 1), (2, 2)]);
    assert_eq!(read(&store, people::least_epoch), Some(1));
    assert!(read(&store, |db| people::has_keys_of_epoch(db, 1)));
    assert!(!read(&store, |db| people::has_keys_of_epoch(db, 3)));
}

/// `count` people under epoch 1, which has ended; epoch 2 is open.
fn rotating(db: &mut dyn Connection, count: u32, now: amanah_domain::Timestamp) -> Result<(), StoreError> {
    key_epochs::open(db, 1, now)?;
    for number in 0..count {
        people::add_key(db, &person(number), 1, &old(number))?;
    }
    key_epochs::open(db, 2, now)
}

fn old(number: u32) -> Vec<u8> {
    format!("old {number}").into_bytes()
}

fn new(number: u32) -> Vec<u8> {
    format!("new {number}").into_bytes()
}

fn rewrapped(rows: &[KeyRow]) -> Vec<KeyRow> {
    let number = |row: &KeyRow| u32::from_be_bytes(row.person.as_bytes()[12..].try_into().unwrap());
    rows.iter().map(|row| KeyRow { wrapped: new(number(row)), ..row.clone() }).collect()
}

fn many_are_rewrapped_at_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    // More than one statement, and a last one that is not full.
    const COUNT: u32 = 150;
    write(&store, move |db| rotating(db, COUNT, now)).unwrap();
    let rows = read(&store, |db| people::keys_of_epoch(db, 1, None, COUNT));
    let made = rewrapped(&rows);
    assert_eq!(write(&store, move |db| people::rewrap_keys(db, 2, &made)), Ok(COUNT.into()));
    for number in 0..COUNT {
        let key = read(&store, move |db| people::read_key(db, &person(number))).unwrap();
        assert_eq!((key.epoch, key.version, key.wrapped), (2, 2, new(number)));
    }
    assert_eq!(write(&store, |db| people::rewrap_keys(db, 2, &[])), Ok(0));
    // All in one statement or one by one: the same comes of it.
    write(&store, move |db| key_epochs::open(db, 3, now)).unwrap();
    let rows = read(&store, |db| people::keys_of_epoch(db, 2, None, COUNT));
    let made = rewrapped(&rows);
    assert_eq!(write(&store, move |db| people::rewrap_keys_together(db, 3, &made)), Ok(COUNT.into()));
    assert_eq!(read(&store, people::key_counts), [(3, COUNT.into())]);
    // A second time: everybody has another version by now.
    let made = rewrapped(&rows);
    assert_eq!(write(&store, move |db| people::rewrap_keys(db, 3, &made)), Ok(0));
    let made = rewrapped(&rows);
    assert_eq!(write(&store, move |db| people::rewrap_keys_together(db, 3, &made)), Ok(0));
}

fn what_changed_meanwhile_is_left_alone(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| rotating(db, 3, now)).unwrap();
    let rows = read(&store, |db| people::keys_of_epoch(db, 1, None, 10));
    // Somebody's category is erased between the reading and the writing.
    write(&store, |db| people::change_key(db, &person(1), 1, 2, b"without a salt")).unwrap();
    let made = rewrapped(&rows);
    assert_eq!(write(&store, move |db| people::rewrap_keys(db, 2, &made)), Ok(2));
    let key = read(&store, |db| people::read_key(db, &person(1))).unwrap();
    assert_eq!((key.version, key.wrapped.as_slice()), (2, &b"without a salt"[..]));
}

fn a_deleted_person_does_not_come_back(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| rotating(db, 3, now)).unwrap();
    let rows = read(&store, |db| people::keys_of_epoch(db, 1, None, 10));
    write(&store, |db| people::delete_key(db, &person(1))).unwrap();
    let made = rewrapped(&rows);
    assert_eq!(write(&store, move |db| people::rewrap_keys(db, 2, &made)), Ok(2));
    assert_eq!(read(&store, |db| people::read_key(db, &person(1))), None);
    assert!(!read(&store, |db| people::has_keys_of_epoch(db, 1)));
}

/// People come in while everybody is re-wrapped: nobody is left under the old epoch, nobody is lost.
fn rewrapping_and_registering_at_the_same_time(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    const BEFORE: u32 = 100;
    const EACH: u32 = 40;
    write(&store, move |db| {
        key_epochs::open(db, 1, now)?;
        (0..BEFORE).try_for_each(|number| people::add_key(db, &person(number), 1, &old(number)))
    })
    .unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                // As every process does: the newest epoch it knows, and the next one when it is told.
                let mut epoch = 1;
                for number in 0..EACH {
                    let who = person(1_000 + thread * EACH + number);
                    let add = |epoch| write(store, move |db| people::add_key(db, &who, epoch, b"wrapped"));
                    match add(epoch) {
                        Err(StoreError::EpochClosed { epoch: 1 }) => {
                            epoch = 2;
                            add(epoch).unwrap();
                        }
                        done => done.unwrap(),
                    }
                }
            });
        }
        write(&store, move |db| key_epochs::open(db, 2, now)).unwrap();
        while read(&store, |db| people::has_keys_of_epoch(db, 1)) {
            let rows = read(&store, |db| people::keys_of_epoch(db, 1, None, 16));
            write(&store, move |db| people::rewrap_keys(db, 2, &rows)).unwrap();
        }
    });
    // On PostgreSQL an insert that began before the epoch ended may have been committed after the look.
    let rows = read(&store, |db| people::keys_of_epoch(db, 1, None, 1_000));
    write(&store, move |db| people::rewrap_keys(db, 2, &rows)).unwrap();
    assert_eq!(read(&store, people::key_counts), [(2, u64::from(BEFORE + 4 * EACH))]);
}

fn copies_of_the_keyring(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let copy = move |name: &str| EscrowCopy {
        name: name.to_owned(),
        refresh_days: 30,
        added_at: now,
        confirmed_at: now,
        confirmed_epoch: 3,
    };
    assert_eq!(write(&store, move |db| key_epochs::add_copy(db, &copy("safe"))), Ok(true));
    assert_eq!(write(&store, move |db| key_epochs::add_copy(db, &copy("safe"))), Ok(false));
    assert_eq!(write(&store, move |db| key_epochs::add_copy(db, &copy("notary"))), Ok(true));
    let later = now.plus_hours(24);
    assert_eq!(write(&store, move |db| key_epochs::confirm_copy(db, "safe", 5, later)), Ok(true));
    assert_eq!(write(&store, move |db| key_epochs::confirm_copy(db, "nowhere", 5, later)), Ok(false));
    let confirmed = EscrowCopy { confirmed_at: later, confirmed_epoch: 5, ..copy("safe") };
    assert_eq!(read(&store, key_epochs::copies), [copy("notary"), confirmed]);
    assert_eq!(write(&store, move |db| key_epochs::remove_copy(db, "safe", later)), Ok(true));
    assert_eq!(write(&store, move |db| key_epochs::remove_copy(db, "safe", later)), Ok(false));
    // So many and no more.
    let many = write(&store, move |db| {
        (1..key_epochs::ESCROW_COPIES_MAX)
            .map(|number| key_epochs::add_copy(db, &copy(&format!("copy {number}"))))
            .collect::<Result<Vec<_>, _>>()
    });
    assert!(many.unwrap().iter().all(|added| *added));
    assert_eq!(write(&store, move |db| key_epochs::add_copy(db, &copy("one more"))), Ok(false));
}

fn an_epoch_is_gone_when_no_copy_holds_it(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let hour = move |hours| now.plus_hours(hours);
    let copy = move |name: &str, at| EscrowCopy {
        name: name.to_owned(),
        refresh_days: 30,
        added_at: at,
        confirmed_at: at,
        confirmed_epoch: 1,
    };
    write(&store, move |db| {
        key_epochs::open(db, 1, now)?;
        key_epochs::add_copy(db, &copy("safe", hour(1)))?;
        key_epochs::add_copy(db, &copy("notary", hour(1)))?;
        key_epochs::open(db, 2, hour(2))?;
        key_epochs::destroy(db, 1, hour(3))?;
        // Made afterwards: it never held the first.
        key_epochs::add_copy(db, &copy("drawer", hour(4)))
    })
    .unwrap();
    let gone = || read(&store, |db| key_epochs::read(db, 1)).unwrap().gone_at;
    assert_eq!(gone(), None);
    write(&store, move |db| key_epochs::confirm_copy(db, "safe", 2, hour(5))).unwrap();
    assert_eq!(gone(), None, "the notary still holds it");
    write(&store, move |db| key_epochs::remove_copy(db, "notary", hour(6))).unwrap();
    assert_eq!(gone(), Some(hour(6)));
    // Since then, whatever comes later.
    write(&store, move |db| key_epochs::confirm_copy(db, "safe", 2, hour(7))).unwrap();
    assert_eq!(gone(), Some(hour(6)));
}

fn told_dates_are_counted_by_epoch(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let day = move |days: i64| now.plus_hours(24 * days);
    let row = move |number: u8, epoch: Option<u32>, done_at: Timestamp, told: i64| RemovalRow {
        removal: RemovalId::from_bytes([number; 16]),
        person: None,
        act: RemovalAct::Destroy,
        asked_by: Role::Person,
        ground: "request".to_owned(),
        categories: CategorySet::EMPTY,
        fields: FieldSet::EMPTY,
        state: RemovalState::Gone,
        journal: None,
        asked_at: done_at,
        done_at: Some(done_at),
        unreadable_at: epoch.map(|_| day(told)),
        last_epoch: epoch,
    };
    write(&store, move |db| {
        for row in [
            row(1, Some(1), now, 10),
            row(2, Some(1), day(3), 12),
            row(3, Some(2), day(3), 12),
            row(4, None, day(3), 0),
        ] {
            let [tag, ..] = *row.removal.as_bytes();
            removals::add(db, &[tag; 32], &row)?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let told =
        |epoch, from, to| read(&store, move |db| key_epochs::count_told(db, epoch, day(from), day(to)));
    assert_eq!((told(1, 0, 13), told(1, 11, 13), told(1, 10, 12), told(2, 0, 13)), (2, 1, 1, 1));
    let late = |gone, at| read(&store, move |db| key_epochs::count_late(db, gone, day(at)));
    assert_eq!((late(0, 10), late(0, 11), late(0, 13), late(1, 13), late(2, 13)), (0, 1, 3, 1, 0));
    // The second epoch begins on the third day: what went shortly before may lie under it.
    assert_eq!(write(&store, move |db| key_epochs::raise_last(db, 2, day(2))), Ok(1));
    assert_eq!((told(1, 0, 13), told(2, 0, 13)), (1, 2));
    let last = |number| read(&store, move |db| removals::read(db, &RemovalId::from_bytes([number; 16])));
    assert_eq!(last(2).unwrap().last_epoch, Some(2));
    assert_eq!(last(4).unwrap().last_epoch, None, "nothing went");
}

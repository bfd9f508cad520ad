//! Batches: one way through their life, joining and leaving, the published order.

use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{BatchId, Pseudonym, Timestamp};
use amanah_store::StoreError;
use amanah_store::batches::{self, BatchRow};

use crate::bench::{Bench, person, read, write};

stories!(
    a_batch_goes_one_way,
    a_reveal_that_did_not_come,
    joining_counts_once,
    entrants_are_walked_in_pages,
    every_entrant_has_one_line,
);

const BATCH: BatchId = BatchId::from_bytes([1; 16]);
const OTHER: BatchId = BatchId::from_bytes([2; 16]);

fn planned(batch: BatchId, number: i64, now: Timestamp) -> BatchRow {
    BatchRow {
        batch,
        number,
        quota: 3,
        state: BatchState::Planned,
        opens_at: now,
        closes_at: now.plus_seconds(3_600),
        seed: b"sealed seed".to_vec(),
        seed_commitment: [3; 32],
        public_source: "a beacon".into(),
        public_known_at: now.plus_seconds(7_200),
        public_value: None,
        entrants: 0,
        entrants_commitment: None,
        closed_at: None,
        drawn_at: None,
    }
}

fn a_batch_goes_one_way(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    assert_eq!(read(&store, batches::next_number), 1);
    write(&store, move |db| batches::add(db, &planned(BATCH, 1, now), now)).unwrap();
    let taken = write(&store, move |db| batches::add(db, &planned(OTHER, 1, now), now));
    assert!(
        matches!(taken, Err(StoreError::Unique { ref constraint, .. }) if constraint == "batch_number_key")
    );
    assert_eq!(read(&store, batches::next_number), 2);

    let close = move |db: &mut dyn amanah_store::Connection| {
        batches::close(db, &BATCH, 2, Some(&[4; 32]), now.plus_seconds(60))
    };
    let reveal = |db: &mut dyn amanah_store::Connection| batches::reveal(db, &BATCH, "0xabc");
    let draw = move |db: &mut dyn amanah_store::Connection| batches::draw(db, &BATCH, now.plus_seconds(90));
    let open = |db: &mut dyn amanah_store::Connection| {
        batches::set_state(db, &BATCH, BatchState::Planned, BatchState::Open)
    };
    assert_eq!(write(&store, close), Ok(false), "it is not open");
    assert_eq!(write(&store, open), Ok(true));
    assert_eq!(write(&store, open), Ok(false));
    // Joining may end earlier, never later.
    let (earlier, later) = (now.plus_seconds(30), now.plus_seconds(9_000));
    assert_eq!(write(&store, move |db| batches::end_joining(db, &BATCH, later)), Ok(false));
    assert_eq!(write(&store, move |db| batches::end_joining(db, &BATCH, earlier)), Ok(true));
    assert_eq!(write(&store, reveal), Ok(false), "its entrants are not committed");
    assert_eq!(write(&store, close), Ok(true));
    assert_eq!(write(&store, close), Ok(false));
    assert_eq!(write(&store, draw), Ok(false), "the public value is not known");
    assert_eq!(write(&store, reveal), Ok(true));
    assert_eq!(write(&store, |db| batches::reveal(db, &BATCH, "a better one")), Ok(false));
    assert_eq!(write(&store, move |db| batches::fail(db, &BATCH, now)), Ok(false), "it was revealed");
    assert_eq!(write(&store, draw), Ok(true));
    assert_eq!(write(&store, draw), Ok(false), "a batch is never drawn again");

    let row = read(&store, |db| batches::read(db, &BATCH)).unwrap();
    assert_eq!((row.state, row.entrants, row.entrants_commitment), (BatchState::Drawn, 2, Some([4; 32])));
    assert_eq!((row.closes_at, row.public_value.as_deref()), (earlier, Some("0xabc")));
    assert_eq!((row.closed_at, row.drawn_at), (Some(now.plus_seconds(60)), Some(now.plus_seconds(90))));
    assert_eq!((row.seed.as_slice(), row.seed_commitment), (&b"sealed seed"[..], [3; 32]));
    assert!(read(&store, |db| batches::read_number(db, 1)).is_some_and(|found| found == row));
    assert!(read(&store, |db| batches::read(db, &OTHER)).is_none());
    write(&store, move |db| batches::add(db, &planned(OTHER, 2, now), now)).unwrap();
    let numbers = read(&store, batches::list).iter().map(|row| row.number).collect::<Vec<_>>();
    assert_eq!(numbers, [2, 1], "newest first");
}

fn a_reveal_that_did_not_come(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        batches::add(db, &planned(BATCH, 1, now), now)?;
        batches::set_state(db, &BATCH, BatchState::Planned, BatchState::Open)?;
        batches::close(db, &BATCH, 0, None, now)
    })
    .unwrap();
    assert_eq!(write(&store, move |db| batches::fail(db, &BATCH, now)), Ok(true));
    // This is final: a value that comes late changes nothing.
    assert_eq!(write(&store, |db| batches::reveal(db, &BATCH, "late")), Ok(false));
    assert_eq!(write(&store, move |db| batches::draw(db, &BATCH, now)), Ok(false));
    let row = read(&store, |db| batches::read(db, &BATCH)).unwrap();
    assert_eq!((row.state, row.public_value, row.drawn_at), (BatchState::Failed, None, Some(now)));
}

fn joining_counts_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        batches::add(db, &planned(BATCH, 1, now), now)?;
        batches::add(db, &planned(OTHER, 2, now), now).map(drop)
    })
    .unwrap();
    let joined = std::thread::scope(|scope| {
        let presses = [0; 8].map(|_| {
            let store = &store;
            scope.spawn(move || write(store, move |db| batches::join(db, &person(1), &BATCH, now)).unwrap())
        });
        presses.map(|press| press.join().unwrap())
    });
    assert_eq!(joined.iter().filter(|joined| **joined).count(), 1);
    assert_eq!(read(&store, |db| batches::count_joined(db, &BATCH)), 1);

    let later = now.plus_seconds(60);
    let leave = move |db: &mut dyn amanah_store::Connection| {
        batches::set_entry(db, &person(1), &BATCH, EntryState::Joined, EntryState::Left, later)
    };
    assert_eq!(write(&store, leave), Ok(true));
    assert_eq!(write(&store, leave), Ok(false));
    assert_eq!(read(&store, |db| batches::count_joined(db, &BATCH)), 0);
    // Who left may join again; who stands in the order may not.
    let again = later.plus_seconds(60);
    assert_eq!(write(&store, move |db| batches::join(db, &person(1), &BATCH, again)), Ok(true));
    let entry = read(&store, |db| batches::entry(db, &person(1), &BATCH)).unwrap();
    assert_eq!((entry.state, entry.joined_at, entry.changed_at), (EntryState::Joined, now, again));
    write(&store, move |db| {
        batches::set_entry(db, &person(1), &BATCH, EntryState::Joined, EntryState::Entered, again)
    })
    .unwrap();
    assert_eq!(write(&store, move |db| batches::join(db, &person(1), &BATCH, again)), Ok(false));
    assert_eq!(read(&store, |db| batches::entry(db, &person(1), &OTHER)), None);
    write(&store, move |db| batches::join(db, &person(1), &OTHER, again)).unwrap();
    let mine = read(&store, |db| batches::entries(db, &person(1)));
    assert_eq!(mine.iter().map(|row| row.batch).collect::<Vec<_>>(), [OTHER, BATCH]);
}

fn entrants_are_walked_in_pages(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 0..10 {
            batches::join(db, &person(number), &BATCH, now)?;
            batches::join(db, &person(number), &OTHER, now)?;
        }
        batches::set_entry(db, &person(4), &BATCH, EntryState::Joined, EntryState::Left, now)
    })
    .unwrap();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page =
            read(&store, move |db| batches::in_state(db, &BATCH, EntryState::Joined, after.as_ref(), 4));
        assert!(page.len() <= 4);
        let Some(last) = page.last() else { break };
        after = Some(*last);
        seen.extend(page);
    }
    assert_eq!(seen, [0, 1, 2, 3, 5, 6, 7, 8, 9].map(person));
    assert_eq!(
        read(&store, |db| batches::count_entries(db, &BATCH)),
        [(EntryState::Joined, 9), (EntryState::Left, 1)]
    );
}

fn every_entrant_has_one_line(bench: &Bench) {
    let store = bench.open();
    let pseudonym = |byte: u8| Pseudonym::from_bytes([byte; 16]);
    write(&store, move |db| {
        for byte in [9, 3, 6] {
            batches::add_line(db, &BATCH, &pseudonym(byte), 0, 0)?;
        }
        batches::add_line(db, &OTHER, &pseudonym(3), 0, 0)
    })
    .unwrap();
    let twice = write(&store, move |db| batches::add_line(db, &BATCH, &pseudonym(9), 0, 0));
    assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
    let walk = |published: bool| {
        let walked = store.scan_blocking(move |db| {
            let mut seen = Vec::new();
            let mut visit = |pseudonym: Pseudonym, place: i64| {
                seen.push((pseudonym.as_bytes()[0], place));
                Ok(())
            };
            if published {
                batches::each_line(db, &BATCH, &mut visit)?;
            } else {
                batches::each_entrant(db, &BATCH, &mut visit)?;
            }
            Ok::<_, StoreError>(seen)
        });
        walked.unwrap()
    };
    assert_eq!(walk(false), [(3, 0), (6, 0), (9, 0)], "by pseudonym: the order that was committed");

    write(&store, move |db| {
        for (byte, position, place) in [(6, 1, 1), (9, 2, 1), (3, 3, 2)] {
            assert!(batches::place_line(db, &BATCH, &pseudonym(byte), position, place)?);
        }
        // Nobody is added by being placed.
        assert!(!batches::place_line(db, &BATCH, &pseudonym(1), 4, 2)?);
        Ok(())
    })
    .unwrap();
    assert_eq!(walk(true), [(6, 1), (9, 1), (3, 2)]);
    assert_eq!(read(&store, |db| batches::count_places(db, &BATCH)), [(1, 2), (2, 1)]);
    assert_eq!(read(&store, move |db| batches::find_line(db, &BATCH, &pseudonym(9))), Some((2, 1)));
    assert_eq!(read(&store, move |db| batches::find_line(db, &BATCH, &pseudonym(1))), None);
}

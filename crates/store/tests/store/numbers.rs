//! Counts for the page of numbers: spans begin with their first moment and end before their last.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::states::{EligibilityState, EntryState, IdentityState};
use amanah_domain::{BatchId, Pseudonym, Timestamp};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::tickets::{self, TicketRow};
use amanah_store::{batches, numbers};

use crate::bench::{Bench, draft, person, read, write};
use crate::case_rows::{self, case};

stories!(
    registrations_and_entries_are_counted_by_span,
    cases_that_waited_at_a_moment,
    looks_of_one_actor,
    staff_and_invitations,
);

const BATCH: BatchId = BatchId::from_bytes([1; 16]);

fn registrations_and_entries_are_counted_by_span(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let at = move |minutes: i64| now.plus_seconds(minutes * 60);
    write(&store, move |db| {
        for number in 0..6u32 {
            accounts::add(db, &person(number), AccountKind::Participant, 0, 1, at(number.into()))?;
            accounts::set_province(db, &person(number), if number < 2 { 11 } else { 31 })?;
        }
        // Neither strangers nor staff are participants.
        accounts::add(db, &person(8), AccountKind::Stranger, 0, 1, at(2))?;
        accounts::add(db, &person(9), AccountKind::Staff, 0, 1, at(2))?;
        accounts::set_identity(db, &person(3), IdentityState::Verified, at(9))?;
        for number in [2, 3, 4] {
            batches::join(db, &person(number), &BATCH, at(10 + i64::from(number)))?;
        }
        batches::join(db, &person(3), &BatchId::from_bytes([2; 16]), at(20))?;
        batches::set_entry(db, &person(4), &BATCH, EntryState::Joined, EntryState::Left, at(21))
    })
    .unwrap();
    let mut states = read(&store, move |db| numbers::states_since(db, at(2), at(5)));
    states.sort_unstable();
    assert_eq!(
        states,
        [
            (IdentityState::None, EligibilityState::Open, 2),
            (IdentityState::Verified, EligibilityState::Open, 1)
        ]
    );
    // Of 2, 3 and 4: one stands in two batches and counts once, one has left.
    assert_eq!(read(&store, move |db| numbers::joined_of_since(db, at(2), at(5))), 2);
    assert_eq!(read(&store, move |db| numbers::joined_of_since(db, at(0), at(2))), 0);
    assert_eq!(read(&store, move |db| numbers::provinces_before(db, at(3))), [(11, 2), (31, 1)]);
    assert_eq!(read(&store, move |db| numbers::joined_since(db, at(12), at(14))), 2);
}

fn cases_that_waited_at_a_moment(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let at = move |seconds: i64| now.plus_seconds(seconds);
    write(&store, move |db| {
        for number in 1..=2_u32 {
            let at = at(i64::from(number) * 10);
            case_rows::open(db, &case(number, number, CaseKind::Eligibility, "age", at))?;
        }
        case_rows::decide(db, 1, CaseState::Granted, person(9), at(30))
    })
    .unwrap();
    let waiting = [5, 10, 25, 29, 30].map(|s| read(&store, move |db| numbers::cases_open_at(db, at(s))));
    assert_eq!(waiting, [0, 1, 2, 2, 1]);
}

fn looks_of_one_actor(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    bench.attach(&store, 1);
    store.record_blocking(vec![draft(1, "a"), draft(2, "b")]).unwrap();
    bench.clock.pass_seconds(60);
    store.record_blocking(vec![draft(1, "c")]).unwrap();
    let looks = |tag: u8, from: Timestamp, to: Timestamp| {
        read(&store, move |db| numbers::looks_of(db, &Pseudonym::from_bytes([tag; 16]), from, to))
    };
    let end = now.plus_seconds(60);
    assert_eq!((looks(0xAA, now, end), looks(0xAA, now, end.plus_seconds(1))), (2, 3));
    assert_eq!(looks(1, now, end), 0, "the first tag is the person, not the actor");
}

fn staff_and_invitations(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 1..=5u32 {
            let made = now.plus_seconds(i64::from(10 - number));
            accounts::add(db, &person(number), AccountKind::Staff, 0, 1, made)?;
        }
        accounts::add(db, &person(6), AccountKind::Participant, 0, 1, now)?;
        for (tag, whose, kind, seconds) in [(1, 7, 3, 60), (2, 7, 3, 90), (3, 8, 3, 0), (4, 9, 1, 60)] {
            let row = TicketRow {
                person: person(whose),
                kind,
                code: Vec::new(),
                tries: 0,
                created_at: now,
                ends_at: now.plus_seconds(seconds),
                draft: Vec::new(),
            };
            tickets::add(db, &[tag; 32], &row)?;
        }
        Ok(())
    })
    .unwrap();
    let page = |skip: u32| read(&store, move |db| numbers::staff(db, skip, 2));
    assert_eq!(page(0), (vec![person(5), person(4)], 5));
    assert_eq!(page(4), (vec![person(1)], 5));
    // The last of several invitations counts; an ended one and another kind do not.
    assert_eq!(
        read(&store, move |db| numbers::invited(db, (2, 3), now)),
        [(person(7), now.plus_seconds(90))]
    );
}

//! Times to keep: people are found by what happened to them, in pages; what is known of a life; rows whose
//! own time is over; counts of those who went.

use amanah_domain::cases::{CaseKind, CaseState, NoticeKind};
use amanah_domain::states::{BatchState, EntryState, NoticeState, RemovalAct, RemovalState};
use amanah_domain::{
    BatchId, Category, CategorySet, FieldSet, HoldId, NoticeId, PersonId, PersonState, PurposeId,
    RecipientClass, RemovalId, Role, Timestamp,
};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::batches::{self, BatchRow};
use amanah_store::cases;
use amanah_store::holds::{self, HoldRow};
use amanah_store::notices::{self, NoticeRow};
use amanah_store::outbox::{self, NewMessage};
use amanah_store::removals::{self, RemovalRow};
use amanah_store::retention::{self, Counted, Cursor, OldRows, Source};
use amanah_store::sessions::{self, SessionRow};
use amanah_store::staff::{self, RoleRow};
use amanah_store::{Connection, Store, StoreError, people, trail};

use crate::bench::{Bench, add_person, person, read, write};
use crate::case_rows;

stories!(
    people_are_found_by_what_happened_to_them,
    a_batch_that_is_over_finds_everybody_in_it,
    a_life_is_what_the_rows_say,
    rows_go_by_their_own_time_and_a_hold_keeps_them,
    removals_go_with_their_certificates,
    nobody_is_counted_twice,
);

const BATCH: BatchId = BatchId::from_bytes([1; 16]);

fn add_case(
    db: &mut dyn Connection,
    number: u32,
    whose: u32,
    kind: CaseKind,
    now: Timestamp,
) -> Result<(), StoreError> {
    case_rows::open(db, &case_rows::case(number, whose, kind, &number.to_string(), now)).map(drop)
}

fn decide(db: &mut dyn Connection, number: u32, at: Timestamp) -> Result<(), StoreError> {
    case_rows::decide(db, number, CaseState::Refused, person(9), at)
}

/// A letter that was handed over (or given up) at `at`.
fn letter(
    db: &mut dyn Connection,
    whose: u32,
    id: u8,
    handed: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    let worker = [7; 16];
    let message = NewMessage {
        person: person(whose),
        message_id: [id; 16],
        channel: "mail",
        due_at: at,
        body: b"sealed",
    };
    outbox::add(db, &message, at)?;
    let taken = outbox::take(db, "mail", &worker, at, at, 10)?.remove(0);
    if handed {
        outbox::handed_over(db, &taken, &worker, at)
    } else {
        outbox::fail(db, &taken, &worker, "gone")
    }
}

fn role(whose: u32, granted_at: Timestamp, ends_at: Timestamp) -> RoleRow {
    RoleRow {
        person: person(whose),
        role: Role::Reviewer,
        granted_by: person(9),
        granted_at,
        approved_by: Some(person(8)),
        approved_at: Some(granted_at),
        ends_at,
        reviewed_at: None,
        ended_at: None,
    }
}

fn hold(whose: u32, now: Timestamp) -> HoldRow {
    HoldRow {
        person: person(whose),
        hold: HoldId::from_bytes([whose as u8; 16]),
        ground: "audit".into(),
        decided_by: person(9),
        placed_at: now,
        until: now.plus_hours(24),
        lifted_at: None,
        lifted_by: None,
        reason: b"sealed".to_vec(),
    }
}

/// Everybody whom a source finds up to a moment, in pages of two; a page that comes again changes nothing.
fn found(store: &Store, source: Source, up_to: Timestamp) -> Vec<PersonId> {
    let (mut all, mut cursor) = (Vec::new(), Cursor::START);
    loop {
        let (page, next) = read(store, move |db| retention::page(db, source, cursor, up_to, 2));
        assert_eq!(
            read(store, move |db| retention::page(db, source, cursor, up_to, 2)),
            (page.clone(), next)
        );
        if page.is_empty() {
            return all;
        }
        assert!(next > cursor, "it goes on");
        all.extend(page);
        // What is remembered names nobody, and leaves nobody out.
        assert!(Cursor::from_bytes(&next.to_bytes()) <= next);
        cursor = next;
    }
}

fn people_are_found_by_what_happened_to_them(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let at = move |days: i64| now.plus_hours(24 * days);
    write(&store, move |db| {
        for number in 1..=6 {
            add_person(db, number, now)?;
        }
        for number in [3, 1, 2] {
            accounts::end(db, &person(number), at(i64::from(number)))?;
        }
        for number in [4, 5] {
            accounts::give_consent(db, &person(number), PurposeId::Research, 1, 0, at(0))?;
        }
        accounts::withdraw_consent(db, &person(5), PurposeId::Research, at(2))?;
        for (number, whose) in [(1, 1), (2, 2), (3, 3)] {
            add_case(db, number, whose, CaseKind::Eligibility, now)?;
        }
        decide(db, 1, at(1))?;
        decide(db, 3, at(3))?;
        letter(db, 6, 1, true, at(1))?;
        letter(db, 6, 2, true, at(1))?;
        letter(db, 4, 3, true, at(4))?;
        letter(db, 2, 4, false, at(2))?;
        staff::add_role(db, &role(4, at(0), at(2)))?;
        staff::add_role(db, &role(5, at(0), at(9)))?;
        for number in [1, 2] {
            holds::place(db, &hold(number, now))?;
        }
        holds::lift(db, &person(2), &hold(2, now).hold, None, at(1)).map(drop)
    })
    .unwrap();
    let people = |numbers: &[u32]| numbers.iter().map(|number| person(*number)).collect::<Vec<_>>();
    let far = at(1_000);
    assert_eq!(found(&store, Source::Ended, far), people(&[1, 2, 3]), "oldest first");
    assert_eq!(found(&store, Source::Ended, at(2)), people(&[1, 2]), "not after the moment");
    assert_eq!(found(&store, Source::Ended, Timestamp::from_millis(at(1).millis() - 1)), []);
    assert_eq!(found(&store, Source::Withdrawn, far), people(&[5]));
    assert_eq!(found(&store, Source::Decided, far), people(&[1, 3]), "an open case is none");
    assert_eq!(found(&store, Source::Handed, at(2)), people(&[6, 6]), "once for each letter");
    assert_eq!(found(&store, Source::Handed, far), people(&[6, 6, 4]));
    assert_eq!(found(&store, Source::GivenUp, far), people(&[2]));
    assert_eq!(found(&store, Source::StaffLeft, at(3)), people(&[4]), "the other's role goes on");
    assert_eq!(found(&store, Source::HoldEnded, far), people(&[2]));
    assert_eq!(found(&store, Source::BatchOver, far), []);
    assert_eq!(Cursor::from_bytes(b"something else"), Cursor::START);
    assert!(Cursor::START.at() < now);
}

fn batch(number: u8, now: Timestamp) -> BatchRow {
    BatchRow {
        batch: BatchId::from_bytes([number; 16]),
        number: i64::from(number),
        quota: 3,
        state: BatchState::Planned,
        opens_at: now,
        closes_at: now,
        seed: b"sealed seed".to_vec(),
        seed_commitment: [3; 32],
        public_source: "a beacon".into(),
        public_known_at: now,
        public_value: None,
        entrants: 0,
        entrants_commitment: None,
        closed_at: None,
        drawn_at: None,
    }
}

fn joined(db: &mut dyn Connection, number: u8, people: &[u32], now: Timestamp) -> Result<(), StoreError> {
    let batch = batch(number, now);
    batches::add(db, &batch, now)?;
    batches::set_state(db, &batch.batch, BatchState::Planned, BatchState::Open)?;
    for number in people {
        batches::join(db, &person(*number), &batch.batch, now)?;
    }
    Ok(())
}

fn a_batch_that_is_over_finds_everybody_in_it(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let over = |number: u8, at: Timestamp| {
        move |db: &mut dyn Connection| {
            let id = BatchId::from_bytes([number; 16]);
            batches::close(db, &id, 0, None, at)?;
            batches::fail(db, &id, at)
        }
    };
    write(&store, move |db| {
        joined(db, 1, &[5, 3, 1, 4, 2], now)?;
        joined(db, 2, &[], now)?;
        joined(db, 3, &[1, 6], now)?;
        joined(db, 4, &[7], now)?;
        batches::set_entry(db, &person(4), &BATCH, EntryState::Joined, EntryState::Left, now).map(drop)
    })
    .unwrap();
    assert_eq!(found(&store, Source::BatchOver, now.plus_hours(99)), [], "none is over");
    write(&store, over(1, now.plus_hours(1))).unwrap();
    write(&store, over(2, now.plus_hours(2))).unwrap();
    write(&store, over(3, now.plus_hours(3))).unwrap();
    let people = |numbers: &[u32]| numbers.iter().map(|number| person(*number)).collect::<Vec<_>>();
    // By state, then by id; an empty batch is passed over.
    assert_eq!(found(&store, Source::BatchOver, now.plus_hours(9)), people(&[1, 2, 3, 5, 4, 1, 6]));
    assert_eq!(found(&store, Source::BatchOver, now.plus_hours(2)), people(&[1, 2, 3, 5, 4]));
}

fn a_life_is_what_the_rows_say(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let later = now.plus_hours(24);
    assert!(read(&store, |db| retention::life(db, &person(1))).is_none());
    write(&store, move |db| {
        add_person(db, 1, now)?;
        accounts::set_province(db, &person(1), 32)
    })
    .unwrap();
    let bare = read(&store, |db| retention::life(db, &person(1))).unwrap();
    assert_eq!(
        (bare.kind, bare.created_at, bare.state),
        (AccountKind::Participant, now, PersonState::Active)
    );
    assert_eq!((bare.ended_at, bare.legal_hold, bare.province), (None, false, 32));
    assert_eq!((bare.letters_wait, bare.letter_over_at, bare.session_ends_at), (false, None, None));
    assert_eq!((bare.roles_end_at, bare.counted_at, bare.categories), (None, None, CategorySet::EMPTY));
    assert!(bare.consents.is_empty() && bare.cases.is_empty() && bare.batches.is_empty());

    write(&store, move |db| {
        for category in [Category::Identity, Category::Address] {
            people::write_sealed(db, &person(1), i64::from(category.code()), 0, b"sealed")?;
        }
        for (number, kind) in
            [(1, CaseKind::Eligibility), (2, CaseKind::Eligibility), (3, CaseKind::Identity)]
        {
            add_case(db, number, 1, kind, now)?;
        }
        decide(db, 1, now.plus_hours(1))?;
        decide(db, 2, now.plus_hours(2))?;
        joined(db, 1, &[1], now)?;
        joined(db, 2, &[1], now)?;
        joined(db, 3, &[1], now)?;
        let left = BatchId::from_bytes([3; 16]);
        batches::set_entry(db, &person(1), &left, EntryState::Joined, EntryState::Left, now)?;
        batches::set_entry(db, &person(1), &BATCH, EntryState::Joined, EntryState::Selected, now)?;
        batches::close(db, &BATCH, 1, None, now)?;
        batches::reveal(db, &BATCH, "0xabc")?;
        batches::draw(db, &BATCH, now.plus_hours(5))?;
        letter(db, 1, 1, true, now.plus_hours(6))?;
        let waiting = NewMessage {
            person: person(1),
            message_id: [2; 16],
            channel: "mail",
            due_at: later,
            body: b"sealed",
        };
        outbox::add(db, &waiting, now)?;
        let session = SessionRow {
            session_id: [1; 16],
            person: person(1),
            staff: false,
            created_at: now,
            seen_at: now,
            ends_at: later,
            fresh_until: now,
            device: b"sealed".to_vec(),
            stands_for: None,
        };
        sessions::add(db, &[1; 32], &session)?;
        staff::add_role(db, &role(1, now, later))?;
        accounts::give_consent(db, &person(1), PurposeId::Research, 1, 0, now)?;
        holds::place(db, &hold(1, now))?;
        accounts::end(db, &person(1), later)?;
        retention::count_person(db, &person(1), later).map(drop)
    })
    .unwrap();
    let life = read(&store, |db| retention::life(db, &person(1))).unwrap();
    assert_eq!((life.state, life.ended_at, life.legal_hold), (PersonState::Ended, Some(later), true));
    assert_eq!(life.categories, CategorySet::of(&[Category::Identity, Category::Address]));
    let cases: Vec<_> = life.cases.iter().map(|case| (case.kind, case.open, case.decided_at)).collect();
    let expected =
        [(CaseKind::Eligibility, false, Some(now.plus_hours(2))), (CaseKind::Identity, true, None)];
    assert_eq!(cases, expected);
    let mut joined = life.batches.clone();
    joined.sort_unstable();
    assert_eq!(joined, [(None, false), (Some(now.plus_hours(5)), true)], "a batch that was left is none");
    assert_eq!((life.letters_wait, life.letter_over_at), (true, Some(now.plus_hours(6))));
    assert_eq!((life.session_ends_at, life.roles_end_at), (Some(later), Some(later)));
    assert_eq!(life.consents.len(), 1);
    assert_eq!((life.consents[0].withdrawn_at, life.counted_at), (Some(later), Some(later)));
}

fn rows_go_by_their_own_time_and_a_hold_keeps_them(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let (old, new) = (now, now.plus_hours(48));
    write(&store, move |db| {
        for number in 1..=3 {
            add_person(db, number, now)?;
            letter(db, number, 1, true, old)?;
            letter(db, number, 2, true, new)?;
            letter(db, number, 3, false, old)?;
            add_case(db, number * 10, number, CaseKind::Eligibility, now)?;
            add_case(db, number * 10 + 1, number, CaseKind::Identity, now)?;
            add_case(db, number * 10 + 2, number, CaseKind::ContactChange, now)?;
            decide(db, number * 10, old)?;
            decide(db, number * 10 + 1, old)?;
            for (id, at) in [(1, old), (2, new)] {
                let reason =
                    trail::ReasonRow { person: person(number), salt: [0; 16], body: b"sealed".to_vec() };
                trail::add_reason(db, &[number as u8 * 10 + id; 32], &reason, at)?;
            }
        }
        holds::place(db, &hold(3, now))
    })
    .unwrap();
    let up_to = now.plus_hours(24);
    let eligibility = OldRows::Cases(CaseKind::Eligibility, CaseKind::Eligibility);
    let identity = OldRows::Cases(CaseKind::Identity, CaseKind::Identity);
    let contact = OldRows::Cases(CaseKind::ContactChange, CaseKind::ContactChange);
    let who = |rows: OldRows| {
        let mut people = read(&store, move |db| retention::people_with_old(db, rows, up_to, 10));
        people.sort_unstable();
        people
    };
    for rows in [OldRows::Letters, OldRows::Unsent, OldRows::Reasons, eligibility, identity] {
        assert_eq!(who(rows), [person(1), person(2)], "{rows:?}: one is under a hold");
        assert_eq!(read(&store, move |db| retention::people_with_old(db, rows, up_to, 1)).len(), 1);
    }
    assert_eq!(who(contact), [], "not decided");
    let drop =
        |rows: OldRows| write(&store, move |db| retention::drop_old(db, rows, &person(1), up_to)).unwrap();
    assert_eq!(drop(OldRows::Letters), 2, "also the one that was given up");
    assert_eq!(drop(OldRows::Unsent), 0);
    assert_eq!((drop(eligibility), drop(eligibility), drop(contact), drop(OldRows::Reasons)), (1, 0, 0, 1));
    assert_eq!(read(&store, |db| outbox::of_person(db, &person(1), 10)).len(), 1);
    assert_eq!(read(&store, |db| cases::of_person(db, &person(1))).len(), 2);
    assert!(read(&store, |db| trail::read_reason(db, &[12; 32])).is_some());
    assert_eq!(who(identity), [person(1), person(2)]);
    assert_eq!(who(eligibility), [person(2)]);
    assert_eq!(read(&store, |db| outbox::of_person(db, &person(2), 10)).len(), 3);
}

fn removals_go_with_their_certificates(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let row = move |number: u8, state: RemovalState, done_at: Timestamp| RemovalRow {
        removal: RemovalId::from_bytes([number; 16]),
        person: None,
        act: RemovalAct::Destroy,
        asked_by: Role::Person,
        ground: "request".into(),
        categories: CategorySet::EMPTY,
        fields: FieldSet::EMPTY,
        state,
        journal: None,
        asked_at: now,
        done_at: Some(done_at),
        unreadable_at: None,
        last_epoch: None,
    };
    write(&store, move |db| {
        for (number, done_at) in [(1, now), (2, now.plus_hours(48)), (3, now)] {
            let row = row(number, RemovalState::Gone, done_at);
            removals::add(db, &[number; 32], &row)?;
            let notice = NoticeRow {
                notice: NoticeId::from_bytes([number; 16]),
                kind: NoticeKind::Removal,
                removal: row.removal,
                fields: FieldSet::EMPTY,
                purpose: None,
                recipient: RecipientClass::Government,
                reference: [1; 16],
                state: NoticeState::Waiting,
                attempts: 0,
                created_at: now,
                due_at: None,
                told_at: None,
                answered_at: None,
                answer: None,
                by_hand: None,
            };
            notices::add(db, &notice)?;
        }
        add_person(db, 1, now)?;
        removals::add(
            db,
            &[4; 32],
            &RemovalRow { person: Some(person(1)), ..row(4, RemovalState::Gone, now) },
        )?;
        for number in [1, 2, 4] {
            removals::confirm(db, &RemovalId::from_bytes([number; 16]), 7)?;
        }
        Ok(())
    })
    .unwrap();
    let dropped = || write(&store, move |db| retention::drop_removals(db, now.plus_hours(24)));
    assert_eq!((dropped(), dropped()), (Ok(1), Ok(0)));
    let there = |number: u8| {
        let id = RemovalId::from_bytes([number; 16]);
        let row = read(&store, move |db| removals::read(db, &id)).is_some();
        assert_eq!(read(&store, move |db| notices::of(db, &id)).len(), usize::from(row));
        row
    };
    assert_eq!((there(1), there(2), there(3)), (false, true, true), "one is young, one is not confirmed");
    assert!(read(&store, |db| removals::read(db, &RemovalId::from_bytes([4; 16]))).is_some());
}

fn nobody_is_counted_twice(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| add_person(db, 1, now)).unwrap();
    let count =
        |number: u32| write(&store, move |db| retention::count_person(db, &person(number), now)).unwrap();
    assert_eq!((count(1), count(1), count(2)), (true, false, false));
    let group = move |release: u8, cell: &str, people: u64, hours: i64| Counted {
        release: [release; 16],
        cell: cell.to_owned(),
        people,
        released_at: now.plus_hours(hours),
    };
    for (release, cell, people, hours) in
        [(1, "32/2026/place", 25, 0), (1, "all/2026/joined", 21, 0), (2, "32/2026/place", 40, 24)]
    {
        let counted = group(release, cell, people, hours);
        write(&store, move |db| retention::release(db, &counted)).unwrap();
    }
    let twice = group(2, "32/2026/place", 1, 24);
    let refused = write(&store, move |db| retention::release(db, &twice));
    assert!(matches!(refused, Err(StoreError::Unique { .. })), "{refused:?}");
    let all = read(&store, |db| retention::releases(db, 10));
    let expected = [
        group(2, "32/2026/place", 40, 24),
        group(1, "32/2026/place", 25, 0),
        group(1, "all/2026/joined", 21, 0),
    ];
    assert_eq!(all, expected);
    assert_eq!(read(&store, |db| retention::releases(db, 1)).len(), 1);
}

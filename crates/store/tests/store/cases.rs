//! Cases: one open about one thing, decided once, whatever happens at the same moment; and the messages in
//! them, each of them once.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, EntryTie, Fate, Level};
use amanah_domain::rights::RefusalGround;
use amanah_domain::{CaseClock, ClockEvent, ClockRun, FieldId, FieldSet, PurposeId, Role};
use amanah_store::StoreError;
use amanah_store::case_events::{self, NewEvent};
use amanah_store::case_queue::{self, QueueFilter};
use amanah_store::case_ties::{self, Thread};
use amanah_store::cases::{self, CaseRow};

use crate::bench::{Bench, person, read, write};
use crate::case_rows::{case, case_id, decide, decide_seen, event, open};

stories!(
    a_case_is_opened_once_about_one_thing,
    every_column_of_a_case_reads_back,
    only_one_decision_stands,
    a_clock_is_found_when_it_is_due,
    the_same_message_twice_is_one,
    lines_of_many_writers_are_numbered,
    a_queue_is_read_in_pages,
    ties_lead_back_to_the_case,
);

fn a_case_is_opened_once_about_one_thing(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    // A person presses twice, while a job asks about the same.
    let opened = std::thread::scope(|scope| {
        let askers = (1..=8).map(|number| {
            let store = &store;
            scope.spawn(move || {
                let row = case(number, 1, CaseKind::Eligibility, "age", now);
                write(store, move |db| open(db, &row)).unwrap()
            })
        });
        let askers = askers.collect::<Vec<_>>();
        askers.into_iter().map(|asker| asker.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(opened.iter().filter(|new| **new).count(), 1);
    let row = read(&store, |db| cases::find_open(db, &person(1), CaseKind::Eligibility, "age")).unwrap();
    assert_eq!(read(&store, |db| cases::of_person(db, &person(1))), std::slice::from_ref(&row));
    for (whose, kind, subject) in [
        (2, CaseKind::Eligibility, "age"),
        (1, CaseKind::Identity, "age"),
        (1, CaseKind::Eligibility, "work"),
    ] {
        assert_eq!(read(&store, move |db| cases::find_open(db, &person(whose), kind, subject)), None);
    }
    let events = read(&store, move |db| case_events::list(db, &row.person, &row.case, 0, 10));
    assert_eq!(
        events.iter().map(|e| e.event.kind).collect::<Vec<_>>(),
        [CaseEvent::Opened],
        "of the one that stands"
    );
    // Once it is decided, another may be opened about the same.
    write(&store, move |db| decide_seen(db, &row, CaseState::Refused, person(9), now)).unwrap();
    let again = case(20, 1, CaseKind::Eligibility, "age", now.plus_seconds(5));
    assert_eq!(write(&store, move |db| open(db, &again)), Ok(true));
    let mine = read(&store, |db| cases::of_person(db, &person(1)));
    assert_eq!(mine.iter().map(|row| row.state).collect::<Vec<_>>(), [CaseState::Open, CaseState::Refused]);
}

fn every_column_of_a_case_reads_back(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let mut row = CaseRow {
        channel: CaseChannel::WhatsApp,
        code: Some([7; 32]),
        fields: FieldSet::of(&[FieldId::Nik, FieldId::BirthDate]),
        purpose: Some(PurposeId::Benefits),
        appeal_of: Some(case_id(50)),
        wanted: Some(b"sealed value".to_vec()),
        said_at: Some(now.plus_seconds(-3)),
        ..case(1, 1, CaseKind::Correction, "nik", now)
    };
    let added = row.clone();
    write(&store, move |db| open(db, &added)).unwrap();
    row.events = 1;
    assert_eq!(read(&store, |db| cases::read(db, &case_id(1))), Some(row.clone()));
    assert_eq!(read(&store, |db| cases::read_receipt(db, "R1")), Some(row.clone()));
    assert_eq!(read(&store, |db| cases::read_receipt(db, "R2")), None);
    let waiting = CaseRow {
        state: CaseState::Waiting,
        holder: Some(person(8)),
        clock: row.clock.paused(now.plus_hours(2), Some(now.plus_hours(90))),
        level: Level::Lead,
        proposal: Some((CaseState::Refused, person(8))),
        ground: Some(RefusalGround::NotShown),
        fields: FieldSet::of(&[FieldId::Nik]),
        changed_at: now.plus_hours(2),
        ..row
    };
    let changed = waiting.clone();
    write(&store, move |db| cases::change(db, &changed, &[event(CaseEvent::Paused, now.plus_hours(2))]))
        .unwrap();
    let found = read(&store, |db| cases::read(db, &case_id(1))).unwrap();
    assert_eq!(found, CaseRow { events: 2, ..waiting });
    assert!(matches!(found.clock.run, ClockRun::Standing { until: Some(_), .. }));
}

fn only_one_decision_stands(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let row = case(1, 1, CaseKind::Eligibility, "age", now);
    write(&store, move |db| open(db, &row)).unwrap();
    let later = now.plus_seconds(60);
    // Both have read it before either writes.
    let seen = read(&store, |db| cases::read(db, &case_id(1))).unwrap();
    let stood = std::thread::scope(|scope| {
        let deciders = [(10, CaseState::Granted), (11, CaseState::Refused)].map(|(by, state)| {
            let (store, seen) = (&store, seen.clone());
            scope.spawn(move || {
                match write(store, move |db| decide_seen(db, &seen, state, person(by), later)) {
                    Ok(()) => Some((person(by), state)),
                    Err(StoreError::Stale { table: "case_file" }) => None,
                    Err(other) => panic!("{other}"),
                }
            })
        });
        deciders.into_iter().filter_map(|decider| decider.join().unwrap()).collect::<Vec<_>>()
    });
    let [(by, state)] = stood[..] else { panic!("{} decisions stood", stood.len()) };
    let row = read(&store, |db| cases::read(db, &case_id(1))).unwrap();
    assert_eq!((row.state, row.decided_by, row.decided_at), (state, Some(by), Some(later)));
    assert_eq!((row.answer.as_deref(), row.clock.next_at()), (Some(&b"sealed answer"[..]), None));
    assert_eq!(read(&store, cases::counts), [(CaseKind::Eligibility, state, 1)]);
}

fn a_clock_is_found_when_it_is_due(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        open(db, &case(1, 1, CaseKind::Question, "a", now))?;
        open(db, &CaseRow { clock: CaseClock::OFF, ..case(2, 2, CaseKind::Question, "b", now) })?;
        open(db, &case(3, 3, CaseKind::Question, "c", now.plus_hours(5)))
    })
    .unwrap();
    let page = |at, after, count| {
        let rows = read(&store, move |db| cases::due(db, at, after, count));
        rows.iter().map(|r| r.case).collect::<Vec<_>>()
    };
    let due = |at| page(at, None, 10);
    assert_eq!(due(now.plus_hours(35)), []);
    assert_eq!(due(now.plus_hours(36)), [case_id(1)]);
    assert_eq!(due(now.plus_hours(200)), [case_id(1), case_id(3)]);
    // One after the other, whatever stays undone.
    assert_eq!(page(now.plus_hours(200), None, 1), [case_id(1)]);
    let first = (now.plus_hours(36), case_id(1));
    assert_eq!(page(now.plus_hours(200), Some(first), 10), [case_id(3)]);
    let at = now.plus_hours(36);
    let row = read(&store, |db| cases::read(db, &case_id(1))).unwrap();
    let (said, clock) = row.clock.step(at).unwrap();
    assert_eq!(said, ClockEvent::HalfTime);
    write(&store, move |db| {
        cases::change(db, &CaseRow { clock, ..row.clone() }, &[event(CaseEvent::HalfTime, at)])
    })
    .unwrap();
    assert_eq!(due(at), []);
    let half = read(&store, |db| case_events::of_kind(db, &person(1), &case_id(1), CaseEvent::HalfTime));
    assert_eq!((half.len(), half[0].number, half[0].event.at), (1, 2, at));
    assert_eq!(read(&store, |db| case_events::of_kind(db, &person(1), &case_id(1), CaseEvent::Lapsed)), []);
    write(&store, move |db| decide(db, 1, CaseState::Answered, person(9), at)).unwrap();
    assert_eq!(due(now.plus_hours(900)), [case_id(3)]);
}

fn the_same_message_twice_is_one(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let row = case(1, 1, CaseKind::Question, "a", now);
    write(&store, move |db| open(db, &row)).unwrap();
    let line = NewEvent {
        key: Some([5; 32]),
        body: Some(b"sealed line".to_vec()),
        channel: CaseChannel::Chat,
        said_at: now.plus_seconds(-9),
        ..event(CaseEvent::Said, now.plus_seconds(1))
    };
    let append =
        |line: NewEvent| write(&store, move |db| cases::append(db, &person(1), &case_id(1), &line)).unwrap();
    assert_eq!((append(line.clone()), append(line.clone())), (Some(2), Some(2)));
    let reply = NewEvent {
        fate: Fate::Sent,
        role: Role::ContactAgent,
        author: Some(person(9)),
        ..event(CaseEvent::Replied, now)
    };
    assert_eq!(append(reply), Some(3));
    let row = read(&store, |db| cases::read(db, &case_id(1))).unwrap();
    assert_eq!(
        (row.events, row.said_at),
        (3, Some(now.plus_seconds(-9))),
        "a reply is nothing that the person said"
    );
    let events = read(&store, |db| case_events::list(db, &person(1), &case_id(1), 1, 10));
    assert_eq!(events[0].event, line);
    // Reports come in any order and never lead back.
    let fate = |fate| write(&store, move |db| case_events::set_fate(db, &person(1), &case_id(1), 3, fate));
    assert_eq!((fate(Fate::Read), fate(Fate::Delivered)), (Ok(true), Ok(false)));
    assert_eq!(
        read(&store, |db| case_events::list(db, &person(1), &case_id(1), 2, 10))[0].event.fate,
        Fate::Read
    );
    // Nothing is added to what is at its end.
    write(&store, move |db| decide(db, 1, CaseState::Answered, person(9), now)).unwrap();
    let late = NewEvent { key: Some([6; 32]), ..line };
    assert_eq!(append(late), None);
    // The author who leaves is taken out of it; the case that is forgotten leaves nothing.
    assert_eq!(write(&store, |db| case_events::forget_author(db, &person(9))), Ok(1));
    assert_eq!(write(&store, |db| cases::forget_staff(db, &person(9))), Ok(1));
    assert_eq!(write(&store, |db| case_events::forget_case(db, &person(1), &case_id(1))), Ok(4));
}

fn lines_of_many_writers_are_numbered(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let row = case(1, 1, CaseKind::Question, "a", now);
    write(&store, move |db| open(db, &row)).unwrap();
    let mut numbers = std::thread::scope(|scope| {
        let writers = (0..12_u8).map(|writer| {
            let store = &store;
            scope.spawn(move || {
                let line = NewEvent { key: Some([writer; 32]), ..event(CaseEvent::Said, now) };
                write(store, move |db| cases::append(db, &person(1), &case_id(1), &line)).unwrap().unwrap()
            })
        });
        let writers = writers.collect::<Vec<_>>();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (2..14).collect::<Vec<u32>>());
}

fn a_queue_is_read_in_pages(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 1..=7 {
            // Pairs share a moment: the id tells them apart.
            let at = now.plus_seconds(i64::from(number / 2));
            open(db, &case(number, number, CaseKind::Question, "a", at))?;
        }
        open(db, &CaseRow { clock: CaseClock::OFF, ..case(8, 8, CaseKind::Complaint, "b", now) })?;
        open(db, &case(9, 9, CaseKind::Deletion, "c", now))?;
        decide(db, 4, CaseState::Answered, person(90), now.plus_seconds(7))?;
        decide(db, 5, CaseState::Answered, person(90), now.plus_seconds(9))
    })
    .unwrap();
    let desk = QueueFilter::of(CaseKind::Question.desk());
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = read(&store, move |db| case_queue::open(db, &desk, after, 2));
        let Some(last) = page.last() else { break };
        after = Some(case_queue::position(last));
        seen.extend(page.iter().map(|row| row.case));
    }
    assert_eq!(seen, [1, 2, 3, 6, 7, 8].map(case_id), "without a clock comes last");
    let only = QueueFilter { kind: Some(CaseKind::Complaint), ..desk };
    assert_eq!(read(&store, move |db| case_queue::open(db, &only, None, 9)).len(), 1);
    assert_eq!(read(&store, move |db| case_queue::count_open(db, desk.desk, 100)), 6);
    assert_eq!(read(&store, move |db| case_queue::count_open(db, desk.desk, 4)), 4);
    let ended = |after| read(&store, move |db| case_queue::ended(db, &desk, after, 1)).pop();
    let last = ended(None).unwrap();
    assert_eq!(last.case, case_id(5));
    assert_eq!(ended(Some(case_queue::position(&last))).map(|row| row.case), Some(case_id(4)));
}

fn ties_lead_back_to_the_case(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        open(db, &case(1, 1, CaseKind::LookComplaint, "1/9", now))?;
        case_ties::add_entry(db, &person(1), &case_id(1), (1, 9), EntryTie::About)?;
        case_ties::add_entry(db, &person(1), &case_id(1), (1, 9), EntryTie::About)?;
        case_ties::add_entry(db, &person(1), &case_id(1), (2, 4), EntryTie::Answer)
    })
    .unwrap();
    let entries = read(&store, |db| case_ties::entries(db, &person(1), &case_id(1)));
    assert_eq!(entries, [((1, 9), EntryTie::About), ((2, 4), EntryTie::Answer)]);
    assert_eq!(read(&store, |db| case_ties::of_entry(db, &person(1), (1, 9))), [case_id(1)]);
    assert_eq!(read(&store, |db| case_ties::of_entry(db, &person(2), (1, 9))), []);
    let thread = Thread { person: person(1), case: case_id(1), event: 1 };
    let add = |tag: [u8; 32]| write(&store, move |db| case_ties::add_thread(db, &tag, &thread, now));
    assert_eq!((add([1; 32]), add([1; 32])), (Ok(true), Ok(false)));
    assert_eq!(read(&store, |db| case_ties::find_thread(db, &[1; 32])), Some(thread));
    assert_eq!(read(&store, |db| case_ties::find_thread(db, &[2; 32])), None);
    // The ids themselves, sealed: the newest is the one that an answer names.
    let newest = || read(&store, |db| case_ties::newest_outside(db, &person(1), &case_id(1)));
    assert_eq!(newest(), None);
    write(&store, move |db| {
        case_ties::add_thread(db, &[3; 32], &Thread { event: 2, ..thread }, now)?;
        case_ties::set_outside(db, &[1; 32], b"first")?;
        case_ties::set_outside(db, &[3; 32], b"second")
    })
    .unwrap();
    assert_eq!(newest().as_deref(), Some(&b"second"[..]));
    assert_eq!(
        write(&store, |db| case_ties::forget_person(db, &person(1), Some(CaseKind::LookComplaint))),
        Ok(0)
    );
    assert_eq!(
        write(&store, |db| case_events::forget_person(db, &person(1), Some(CaseKind::LookComplaint))),
        Ok(0)
    );
    assert_eq!(write(&store, |db| case_ties::forget_person(db, &person(1), None)), Ok(4));
    assert_eq!(write(&store, |db| case_events::forget_person(db, &person(1), None)), Ok(1));
    assert_eq!(write(&store, |db| cases::forget_person(db, &person(1), None)), Ok(1));
}

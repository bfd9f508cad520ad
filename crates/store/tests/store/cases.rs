//! Cases: one open about one thing, decided once, listed oldest first.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::{CaseId, Timestamp};
use amanah_store::cases::{self, CaseRow};

use crate::bench::{Bench, person, read, write};

stories!(a_case_is_opened_once_and_added_to, only_one_decision_stands, the_queue_is_read_in_pages,);

fn id(number: u32) -> CaseId {
    CaseId::from_bytes(*person(number).as_bytes())
}

fn case(number: u32, whose: u32, subject: &str, opened_at: Timestamp) -> CaseRow {
    CaseRow {
        person: person(whose),
        case: id(number),
        kind: CaseKind::Eligibility,
        subject: subject.to_owned(),
        state: CaseState::Open,
        opened_at,
        decided_at: None,
        decided_by: None,
        statement: b"sealed".to_vec(),
        answer: None,
    }
}

fn a_case_is_opened_once_and_added_to(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    // A person presses twice, while a job asks about the same.
    let opened = std::thread::scope(|scope| {
        let askers = (1..=8).map(|number| {
            let store = &store;
            scope.spawn(move || write(store, move |db| cases::add(db, &case(number, 1, "age", now))).unwrap())
        });
        let askers = askers.collect::<Vec<_>>();
        askers.into_iter().map(|asker| asker.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(opened.iter().filter(|new| **new).count(), 1);
    let row = read(&store, |db| cases::find_open(db, &person(1), CaseKind::Eligibility, "age")).unwrap();
    assert_eq!(read(&store, |db| cases::of_person(db, &person(1))), std::slice::from_ref(&row));
    assert_eq!(read(&store, move |db| cases::read(db, &row.case)), Some(row.clone()));
    for (whose, kind, subject) in [
        (2, CaseKind::Eligibility, "age"),
        (1, CaseKind::Identity, "age"),
        (1, CaseKind::Eligibility, "work"),
    ] {
        assert_eq!(read(&store, move |db| cases::find_open(db, &person(whose), kind, subject)), None);
    }

    assert_eq!(write(&store, move |db| cases::say(db, &person(1), &row.case, b"more")), Ok(true));
    assert_eq!(write(&store, move |db| cases::say(db, &person(2), &row.case, b"not mine")), Ok(false));
    assert_eq!(read(&store, move |db| cases::read(db, &row.case)).unwrap().statement, b"more");

    // Once it is decided, another may be opened about the same.
    let decided = write(&store, move |db| {
        cases::decide(db, &person(1), &row.case, CaseState::Refused, &person(9), b"because", now)
    });
    assert_eq!(decided, Ok(true));
    assert_eq!(write(&store, move |db| cases::say(db, &person(1), &row.case, b"too late")), Ok(false));
    assert_eq!(write(&store, move |db| cases::add(db, &case(20, 1, "age", now.plus_seconds(5)))), Ok(true));
    let mine = read(&store, |db| cases::of_person(db, &person(1)));
    assert_eq!(mine.iter().map(|row| row.state).collect::<Vec<_>>(), [CaseState::Open, CaseState::Refused]);
}

fn only_one_decision_stands(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| cases::add(db, &case(1, 1, "age", now))).unwrap();
    let later = now.plus_seconds(60);
    let stood = std::thread::scope(|scope| {
        let deciders = [(10, CaseState::Granted), (11, CaseState::Refused)].map(|(by, state)| {
            let store = &store;
            scope.spawn(move || {
                let stood = write(store, move |db| {
                    cases::decide(db, &person(1), &id(1), state, &person(by), b"sealed answer", later)
                });
                stood.unwrap().then_some((person(by), state))
            })
        });
        deciders.into_iter().filter_map(|decider| decider.join().unwrap()).collect::<Vec<_>>()
    });
    let [(by, state)] = stood[..] else { panic!("{} decisions stood", stood.len()) };
    let row = read(&store, |db| cases::read(db, &id(1))).unwrap();
    assert_eq!((row.state, row.decided_by, row.decided_at), (state, Some(by), Some(later)));
    assert_eq!(row.answer.as_deref(), Some(&b"sealed answer"[..]));
    assert_eq!(read(&store, cases::counts), [(CaseKind::Eligibility, state, 1)]);
    assert_eq!(read(&store, |db| cases::read(db, &id(2))), None);
}

fn the_queue_is_read_in_pages(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 1..=7 {
            // Pairs share a moment: the id tells them apart.
            let opened = now.plus_seconds(i64::from(number / 2));
            cases::add(db, &case(number, number, "age", opened))?;
        }
        let identity = CaseRow { kind: CaseKind::Identity, ..case(8, 8, "", now.plus_seconds(9)) };
        cases::add(db, &identity)?;
        cases::decide(db, &person(4), &id(4), CaseState::Granted, &person(9), b"", now)
    })
    .unwrap();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = read(&store, move |db| cases::open(db, after, 2));
        let Some(last) = page.last() else { break };
        after = Some((last.opened_at, last.case));
        seen.extend(page.iter().map(|row| row.case));
    }
    assert_eq!(seen, [1, 2, 3, 5, 6, 7, 8].map(id));

    let page = |kinds, states, skip| {
        let rows = read(&store, move |db| cases::page(db, kinds, states, skip, 3));
        rows.iter().map(|row| row.case).collect::<Vec<_>>()
    };
    let eligibility = (CaseKind::Eligibility, CaseKind::Eligibility);
    let every = (CaseKind::Eligibility, CaseKind::ContactChange);
    let open = (CaseState::Open, CaseState::Open);
    let closed = (CaseState::Granted, CaseState::Refused);
    assert_eq!(page(eligibility, open, 0), [1, 2, 3].map(id));
    assert_eq!(page(eligibility, open, 3), [5, 6, 7].map(id));
    assert_eq!(page(every, open, 6), [id(8)]);
    assert_eq!(page(every, closed, 0), [id(4)]);
    assert_eq!(
        read(&store, cases::counts),
        [
            (CaseKind::Eligibility, CaseState::Open, 6),
            (CaseKind::Eligibility, CaseState::Granted, 1),
            (CaseKind::Identity, CaseState::Open, 1)
        ]
    );
}

//! Sessions: found by their token's tag while they last, ended one by one or all at once.

use amanah_domain::Timestamp;
use amanah_store::StoreError;
use amanah_store::sessions::{self, SessionRow};

use crate::bench::{Bench, person, read, write};

stories!(a_session_lasts_until_its_end, sessions_end_one_by_one_and_all_at_once);

fn session(number: u8, whose: u32, now: Timestamp) -> SessionRow {
    SessionRow {
        session_id: [number; 16],
        person: person(whose),
        staff: whose == 2,
        created_at: now,
        seen_at: now.plus_seconds(i64::from(number)),
        ends_at: now.plus_seconds(3_600),
        fresh_until: now.plus_seconds(300),
        device: vec![number; 40],
        stands_for: None,
    }
}

fn a_session_lasts_until_its_end(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let end = now.plus_seconds(3_600);
    let row = session(1, 2, now);
    let added = row.clone();
    write(&store, move |db| sessions::add(db, &[1; 32], &added)).unwrap();
    let taken = session(2, 3, now);
    let taken = write(&store, move |db| sessions::add(db, &[1; 32], &taken));
    assert!(matches!(taken, Err(StoreError::Unique { .. })), "{taken:?}");

    assert_eq!(read(&store, move |db| sessions::read(db, &[1; 32], now)), Some(row.clone()));
    assert_eq!(read(&store, move |db| sessions::read(db, &[9; 32], now)), None);
    let (seen, fresh) = (now.plus_seconds(600), now.plus_seconds(900));
    write(&store, move |db| {
        sessions::see(db, &[1; 32], seen)?;
        sessions::freshen(db, &[1; 32], fresh)
    })
    .unwrap();
    let used = SessionRow { seen_at: seen, fresh_until: fresh, ..row };
    assert_eq!(read(&store, move |db| sessions::read(db, &[1; 32], seen)), Some(used));

    // It stands in for somebody until it does not, or there is nobody any more.
    let stands = || read(&store, move |db| sessions::read(db, &[1; 32], seen)).unwrap().stands_for;
    write(&store, |db| sessions::stand_for(db, &[1; 32], Some(&person(9)))).unwrap();
    assert_eq!(stands(), Some(person(9)));
    assert_eq!(write(&store, |db| sessions::forget_stood_for(db, &person(9))), Ok(1));
    assert_eq!(stands(), None);
    write(&store, |db| sessions::stand_for(db, &[1; 32], None)).unwrap();

    // At its end it is over, also before it is swept away.
    assert_eq!(read(&store, move |db| sessions::count(db, now)), 1);
    assert_eq!(read(&store, move |db| sessions::read(db, &[1; 32], end)), None);
    assert_eq!(read(&store, move |db| sessions::list(db, &person(2), end)), []);
    assert_eq!(read(&store, move |db| sessions::count(db, end)), 0);
    assert_eq!(write(&store, move |db| sessions::sweep(db, seen)), Ok(0));
    assert_eq!(write(&store, move |db| sessions::sweep(db, end)), Ok(1));
}

fn sessions_end_one_by_one_and_all_at_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 1..=4 {
            sessions::add(db, &[number; 32], &session(number, 1, now))?;
        }
        sessions::add(db, &[5; 32], &session(5, 2, now))
    })
    .unwrap();
    let of = |whose: u32| {
        let rows = read(&store, move |db| sessions::list(db, &person(whose), now));
        rows.iter().map(|row| row.session_id[0]).collect::<Vec<_>>()
    };
    assert_eq!(of(1), [4, 3, 2, 1], "last used first");
    // Somebody else's session is not mine to end.
    assert_eq!(write(&store, |db| sessions::end(db, &person(1), &[5; 16])), Ok(0));
    assert_eq!(write(&store, |db| sessions::end(db, &person(1), &[4; 16])), Ok(1));
    assert_eq!(write(&store, |db| sessions::end_tag(db, &[3; 32])), Ok(1));
    assert_eq!(write(&store, |db| sessions::end_tag(db, &[3; 32])), Ok(0));
    assert_eq!(write(&store, |db| sessions::end_others(db, &person(1), &[1; 16])), Ok(1));
    assert_eq!(of(1), [1]);
    assert_eq!(write(&store, |db| sessions::end_all(db, &person(1))), Ok(1));
    assert_eq!((of(1), of(2)), (vec![], vec![5]));
}

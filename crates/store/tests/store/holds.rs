//! Legal holds: in force until lifted or lapsed, and the account says so as long.

use amanah_domain::{HoldId, PersonId, Timestamp};
use amanah_store::holds::{self, HoldRow};
use amanah_store::{StoreError, accounts};

use crate::bench::{Bench, add_person, person, read, write};

stories!(a_hold_is_in_force_until_the_last_has_ended, holds_lapse_in_order);

fn hold(number: u8, whose: u32, now: Timestamp, hours: i64) -> HoldRow {
    HoldRow {
        person: person(whose),
        hold: id(number),
        ground: "dispute".to_owned(),
        decided_by: person(90),
        placed_at: now.plus_seconds(i64::from(number)),
        until: now.plus_hours(hours),
        lifted_at: None,
        lifted_by: None,
        reason: b"sealed".to_vec(),
    }
}

fn id(number: u8) -> HoldId {
    HoldId::from_bytes([number; 16])
}

fn a_hold_is_in_force_until_the_last_has_ended(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| add_person(db, 1, now)).unwrap();
    let held = |whose: u32| {
        read(&store, move |db| {
            let account = accounts::read(db, &person(whose))?.unwrap();
            Ok::<_, StoreError>((
                account.legal_hold,
                holds::in_force(db, &person(whose))?.map(|row| row.hold),
            ))
        })
    };
    assert_eq!(held(1), (false, None));
    write(&store, move |db| {
        holds::place(db, &hold(1, 1, now, 9))?;
        holds::place(db, &hold(2, 1, now, 3))
    })
    .unwrap();
    assert_eq!(held(1), (true, Some(id(1))), "the one that lasts longest");
    let nobody = write(&store, move |db| holds::place(db, &hold(3, 7, now, 9)));
    assert_eq!(nobody, Err(StoreError::Stale { table: "account" }));
    let lift = |number: u8, by: Option<PersonId>| {
        write(&store, move |db| holds::lift(db, &person(1), &id(number), by.as_ref(), now.plus_hours(1)))
    };
    assert_eq!(lift(1, Some(person(91))), Ok(true));
    assert_eq!(lift(1, Some(person(91))), Ok(false));
    assert_eq!(held(1), (true, Some(id(2))));
    assert_eq!(lift(2, None), Ok(true));
    assert_eq!(held(1), (false, None));
    let rows = read(&store, |db| holds::of_person(db, &person(1)));
    assert_eq!(rows.iter().map(|row| row.hold).collect::<Vec<_>>(), [id(2), id(1)]);
    assert_eq!((rows[1].lifted_at, rows[1].lifted_by), (Some(now.plus_hours(1)), Some(person(91))));
    assert_eq!(rows[0].lifted_by, None);
    assert_eq!(write(&store, |db| holds::forget_decider(db, &person(90))), Ok(2));
    assert_eq!(write(&store, |db| holds::forget_decider(db, &person(91))), Ok(0));
    assert_eq!(read(&store, |db| holds::of_person(db, &person(1)))[1].lifted_by, None);
    assert_eq!(write(&store, |db| holds::forget_person(db, &person(1))), Ok(2));
    assert_eq!(read(&store, |db| holds::of_person(db, &person(1))), []);
}

fn holds_lapse_in_order(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 1..=4_u8 {
            add_person(db, u32::from(number), now)?;
            holds::place(db, &hold(number, u32::from(number), now, i64::from(number)))?;
        }
        holds::lift(db, &person(2), &id(2), Some(&person(90)), now)
    })
    .unwrap();
    let lapsed = |hours: i64, count| {
        let rows = read(&store, move |db| holds::lapsed(db, now.plus_hours(hours), count));
        rows.iter().map(|row| row.hold).collect::<Vec<_>>()
    };
    assert_eq!(lapsed(0, 9), []);
    assert_eq!(lapsed(3, 9), [id(1), id(3)]);
    assert_eq!(lapsed(3, 1), [id(1)]);
    let page = |skip| {
        let rows = read(&store, move |db| holds::list(db, skip, 3));
        rows.iter().map(|row| row.hold).collect::<Vec<_>>()
    };
    // Those in force first: the second was lifted.
    assert_eq!((page(0), page(3)), (vec![id(4), id(3), id(1)], vec![id(2)]));
    assert_eq!(read(&store, holds::count), 4);
    let found = |number: u8| read(&store, move |db| holds::read(db, &id(number)));
    assert_eq!(found(3), Some(hold(3, 3, now, 3)));
    assert_eq!(found(9), None);
}

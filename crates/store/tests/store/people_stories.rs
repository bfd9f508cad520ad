//! People: their keys, their sealed rows, the tags by which they are found.

use amanah_store::tags::TagRow;
use amanah_store::{StoreError, key_epochs, people, tags};

use crate::bench::{Bench, person, read, write};

stories!(
    a_persons_keys,
    sealed_rows_are_compared_and_set,
    several_categories_in_one_query,
    tags_find_people,
    a_claim_has_one_holder,
);

fn a_persons_keys(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        key_epochs::open(db, 7, now)?;
        for number in 1..=5 {
            people::add_key(db, &person(number), 7, &[number.try_into().unwrap(); 40])?;
        }
        Ok(())
    })
    .unwrap();
    let taken = write(&store, |db| people::add_key(db, &person(3), 7, b"another"));
    assert!(matches!(taken, Err(StoreError::Unique { .. })), "{taken:?}");

    // Re-wrapping into epoch 8.
    let page = read(&store, |db| people::keys_of_epoch(db, 7, Some(&person(3)), 10));
    assert_eq!(page.len(), 2);
    write(&store, move |db| {
        key_epochs::open(db, 8, now)?;
        page.iter().try_for_each(|key| people::change_key(db, &key.person, key.version, 8, b"new"))
    })
    .unwrap();
    assert_eq!(read(&store, people::key_counts), [(7, 3), (8, 2)]);
    let key = read(&store, |db| people::read_key(db, &person(4))).unwrap();
    assert_eq!((key.epoch, key.version, key.wrapped.as_slice()), (8, 2, &b"new"[..]));
    assert_eq!(
        write(&store, |db| people::change_key(db, &person(4), 1, 8, b"stale")),
        Err(StoreError::Stale { table: "key_row" })
    );
    assert_eq!(write(&store, |db| people::delete_key(db, &person(4))), Ok(true));
    assert_eq!(read(&store, |db| people::read_key(db, &person(4))), None);
    assert_eq!(write(&store, |db| people::delete_key(db, &person(4))), Ok(false));
}

fn sealed_rows_are_compared_and_set(bench: &Bench) {
    let store = bench.open();
    let set = |version, body: &'static [u8]| {
        move |db: &mut dyn amanah_store::Connection| people::write_sealed(db, &person(1), 2, version, body)
    };
    let stale = Err(StoreError::Stale { table: "sealed_row" });
    assert_eq!(write(&store, set(1, b"none yet")), stale);
    assert_eq!(write(&store, set(0, b"one")), Ok(1));
    assert_eq!(write(&store, set(0, b"exists")), stale);
    assert_eq!(write(&store, set(1, b"two")), Ok(2));
    assert_eq!(write(&store, set(1, b"stale")), stale);
    assert_eq!(read(&store, |db| people::sealed_versions(db, &person(1))), [(2, 2)]);
    assert_eq!(
        write(&store, |db| people::delete_sealed(db, &person(1), 2, 1)),
        Err(StoreError::Stale { table: "sealed_row" })
    );
    assert_eq!(write(&store, |db| people::delete_sealed(db, &person(1), 2, 2)), Ok(()));
    assert_eq!(read(&store, |db| people::read_sealed(db, &person(1), &[2])), []);
}

fn several_categories_in_one_query(bench: &Bench) {
    let store = bench.open();
    write(&store, |db| {
        for category in 0..12 {
            people::write_sealed(db, &person(1), category, 0, format!("body {category}").as_bytes())?;
        }
        people::write_sealed(db, &person(2), 3, 0, b"another's")
    })
    .unwrap();
    let of = |wanted: &'static [i64]| {
        let rows = read(&store, move |db| people::read_sealed(db, &person(1), wanted));
        rows.into_iter().map(|row| (row.category, String::from_utf8(row.body).unwrap())).collect::<Vec<_>>()
    };
    let expected = |wanted: &[i64]| wanted.iter().map(|c| (*c, format!("body {c}"))).collect::<Vec<_>>();
    assert_eq!(of(&[3]), expected(&[3]));
    assert_eq!(of(&[5, 3, 99, 3]), expected(&[3, 5]));
    assert_eq!(of(&[]), []);
    assert_eq!(of(&[11, 0, 1, 2, 3, 4, 5, 6, 7, 8]), expected(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 11]));
    assert_eq!(read(&store, |db| people::read_sealed_all(db, &person(1))).len(), 12);
    assert_eq!(write(&store, |db| people::delete_sealed_all(db, &person(1))), Ok(12));
    assert_eq!(read(&store, |db| people::read_sealed_all(db, &person(2))).len(), 1);
}

fn tags_find_people(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let tag = move |index_id, tag: u8, number, state| TagRow {
        index_id,
        tag: vec![tag; 32],
        person: person(number),
        state,
        created_at: now.plus_seconds(number.into()),
    };
    write(&store, move |db| {
        tags::put(db, &mut [tag(2, 9, 1, 0), tag(1, 5, 1, 0)])?;
        tags::put(db, &mut [tag(1, 5, 2, 0)])?;
        tags::put(db, &mut [tag(1, 5, 1, 1)])
    })
    .unwrap();
    let found = read(&store, |db| tags::find(db, 1, &[5; 32], 10));
    assert_eq!(found, [tag(1, 5, 1, 1), tag(1, 5, 2, 0)]);
    assert_eq!(read(&store, |db| tags::count(db, 1, &[5; 32], 1)), 1);
    assert_eq!(read(&store, |db| tags::find(db, 2, &[5; 32], 10)), []);
    assert_eq!(write(&store, |db| tags::remove(db, 1, &[5; 32], &person(2))), Ok(true));
    assert_eq!(read(&store, |db| tags::of_person(db, &person(1))), [tag(1, 5, 1, 1), tag(2, 9, 1, 0)]);
    assert_eq!(write(&store, |db| tags::forget_person(db, &person(1))), Ok(2));
    assert_eq!(read(&store, |db| tags::find(db, 1, &[5; 32], 10)), []);
}

fn a_claim_has_one_holder(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let holders = std::thread::scope(|scope| {
        let claimants = (1..=8).map(|number| {
            let store = &store;
            scope.spawn(move || write(store, move |db| tags::claim(db, 1, &[5; 32], &person(number), now)))
        });
        let claimants = claimants.collect::<Vec<_>>();
        claimants.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect::<Vec<_>>()
    });
    let holder = holders[0];
    assert!(holders.iter().all(|other| *other == holder));
    assert_eq!(read(&store, |db| tags::holder(db, 1, &[5; 32])), Some(holder));
    assert_eq!(write(&store, |db| tags::release(db, 1, &[5; 32], &person(99))), Ok(false));
    assert_eq!(write(&store, move |db| tags::release(db, 1, &[5; 32], &holder)), Ok(true));
    assert_eq!(read(&store, |db| tags::holder(db, 1, &[5; 32])), None);
}

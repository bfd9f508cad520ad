//! The facade means the same on both engines: values, errors, snapshots, streams.

use amanah_store::{StoreError, key_epochs, people, queries, settings, tags};

use crate::bench::{Bench, add_person, count_people, person, read, write};

stories!(
    values_survive,
    a_taken_key_is_named,
    an_error_ends_the_transaction,
    reading_cannot_write,
    long_answers_are_streamed
);

fn values_survive(bench: &Bench) {
    let store = bench.open();
    let all_bytes = (0..=255).collect::<Vec<u8>>();
    let expected = all_bytes.clone();
    write(&store, move |db| {
        settings::put(db, "näme ✓", &all_bytes)?;
        settings::put(db, "empty", &[])?;
        settings::put(db, "digits", b"12345")
    })
    .unwrap();
    assert_eq!(read(&store, |db| settings::read(db, "näme ✓")).unwrap().value, expected);
    assert_eq!(read(&store, |db| settings::read(db, "empty")).unwrap().value, b"");
    // SQLite must not take digits for a number.
    assert_eq!(read(&store, |db| settings::read(db, "digits")).unwrap().value, b"12345");
    assert_eq!(read(&store, |db| settings::read(db, "missing")), None);
    let names = read(&store, |db| settings::list(db, "", 10));
    assert_eq!(
        names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["digits", "empty", "näme ✓"]
    );
    assert_eq!(write(&store, |db| settings::put(db, "empty", b"x")), Ok(2));
    assert_eq!(
        write(&store, |db| settings::compare_and_set(db, "empty", 1, b"y")),
        Err(StoreError::Stale { table: "setting" })
    );
    assert_eq!(write(&store, |db| settings::compare_and_set(db, "empty", 2, b"y")), Ok(()));
    assert_eq!(write(&store, |db| settings::compare_and_set(db, "new", 0, b"y")), Ok(()));
    assert_eq!(write(&store, |db| settings::remove(db, "new")), Ok(true));
}

fn a_taken_key_is_named(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let add = move |db: &mut dyn amanah_store::Connection| add_person(db, 1, now);
    assert_eq!(write(&store, add), Ok(()));
    assert_eq!(
        write(&store, add),
        Err(StoreError::Unique { table: "account".into(), constraint: "account_pkey".into() })
    );
    let short = move |db: &mut dyn amanah_store::Connection| {
        key_epochs::open(db, 0, now)?;
        db.execute(
            queries::all().find(|q| q.name().ends_with("people::ADD_KEY")).unwrap(),
            &[(&[1u8; 3]).into(), 0i64.into(), (&[0u8; 8]).into()],
        )
    };
    assert!(matches!(write(&store, short), Err(StoreError::Constraint(_))));
}

/// PostgreSQL rolls back a transaction in which a statement failed, even where the code goes on; so
/// both engines refuse to go on.
fn an_error_ends_the_transaction(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let swallowed = write(&store, move |db| {
        add_person(db, 1, now)?;
        drop(add_person(db, 1, now));
        Ok(())
    });
    assert!(matches!(swallowed, Err(StoreError::Doomed(_))), "{swallowed:?}");
    let went_on = write(&store, move |db| {
        add_person(db, 2, now)?;
        drop(add_person(db, 2, now));
        add_person(db, 3, now)
    });
    assert!(matches!(went_on, Err(StoreError::Doomed(_))), "{went_on:?}");
    assert_eq!(read(&store, count_people), 0);
}

fn reading_cannot_write(bench: &Bench) {
    let store = bench.open();
    let now = bench.now();
    let add = move |db: &mut dyn amanah_store::Connection| add_person(db, 1, now);
    assert_eq!(store.read_blocking(add), Err(StoreError::ReadOnly));
    assert_eq!(store.scan_blocking(add), Err(StoreError::ReadOnly));
    assert_eq!(read(&store, count_people), 0);
}

fn long_answers_are_streamed(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        for number in 0..500 {
            add_person(db, number, now)?;
            people::write_sealed(db, &person(number), 1, 0, &number.to_be_bytes())?;
        }
        Ok(())
    })
    .unwrap();
    let scanned = store.scan_blocking(|db| {
        let mut seen = Vec::new();
        people::scan_sealed(db, &mut |person, row| {
            seen.push((person, row.body));
            Ok(())
        })?;
        Ok::<_, StoreError>(seen)
    });
    let scanned = scanned.unwrap();
    assert_eq!(scanned.len(), 500);
    assert!(scanned.is_sorted());
    // A visitor that stops leaves a connection that still works.
    let stopped = store.scan_blocking(|db| {
        let mut left = 3;
        let stopped = people::scan_sealed(db, &mut |_, _| {
            left -= 1;
            if left == 0 { Err(StoreError::Closed) } else { Ok(()) }
        });
        assert_eq!(stopped, Err(StoreError::Closed));
        tags::of_person(db, &person(1))
    });
    assert_eq!(stopped, Ok(vec![]));
}

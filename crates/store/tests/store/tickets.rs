//! Tickets: tries are counted before a code is compared, and a ticket is used once.

use amanah_domain::Timestamp;
use amanah_store::tickets::{self, TicketRow};

use crate::bench::{Bench, person, read, write};

stories!(
    tries_are_counted_and_run_out,
    guesses_at_once_share_the_same_tries,
    a_ticket_is_used_once,
    a_new_code_begins_again,
);

const TRIES_MAX: i64 = 5;

fn ticket(now: Timestamp) -> TicketRow {
    TicketRow {
        person: person(1),
        kind: 3,
        code: vec![7; 32],
        tries: 0,
        created_at: now,
        ends_at: now.plus_seconds(600),
        draft: b"sealed".to_vec(),
    }
}

fn tries_are_counted_and_run_out(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let row = ticket(now);
    let added = row.clone();
    write(&store, move |db| tickets::add(db, &[1; 32], &added)).unwrap();
    assert_eq!(read(&store, |db| tickets::read(db, &[1; 32])), Some(row));
    let guess = move |at: Timestamp| {
        move |db: &mut dyn amanah_store::Connection| tickets::count_try(db, &[1; 32], TRIES_MAX, at)
    };
    for number in 1..=TRIES_MAX {
        assert_eq!(write(&store, guess(now)), Ok(Some(number)));
    }
    assert_eq!(write(&store, guess(now)), Ok(None));
    // What was refused is not counted, and the ticket can still be read: the page says what to do.
    assert_eq!(read(&store, |db| tickets::read(db, &[1; 32])).unwrap().tries, TRIES_MAX);
    assert_eq!(write(&store, move |db| tickets::count_try(db, &[2; 32], TRIES_MAX, now)), Ok(None));

    // When the time is over no try is left either.
    write(&store, move |db| tickets::add(db, &[2; 32], &ticket(now))).unwrap();
    let end = now.plus_seconds(600);
    assert_eq!(write(&store, move |db| tickets::count_try(db, &[2; 32], TRIES_MAX, end)), Ok(None));
    assert_eq!(write(&store, move |db| tickets::sweep(db, now)), Ok(0));
    assert_eq!(write(&store, move |db| tickets::sweep(db, end)), Ok(2));
}

fn guesses_at_once_share_the_same_tries(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| tickets::add(db, &[1; 32], &ticket(now))).unwrap();
    let mut allowed = std::thread::scope(|scope| {
        let guesses = (0..16).map(|_| {
            let store = &store;
            scope.spawn(move || {
                write(store, move |db| tickets::count_try(db, &[1; 32], TRIES_MAX, now)).unwrap()
            })
        });
        let guesses = guesses.collect::<Vec<_>>();
        guesses.into_iter().filter_map(|guess| guess.join().unwrap()).collect::<Vec<_>>()
    });
    allowed.sort_unstable();
    assert_eq!(allowed, [1, 2, 3, 4, 5]);
}

fn a_ticket_is_used_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| tickets::add(db, &[1; 32], &ticket(now))).unwrap();
    let used = std::thread::scope(|scope| {
        let users = (0..8).map(|_| {
            let store = &store;
            scope.spawn(move || write(store, |db| tickets::end(db, &[1; 32])).unwrap())
        });
        let users = users.collect::<Vec<_>>();
        users.into_iter().map(|user| user.join().unwrap()).sum::<u64>()
    });
    assert_eq!(used, 1);
    assert_eq!(read(&store, |db| tickets::read(db, &[1; 32])), None);
}

fn a_new_code_begins_again(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let later = now.plus_seconds(700);
    write(&store, move |db| {
        tickets::add(db, &[1; 32], &ticket(now))?;
        tickets::count_try(db, &[1; 32], TRIES_MAX, now)
    })
    .unwrap();
    let renewed = write(&store, move |db| {
        tickets::renew(db, &[1; 32], &[8; 32], later.plus_seconds(600), b"another draft")
    });
    assert_eq!(renewed, Ok(1));
    let row = read(&store, |db| tickets::read(db, &[1; 32])).unwrap();
    assert_eq!((row.tries, row.code, row.draft), (0, vec![8; 32], b"another draft".to_vec()));
    assert_eq!(row.created_at, now);
    assert_eq!(write(&store, move |db| tickets::count_try(db, &[1; 32], TRIES_MAX, later)), Ok(Some(1)));
    assert_eq!(write(&store, move |db| tickets::renew(db, &[9; 32], b"", later, b"")), Ok(0));
}

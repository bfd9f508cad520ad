//! The outbox: marked before the recipient is spoken to, repeated once at most.

use amanah_store::outbox::{self, NewMessage, State};
use amanah_store::{Connection, StoreError, key_epochs, people};

use crate::bench::{Bench, person, read, write};

stories!(
    a_message_leaves_once,
    refusals_are_told_apart,
    an_unknown_outcome_is_repeated_once,
    letters_that_nobody_can_read_go,
);

const WORKER: [u8; 16] = [1; 16];

fn message(id: u8) -> NewMessage<'static> {
    NewMessage {
        person: person(1),
        message_id: [id; 16],
        channel: "mail",
        due_at: amanah_domain::Timestamp::from_millis(0),
        body: b"sealed letter",
    }
}

fn take(
    channel: &'static str,
    now: amanah_domain::Timestamp,
) -> impl FnMut(&mut dyn Connection) -> Result<Vec<outbox::TakenMessage>, StoreError> + Send + 'static {
    move |db| outbox::take(db, channel, &WORKER, now, now.plus_seconds(60), 10)
}

fn a_message_leaves_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    assert_eq!(write(&store, move |db| outbox::add(db, &message(1), now)), Ok(true));
    assert_eq!(write(&store, move |db| outbox::add(db, &message(1), now)), Ok(false));
    assert_eq!(write(&store, take("text", now)), Ok(vec![]));
    let taken = write(&store, take("mail", now)).unwrap().remove(0);
    assert_eq!((taken.body.as_slice(), taken.is_repeat, taken.attempt), (&b"sealed letter"[..], false, 1));
    // Durable before the recipient is spoken to.
    let status = read(&store, |db| outbox::read(db, &person(1), &[1; 16])).unwrap();
    assert_eq!(status.state, State::HandingOver);
    assert_eq!(write(&store, take("mail", now)), Ok(vec![]));
    write(&store, move |db| outbox::handed_over(db, &taken, &WORKER, now)).unwrap();
    let mine = read(&store, |db| outbox::of_person(db, &person(1), 10)).remove(0);
    assert_eq!((mine.state, mine.handed_at), (State::HandedOver, Some(now)));
    assert_eq!(read(&store, |db| outbox::body(db, &person(1), &[1; 16])).unwrap(), b"sealed letter");
    assert_eq!(write(&store, move |db| outbox::purge_handed(db, now.plus_seconds(1))), Ok(1));
}

fn refusals_are_told_apart(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| {
        outbox::add(db, &message(1), now)?;
        outbox::add(db, &message(2), now)
    })
    .unwrap();
    let mut taken = write(&store, take("mail", now)).unwrap();
    taken.sort_by_key(|message| message.message_id);
    let [first, second] = <[_; 2]>::try_from(taken).unwrap();
    write(&store, move |db| {
        outbox::put_back(db, &first, &WORKER, now.plus_seconds(30), "gateway-down")?;
        outbox::fail(db, &second, &WORKER, "no-such-address")
    })
    .unwrap();
    let failed = read(&store, |db| outbox::list(db, State::Failed, None, 10)).remove(0);
    assert_eq!((failed.message_id, failed.failure.as_deref()), ([2; 16], Some("no-such-address")));
    assert_eq!(read(&store, move |db| outbox::list(db, State::Failed, Some(&failed), 10)), []);
    let again = write(&store, take("mail", now.plus_seconds(30))).unwrap().remove(0);
    assert_eq!((again.message_id, again.attempt, again.is_repeat), ([1; 16], 2, false));
    let counts = read(&store, outbox::counts);
    let counts = counts.iter().map(|c| (c.channel.as_str(), c.state, c.count)).collect::<Vec<_>>();
    assert_eq!(counts, [("mail", State::HandingOver, 1), ("mail", State::Failed, 1)]);
    assert_eq!(write(&store, |db| outbox::forget_person(db, &person(1))), Ok(2));
}

fn an_unknown_outcome_is_repeated_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    write(&store, move |db| outbox::add(db, &message(1), now)).unwrap();
    let lost = write(&store, take("mail", now)).unwrap().remove(0);
    let later = now.plus_seconds(60);
    let repeat = write(&store, take("mail", later)).unwrap().remove(0);
    assert!(repeat.is_repeat);
    assert_eq!(repeat.message_id, lost.message_id);
    let end = later.plus_seconds(60);
    assert_eq!(write(&store, take("mail", end)), Ok(vec![]));
    let status = read(&store, |db| outbox::read(db, &person(1), &[1; 16])).unwrap();
    assert_eq!((status.state, status.failure.as_deref()), (State::Failed, Some("outcome-unknown")));
    let late = write(&store, move |db| outbox::handed_over(db, &lost, &WORKER, end));
    assert_eq!(late, Err(StoreError::Stale { table: "outbox" }));
}

/// A stranger's keys are gone after a day; what was written to them is noise from then on.
fn letters_that_nobody_can_read_go(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let (day, hour) = (now.plus_seconds(86_400), now.plus_seconds(3_600));
    write(&store, move |db| {
        key_epochs::open(db, 1, now)?;
        people::add_key(db, &person(1), 1, b"wrapped")?;
        for (whose, id, made) in [(1, 1, now), (2, 2, now), (3, 3, day)] {
            outbox::add(db, &NewMessage { person: person(whose), ..message(id) }, made)?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(write(&store, move |db| outbox::purge_unreadable(db, hour)), Ok(0), "none has left yet");
    let taken = write(&store, move |db| outbox::take(db, "mail", &WORKER, now, hour, 10)).unwrap();
    assert_eq!(taken.len(), 3);
    write(&store, move |db| {
        taken.iter().try_for_each(|message| outbox::handed_over(db, message, &WORKER, now))
    })
    .unwrap();
    assert_eq!(write(&store, move |db| outbox::purge_unreadable(db, hour)), Ok(1));
    for (whose, id, stays) in [(1, 1u8, true), (2, 2, false), (3, 3, true)] {
        let found = read(&store, move |db| outbox::read(db, &person(whose), &[id; 16]));
        assert_eq!(found.is_some(), stays, "{whose}");
    }
}

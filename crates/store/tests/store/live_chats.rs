//! Chats that go on: taken once, handed over by whoever has them, over once; who is at the desk.

use amanah_domain::Role;
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::live_chats::{self, ChatState};

use crate::bench::{Bench, person, read, write};
use crate::case_rows::{case, case_id, open};

stories!(a_chat_is_taken_once, what_changed_is_found, who_is_at_the_desk);

const ANI: u32 = 11;
const BUDI: u32 = 12;

fn begin(bench: &Bench, store: &amanah_store::Store, number: u32) {
    let now = bench.now();
    write(store, move |db| {
        let row = CaseRow { channel: CaseChannel::Chat, ..case(number, number, CaseKind::Question, "", now) };
        open(db, &CaseRow { subject: format!("{number}"), ..row })?;
        live_chats::add(db, &person(number), &case_id(number), now.plus_seconds(i64::from(number)))
    })
    .unwrap();
}

fn a_chat_is_taken_once(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    begin(bench, &store, 2);
    begin(bench, &store, 1);
    assert!(read(&store, live_chats::any));
    let waiting = read(&store, |db| live_chats::waiting(db, 10));
    assert_eq!(waiting.iter().map(|row| row.case).collect::<Vec<_>>(), [case_id(1), case_id(2)]);
    let take = |number: u32, by: u32| {
        write(&store, move |db| live_chats::take(db, &person(number), &case_id(number), &person(by), now))
    };
    assert_eq!((take(1, ANI), take(1, BUDI)), (Ok(true), Ok(false)));
    assert_eq!(read(&store, |db| live_chats::count_of_agent(db, &person(ANI))), 1);
    let taken = read(&store, |db| live_chats::read(db, &person(1), &case_id(1))).unwrap();
    assert_eq!((taken.state, taken.agent, taken.since), (ChatState::Taken, Some(person(ANI)), now));
    let hand = |from: u32, to: u32| {
        write(&store, move |db| {
            live_chats::hand_over(db, &person(1), &case_id(1), &person(from), &person(to), now)
        })
    };
    assert_eq!((hand(BUDI, ANI), hand(ANI, BUDI), hand(ANI, BUDI)), (Ok(false), Ok(true), Ok(false)));
    assert_eq!(read(&store, |db| live_chats::of_agent(db, &person(BUDI), 10)).len(), 1);
    let back = |by: u32| {
        write(&store, move |db| live_chats::give_back(db, &person(1), &case_id(1), &person(by), now))
    };
    assert_eq!((back(ANI), back(BUDI)), (Ok(false), Ok(true)));
    assert_eq!(take(1, BUDI), Ok(true));
    // Who leaves leaves nobody behind.
    assert_eq!(write(&store, |db| live_chats::forget_agent(db, &person(BUDI))), Ok(1));
    assert_eq!(read(&store, |db| live_chats::waiting(db, 10)).len(), 2);
    let end = || write(&store, move |db| live_chats::end(db, &person(1), &case_id(1), now));
    assert_eq!((end(), end(), take(1, ANI)), (Ok(true), Ok(false), Ok(false)));
    assert_eq!(write(&store, move |db| live_chats::sweep(db, now)), Ok(0));
    assert_eq!(write(&store, move |db| live_chats::sweep(db, now.plus_seconds(1))), Ok(1));
    assert_eq!(write(&store, |db| live_chats::forget_person(db, &person(2))), Ok(1));
    assert_eq!(read(&store, |db| live_chats::waiting(db, 10)), []);
    assert!(!read(&store, live_chats::any));
}

fn what_changed_is_found(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    begin(bench, &store, 1);
    let later = now.plus_seconds(60);
    assert_eq!(read(&store, move |db| live_chats::changed(db, later)), []);
    write(&store, move |db| {
        let said = NewEvent { at: later, ..NewEvent::new(CaseEvent::Said, Role::Person, None, later) };
        cases::append(db, &person(1), &case_id(1), &said)
    })
    .unwrap();
    assert_eq!(read(&store, move |db| live_chats::changed(db, later)), [(case_id(1), 2)]);
    let unanswered = || read(&store, |db| live_chats::unanswered(db, &person(1), &case_id(1)));
    assert_eq!(unanswered(), 1);
    write(&store, move |db| {
        let replied = NewEvent::new(CaseEvent::Replied, Role::ContactAgent, Some(person(ANI)), later);
        cases::append(db, &person(1), &case_id(1), &replied)
    })
    .unwrap();
    assert_eq!(unanswered(), 0);
}

fn who_is_at_the_desk(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    for (agent, at) in [(ANI, 0), (BUDI, 50), (ANI, 60)] {
        write(&store, move |db| live_chats::be_there(db, &person(agent), now.plus_seconds(at))).unwrap();
    }
    let present = |since: i64| read(&store, move |db| live_chats::present(db, now.plus_seconds(since), 9));
    assert_eq!(present(0), [person(ANI), person(BUDI)]);
    assert_eq!(present(55), [person(ANI)]);
    assert_eq!(read(&store, |db| live_chats::seen_at(db, &person(ANI))), Some(now.plus_seconds(60)));
    assert_eq!(write(&store, |db| live_chats::leave(db, &person(ANI))), Ok(1));
    assert_eq!(read(&store, |db| live_chats::seen_at(db, &person(ANI))), None);
    assert_eq!(write(&store, move |db| live_chats::sweep(db, now.plus_seconds(100))), Ok(1));
}

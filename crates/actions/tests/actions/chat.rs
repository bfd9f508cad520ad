//! Live chat: a case whose lines are its events (clause 4.1 i; issue 4, "Every channel ends in the same
//! case").

use std::sync::Arc;
use std::time::Duration;

use amanah_actions::cases::chat::{BeginChat, ChatAccess, ChatEnd, ChatPhase};
use amanah_actions::cases::talk::Transcript;
use amanah_actions::letters::Language;
use amanah_actions::removal::RemovalRequest;
use amanah_actions::staff::chats::ChatOutcome;
use amanah_actions::staff::declare_relation::RelationInput;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState};
use amanah_domain::{CaseId, Role};
use amanah_store::{Engine, case_events, cases, live_chats};
use amanah_testkit::TestOffice;

use crate::case_work::fill;
use crate::on_both;
use crate::staff_helpers::{refusal, staff, trail, wrong};

fn input(text: &str) -> BeginChat {
    BeginChat {
        name: String::new(),
        text: text.to_owned(),
        line_id: "first".to_owned(),
        language: Language::Id,
    }
}

/// An agent at the desk.
async fn agent(test: &TestOffice) -> Session {
    let agent = staff(test, &[Role::ContactAgent]).await;
    test.office.at_desk(&agent, true).await.unwrap();
    agent
}

async fn visit(test: &TestOffice, text: &str) -> (ChatAccess, String) {
    test.secret(text);
    let begun = test.office.begin_chat(None, b"network", &input(text)).await.unwrap();
    let code = begun.code.expect("a visitor gets a receipt");
    (test.office.chat_access(None, Some(&code), begun.case).await.unwrap(), code)
}

/// What was said, in order, of either side.
fn texts(test: &TestOffice, transcript: &Transcript) -> Vec<String> {
    let said = transcript.lines.iter().filter_map(|line| transcript.said(&test.office, line).unwrap());
    said.map(|opened| opened.expose().as_str().to_owned()).collect()
}

async fn read(test: &TestOffice, access: &ChatAccess, after: u32) -> (ChatPhase, Vec<String>) {
    let (phase, transcript) = test.office.read_chat(access, after).await.unwrap();
    (phase, texts(test, &transcript))
}

async fn row(test: &TestOffice, case: CaseId) -> cases::CaseRow {
    test.office.store.read(move |db| cases::read(db, &case)).await.unwrap().unwrap()
}

async fn a_chat_has_an_end(test: &mut TestOffice) {
    let agent = agent(test).await;
    let (access, _) = visit(test, "Kenapa lama sekali?").await;
    test.office.take_chat(&agent, access.case).await.unwrap();
    let events = row(test, access.case).await.events;
    fill(test, row(test, access.case).await.person, access.case, 899 - events).await;
    test.office.say_in_chat(&access, "Yang terakhir", "v1").await.unwrap();
    let full = test.office.say_in_chat(&access, "Satu lagi", "v2").await;
    assert!(matches!(full, Err(ActionError::State("chat-full"))));
    // What came before came in; the agent's last words still do.
    assert_eq!(test.office.say_in_chat(&access, "Yang terakhir", "v1").await.unwrap(), 900);
    test.office.reply_in_chat(&agent, access.case, "Mulai yang baru, ya", "a1", false).await.unwrap();
    assert_eq!(row(test, access.case).await.events, 901);
}

async fn a_visitor_and_an_agent_talk(test: &mut TestOffice) {
    let agent = agent(test).await;
    let house = &test.office;
    let (access, code) = visit(test, "Kenapa saya belum bisa ikut?").await;
    let case = access.case;
    assert!(matches!(read(test, &access, 0).await.0, ChatPhase::Waiting { .. }));
    let desk = house.chat_desk(&agent).await.unwrap();
    assert_eq!(desk.waiting.iter().map(|chat| chat.case).collect::<Vec<_>>(), [case]);
    // Before it is taken nobody reads it, and nobody answers.
    assert!(matches!(house.open_chat(&agent, case, 0).await, Err(ActionError::NotFound)));
    assert!(matches!(house.reply_in_chat(&agent, case, "a", "1", false).await, Err(ActionError::NotFound)));
    house.take_chat(&agent, case).await.unwrap();
    assert!(matches!(house.take_chat(&agent, case).await, Err(ActionError::Conflict)));
    test.secret("Selamat pagi, saya lihat dulu");
    house.reply_in_chat(&agent, case, "Selamat pagi, saya lihat dulu", "a1", false).await.unwrap();
    house.reply_in_chat(&agent, case, "Menelepon kemarin", "a2", true).await.unwrap();
    let (phase, said) = read(test, &access, 0).await;
    assert_eq!(phase, ChatPhase::Taken { here: true });
    assert_eq!(said, ["Kenapa saya belum bisa ikut?", "Selamat pagi, saya lihat dulu"], "notes stay inside");
    // The same line twice is one; the same id in another case is another line.
    let number = house.say_in_chat(&access, "Baik", "v1").await.unwrap();
    assert_eq!(house.say_in_chat(&access, "Baik", "v1").await.unwrap(), number);
    assert_eq!(read(test, &access, number - 1).await.1, ["Baik"]);
    let chat = house.open_chat(&agent, case, 0).await.unwrap();
    assert_eq!(texts(test, &chat.transcript).len(), 4, "with the note");
    assert_eq!(house.chat_desk(&agent).await.unwrap().own[0].unanswered, 1);
    house.end_chat(&agent, case, ChatOutcome::Answered).await.unwrap();
    let (phase, _) = read(test, &access, 0).await;
    assert!(matches!(phase, ChatPhase::Ended { end: ChatEnd::Agent, open: false, .. }), "{phase:?}");
    let late = house.say_in_chat(&access, "Satu lagi", "v2").await;
    assert!(matches!(late, Err(ActionError::State("chat-over"))));
    assert_eq!(house.say_in_chat(&access, "Baik", "v1").await.unwrap(), number, "its answer was lost");
    let row = row(test, case).await;
    assert_eq!(
        (row.kind, row.channel, row.state),
        (CaseKind::Question, CaseChannel::Chat, CaseState::Answered)
    );
    // The browser opens it for a day; the receipt goes on.
    test.advance_hours(25);
    let over = house.chat_access(None, Some(&code), case).await;
    assert!(matches!(over, Err(ActionError::NotFound)));
}

async fn what_is_typed_is_held_to_its_bounds(test: &mut TestOffice) {
    agent(test).await;
    let house = &test.office;
    let begin = |text: &str| {
        let input = input(text);
        async move { house.begin_chat(None, b"n", &input).await }
    };
    assert_eq!(wrong(begin("  \n ").await), ("text", "chat-empty"));
    assert_eq!(wrong(begin(&"x".repeat(2_001)).await), ("text", "text-too-long"));
    let (access, _) = visit(test, "Halo, apa kabar").await;
    let say = async |text: String| house.say_in_chat(&access, &text, "").await;
    assert_eq!(wrong(say("satu\u{202e}dua".to_owned()).await), ("text", "text-control"));
    assert_eq!(wrong(say("x".repeat(1_000_000)).await), ("text", "text-too-long"));
    assert!(say("baris satu\r\nbaris dua".to_owned()).await.is_ok());
    // Thirty at once, then one in two seconds.
    let mut taken = 0;
    let limit = loop {
        match say("cepat".to_owned()).await {
            Ok(_) => taken += 1,
            Err(error) => break error,
        }
        assert!(taken < 100);
    };
    assert!(matches!(limit, ActionError::Limit { name: "chat_lines_per_case_max", .. }), "{limit}");
    // Somebody else's code opens nothing.
    let (_, other) = visit(test, "Chat yang lain").await;
    for code in [None, Some(other.as_str()), Some(""), Some("2222-2222-2222-2222")] {
        assert!(matches!(house.chat_access(None, code, access.case).await, Err(ActionError::NotFound)));
    }
}

async fn fifty_talk_at_once_and_each_line_is_there_once(test: &mut TestOffice) {
    agent(test).await;
    let (access, _) = visit(test, "Mulai").await;
    let mut tasks = Vec::new();
    for number in 0..25 {
        // Each is sent twice at the same moment, as by a browser that lost the answer.
        for _ in 0..2 {
            let (house, access) = (Arc::clone(&test.office), access.clone());
            tasks.push(tokio::spawn(async move {
                house.say_in_chat(&access, &format!("baris {number}"), &format!("id {number}")).await
            }));
        }
    }
    let (mut done, mut limited) = (Vec::new(), 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(number) => done.push(number),
            Err(ActionError::Limit { .. }) => limited += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(done.len() + limited, 50);
    done.sort_unstable();
    done.dedup();
    let (_, said) = read(test, &access, 2).await;
    let mut once = said.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((said.len(), once.len()), (done.len(), done.len()), "each once: {said:?}");
    let numbers: Vec<u32> = (3..3 + done.len() as u32).collect();
    assert_eq!(done, numbers, "no number is left out");
}

async fn at_other_times_it_is_a_case(test: &mut TestOffice) {
    let house = Arc::clone(&test.office);
    // Nobody is at the desk.
    let (access, _) = visit(test, "Ada orang di sini?").await;
    let (phase, said) = read(test, &access, 0).await;
    assert!(matches!(phase, ChatPhase::Ended { end: ChatEnd::Nobody, open: true, .. }), "{phase:?}");
    assert_eq!(said, ["Ada orang di sini?"]);
    assert_eq!(row(test, access.case).await.state, CaseState::Open);
    // Somebody is, and takes nothing in time.
    let agent = agent(test).await;
    let (access, _) = visit(test, "Sekarang ada orang?").await;
    test.advance_seconds(4 * 60);
    house.at_desk(&agent, true).await.unwrap();
    test.run_jobs().await;
    assert!(read(test, &access, 0).await.0.is_live());
    test.advance_seconds(60);
    test.run_jobs().await;
    let (phase, _) = read(test, &access, 0).await;
    assert!(matches!(phase, ChatPhase::Ended { end: ChatEnd::Nobody, open: true, .. }), "{phase:?}");
    assert!(matches!(house.take_chat(&agent, access.case).await, Err(ActionError::Conflict)));
    // The desk closes at eight in the evening, with whoever is there.
    test.advance_hours(10);
    house.at_desk(&agent, true).await.unwrap();
    assert_eq!(house.chat_possible().await.unwrap(), Some(ChatEnd::Hours));
    let (access, _) = visit(test, "Malam begini?").await;
    let (phase, _) = read(test, &access, 0).await;
    assert!(matches!(phase, ChatPhase::Ended { end: ChatEnd::Hours, open: true, .. }), "{phase:?}");
    // What ended is not kept beside its case for long.
    test.advance_hours(1);
    test.run_jobs().await;
    assert!(!house.store.read(live_chats::any).await.unwrap());
}

async fn ones_own_and_a_relations_are_for_colleagues(test: &mut TestOffice) {
    let agent = agent(test).await;
    let house = Arc::clone(&test.office);
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let relation = RelationInput {
        key: "email".to_owned(),
        value: "sari@surat.example".to_owned(),
        relation: "Sepupu".to_owned(),
    };
    house.declare_relation(&agent, relation).await.unwrap();
    let begun = house.begin_chat(Some(&sari), b"n", &input("Ini saya, Sari")).await.unwrap();
    assert!(begun.code.is_none(), "whoever has an account needs no code");
    assert_eq!(house.own_live_chat(&sari).await.unwrap(), Some(begun.case));
    assert!(house.chat_desk(&agent).await.unwrap().waiting[0].not_yours);
    assert_eq!(refusal(house.take_chat(&agent, begun.case).await), "related-case");
    let colleague = staff(test, &[Role::ContactAgent]).await;
    house.take_chat(&colleague, begun.case).await.unwrap();
    // The other does not get it by the back door.
    let handed = house.hand_over_chat(&colleague, begun.case, Some(agent.person)).await;
    assert!(matches!(handed, Err(ActionError::NotFound)));
    let reviewer = staff(test, &[Role::Reviewer]).await;
    assert!(matches!(house.chat_desk(&reviewer).await, Err(ActionError::SignInNeeded)));
    assert!(matches!(house.open_chat(&agent, begun.case, 0).await, Err(ActionError::NotFound)));
    house.hand_over_chat(&colleague, begun.case, None).await.unwrap();
    assert_eq!(house.chat_desk(&colleague).await.unwrap().waiting.len(), 1);
}

async fn the_trail_says_who_read_and_not_how_often(test: &mut TestOffice) {
    let agent = agent(test).await;
    let house = Arc::clone(&test.office);
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let begun = house.begin_chat(Some(&sari), b"n", &input("Satu pertanyaan")).await.unwrap();
    let access = house.chat_access(Some(&sari), None, begun.case).await.unwrap();
    house.take_chat(&agent, begun.case).await.unwrap();
    for number in 0..10 {
        house.say_in_chat(&access, &format!("baris {number}"), &format!("{number}")).await.unwrap();
        let after = 2 + number;
        assert!(!house.open_chat(&agent, begun.case, after).await.unwrap().transcript.lines.is_empty());
        house
            .reply_in_chat(&agent, begun.case, &format!("jawab {number}"), &format!("a{number}"), false)
            .await
            .unwrap();
    }
    let note = format!("case {}", begun.case.to_hex());
    let by_agent = async || {
        let lines = trail(test, &sari).await;
        lines.iter().filter(|l| l.entry.note == note && l.entry.role == Role::ContactAgent).count()
    };
    assert_eq!(by_agent().await, 2, "one look to read, one to answer, for half a minute of talk");
    // After that it is written down anew before anything is opened.
    test.advance_seconds(26);
    house.at_desk(&agent, true).await.unwrap();
    house.open_chat(&agent, begun.case, 0).await.unwrap();
    assert_eq!(by_agent().await, 3);
    house.leave_chat(&access).await.unwrap();
    assert!(matches!(
        read(test, &access, 0).await.0,
        ChatPhase::Ended { end: ChatEnd::Person, open: true, .. }
    ));
}

async fn an_erased_person_leaves_no_line(test: &mut TestOffice) {
    let agent = agent(test).await;
    let house = Arc::clone(&test.office);
    let sari = test.register("Sari Dewi", "sari@surat.example").await;
    let begun = house.begin_chat(Some(&sari), b"n", &input("Hapus semua data saya")).await.unwrap();
    let (case, person) = (begun.case, sari.person);
    let access = house.chat_access(Some(&sari), None, case).await.unwrap();
    house.take_chat(&agent, case).await.unwrap();
    house.reply_in_chat(&agent, case, "Baik", "1", false).await.unwrap();
    house.open_chat(&agent, case, 0).await.unwrap();
    crate::removal_helpers::remove(test, &sari, RemovalRequest::DESTROY).await;
    assert!(matches!(house.read_chat(&access, 0).await, Err(ActionError::NotFound)));
    assert!(matches!(house.open_chat(&agent, case, 0).await, Err(ActionError::NotFound)));
    let late = house.say_in_chat(&access, "Masih ada?", "2").await;
    assert!(late.is_err());
    let late = house.reply_in_chat(&agent, case, "Masih ada?", "2", false).await;
    assert!(matches!(late, Err(ActionError::NotFound)));
    let left = house.store.read(move |db| {
        let events = case_events::list(db, &person, &case, 0, 10)?;
        Ok::<_, amanah_store::StoreError>((events, live_chats::read(db, &person, &case)?))
    });
    assert_eq!(left.await.unwrap(), (Vec::new(), None));
}

async fn an_agent_has_so_many_at_a_time(test: &mut TestOffice) {
    let agent = agent(test).await;
    let house = Arc::clone(&test.office);
    let max = house.programme.chat.per_agent_max;
    for number in 0..=max {
        let (access, _) = visit(test, &format!("Pertanyaan nomor {number}")).await;
        let taken = house.take_chat(&agent, access.case).await;
        match number == max {
            false => taken.unwrap(),
            true => assert!(matches!(taken, Err(ActionError::State("chat-enough")))),
        }
    }
    let own = house.chat_desk(&agent).await.unwrap().own;
    let last = own.last().unwrap().case;
    let colleague = staff(test, &[Role::ContactAgent]).await;
    house.hand_over_chat(&agent, last, Some(colleague.person)).await.unwrap();
    assert!(matches!(house.open_chat(&agent, last, 0).await, Err(ActionError::NotFound)));
    let events = house.open_chat(&colleague, last, 0).await.unwrap();
    assert_eq!(texts(test, &events.transcript).len(), 1);
    let person = row(test, last).await.person;
    let all = house.store.read(move |db| case_events::list(db, &person, &last, 0, 10)).await.unwrap();
    let kinds: Vec<_> = all.iter().map(|row| row.event.kind).collect();
    assert_eq!(kinds, [CaseEvent::Opened, CaseEvent::Said, CaseEvent::Taken, CaseEvent::HandedOver]);
}

/// A SQLite file has one process: whoever writes there wakes whoever listens.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_writes_is_heard_within_seconds() {
    let test = TestOffice::on(Engine::Postgres).await;
    agent(&test).await;
    let (access, _) = visit(&test, "Apakah ada orang?").await;
    let other = test.other_process().await;
    let heard = other.live.listen([1; 16], &[access.case], false).unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let lanes = tokio::spawn(Arc::clone(&other).run_jobs_until(stopped));
    // What was there before is looked at once.
    let soon = async |said: &str| {
        let woken = tokio::time::timeout(Duration::from_secs(20), heard.changed()).await;
        assert!(woken.is_ok(), "{said}: nobody was woken");
        assert!(heard.dirty().contains(&access.case), "{said}");
    };
    soon("at the beginning").await;
    test.office.say_in_chat(&access, "Masih di sini", "l2").await.unwrap();
    soon("a line of another process").await;
    let there = other.read_chat(&access, 0).await.unwrap().1;
    let said = there.lines.iter().filter_map(|line| there.said(&other, line).unwrap());
    let said: Vec<_> = said.map(|opened| opened.expose().as_str().to_owned()).collect();
    assert_eq!(said, ["Apakah ada orang?", "Masih di sini"]);
    // Nothing happened since: nobody is woken for nothing.
    let idle = tokio::time::timeout(Duration::from_secs(3), heard.changed()).await;
    assert!(idle.is_err(), "woken for nothing");
    stop.send(true).unwrap();
    lanes.await.unwrap();
    assert!(other.live.is_closed());
    drop((there, heard, other));
    test.finish().await;
}

on_both! {
    a_chat_has_an_end
    a_visitor_and_an_agent_talk
    what_is_typed_is_held_to_its_bounds
    fifty_talk_at_once_and_each_line_is_there_once
    at_other_times_it_is_a_case
    ones_own_and_a_relations_are_for_colleagues
    the_trail_says_who_read_and_not_how_often
    an_erased_person_leaves_no_line
    an_agent_has_so_many_at_a_time
}

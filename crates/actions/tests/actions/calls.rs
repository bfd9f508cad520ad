//! Somebody telephones: found, verified or not, noted (issue 4, "Telephone"). The agent hears no more than
//! that, and the person sees in their trail that somebody asked.

use amanah_actions::staff::note_call::{CallNote, CallNoted};
use amanah_actions::staff::take_call::{Call, CallInput, Caller};
use amanah_actions::{ActionError, Done, Session};
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseState};
use amanah_domain::{Operation, Outcome, PurposeId, Role};
use amanah_store::accounts::AccountKind;
use amanah_store::{StoreError, accounts, cases};
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::people::refused;
use crate::staff_helpers::{NIK, give_nik, refusal, staff, trail};

const PHONE: &str = "+6281234567890";
const OTHER: &str = "+6281398765432";
const SAID: &str = "Menelepon karena insentif belum masuk";

fn asked(caller: &str) -> CallInput {
    CallInput { caller: caller.to_owned(), ..CallInput::default() }
}

fn answered(caller: &str, name: &str, born: (&str, &str, &str)) -> CallInput {
    CallInput {
        name: name.to_owned(),
        birth_day: born.0.to_owned(),
        birth_month: born.1.to_owned(),
        birth_year: born.2.to_owned(),
        ..asked(caller)
    }
}

const BORN: (&str, &str, &str) = ("12", "3", "1998");

fn right(caller: &str) -> CallInput {
    answered(caller, "sari dewi", BORN)
}

fn note(key: &str) -> CallNote {
    CallNote {
        kind: "question".to_owned(),
        said: SAID.to_owned(),
        key: key.to_owned(),
        ..CallNote::default()
    }
}

async fn call(test: &TestOffice, agent: &Session, input: &CallInput) -> Done<Call> {
    // On the heap: a story asks many times, and its future would hold every one of them.
    Box::pin(test.office.take_call(agent, input)).await
}

async fn filed(test: &TestOffice, agent: &Session, input: &CallInput, note: &CallNote) -> CallNoted {
    let call = call(test, agent, input).await.unwrap();
    Box::pin(test.office.note_call(agent, &call, note)).await.unwrap()
}

/// Somebody with a number, a NIK and a birth date, and an agent.
async fn sari(test: &TestOffice) -> (Session, Session) {
    for secret in [OTHER, SAID] {
        test.secret(secret);
    }
    let sari = test.register("Sari Dewi", PHONE).await;
    give_nik(test, &sari, "Sari Dewi").await;
    test.run_jobs().await;
    (sari, staff(test, &[Role::ContactAgent]).await)
}

async fn whoever_calls_is_verified_without_a_value_being_shown(test: &mut TestOffice) {
    let (_, agent) = sari(test).await;
    assert_eq!(call(test, &agent, &CallInput::default()).await.unwrap().caller, Caller::Unasked);
    assert_eq!(call(test, &agent, &asked(OTHER)).await.unwrap().caller, Caller::None);
    let found = call(test, &agent, &asked("0812 3456 7890")).await.unwrap();
    assert!(found.caller == Caller::Found && found.cases.is_empty() && found.verified.is_empty());

    let verified = call(test, &agent, &right(PHONE)).await.unwrap();
    assert_eq!(verified.caller, Caller::Verified);
    // It holds for this call of this agent, and for nobody else.
    let again = CallInput { verified: verified.verified.clone(), ..asked(PHONE) };
    assert_eq!(call(test, &agent, &again).await.unwrap().caller, Caller::Verified);
    let colleague = staff(test, &[Role::ContactAgent]).await;
    assert_eq!(call(test, &colleague, &again).await.unwrap().caller, Caller::Found);
    test.register("Orang Lain", OTHER).await;
    let other = CallInput { verified: verified.verified.clone(), ..asked(OTHER) };
    assert_eq!(call(test, &agent, &other).await.unwrap().caller, Caller::Found);
    test.advance_seconds(1_801);
    assert_eq!(call(test, &agent, &again).await.unwrap().caller, Caller::Found, "the call is over");
}

async fn whoever_was_asked_about_sees_that_somebody_asked(test: &mut TestOffice) {
    let (sari, agent) = sari(test).await;
    let stranger = test.register("Orang Lain", OTHER).await;
    call(test, &agent, &right(PHONE)).await.unwrap();
    call(test, &agent, &asked(OTHER)).await.unwrap();
    // Both see who asked, in what role and for what; nobody sees a value.
    for session in [&sari, &stranger] {
        let lines = trail(&*test, session).await;
        let asked = lines.iter().find(|l| {
            (l.entry.role, l.entry.purpose, l.entry.operation)
                == (Role::ContactAgent, PurposeId::Questions, Operation::Analyse)
        });
        assert!(asked.is_some_and(|line| line.entry.outcome == Outcome::Allowed));
    }
    let others = staff(test, &[Role::Reviewer, Role::Dpo, Role::Lead, Role::Administrator]).await;
    assert!(matches!(call(test, &others, &right(PHONE)).await, Err(ActionError::SignInNeeded)));
    assert!(matches!(call(test, &sari, &right(PHONE)).await, Err(ActionError::SignInNeeded)));
}

async fn nobody_learns_which_answer_was_wrong(test: &mut TestOffice) {
    let (_, agent) = sari(test).await;
    let wrong = [
        answered(PHONE, "Sari Dewi", ("13", "3", "1998")),
        answered(PHONE, "Budi Dewi", BORN),
        // Right answers, from another telephone: what stands on a card is known to others too.
        CallInput { nik: NIK.to_owned(), ..right(OTHER) },
    ];
    for input in &wrong {
        let call = call(test, &agent, input).await.unwrap();
        assert!(call.caller == Caller::NotVerified && call.verified.is_empty() && call.cases.is_empty());
    }
    // Tries are few for one account, whoever makes them, also with the right answers.
    let colleague = staff(test, &[Role::ContactAgent]).await;
    let limit = call(test, &colleague, &right(PHONE)).await;
    assert!(matches!(limit, Err(ActionError::Limit { name: "call_checks_per_person_max", .. })));
    test.advance_seconds(1_801);
    assert_eq!(call(test, &colleague, &right(PHONE)).await.unwrap().caller, Caller::Verified);

    // Input that cannot be used is named; answers without anybody found are not held against anything.
    let bad = CallInput { nik: "123".to_owned(), number: "x".to_owned(), ..right("0812") };
    let fields: Vec<_> = refused(call(test, &agent, &bad).await).iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["caller", "nik", "number"]);
    assert_eq!(refused(call(test, &agent, &right("")).await), [("caller", "call-find-first")]);
    let half = answered(PHONE, "Sari Dewi", ("", "3", "1998"));
    assert_eq!(refused(call(test, &agent, &half).await)[0].0, "birth-date");
    assert_eq!(call(test, &agent, &right("+6281311112222")).await.unwrap().caller, Caller::None);
}

async fn what_a_verified_caller_says_becomes_their_case(test: &mut TestOffice) {
    let (sari, agent) = sari(test).await;
    let noted = filed(test, &agent, &right(PHONE), &note("k1")).await;
    assert!(noted.told && !noted.added && noted.code.is_none());
    let twice = filed(test, &agent, &right(PHONE), &note("k1")).await;
    assert_eq!(twice.number, noted.number, "the same note twice is one");
    test.run_jobs().await;
    let letters = test.letters_to(PHONE);
    assert!(letters.iter().any(|letter| letter.text.contains(&noted.number)), "the number by text");
    assert!(letters.iter().all(|letter| !letter.text.contains(SAID)));

    test.advance_seconds(3_600);
    let call = call(test, &agent, &right(PHONE)).await.unwrap();
    let [open] = &call.cases[..] else { panic!("one case is open") };
    assert_eq!((open.number.as_str(), open.state), (noted.number.as_str(), CaseState::Open));
    let more = CallNote { case: open.case.to_hex(), said: "Bank BRI".to_owned(), ..note("k2") };
    for _ in 0..2 {
        let added = test.office.note_call(&agent, &call, &more).await.unwrap();
        assert!(added.added && added.number == noted.number);
    }
    let seen = test.office.view_own_case(&sari, open.case).await.unwrap();
    assert_eq!(seen.channel, CaseChannel::Phone);
    let lines: Vec<_> = seen.lines.iter().map(|line| (line.event, line.role)).collect();
    assert_eq!(
        lines,
        [(CaseEvent::Opened, Role::ContactAgent), (CaseEvent::Said, Role::ContactAgent)],
        "added twice, said once"
    );
    assert_eq!(seen.said(&seen.lines[0]).unwrap().unwrap().expose().as_str(), SAID);
    drop(seen);

    // Also where the case has ended since, the same note is the same case.
    let case = open.case;
    let end = test.office.store.write(move |db| {
        let row = cases::read(db, &case)?.unwrap();
        let decided_at = Some(row.opened_at);
        cases::change(db, &cases::CaseRow { state: CaseState::Answered, decided_at, ..row }, &[])
    });
    end.await.unwrap();
    let late = test.office.note_call(&agent, &call, &note("k1")).await.unwrap();
    assert_eq!(late.number, noted.number);

    // By the receipt's number the same person is found, and nobody is verified by it.
    let by_number = CallInput { number: noted.number.to_lowercase(), ..CallInput::default() };
    assert_eq!(test.office.take_call(&agent, &by_number).await.unwrap().caller, Caller::Found);
    let none = CallInput { number: "22222222-2222".to_owned(), ..CallInput::default() };
    assert_eq!(test.office.take_call(&agent, &none).await.unwrap().caller, Caller::None);
}

async fn what_somebody_else_says_stays_apart_from_the_account(test: &mut TestOffice) {
    let (sari, agent) = sari(test).await;
    // Found, not verified: the note is of whoever telephones, also where they say another's case.
    let mine = filed(test, &agent, &right(PHONE), &note("k0")).await;
    let person = sari.person;
    let own = test.office.store.read(move |db| cases::of_person(db, &person)).await.unwrap();
    let stranger = CallNote { case: own[0].case.to_hex(), contact: OTHER.to_owned(), ..note("k1") };
    let noted = filed(test, &agent, &asked(PHONE), &stranger).await;
    assert!(noted.told && !noted.added && noted.code.is_some() && noted.number != mine.number);
    let twice = filed(test, &agent, &asked(PHONE), &stranger).await;
    assert!(twice.number == noted.number && twice.code.is_none(), "the code is said once");
    let number = noted.number.clone();
    let (own, row, kind) = test
        .office
        .store
        .read(move |db| {
            let row = cases::read_receipt(db, &number)?.unwrap();
            let kind = accounts::read(db, &row.person)?.unwrap().kind;
            Ok::<_, StoreError>((cases::of_person(db, &person)?, row, kind))
        })
        .await
        .unwrap();
    assert_eq!((own.len(), row.channel, kind), (1, CaseChannel::Phone, AccountKind::Writer));
    assert_ne!(row.person, sari.person);
    test.run_jobs().await;
    assert!(test.letters_to(OTHER).iter().any(|letter| letter.text.contains(&noted.number)));
    // Number and code open it like that of any other writer.
    test.office.open_receipt(&noted.number, &noted.code.unwrap(), b"n").await.unwrap();

    let empty = CallNote { kind: String::new(), said: " ".to_owned(), ..note("k2") };
    let unknown = call(test, &agent, &asked("+6281311112222")).await.unwrap();
    let answer = test.office.note_call(&agent, &unknown, &empty).await;
    assert_eq!(refused(answer), [("kind", "choose"), ("said", "text-empty")]);
    let silent = test.office.note_call(&agent, &unknown, &note("k3")).await.unwrap();
    assert!(!silent.told && silent.code.is_some(), "nothing was left: all of it is read out");
}

async fn an_agent_takes_no_call_of_their_own(test: &mut TestOffice) {
    let agent = staff(test, &[Role::ContactAgent]).await;
    let (sari, related) = sari(test).await;
    let (me, other) = (related.person, sari.person);
    let now = test.office.now();
    test.office
        .store
        .write(move |db| amanah_store::staff::add_relation(db, &me, &other, b"sealed", now))
        .await
        .unwrap();
    assert_eq!(refusal(call(test, &related, &right(PHONE)).await), "related-case");
    assert_eq!(call(test, &agent, &right(PHONE)).await.unwrap().caller, Caller::Verified);
}

on_both! {
    whoever_calls_is_verified_without_a_value_being_shown
    whoever_was_asked_about_sees_that_somebody_asked
    nobody_learns_which_answer_was_wrong
    what_a_verified_caller_says_becomes_their_case
    what_somebody_else_says_stays_apart_from_the_account
    an_agent_takes_no_call_of_their_own
}

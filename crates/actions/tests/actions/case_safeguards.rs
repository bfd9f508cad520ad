//! What nobody gets round in a case: the second pair of eyes, the clock, the law's grounds, what a lapse did.

use amanah_actions::jobs::grant_deletion::DELAY_SECONDS;
use amanah_actions::letters::CaseNews;
use amanah_actions::staff::chats::ChatOutcome;
use amanah_actions::staff::decide_case::Decided;
use amanah_actions::staff::place_hold::HoldInput;
use amanah_actions::staff::remove_for::Whom;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, EntryTie, Level};
use amanah_domain::states::HoldGround;
use amanah_domain::{CaseId, Category, ClockRun, FieldId, FieldSet, Role};
use amanah_store::accounts;
use amanah_store::cases::CaseRow;
use amanah_store::{account_rights, case_ties, holds, live_chats};
use amanah_testkit::TestOffice;

use crate::case_clock::{account, case_letters, events, open_case, row};
use crate::on_both;
use crate::people::state_key;
use crate::removal_helpers::{categories, remove};
use crate::rights::{decide, said};
use crate::staff_helpers::{AGENT, look_up, staff, trail, wrong};

const SITI: &str = "siti@surat.example";

on_both! {
    whoever_looked_does_not_answer_the_complaint
    whoever_decided_the_first_decides_no_later_appeal
    a_chat_ends_no_decision
    a_form_asks_for_the_deletion_of_everything
    a_clock_does_not_stand_for_ever
    what_was_asked_as_a_right_is_not_sorted_away
    what_open_cases_did_goes_with_them
    a_hold_opens_a_granted_deletion_again
}

async fn siti(test: &TestOffice) -> Session {
    test.register("Siti Aminah", SITI).await
}

async fn whoever_looked_does_not_answer_the_complaint(test: &mut TestOffice) {
    let person = siti(test).await;
    let (agent, colleague) =
        (staff(test, &[Role::ContactAgent, Role::Dpo]).await, staff(test, &[Role::Dpo]).await);
    look_up(test, &agent, AGENT, ("email", SITI)).await.unwrap();
    let lines = trail(test, &person).await;
    let look = lines.into_iter().find(|line| line.entry.role == Role::ContactAgent).unwrap();
    let case = open_case(test, person.person, CaseKind::LookComplaint, |row| row).await;
    let (whose, place) = (person.person, (u64::from(look.at.log), look.at.index));
    let tied =
        test.office.store.write(move |db| case_ties::add_entry(db, &whose, &case, place, EntryTie::About));
    tied.await.unwrap();
    assert_eq!(state_key(test.office.answer_case(&agent, case, "It was needed").await), "case-own-look");
    assert_eq!(row(test, case).await.state, CaseState::Open);
    test.office.answer_case(&colleague, case, "It was needed").await.unwrap();
    assert_eq!(row(test, case).await.state, CaseState::Answered);
    test.run_jobs().await;
}

async fn whoever_decided_the_first_decides_no_later_appeal(test: &mut TestOffice) {
    let person = siti(test).await;
    let (first, second) = (staff(test, &[Role::Dpo]).await, staff(test, &[Role::Dpo]).await);
    let case = test.office.ask_restriction(&person, "Stop, please").await.unwrap();
    decide(test, &first, case, false).await.unwrap();
    let appeal = test.office.appeal(&person, case, "I disagree").await.unwrap();
    decide(test, &second, appeal, false).await.unwrap();
    let last = test.office.appeal(&person, appeal, "I still do").await.unwrap();
    for officer in [&first, &second] {
        assert_eq!(state_key(decide(test, officer, last, true).await), "case-appeal-first");
    }
    decide(test, &staff(test, &[Role::Dpo]).await, last, true).await.unwrap();
    test.run_jobs().await;
}

/// A chat that an agent has.
async fn chat(test: &TestOffice, person: &Session, agent: &Session) -> CaseId {
    let case = open_case(test, person.person, CaseKind::Question, |row| CaseRow {
        channel: CaseChannel::Chat,
        ..row
    })
    .await;
    let (whose, now) = (person.person, test.office.now());
    test.office.store.write(move |db| live_chats::add(db, &whose, &case, now)).await.unwrap();
    test.office.take_chat(agent, case).await.unwrap();
    case
}

async fn a_chat_ends_no_decision(test: &mut TestOffice) {
    let person = siti(test).await;
    let agent = staff(test, &[Role::ContactAgent]).await;
    test.office.at_desk(&agent, true).await.unwrap();
    // Answered as a case: the chat is over with it.
    let answered = chat(test, &person, &agent).await;
    test.office.answer_case(&agent, answered, "It was sent yesterday").await.unwrap();
    let before = row(test, answered).await;
    let late = test.office.end_chat(&agent, answered, ChatOutcome::Answered).await;
    assert!(matches!(late, Err(ActionError::Conflict)), "{late:?}");
    assert_eq!(row(test, answered).await, before);
    assert!(test.office.chat_desk(&agent).await.unwrap().own.is_empty());
    // Taken back by the person: the same.
    let back = chat(test, &person, &agent).await;
    test.office.withdraw_case(&person, back).await.unwrap();
    assert!(test.office.chat_desk(&agent).await.unwrap().own.is_empty());
    // Sorted to another desk while they talk: only the talk ends.
    let sorted = chat(test, &person, &agent).await;
    test.office.sort_case(&agent, sorted, CaseKind::Access).await.unwrap();
    test.office.end_chat(&agent, sorted, ChatOutcome::Answered).await.unwrap();
    let after = row(test, sorted).await;
    assert_eq!((after.kind, after.state, after.decided_at), (CaseKind::Access, CaseState::Open, None));
    assert_eq!(events(test, sorted).await.pop().unwrap().0, CaseEvent::ChatEnded);
    test.run_jobs().await;
}

async fn a_form_asks_for_the_deletion_of_everything(test: &mut TestOffice) {
    let person = siti(test).await;
    for channel in [CaseChannel::Form, CaseChannel::Phone] {
        let case = open_case(test, person.person, CaseKind::Deletion, |row| CaseRow { channel, ..row }).await;
        let (first, second) = (staff(test, &[Role::Dpo]).await, staff(test, &[Role::Dpo]).await);
        assert_eq!(decide(test, &first, case, true).await.unwrap(), Decided::Proposed);
        if channel == CaseChannel::Phone {
            test.office.confirm_case(&second, case).await.unwrap();
        }
    }
    test.run_jobs().await;
    test.advance_seconds(DELAY_SECONDS + 1);
    test.run_jobs().await;
    let gone = person.person;
    assert_eq!(test.office.store.read(move |db| accounts::read(db, &gone)).await.unwrap(), None);
    test.advance_hours(1);
}

async fn a_clock_does_not_stand_for_ever(test: &mut TestOffice) {
    let person = siti(test).await;
    let agent = staff(test, &[Role::ContactAgent]).await;
    let case = open_case(test, person.person, CaseKind::Question, |row| row).await;
    let office = &test.office;
    office.pause_case(&agent, case, "Kirim nomor").await.unwrap();
    test.advance_hours(10 * 24);
    office.resume_case(&agent, case).await.unwrap();
    assert_eq!(state_key(office.pause_case(&agent, case, "Kirim lagi").await), "case-asked");
    office.say_in_case(&person, case, "Nomor saya 12").await.unwrap();
    office.pause_case(&agent, case, "Kirim tanggal").await.unwrap();
    let ClockRun::Standing { until, .. } = row(test, case).await.clock.run else { panic!("it runs") };
    assert_eq!(until, Some(office.now().plus_hours(4 * 24)), "fourteen days all in all");
    test.advance_hours(4 * 24);
    test.run_jobs().await;
    assert_eq!(row(test, case).await.state, CaseState::Open);
    office.say_in_case(&person, case, "Tanggal 5").await.unwrap();
    assert_eq!(state_key(office.pause_case(&agent, case, "Kirim lagi").await), "case-waited");
    test.run_jobs().await;
}

async fn what_was_asked_as_a_right_is_not_sorted_away(test: &mut TestOffice) {
    let person = siti(test).await;
    let (agent, dpo) = (staff(test, &[Role::ContactAgent]).await, staff(test, &[Role::Dpo]).await);
    let office = &test.office;
    let own = office.ask_restriction(&person, "Stop, please").await.unwrap();
    assert_eq!(wrong(office.sort_case(&dpo, own, CaseKind::Question).await), ("kind", "case-sort"));
    let access = open_case(test, person.person, CaseKind::Access, |row| row).await;
    assert_eq!(wrong(office.sort_case(&dpo, access, CaseKind::Question).await), ("kind", "case-sort"));
    let case = open_case(test, person.person, CaseKind::Question, |row| row).await;
    let start = office.now();
    office.extend_case(&agent, case, 50, "Menunggu mitra").await.unwrap();
    office.sort_case(&agent, case, CaseKind::Deletion).await.unwrap();
    assert_eq!(row(test, case).await.clock.due_at(), Some(start.plus_hours(72)), "the law gives no more");
    let late = open_case(test, person.person, CaseKind::Complaint, |row| row).await;
    test.advance_hours(73);
    test.run_jobs().await;
    assert_eq!(state_key(office.sort_case(&agent, late, CaseKind::Access).await), "case-late");
}

async fn what_open_cases_did_goes_with_them(test: &mut TestOffice) {
    let person = siti(test).await;
    test.office.ask_restriction(&person, "Stop, please").await.unwrap();
    let (whose, now) = (person.person, test.office.now());
    let fields = FieldSet::of(&[FieldId::Name]);
    open_case(test, whose, CaseKind::Correction, |row| CaseRow { fields, ..row }).await;
    test.office.store.write(move |db| account_rights::dispute(db, &whose, fields, now)).await.unwrap();
    test.advance_hours(73);
    test.run_jobs().await;
    let before = account(test, &person).await;
    assert!(before.restricted && before.disputed == fields, "both ran out");
    // Signed in anew: a removal wants that.
    let person = test.sign_in(SITI).await;
    remove(test, &person, categories(&[Category::Correspondence])).await;
    let after = account(test, &person).await;
    assert!(!after.restricted && after.disputed.is_empty(), "nobody would end it any more");
}

async fn a_hold_opens_a_granted_deletion_again(test: &mut TestOffice) {
    let person = siti(test).await;
    let case = test.office.ask_deletion(&person, None, "").await.unwrap();
    let (first, second) = (staff(test, &[Role::Dpo]).await, staff(test, &[Role::Dpo]).await);
    decide(test, &first, case, true).await.unwrap();
    test.office.confirm_case(&second, case).await.unwrap();
    let hold = HoldInput {
        whom: Whom::Person(person.person),
        ground: HoldGround::Dispute,
        days: 2,
        reason: "Claim 12/2026".to_owned(),
    };
    let hold = test.office.place_hold(&first, &hold).await.unwrap();
    test.advance_seconds(DELAY_SECONDS + 1);
    test.run_jobs().await;
    let again = row(test, case).await;
    assert_eq!((again.state, again.level, again.decided_by), (CaseState::Open, Level::Dpo, None));
    assert_eq!(again.clock.due_at(), Some(test.office.now().plus_hours(72)));
    assert_eq!(events(test, case).await.pop().unwrap(), (CaseEvent::SentBack, "deletion-held".to_owned()));
    let news = case_letters(test, SITI).pop().unwrap().news;
    assert!(matches!(news, CaseNews::Held { .. }));
    let proposed = test.office.decide_case(&first, case, said(true)).await;
    assert_eq!(proposed.unwrap(), Decided::Proposed);
    assert_eq!(state_key(test.office.confirm_case(&second, case).await), "deletion-held");
    // The hold ends, and what is granted again is done.
    let (whose, now) = (person.person, test.office.now());
    let lifted = test.office.store.write(move |db| holds::lift(db, &whose, &hold, None, now)).await;
    assert!(lifted.unwrap());
    test.office.confirm_case(&second, case).await.unwrap();
    test.advance_seconds(DELAY_SECONDS + 1);
    test.run_jobs().await;
    let gone = person.person;
    assert_eq!(test.office.store.read(move |db| accounts::read(db, &gone)).await.unwrap(), None);
    test.advance_hours(1);
}

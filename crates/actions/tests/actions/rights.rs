//! Rights by the person's own hand: what takes effect at once, what is asked and answered, and the way on after
//! a no (Law 27/2022, articles 8 to 11 and 41; clause 7.4).

use amanah_actions::jobs::grant_deletion::DELAY_SECONDS;
use amanah_actions::letters::{CaseNews, LetterKind};
use amanah_actions::removal::certificate::Certificate;
use amanah_actions::staff::decide_case::{Decided, Decision};
use amanah_actions::{ActionError, Done, Session};
use amanah_domain::cases::{CaseKind, CaseState, NoticeKind};
use amanah_domain::rights::RefusalGround;
use amanah_domain::states::{EligibilityState, EntryState, NoticeState};
use amanah_domain::{CaseId, Category, CategorySet, PersonId, PurposeId, RemovalId, Role};
use amanah_store::accounts::{self, Account};
use amanah_store::cases::{self, CaseRow};
use amanah_store::notices;
use amanah_testkit::TestOffice;

use crate::batches::open_with;
use crate::on_both;
use crate::people::{administrator, eligible, refused, state_key};
use crate::removal_helpers::{give_place, rows_of};
use crate::staff_helpers::staff;

on_both! {
    a_restriction_is_asked_granted_and_lifted_by_its_person
    an_objection_stops_machines_at_once_and_a_human_answers
    an_objection_that_is_refused_on_a_ground_ends
    a_deletion_is_assessed_by_two_and_done_with_a_certificate
    what_must_stay_is_said_before_and_is_not_granted
    a_refusal_is_appealed_once_to_somebody_else
    a_draw_is_contested_and_answered_in_writing
    nobody_reaches_into_the_cases_of_another
    what_is_taken_back_is_over
}

pub(crate) async fn account(test: &TestOffice, person: PersonId) -> Account {
    test.office.store.read(move |db| accounts::read(db, &person)).await.unwrap().unwrap()
}

pub(crate) async fn case_row(test: &TestOffice, case: CaseId) -> CaseRow {
    test.office.store.read(move |db| cases::read(db, &case)).await.unwrap().unwrap()
}

pub(crate) fn said(granted: bool) -> Decision {
    Decision { granted, reason: "We looked at everything that you wrote.".to_owned() }
}

/// Decides a case of the DPO: no needs a ground.
pub(crate) async fn decide(test: &TestOffice, by: &Session, case: CaseId, granted: bool) -> Done<Decided> {
    let ground = (!granted).then_some(RefusalGround::PublicInterest);
    test.office.decide_case_on(by, case, said(granted), ground).await
}

async fn a_restriction_is_asked_granted_and_lifted_by_its_person(test: &mut TestOffice) {
    let person = eligible(1).remove(0);
    let session = test.enrol(&person).await;
    test.run_jobs().await;
    let case = test.office.ask_restriction(&session, "").await.unwrap();
    let again = test.office.ask_restriction(&session, "Please, it is urgent").await.unwrap();
    assert_eq!(case, again, "asked twice, it is one case");
    let row = case_row(test, case).await;
    assert_eq!(
        (row.kind, row.state, row.clock.due_at()),
        (CaseKind::Restriction, CaseState::Open, Some(test.office.now().plus_hours(72)))
    );
    assert!(!account(test, session.person).await.restricted, "nothing is restricted before somebody decided");

    let dpo = staff(test, &[Role::Dpo]).await;
    assert_eq!(decide(test, &dpo, case, true).await.unwrap(), Decided::Done);
    assert!(account(test, session.person).await.restricted);
    let LetterKind::Case(letter) = test.newest_letter(person.email.as_str()).await else { panic!("no news") };
    assert!(
        matches!(letter.news, CaseNews::Decided { granted: true, .. }),
        "article 41: and say that it is done"
    );
    // Whoever received data is told, and acknowledges.
    let told = test
        .office
        .store
        .read(move |db| notices::of(db, &RemovalId::from_bytes(*case.as_bytes())))
        .await
        .unwrap();
    assert!(!told.is_empty() && told.iter().all(|notice| notice.kind == NoticeKind::Restriction), "{told:?}");
    let state = |class| told.iter().find(|notice| notice.recipient == class).map(|notice| notice.state);
    assert_eq!(state(amanah_domain::RecipientClass::Government), Some(NoticeState::Acknowledged));

    // Restricted: no machine decides about them; they still see and ask.
    assert_eq!(test.office.assess_person(session.person).await.unwrap(), EligibilityState::Open);
    assert_eq!(state_key(test.office.ask_restriction(&session, "").await), "restricted-already");
    assert!(test.office.view_rights(&session).await.unwrap().restricted);
    test.office.lift_restriction(&session).await.unwrap();
    assert!(!account(test, session.person).await.restricted);
    assert_eq!(state_key(test.office.lift_restriction(&session).await), "restricted-not");
    assert_eq!(case_row(test, case).await.state, CaseState::Withdrawn, "no case holds it any more");
    test.run_jobs().await;
    assert_eq!(account(test, session.person).await.eligibility, EligibilityState::Eligible);
}

async fn an_objection_stops_machines_at_once_and_a_human_answers(test: &mut TestOffice) {
    let person = eligible(1).remove(0);
    let session = test.enrol(&person).await;
    test.run_jobs().await;
    assert_eq!(account(test, session.person).await.eligibility, EligibilityState::Eligible);
    let purposes: Vec<_> = test.office.objectable().iter().map(|one| (one.purpose, one.stops_all)).collect();
    assert_eq!(purposes, [(PurposeId::Benefits, false), (PurposeId::DueDiligence, false)]);
    for none in [PurposeId::Enrolment, PurposeId::Research] {
        assert!(matches!(test.office.object(&session, none, "").await, Err(ActionError::NotFound)));
    }

    let case = test.office.object(&session, PurposeId::DueDiligence, "No machine, please").await.unwrap();
    let case = case.unwrap();
    assert!(account(test, session.person).await.objections.contains(PurposeId::DueDiligence), "at once");
    test.run_jobs().await;
    assert_eq!(account(test, session.person).await.eligibility, EligibilityState::Review);
    assert_eq!(case_row(test, case).await.kind, CaseKind::Eligibility);
    assert_eq!(test.office.list_own_cases(&session).await.unwrap().len(), 1, "the house opens no second one");
    let reviewer = staff(test, &[Role::Reviewer]).await;
    test.office.decide_case(&reviewer, case, said(true)).await.unwrap();
    test.run_jobs().await;
    assert_eq!(account(test, session.person).await.eligibility, EligibilityState::Eligible);

    test.office.end_objection(&session, PurposeId::DueDiligence).await.unwrap();
    test.run_jobs().await;
    let after = account(test, session.person).await;
    assert!(after.objections.is_empty() && after.eligibility == EligibilityState::Eligible);
    let none = test.office.end_objection(&session, PurposeId::DueDiligence).await;
    assert_eq!(state_key(none), "objected-not");
}

async fn an_objection_that_is_refused_on_a_ground_ends(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let (batch, people) = open_with(test, &admin, 1, 2).await;
    for (_, session) in &people {
        test.office.join_batch(session, batch).await.unwrap();
    }
    let (first, second) = (&people[0].1, &people[1].1);
    let case = test.office.object(first, PurposeId::Benefits, "").await.unwrap().unwrap();
    assert_eq!(case_row(test, case).await.purpose, Some(PurposeId::Benefits));
    let other = test.office.object(second, PurposeId::Benefits, "").await.unwrap().unwrap();
    let dpo = staff(test, &[Role::Dpo]).await;
    let groundless = test.office.decide_case_on(&dpo, other, said(false), None).await;
    assert_eq!(refused(groundless), [("ground", "case-ground")], "a no names its ground");
    decide(test, &dpo, other, false).await.unwrap();
    assert!(account(test, first.person).await.objections.contains(PurposeId::Benefits));
    assert!(account(test, second.person).await.objections.is_empty(), "what was refused no longer holds");
    test.run_jobs().await;
    test.office.close_batch(&admin, batch).await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    let mine = async |session: &Session| test.office.view_batch(session, batch).await.unwrap().mine;
    assert_eq!(mine(first).await, Some(EntryState::NotEntered), "no machine enters who objects to it");
    assert_eq!(mine(second).await, Some(EntryState::Entered));
    test.may_leave_work();
}

/// Two data protection officers decide.
async fn two_decide(test: &TestOffice, case: CaseId, granted: bool) -> (Session, Session) {
    let (first, second) = (staff(test, &[Role::Dpo]).await, staff(test, &[Role::Dpo]).await);
    assert_eq!(decide(test, &first, case, granted).await.unwrap(), Decided::Proposed);
    assert_eq!(state_key(test.office.confirm_case(&first, case).await), "case-own-proposal");
    test.office.confirm_case(&second, case).await.unwrap();
    (first, second)
}

async fn a_deletion_is_assessed_by_two_and_done_with_a_certificate(test: &mut TestOffice) {
    let person = eligible(1).remove(0);
    let session = test.enrol(&person).await;
    test.run_jobs().await;
    let parts = CategorySet::of(&[Category::Livelihood]);
    let plan = test.office.plan_deletion(&session, Some(parts)).await.unwrap();
    assert!(!plan.goes.is_empty() && plan.stays.is_empty() && plan.blocked.is_none());
    let none = test.office.ask_deletion(&session, Some(CategorySet::of(&[Category::Account])), "").await;
    assert_eq!(state_key(none), "removal-nothing", "nothing of it is held");
    let case = test.office.ask_deletion(&session, Some(parts), "I do not need this here").await.unwrap();
    two_decide(test, case, true).await;
    test.run_jobs().await;
    assert!(rows_of(test, session.person).await.contains(&Category::Livelihood), "the answer leaves first");
    test.advance_seconds(DELAY_SECONDS + 1);
    test.run_jobs().await;
    assert!(!rows_of(test, session.person).await.contains(&Category::Livelihood));
    let LetterKind::Removed { code, .. } = test.newest_letter(person.email.as_str()).await else {
        panic!("the certificate's code is told");
    };
    let certificate: Certificate = test.office.view_certificate(&code).await.unwrap();
    assert_eq!(certificate.asked_by, Role::Dpo);

    // Everything: the account goes with it, and the last letter says so.
    let case = test.office.ask_deletion(&session, None, "").await.unwrap();
    two_decide(test, case, true).await;
    test.run_jobs().await;
    test.advance_seconds(DELAY_SECONDS + 1);
    test.run_jobs().await;
    let gone = session.person;
    assert_eq!(test.office.store.read(move |db| accounts::read(db, &gone)).await.unwrap(), None);
    let last = test.newest_letter(person.email.as_str()).await;
    assert!(matches!(last, LetterKind::Removed { .. }));
    test.advance_hours(1);
}

async fn what_must_stay_is_said_before_and_is_not_granted(test: &mut TestOffice) {
    let session = test.enrol(&eligible(1).remove(0)).await;
    test.run_jobs().await;
    give_place(test, session.person).await;
    let parts = CategorySet::of(&[Category::Identity, Category::Numbers]);
    let plan = test.office.plan_deletion(&session, Some(parts)).await.unwrap();
    assert!(plan.goes.is_empty());
    let grounds: Vec<_> =
        plan.stays.iter().map(|line| (line.article.as_str(), line.clause.as_str())).collect();
    assert_eq!(grounds, [("15(1)c", "5.6"), ("15(1)c", "5.6")], "with article and clause");
    // It can be asked for all the same: whether it must stay is the question.
    let case = test.office.ask_deletion(&session, Some(parts), "").await.unwrap();
    let (first, second) = (staff(test, &[Role::Dpo]).await, staff(test, &[Role::Dpo]).await);
    decide(test, &first, case, true).await.unwrap();
    assert_eq!(state_key(test.office.confirm_case(&second, case).await), "removal-all-kept");
    test.office.send_case_back(&second, case, "The policy keeps it, see 5.6").await.unwrap();
    decide(test, &first, case, false).await.unwrap();
    test.office.confirm_case(&second, case).await.unwrap();
    let row = case_row(test, case).await;
    assert_eq!((row.state, row.ground), (CaseState::Refused, Some(RefusalGround::PublicInterest)));
}

async fn a_refusal_is_appealed_once_to_somebody_else(test: &mut TestOffice) {
    let session = test.register("Ujang Banding", "banding@contoh.example").await;
    let case = test.office.ask_restriction(&session, "Stop, please").await.unwrap();
    let first = staff(test, &[Role::Dpo]).await;
    let early = test.office.appeal(&session, case, "I disagree").await;
    assert_eq!(state_key(early), "no-appeal", "nothing is decided yet");
    decide(test, &first, case, false).await.unwrap();
    assert!(test.office.case_steps(&session, case).await.unwrap().appeal);
    assert_eq!(refused(test.office.appeal(&session, case, " ").await), [("statement", "text-empty")]);

    let appeal = test.office.appeal(&session, case, "Nobody asked me why").await.unwrap();
    assert_ne!(appeal, case);
    assert_eq!(case_row(test, appeal).await.appeal_of, Some(case));
    let steps = test.office.case_steps(&session, case).await.unwrap();
    assert_eq!((steps.appeal, steps.appealed), (false, Some(appeal)));
    assert_eq!(state_key(test.office.appeal(&session, case, "Once more").await), "no-appeal");
    assert_eq!(state_key(decide(test, &first, appeal, false).await), "case-appeal-first");
    let second = staff(test, &[Role::Dpo]).await;
    decide(test, &second, appeal, true).await.unwrap();
    assert!(account(test, session.person).await.restricted);
    assert!(!test.office.case_steps(&session, appeal).await.unwrap().appeal);
}

async fn a_draw_is_contested_and_answered_in_writing(test: &mut TestOffice) {
    let admin = administrator(test).await;
    let (batch, people) = open_with(test, &admin, 1, 2).await;
    let (joined, away) = (&people[0].1, &people[1].1);
    test.office.join_batch(joined, batch).await.unwrap();
    let early = test.office.contest_draw(joined, batch, "Why?").await;
    assert_eq!(state_key(early), "contest-too-early");
    test.office.close_batch(&admin, batch).await.unwrap();
    test.advance_seconds(11);
    test.run_jobs().await;
    let stranger = test.office.contest_draw(away, batch, "Why not me?").await;
    assert!(matches!(stranger, Err(ActionError::NotFound)), "who was not in it has no result");
    assert_eq!(refused(test.office.contest_draw(joined, batch, "").await), [("statement", "text-empty")]);
    let case = test.office.contest_draw(joined, batch, "I want to know why").await.unwrap();
    let row = case_row(test, case).await;
    assert_eq!((row.kind, row.subject), (CaseKind::DrawReview, batch.to_string()));
    let before = test.office.view_batch(joined, batch).await.unwrap();
    let reviewer = staff(test, &[Role::Reviewer]).await;
    test.office.decide_case(&reviewer, case, said(true)).await.unwrap();
    let LetterKind::Case(letter) = test.newest_letter(people[0].0.email.as_str()).await else { panic!() };
    assert!(matches!(letter.news, CaseNews::Decided { granted: true, .. }));
    assert_eq!(test.office.view_batch(joined, batch).await.unwrap(), before, "nothing is drawn again");
    test.may_leave_work();
}

async fn nobody_reaches_into_the_cases_of_another(test: &mut TestOffice) {
    let mine = test.register("Pemilik Kasus", "pemilik@contoh.example").await;
    let other = test.register("Orang Lain", "lain@contoh.example").await;
    let case = test.office.ask_restriction(&mine, "Mine").await.unwrap();
    let office = &test.office;
    assert!(matches!(office.case_steps(&other, case).await, Err(ActionError::NotFound)));
    assert!(matches!(office.view_own_case(&other, case).await.map(drop), Err(ActionError::NotFound)));
    assert!(matches!(office.say_in_case(&other, case, "Hello").await, Err(ActionError::NotFound)));
    assert!(matches!(office.take_back_case(&other, case).await, Err(ActionError::NotFound)));
    assert!(matches!(office.appeal(&other, case, "No").await, Err(ActionError::NotFound)));
    assert!(matches!(office.entries_of_case(&other, case).await, Err(ActionError::NotFound)));
    assert_eq!(office.list_own_cases(&other).await.unwrap(), []);
}

async fn what_is_taken_back_is_over(test: &mut TestOffice) {
    let session = test.enrol(&eligible(1).remove(0)).await;
    test.run_jobs().await;
    let case = test.office.object(&session, PurposeId::Benefits, "").await.unwrap().unwrap();
    test.office.take_back_case(&session, case).await.unwrap();
    assert_eq!(case_row(test, case).await.state, CaseState::Withdrawn);
    assert!(account(test, session.person).await.objections.is_empty(), "the objection goes with its case");
    assert_eq!(state_key(test.office.take_back_case(&session, case).await), "case-ended");
    assert_eq!(state_key(test.office.say_in_case(&session, case, "And yet").await), "case-ended");

    // A clock that ran out did something; taken back, it is undone.
    let case = test.office.ask_restriction(&session, "").await.unwrap();
    test.advance_hours(73);
    test.run_jobs().await;
    assert!(account(test, session.person).await.restricted, "nobody was in time");
    let steps = test.office.case_steps(&session, case).await.unwrap();
    assert_eq!((steps.withdraw, steps.on_lapse), (true, "restrict"));
    test.office.take_back_case(&session, case).await.unwrap();
    assert!(!account(test, session.person).await.restricted);
    test.run_jobs().await;
}

//! The rules as people meet them.

use amanah_actions::person::save_livelihood::LivelihoodInput;
use amanah_actions::rules::RuleOutcome;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::{CaseEvent, CaseKind, CaseState};
use amanah_domain::states::EligibilityState;
use amanah_domain::values::AddressInput;
use amanah_domain::{CaseId, PersonId, Role};
use amanah_store::cases;
use amanah_testkit::TestOffice;

use crate::decided;
use crate::identity::account;
use crate::on_both;
use crate::people::{eligible, refused, state_key};
use crate::staff_helpers::{REVIEWER, staff};

async fn works(test: &TestOffice, session: &Session, occupation: &str) {
    let input = LivelihoodInput {
        occupation: occupation.to_owned(),
        education: "senior-high".to_owned(),
        enrolled: "no".to_owned(),
    };
    test.office.save_livelihood(session, &input).await.unwrap();
    test.run_jobs().await;
}

async fn outcome(test: &TestOffice, session: &Session, rule: &str) -> RuleOutcome {
    let view = test.office.view_eligibility(session).await.unwrap();
    view.rules.iter().find(|r| r.id == rule).unwrap().outcome
}

async fn state(test: &TestOffice, session: &Session) -> EligibilityState {
    account(test, session.person).await.eligibility
}

async fn cases_of(test: &TestOffice, person: PersonId) -> Vec<(CaseId, CaseKind, String, CaseState)> {
    let all = test.office.store.read(move |db| cases::of_person(db, &person)).await.unwrap();
    all.into_iter().map(|c| (c.case, c.kind, c.subject, c.state)).collect()
}

async fn each_change_is_assessed_and_the_page_says_why(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    let session = test.register(person.name.as_str(), person.email.as_str()).await;
    assert!(matches!(outcome(test, &session, "age").await, RuleOutcome::Missing(_)));
    assert_eq!(state(test, &session).await, EligibilityState::Open);
    test.registry.add(person);
    test.office.save_identity(&session, &test.identity_of(person)).await.unwrap();
    test.run_jobs().await;
    assert_eq!(outcome(test, &session, "age").await, RuleOutcome::Met);
    assert_eq!(state(test, &session).await, EligibilityState::Open, "occupation and education are missing");
    works(test, &session, "employee").await;
    assert_eq!(state(test, &session).await, EligibilityState::Eligible);
    works(test, &session, "civil-servant").await;
    assert_eq!(outcome(test, &session, "occupation").await, RuleOutcome::NotMet);
    assert_eq!(state(test, &session).await, EligibilityState::NotEligible);
    let view = test.office.view_eligibility(&session).await.unwrap();
    assert!(view.may_ask());
    let rule = view.rules.iter().find(|r| r.id == "occupation").unwrap();
    assert_eq!(rule.why, [("occupation", "civil-servant".to_owned())]);
    drop(view);
    test.office.clear_livelihood(&session).await.unwrap();
    test.run_jobs().await;
    assert_eq!(state(test, &session).await, EligibilityState::Open);
    let wrong =
        LivelihoodInput { occupation: "king".into(), education: String::new(), enrolled: "maybe".into() };
    assert_eq!(
        refused(test.office.save_livelihood(&session, &wrong).await),
        [("occupation", "occupation-unknown"), ("education", "education-level"), ("enrolled", "choose")]
    );
}

async fn the_third_of_a_family_card_is_not_eligible_until_somebody_leaves(test: &mut TestOffice) {
    let mut people = eligible(3);
    let kk = people[0].kk.clone();
    people.iter_mut().for_each(|p| p.kk = kk.clone());
    let mut sessions = Vec::new();
    for person in &people {
        test.advance_seconds(1);
        sessions.push(test.enrol(person).await);
        test.run_jobs().await;
    }
    assert_eq!(outcome(test, &sessions[0], "household").await, RuleOutcome::Met);
    assert_eq!(outcome(test, &sessions[1], "household").await, RuleOutcome::Met);
    assert_eq!(outcome(test, &sessions[2], "household").await, RuleOutcome::NotMet);
    assert_eq!(state(test, &sessions[2]).await, EligibilityState::NotEligible);
    // The first gets a family card of their own.
    people[0].kk = eligible(4)[3].kk.clone();
    test.office.save_identity(&sessions[0], &test.identity_of(&people[0])).await.unwrap();
    test.run_jobs().await;
    assert_eq!(state(test, &sessions[2]).await, EligibilityState::Eligible);
}

async fn what_only_a_human_decides_is_decided_by_one(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    let session = test.enrol(person).await;
    works(test, &session, "other").await;
    assert_eq!(state(test, &session).await, EligibilityState::Review);
    let open = cases_of(test, session.person).await;
    assert_eq!((open.len(), open[0].1, open[0].2.as_str()), (1, CaseKind::Eligibility, "occupation"));
    // The person adds a statement to the case that the house opened.
    test.secret("Saya penenun di rumah");
    test.office.ask_review(&session, Some("occupation"), "Saya penenun di rumah").await.unwrap();
    assert_eq!(cases_of(test, session.person).await.len(), 1);
    // It is an event of that case, for the person and for whoever decides.
    let words = "Saya penenun di rumah";
    let own = test.office.view_own_case(&session, open[0].0).await.unwrap();
    let said = own.lines.iter().find(|line| line.event == CaseEvent::Said).unwrap();
    assert_eq!(own.said(said).unwrap().unwrap().expose().as_str(), words);
    drop(own);
    let reviewer = staff(test, &[Role::Reviewer]).await;
    let file = test.office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, open[0].0).await.unwrap();
    let said = file.events.iter().find(|event| event.kind == CaseEvent::Said).unwrap();
    assert_eq!(file.said_in(said).unwrap().unwrap().expose().as_str(), words);
    drop(file);
    decide(test, open[0].0, session.person, CaseState::Granted).await;
    assert_eq!(state(test, &session).await, EligibilityState::Eligible);
    assert_eq!(outcome(test, &session, "occupation").await, RuleOutcome::Met);
    // A human decided on what lay before them: another value is another question.
    test.advance_seconds(60);
    works(test, &session, "other").await;
    assert_eq!(state(test, &session).await, EligibilityState::Review);
    assert_eq!(cases_of(test, session.person).await.len(), 2);
}

async fn what_a_person_contests_is_looked_at(test: &mut TestOffice) {
    let person = &eligible(1)[0];
    let session = test.enrol(person).await;
    works(test, &session, "village-official").await;
    assert_eq!(refused(test.office.ask_review(&session, None, "  ").await), [("statement", "text-empty")]);
    assert!(matches!(
        test.office.ask_review(&session, Some("nothing"), "Sudah berhenti").await,
        Err(ActionError::NotFound)
    ));
    assert_eq!(
        state_key(test.office.ask_review(&session, Some("age"), "Sudah berhenti").await),
        "review-not-needed"
    );
    test.office.ask_review(&session, None, "Saya sudah berhenti").await.unwrap();
    let open = cases_of(test, session.person).await;
    assert_eq!((open.len(), open[0].2.as_str()), (1, "occupation"));
    decide(test, open[0].0, session.person, CaseState::Refused).await;
    assert_eq!(state(test, &session).await, EligibilityState::NotEligible);
}

/// The staff's own way has stories of its own; here its outcome is enough.
async fn decide(test: &TestOffice, case: CaseId, person: PersonId, state: CaseState) {
    let now = test.office.now();
    test.office.store.write(move |db| decided::decide(db, &case, state, person, now)).await.unwrap();
    test.office.assess_person(person).await.unwrap();
}

async fn address_and_account_are_optional_and_checked(test: &mut TestOffice) {
    let session = test.register("Siti Aminah", "siti@surat.example").await;
    let street = "Jalan Melati Rahasia 7";
    test.secret(street);
    let address =
        AddressInput { street, rt: "3", rw: "", village: "Ciracas", district: "31.75.09", postcode: "13740" };
    test.office.save_address(&session, &address).await.unwrap();
    assert_eq!(account(test, session.person).await.province, 31);
    let nowhere = AddressInput { district: "31.99.99", ..address };
    assert_eq!(
        refused(test.office.save_address(&session, &nowhere).await),
        [("district", "address-district")]
    );
    let code = AddressInput { postcode: "1", ..address };
    assert_eq!(refused(test.office.save_address(&session, &code).await), [("postcode", "address-postcode")]);
    test.office.clear_address(&session).await.unwrap();
    assert_eq!(account(test, session.person).await.province, 0);

    test.secret("6281234567000");
    test.office.save_payout(&session, "gopay", "081234567000").await.unwrap();
    assert_eq!(
        refused(test.office.save_payout(&session, "bank", "1").await),
        [("provider", "account-provider")]
    );
    assert_eq!(refused(test.office.save_payout(&session, "014", "12").await), [("number", "account-digits")]);
    test.office.clear_payout(&session).await.unwrap();
    let person = session.person;
    let tags = test.office.store.read(move |db| amanah_store::tags::of_person(db, &person)).await.unwrap();
    assert!(tags.iter().all(|t| t.index_id != amanah_vault::IndexId::Account.code()));
}

on_both! {
    each_change_is_assessed_and_the_page_says_why
    the_third_of_a_family_card_is_not_eligible_until_somebody_leaves
    what_only_a_human_decides_is_decided_by_one
    what_a_person_contests_is_looked_at
    address_and_account_are_optional_and_checked
}

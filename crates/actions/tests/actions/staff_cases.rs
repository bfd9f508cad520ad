//! Cases that a human decides (issue 2, ways 2, 3 and 8; clauses 4.1 b and 7.3).

use amanah_actions::person::save_identity::IdentitySaved;
use amanah_actions::person::save_livelihood::LivelihoodInput;
use amanah_actions::staff::decide_case::Decision;
use amanah_actions::staff::declare_relation::RelationInput;
use amanah_actions::staff::open_case::OpenedCase;
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_actions::{ActionError, Session};
use amanah_domain::cases::CaseState;
use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::values::PersonName;
use amanah_domain::{CaseId, FieldId, Outcome, Role};

use amanah_testkit::TestOffice;

use crate::on_both;
use crate::staff_helpers::{KK, NIK, REVIEWER, first_case, give_nik, identity, refusal, staff, trail, wrong};

/// Everything given, and one rule that only a human may decide.
async fn with_other_occupation(office: &TestOffice, session: &Session) {
    give_nik(office, session, "Sari Dewi").await;
    let work = LivelihoodInput {
        occupation: "other".to_owned(),
        education: "senior-high".to_owned(),
        enrolled: "no".to_owned(),
    };
    office.office.save_livelihood(session, &work).await.unwrap();
    office.office.run_jobs_once().await.unwrap();
}

fn decision(granted: bool) -> Decision {
    Decision { granted, reason: "The work named is allowed".to_owned() }
}

async fn state(office: &TestOffice, session: &Session) -> (IdentityState, EligibilityState) {
    let person = session.person;
    let account =
        office.office.store.read(move |db| amanah_store::accounts::read(db, &person)).await.unwrap().unwrap();
    (account.identity, account.eligibility)
}

async fn a_granted_rule_makes_eligible(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    with_other_occupation(office, &sari).await;
    assert_eq!(state(office, &sari).await.1, EligibilityState::Review);
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let case = first_case(office, &reviewer).await;
    let file = office.office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, case).await.unwrap();
    let OpenedCase::Review(looked) = &file.opened else { panic!("another purpose") };
    assert_eq!(looked.open::<PersonName>().unwrap().unwrap().expose().as_str(), "Sari Dewi");
    assert!(file.fields.contains(FieldId::Occupation) && !file.fields.contains(FieldId::Nik));
    assert!(file.line.due_at == Some(file.line.opened_at.plus_hours(72)), "three times 24 hours");
    office.office.decide_case(&reviewer, case, decision(true)).await.unwrap();
    office.office.run_jobs_once().await.unwrap();
    assert_eq!(state(office, &sari).await.1, EligibilityState::Eligible);
    let file = office.office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, case).await.unwrap();
    assert_eq!(file.line.state, CaseState::Granted);
    assert_eq!(file.answer().unwrap().unwrap().expose().as_str(), "The work named is allowed");
    let note = format!("case {}", case.to_hex());
    assert!(
        trail(office, &sari).await.iter().any(|l| l.entry.note == note && l.entry.role == Role::Reviewer)
    );
}

async fn a_refused_rule_does_not(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    with_other_occupation(office, &sari).await;
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let case = first_case(office, &reviewer).await;
    assert_eq!(
        wrong(
            office
                .office
                .decide_case(&reviewer, case, Decision { granted: false, reason: " ".to_owned() })
                .await
        ),
        ("reason", "case-reason")
    );
    office.office.decide_case(&reviewer, case, decision(false)).await.unwrap();
    office.office.run_jobs_once().await.unwrap();
    assert_eq!(state(office, &sari).await.1, EligibilityState::NotEligible);
}

async fn of_two_who_decide_at_once_one_is_told(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    with_other_occupation(office, &sari).await;
    let first = staff(office, &[Role::Reviewer]).await;
    let second = staff(office, &[Role::Reviewer]).await;
    let case = first_case(office, &first).await;
    let (one, two) = tokio::join!(
        office.office.decide_case(&first, case, decision(true)),
        office.office.decide_case(&second, case, decision(false)),
    );
    let conflicts = [&one, &two].iter().filter(|done| matches!(done, Err(ActionError::Conflict))).count();
    assert_eq!((one.is_ok() || two.is_ok(), conflicts), (true, 1), "{one:?} {two:?}");
    let late = office.office.decide_case(&second, case, decision(false)).await;
    assert!(matches!(late, Err(ActionError::Conflict)));
}

async fn a_relations_case_is_somebody_elses(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    with_other_occupation(office, &sari).await;
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let relation = RelationInput {
        key: "email".to_owned(),
        value: "sari@surat.example".to_owned(),
        relation: "Neighbour".to_owned(),
    };
    office.office.declare_relation(&reviewer, relation).await.unwrap();
    let case = first_case(office, &reviewer).await;
    let file = office.office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, case).await.unwrap();
    assert!(matches!(file.opened, OpenedCase::Related));
    assert!(file.statement().unwrap().is_none());
    assert_eq!(refusal(office.office.decide_case(&reviewer, case, decision(true)).await), "related-case");
    let refused = trail(office, &sari).await;
    assert!(
        refused.iter().filter(|l| l.entry.outcome == Outcome::Refused).count() >= 2,
        "each try on record"
    );
    assert_eq!(state(office, &sari).await.1, EligibilityState::Review);
}

async fn without_the_purpose_in_force_nothing_opens(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    with_other_occupation(office, &sari).await;
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let case = first_case(office, &reviewer).await;
    let before = trail(office, &sari).await.len();
    let file = office
        .office
        .open_case(&reviewer, Role::Reviewer, StaffPurpose::InvestigateFraud, case)
        .await
        .unwrap();
    assert!(matches!(file.opened, OpenedCase::NotForThis));
    assert_eq!(trail(office, &sari).await.len(), before, "nothing was asked for");
    let unknown = CaseId::from_bytes([9; 16]);
    let none = office.office.open_case(&reviewer, REVIEWER.0, REVIEWER.1, unknown).await;
    assert!(matches!(none, Err(ActionError::NotFound)));
    let agent = staff(office, &[Role::ContactAgent]).await;
    let theirs = office.office.decide_case(&agent, case, decision(true)).await;
    assert!(matches!(theirs, Err(ActionError::SignInNeeded)));
}

async fn a_contested_nik_goes_to_whom_a_human_believes(office: &TestOffice) {
    let first = office.register("Sari Dewi", "sari@surat.example").await;
    give_nik(office, &first, "Sari Dewi").await;
    office.office.run_jobs_once().await.unwrap();
    assert_eq!(state(office, &first).await.0, IdentityState::Verified);
    let second = office.register("Sari Dewi Asli", "asli@surat.example").await;
    let saved = office.office.save_identity(&second, &identity(NIK, ("12", "3", "1998"))).await.unwrap();
    assert!(matches!(saved, IdentitySaved::Contested));
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let case = first_case(office, &reviewer).await;
    office.registry.put(NIK, KK, "Sari Dewi Asli", "1998-03-12");
    office.office.decide_case(&reviewer, case, decision(true)).await.unwrap();
    assert_eq!(state(office, &second).await.0, IdentityState::Claimed, "believed, and asked about again");
    assert_eq!(state(office, &first).await.0, IdentityState::Contested);
    office.office.run_jobs_once().await.unwrap();
    assert_eq!(state(office, &second).await.0, IdentityState::Verified);
    assert_eq!(state(office, &first).await.0, IdentityState::Contested);
}

async fn a_refused_claim_is_a_mismatch(office: &TestOffice) {
    let first = office.register("Sari Dewi", "sari@surat.example").await;
    give_nik(office, &first, "Sari Dewi").await;
    let second = office.register("Orang Lain", "lain@surat.example").await;
    office.office.save_identity(&second, &identity(NIK, ("12", "3", "1998"))).await.unwrap();
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let case = first_case(office, &reviewer).await;
    office.office.decide_case(&reviewer, case, decision(false)).await.unwrap();
    office.office.run_jobs_once().await.unwrap();
    assert_eq!(state(office, &second).await.0, IdentityState::Mismatch);
    assert_eq!(state(office, &first).await.0, IdentityState::Verified);
}

on_both! {
    a_granted_rule_makes_eligible
    a_refused_rule_does_not
    of_two_who_decide_at_once_one_is_told
    a_relations_case_is_somebody_elses
    without_the_purpose_in_force_nothing_opens
    a_contested_nik_goes_to_whom_a_human_believes
    a_refused_claim_is_a_mismatch
}

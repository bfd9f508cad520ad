//! Looking somebody up (issue 2, way 8; clause 4.1 i and l): exact, with a reason, on record.

use amanah_actions::ActionError;
use amanah_actions::person::view_trail::TrailFilter;
use amanah_actions::staff::declare_relation::RelationInput;
use amanah_actions::staff::look_up::{Found, LookUpInput};
use amanah_actions::staff::open_person::OpenedPerson;
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_domain::values::{Email, PersonName, Statement};
use amanah_domain::{FieldId, FieldSet, Outcome, PurposeId, Role};

use amanah_testkit::TestOffice;

use crate::on_both;
use crate::staff_helpers::{AGENT, NIK, REVIEWER, give_nik, look_up, refusal, staff, trail, wrong};

async fn a_match_opens_what_the_purpose_shows_and_stands_in_the_trail(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    give_nik(office, &sari, "Sari Dewi").await;
    let agent = staff(office, &[Role::ContactAgent]).await;
    let Ok(Found::Person(page)) = look_up(office, &agent, AGENT, ("email", "SARI@surat.example")).await
    else {
        panic!("not found");
    };
    let OpenedPerson::Question(looked) = &page.opened else { panic!("another purpose") };
    assert_eq!(looked.open::<PersonName>().unwrap().unwrap().expose().as_str(), "Sari Dewi");
    assert_eq!(looked.open::<Email>().unwrap().unwrap().expose().as_str(), "sari@surat.example");
    assert!(!page.fields.contains(FieldId::Nik), "a contact agent sees no NIK");
    let line = trail(office, &sari).await.remove(0);
    assert_eq!((line.entry.role, line.entry.purpose), (Role::ContactAgent, PurposeId::Questions));
    assert_eq!(line.entry.fields, FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]));
    let detail = office.office.view_trail_entry(&sari, line.at).await.unwrap();
    let reason = detail.looked.open_alone::<Statement>(detail.reason.as_ref().unwrap()).unwrap().unwrap();
    assert_eq!(reason.expose().as_str(), "Asks why nothing happened");
}

async fn a_reviewer_finds_by_nik(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    give_nik(office, &sari, "Sari Dewi").await;
    let reviewer = staff(office, &[Role::Reviewer]).await;
    let found = look_up(office, &reviewer, REVIEWER, ("nik", "3174 0152 0398 0001")).await;
    let Ok(Found::Person(page)) = found else { panic!("not found") };
    assert!(matches!(page.opened, OpenedPerson::Review(_)));
    assert!(page.fields.contains(FieldId::BirthDate) && !page.fields.contains(FieldId::Phone));
}

async fn nobody_is_on_record_with_the_reason(office: &TestOffice) {
    let agent = staff(office, &[Role::ContactAgent]).await;
    let dpo = staff(office, &[Role::Dpo]).await;
    let found = look_up(office, &agent, AGENT, ("email", "nobody@surat.example")).await;
    assert!(matches!(found, Ok(Found::Nobody)));
    let lines = office.office.oversee_trail(&dpo, Role::Dpo, None).await.unwrap();
    let line = lines.iter().find(|line| line.entry.outcome == Outcome::NoMatch).expect("on record");
    assert_eq!(line.entry.fields, FieldSet::of(&[FieldId::Email]));
    let reason = office.office.oversee_reason(&dpo, Role::Dpo, line.at).await.unwrap();
    let opened = reason.open().unwrap().unwrap();
    assert_eq!(opened.expose().as_str(), "Asks why nothing happened");
}

async fn a_key_that_the_purpose_does_not_use_is_refused(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    give_nik(office, &sari, "Sari Dewi").await;
    let agent = staff(office, &[Role::ContactAgent]).await;
    // Known or not, the answer is the same.
    assert_eq!(refusal(look_up(office, &agent, AGENT, ("nik", NIK)).await), "field-not-declared");
    assert_eq!(
        refusal(look_up(office, &agent, AGENT, ("nik", "3174011505900002")).await),
        "field-not-declared"
    );
    let line = trail(office, &sari).await.remove(0);
    assert_eq!((line.entry.outcome, line.entry.role), (Outcome::Refused, Role::ContactAgent));
}

async fn another_roles_purpose_is_not_to_be_had(office: &TestOffice) {
    office.register("Sari Dewi", "sari@surat.example").await;
    let agent = staff(office, &[Role::ContactAgent]).await;
    let by = ("email", "sari@surat.example");
    let as_reviewer = look_up(office, &agent, REVIEWER, by).await;
    assert!(matches!(as_reviewer, Err(ActionError::SignInNeeded)));
    let mixed = (Role::ContactAgent, StaffPurpose::ReviewCase);
    assert!(matches!(look_up(office, &agent, mixed, by).await, Err(ActionError::NotFound)));
    let mixed = (Role::ContactAgent, StaffPurpose::RunStaff);
    assert!(matches!(look_up(office, &agent, mixed, by).await, Err(ActionError::NotFound)));
}

async fn ones_own_account_and_relations_stay_closed(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    let agent = staff(office, &[Role::ContactAgent]).await;
    let relation = |value: &str| RelationInput {
        key: "email".to_owned(),
        value: value.to_owned(),
        relation: "Sister in law".to_owned(),
    };
    office.office.declare_relation(&agent, relation("sari@surat.example")).await.unwrap();
    office.office.declare_relation(&agent, relation("sari@surat.example")).await.unwrap();
    let related = look_up(office, &agent, AGENT, ("email", "sari@surat.example")).await;
    assert_eq!(refusal(related), "related-case");
    let line = trail(office, &sari).await.remove(0);
    assert_eq!((line.entry.outcome, line.entry.role), (Outcome::Refused, Role::ContactAgent));
    // The declaration itself stands in her trail, and not whose it was.
    let declared = trail(office, &sari).await;
    assert!(declared.iter().any(|l| l.entry.role == Role::System && l.entry.note.contains("relation")));
    let own = office.office.list_relations(&agent).await.unwrap();
    let own = own.each().unwrap();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].1.expose().as_str(), "Sister in law");
    let nobody = office.office.declare_relation(&agent, relation("nobody@surat.example")).await;
    assert!(matches!(nobody, Err(ActionError::State("relation-nobody"))));
}

async fn a_reason_is_needed_and_short(office: &TestOffice) {
    let agent = staff(office, &[Role::ContactAgent]).await;
    let input = |reason: String| LookUpInput {
        key: "email".to_owned(),
        value: "sari@surat.example".to_owned(),
        reason,
    };
    let look = |reason: String| office.office.look_up(&agent, AGENT.0, AGENT.1, input(reason));
    assert_eq!(wrong(look(String::new()).await), ("reason", "look-reason"));
    assert_eq!(wrong(look("x".repeat(301)).await), ("reason", "text-too-long"));
    assert_eq!(wrong(look("a\u{202e}b".to_owned()).await), ("reason", "text-control"));
    let lines = office.office.view_trail(&agent, TrailFilter::default()).await.unwrap().lines;
    assert!(lines.iter().all(|l| l.entry.purpose != PurposeId::Questions), "nothing happened");
}

async fn look_ups_are_limited(office: &TestOffice) {
    let agent = staff(office, &[Role::ContactAgent]).await;
    for _ in 0..60 {
        let found = look_up(office, &agent, AGENT, ("email", "nobody@surat.example")).await;
        assert!(matches!(found, Ok(Found::Nobody)));
    }
    let found = look_up(office, &agent, AGENT, ("email", "nobody@surat.example")).await;
    assert!(matches!(found, Err(ActionError::Limit { name: "lookups_per_staff_max", .. })));
    office.advance_hours(1);
    assert!(look_up(office, &agent, AGENT, ("email", "nobody@surat.example")).await.is_ok());
}

async fn purposes_are_offered_as_the_policy_has_them(office: &TestOffice) {
    staff(office, &[Role::Reviewer]).await;
    let offered = office.office.purposes_of_role(Role::Reviewer);
    let names: Vec<_> = offered.iter().map(|o| (o.purpose.name(), o.clause.as_deref(), o.closed)).collect();
    assert_eq!(names, [("review-case", Some("4.1 b"), None), ("investigate-fraud", Some("4.1 l"), None)]);
    assert!(office.office.purposes_of_role(Role::Researcher).is_empty());
}

on_both! {
    a_match_opens_what_the_purpose_shows_and_stands_in_the_trail
    a_reviewer_finds_by_nik
    nobody_is_on_record_with_the_reason
    a_key_that_the_purpose_does_not_use_is_refused
    another_roles_purpose_is_not_to_be_had
    ones_own_account_and_relations_stay_closed
    a_reason_is_needed_and_short
    look_ups_are_limited
    purposes_are_offered_as_the_policy_has_them
}

//! Oversight of the uses themselves (Law 27/2022, articles 31 and 47).

use amanah_actions::ActionError;
use amanah_actions::staff::look_up::Found;
use amanah_domain::values::PersonName;
use amanah_domain::{PurposeId, Role};

use amanah_testkit::TestOffice;

use crate::on_both;
use crate::staff_helpers::{AGENT, look_up, staff, trail};

async fn the_dpo_reads_who_looked_and_why(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    let agent = staff(office, &[Role::ContactAgent]).await;
    let dpo = staff(office, &[Role::Dpo]).await;
    let found = look_up(office, &agent, AGENT, ("email", "sari@surat.example")).await;
    assert!(matches!(found, Ok(Found::Person(_))));
    let lines = office.office.oversee_trail(&dpo, Role::Dpo, None).await.unwrap();
    let look = lines.iter().find(|l| l.entry.purpose == PurposeId::Questions).expect("on record");
    let reason = office.office.oversee_reason(&dpo, Role::Dpo, look.at).await.unwrap();
    assert_eq!(reason.open().unwrap().unwrap().expose().as_str(), "Asks why nothing happened");
    // Reading the reason is itself in her trail.
    assert_eq!(trail(office, &sari).await[0].entry.purpose, PurposeId::Oversight);
    let staff = office.office.overseen_staff(&dpo, Role::Dpo).await.unwrap();
    let behind = staff.iter().find(|s| s.pseudonym == look.entry.actor).expect("one of the staff");
    let name = behind.looked.as_ref().unwrap().open::<PersonName>().unwrap();
    assert!(name.is_some());
    let own = office.office.oversee_trail(&dpo, Role::Dpo, Some(look.entry.actor)).await.unwrap();
    assert!(own.iter().all(|l| l.entry.actor == look.entry.actor));
    assert!(staff.iter().filter(|s| s.looked.is_none()).count() <= 1, "only whoever reads stays closed");
}

async fn nobody_else_oversees(office: &TestOffice) {
    let agent = staff(office, &[Role::ContactAgent]).await;
    let theirs = office.office.oversee_trail(&agent, Role::ContactAgent, None).await;
    assert!(matches!(theirs, Err(ActionError::NotFound)));
    let pretended = office.office.oversee_trail(&agent, Role::Dpo, None).await;
    assert!(matches!(pretended, Err(ActionError::SignInNeeded)));
}

on_both! {
    the_dpo_reads_who_looked_and_why
    nobody_else_oversees
}

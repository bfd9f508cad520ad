//! The page of numbers and the first page of the console: counts, nobody's data.

use amanah_actions::ActionError;
use amanah_actions::staff::look_up::Found;
use amanah_actions::staff::numbers::Compared;
use amanah_domain::Role;

use amanah_testkit::TestOffice;

use crate::on_both;
use crate::staff_helpers::{AGENT, give_nik, look_up, staff, trail};

async fn numbers_count_and_compare(office: &TestOffice) {
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    office.advance_hours(24);
    let tono = office.register("Tono Hartono", "tono@surat.example").await;
    give_nik(office, &tono, "Tono Hartono").await;
    office.office.run_jobs_once().await.unwrap();
    let agent = staff(office, &[Role::ContactAgent]).await;
    let found = look_up(office, &agent, AGENT, ("email", "sari@surat.example")).await;
    assert!(matches!(found, Ok(Found::Person(_))));
    let before = trail(office, &sari).await.len();
    let numbers = office.office.numbers(&agent).await.unwrap();
    assert_eq!(numbers.registered, Compared { now: 1, before: 1 });
    assert_eq!(numbers.days.len(), 14);
    assert_eq!(numbers.days.iter().map(|d| d.registered.now).sum::<u64>(), 2);
    assert_eq!(numbers.funnel.registered.now, 2);
    assert_eq!((numbers.funnel.gave_nik.now, numbers.funnel.verified.now), (1, 1));
    assert_eq!(numbers.looks.now, 1);
    assert_eq!(numbers.provinces.iter().map(|(_, people)| people.now).sum::<u64>(), 2);
    assert_eq!(trail(office, &sari).await.len(), before, "nobody was looked at");
    let person = office.office.numbers(&sari).await;
    assert!(matches!(person, Err(ActionError::SignInNeeded)));
}

async fn the_desk_says_what_waits(office: &TestOffice) {
    let agent = staff(office, &[Role::ContactAgent]).await;
    let desk = office.office.view_desk(&agent).await.unwrap();
    assert_eq!(desk.waiting.cases, Some((0, None)));
    assert_eq!(desk.waiting.approvals, None);
    let sari = office.register("Sari Dewi", "sari@surat.example").await;
    assert!(matches!(office.office.view_desk(&sari).await, Err(ActionError::SignInNeeded)));
}

on_both! {
    numbers_count_and_compare
    the_desk_says_what_waits
}

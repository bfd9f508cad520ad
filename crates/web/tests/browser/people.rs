//! Synthetic people for the stories, and the batch that they join.

use amanah_actions::Session;
use amanah_actions::staff::plan_batch::BatchInput;
use amanah_domain::Role;
use amanah_domain::values::Occupation;
use amanah_testkit::office::{OPENED_AT, regions};
use amanah_testkit::{Population, SyntheticPerson, TestOffice};

/// People whom every rule of the model lets in, each of a household of their own.
pub(crate) fn eligible(count: usize) -> Vec<SyntheticPerson> {
    let today = OPENED_AT.date_at(7);
    let population = Population::new(23, 2_000, &regions(), today);
    let fits = |person: &SyntheticPerson| {
        (18..=64).contains(&person.birth_date.age_on(today))
            && !person.education.in_formal_education
            && !person.traits.excluded_occupation
            && person.occupation != Occupation::Other
            && person.traits.household == 1
            && person.citizen
            && !person.traits.corrected_birth_date
    };
    let people: Vec<SyntheticPerson> = population.iter().filter(fits).take(count).collect();
    assert_eq!(people.len(), count);
    people
}

pub(crate) async fn administrator(test: &TestOffice) -> Session {
    test.staff("Ratna Administrator", "ratna@kantor.example", &[Role::Administrator]).await
}

/// A batch that opens in an hour, closes a day later, and is drawn half a day after that.
pub(crate) async fn plan(test: &TestOffice, admin: &Session, quota: u32) -> i64 {
    let at = |hours: i64| test.office.now().plus_hours(hours).at(7).strftime("%Y-%m-%dT%H:%M").to_string();
    let input = BatchInput {
        quota: quota.to_string(),
        opens: at(1),
        closes: at(25),
        public_source: "Penutupan IHSG di Bursa Efek Indonesia".to_owned(),
        public_known_at: at(37),
    };
    test.office.plan_batch(admin, &input).await.unwrap().number
}

//! People for the stories.

use amanah_actions::{ActionError, Session};
use amanah_domain::Role;
use amanah_domain::values::Occupation;
use amanah_testkit::office::{OPENED_AT, regions};
use amanah_testkit::{Population, SyntheticPerson, TestOffice};

/// People whom every rule of the model lets in, each of a household of their own.
pub(crate) fn eligible(count: usize) -> Vec<SyntheticPerson> {
    let today = OPENED_AT.date_at(7);
    let population = Population::new(11, 4_000, &regions(), today);
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

/// The key of a [`ActionError::State`].
pub(crate) fn state_key<T>(done: Result<T, ActionError>) -> &'static str {
    match done {
        Err(ActionError::State(key)) => key,
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("it happened"),
    }
}

/// The refused fields of a form with their keys.
pub(crate) fn refused<T>(done: Result<T, ActionError>) -> Vec<(&'static str, &'static str)> {
    match done {
        Err(ActionError::Input(errors)) => errors.iter().map(|e| (e.field, e.refused.key)).collect(),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("it happened"),
    }
}

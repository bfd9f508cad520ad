//! Looks at people: what is due of each, by what the database knows and the policy says.

use amanah_domain::{PersonId, Timestamp};
use amanah_policy::Policy;
use amanah_store::accounts::AccountKind;
use amanah_store::retention::{self, Life};
use amanah_store::{Connection, StoreError};

use crate::error::Done;
use crate::office::Office;
use crate::retention::anonymise::Leaver;
use crate::retention::due::{Due, due};
use crate::retention::life::{events, is_passing};

/// People read in one go.
pub(crate) const PEOPLE_AT_ONCE: u32 = 200;

/// One person who was looked at.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) person: PersonId,
    pub(crate) due: Due,
    /// A legal hold keeps what is due.
    pub(crate) held: bool,
    /// Something keeps it that ends soon and by no event.
    pub(crate) passing: bool,
    /// What would be counted of them; `None` for staff, and for whoever was counted.
    pub(crate) leaver: Option<Leaver>,
}

impl Found {
    fn of(policy: &Policy, person: PersonId, life: &Life, now: Timestamp) -> Self {
        let due = due(policy, &events(life, now), life.categories, now);
        let counts = life.kind == AccountKind::Participant && life.counted_at.is_none();
        Self {
            person,
            due,
            held: life.legal_hold,
            passing: is_passing(life, now),
            leaver: counts.then(|| Leaver::of(life)),
        }
    }
}

/// Strangers are swept within a day, with everything of theirs.
fn look(
    db: &mut dyn Connection,
    policy: &Policy,
    people: &[PersonId],
    now: Timestamp,
) -> Result<Vec<Found>, StoreError> {
    let mut found = Vec::with_capacity(people.len());
    for (at, person) in people.iter().enumerate() {
        // Two letters to one person stand side by side.
        if people.iter().take(at).any(|before| before == person) {
            continue;
        }
        if let Some(life) = retention::life(db, person)?.filter(|life| life.kind != AccountKind::Stranger) {
            found.push(Found::of(policy, *person, &life, now));
        }
    }
    Ok(found)
}

impl Office {
    /// What is due of these people at `now`; each of them once.
    pub(crate) async fn survey(&self, people: Vec<PersonId>, now: Timestamp) -> Done<Vec<Found>> {
        let policy = std::sync::Arc::clone(&self.policy);
        Ok(self.store.read(move |db| look(db, &policy, &people, now)).await?)
    }
}

//! Only the policy grants.

use amanah_domain::purposes::AssessAge;
use amanah_domain::{Actor, Facts, PersonId, Timestamp};
use amanah_policy::{Ask, Policy};

fn grant(policy: &Policy, actor: &Actor, person: PersonId, ask: &Ask, facts: &Facts, now: Timestamp) {
    let _ = policy.decide::<AssessAge>(actor, Some(person), ask, facts, now);
}

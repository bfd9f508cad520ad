//! Only the policy grants.

use amanah_domain::purposes::AssessAge;
use amanah_domain::{Actor, Facts, PersonId, Timestamp};
use amanah_policy::{Ask, Grant, Policy};

fn grant(policy: &Policy, actor: &Actor, person: PersonId, ask: &Ask, _: &Facts, now: Timestamp) {
    let _ = Grant::<AssessAge>::new(*ask, *actor, Some(person), policy.hash(), now);
}

fn main() {}

//! Ends permits early: a counter for the policy and a table of counters for people's facts. A permit
//! remembers what it saw; when a counter has moved, it opens nothing more.
//!
//! Two people may share a counter: then a permit ends too early, never too late. Other processes of
//! a cluster do not see these counters; there a permit's half minute is the bound.

use std::sync::atomic::{AtomicU64, Ordering};

use amanah_domain::PersonId;

const COUNTERS: usize = 4_096;

/// The counters of one process.
pub(crate) struct Watch {
    policy: AtomicU64,
    people: Box<[AtomicU64]>,
}

/// What the counters showed before the facts of a person were read: see [`crate::Vault::seen`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    person: PersonId,
    policy: u64,
    facts: u64,
}

impl Seen {
    pub(crate) fn person(&self) -> PersonId {
        self.person
    }
}

impl core::fmt::Debug for Seen {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Seen")
    }
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self { policy: AtomicU64::new(0), people: (0..COUNTERS).map(|_| AtomicU64::new(0)).collect() }
    }

    fn counter(&self, person: PersonId) -> Option<&AtomicU64> {
        let [a, b, ..] = *person.as_bytes();
        self.people.get(usize::from(u16::from_be_bytes([a, b])) % COUNTERS)
    }

    pub(crate) fn facts_changed(&self, person: PersonId) {
        if let Some(counter) = self.counter(person) {
            counter.fetch_add(1, Ordering::Release);
        }
    }

    pub(crate) fn policy_changed(&self) {
        self.policy.fetch_add(1, Ordering::Release);
    }

    pub(crate) fn seen(&self, person: PersonId) -> Seen {
        Seen {
            person,
            policy: self.policy.load(Ordering::Acquire),
            facts: self.counter(person).map_or(0, |c| c.load(Ordering::Acquire)),
        }
    }
}

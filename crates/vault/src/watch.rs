//! Ends permits early: when another policy comes into force, or when what is known of the permit's
//! person changes. A permit remembers how far the changes had come when it was asked for; a later change
//! of its own person ends it, and nobody else's does.
//!
//! Changes are remembered for longer than a permit lives and then forgotten, so the memory is bounded by
//! the changes of two minutes. Other processes of a cluster do not see them; there a permit's half minute
//! is the bound.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use amanah_domain::{PersonId, Timestamp};

/// Parts of the memory, so that changes of different people seldom wait for each other.
const SHARDS: usize = 64;
/// Milliseconds after which the younger half of a part becomes the older, and the older is forgotten: at
/// least this long, and at least twice a permit's life, every change is remembered.
const HALF_MS: i64 = 60_000;

#[derive(Default)]
struct Shard {
    young: HashMap<PersonId, u64>,
    old: HashMap<PersonId, u64>,
    turned: i64,
}

/// What changed lately in this process.
pub(crate) struct Watch {
    policy: AtomicU64,
    changes: AtomicU64,
    shards: Vec<Mutex<Shard>>,
}

/// How far the changes had come before the facts of a person were read: see [`crate::Vault::seen`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    person: PersonId,
    policy: u64,
    changes: u64,
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
        Self {
            policy: AtomicU64::new(0),
            changes: AtomicU64::new(0),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        }
    }

    fn shard<T>(&self, person: PersonId, work: impl FnOnce(&mut Shard) -> T) -> Option<T> {
        let [first, ..] = *person.as_bytes();
        let shard = self.shards.get(usize::from(first) % SHARDS)?;
        // Whoever panicked held whole entries: the map is sound.
        Some(work(&mut shard.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    pub(crate) fn facts_changed(&self, person: PersonId, now: Timestamp) {
        self.shard(person, |shard| {
            // Numbered under the lock, so that a person's later change has the higher number.
            let number = self.changes.fetch_add(1, Ordering::AcqRel) + 1;
            if !(0..HALF_MS).contains(&(now.millis() - shard.turned)) {
                shard.old = core::mem::take(&mut shard.young);
                shard.turned = now.millis();
            }
            shard.young.insert(person, number);
        });
    }

    pub(crate) fn policy_changed(&self) {
        self.policy.fetch_add(1, Ordering::Release);
    }

    pub(crate) fn seen(&self, person: PersonId) -> Seen {
        Seen {
            person,
            policy: self.policy.load(Ordering::Acquire),
            changes: self.changes.load(Ordering::Acquire),
        }
    }

    /// Whether something changed for this person since.
    pub(crate) fn changed_since(&self, seen: &Seen) -> bool {
        self.policy.load(Ordering::Acquire) != seen.policy
            || self
                .shard(seen.person, |shard| {
                    let last = shard.young.get(&seen.person).or_else(|| shard.old.get(&seen.person));
                    last.is_some_and(|number| *number > seen.changes)
                })
                .unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    #[test]
    fn a_change_ends_what_its_own_person_was_granted_and_nobody_elses() {
        let watch = Watch::new();
        let people: Vec<PersonId> = (0..=255).map(|n| PersonId::from_bytes([n; 16])).collect();
        let seen: Vec<Seen> = people.iter().map(|p| watch.seen(*p)).collect();
        watch.facts_changed(people[7], START);
        let ended: Vec<usize> = (0..256).filter(|n| watch.changed_since(&seen[*n])).collect();
        assert_eq!(ended, [7]);
        assert!(!watch.changed_since(&watch.seen(people[7])), "a permit asked for afterwards is good");
        watch.policy_changed();
        assert!(seen.iter().all(|s| watch.changed_since(s)));
    }

    #[test]
    fn changes_are_remembered_for_a_minute_and_then_forgotten() {
        let watch = Watch::new();
        let (person, other) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([65; 16]));
        let seen = watch.seen(person);
        watch.facts_changed(person, START);
        watch.facts_changed(other, START.plus_seconds(61));
        assert!(watch.changed_since(&seen), "still remembered after one turn");
        watch.facts_changed(other, START.plus_seconds(122));
        let kept =
            watch.shard(person, |shard| shard.young.contains_key(&person) || shard.old.contains_key(&person));
        assert_eq!(kept, Some(false), "forgotten when no permit of its time can live");
    }
}

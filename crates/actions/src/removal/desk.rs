//! What a process remembers of removals under way, in bounded memory and never in the clear: removals that
//! are done and wait to be written down as confirmed, farewell letters that wait for a decision, and where
//! recipients are told.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use amanah_domain::{PersonId, RemovalId, Timestamp};

use crate::removal::recipients::Recipients;

/// Confirmations that wait, at most. One that finds no room is made up for by `jobs::finish_removal`.
const CONFIRMATIONS_MAX: usize = 10_000;
/// Farewell letters that wait, at most; one that finds no room is written again when it is needed.
const FAREWELLS_MAX: usize = 10_000;
/// Seconds for which a farewell letter waits: as long as a sign-in counts as fresh.
const FAREWELL_SECONDS_MAX: i64 = 900;

/// A removal that is done: where it stands in journal and ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Confirmation {
    pub(crate) removal: RemovalId,
    pub(crate) journal: u64,
    /// Log and index of its record.
    pub(crate) entry: (u32, u64),
}

/// Since when, and what `farewell` made: ciphertext and wrapped keys.
type Waiting = (Timestamp, Box<dyn Any + Send>);

/// See the module.
#[derive(Default)]
pub struct RemovalDesk {
    confirmations: Mutex<Vec<Confirmation>>,
    farewells: Mutex<HashMap<PersonId, Waiting>>,
    recipients: RwLock<Arc<Recipients>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever panicked held whole entries.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RemovalDesk {
    /// Says where recipients are told. Before the house serves; again when it changes.
    pub fn set_recipients(&self, recipients: Recipients) {
        *self.recipients.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(recipients);
    }

    /// Where recipients are told.
    pub(crate) fn recipients(&self) -> Arc<Recipients> {
        Arc::clone(&self.recipients.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn confirm_later(&self, confirmation: Confirmation) {
        let mut waiting = held(&self.confirmations);
        if waiting.len() < CONFIRMATIONS_MAX {
            waiting.push(confirmation);
        }
    }

    /// Everything that waits; whoever takes it writes it down or puts it back.
    pub(crate) fn take_confirmations(&self) -> Vec<Confirmation> {
        core::mem::take(&mut *held(&self.confirmations))
    }

    pub(crate) fn keep_farewell<F: Any + Send>(&self, person: PersonId, farewell: F, now: Timestamp) {
        let mut waiting = held(&self.farewells);
        if waiting.len() >= FAREWELLS_MAX {
            waiting.retain(|_, (since, _)| is_fresh(*since, now));
        }
        if waiting.len() < FAREWELLS_MAX {
            waiting.insert(person, (now, Box::new(farewell)));
        }
    }

    pub(crate) fn take_farewell<F: Any + Send>(&self, person: PersonId, now: Timestamp) -> Option<F> {
        let (since, farewell) = held(&self.farewells).remove(&person)?;
        if is_fresh(since, now) { farewell.downcast().ok().map(|kept| *kept) } else { None }
    }
}

fn is_fresh(since: Timestamp, now: Timestamp) -> bool {
    (0..FAREWELL_SECONDS_MAX * 1_000).contains(&now.since(since))
}

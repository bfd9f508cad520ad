//! Limits per account and action, in bounded memory: a table of slots that never grows. Each slot is
//! a leaky bucket kept as the moment until which it is "full" (the generic cell rate algorithm), so
//! that it needs no sweeping. Two keys may share a slot: then a limit is reached too early, never
//! too late, and a salt made at start keeps anybody from aiming at somebody's slot.
//!
//! Our own and not a library because it must run on [`Clock`](amanah_domain::Clock), and because the
//! keyed tables on offer grow with every key that an attacker invents.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicI64, Ordering};

use amanah_domain::Timestamp;

use crate::error::{ActionError, Done};

const SLOTS: usize = 65_536;

/// A limit: `burst` at once, then one per `period_seconds`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its name, in messages and metrics.
    pub name: &'static str,
    /// How many at once.
    pub burst: u32,
    /// Seconds after which one more is allowed.
    pub period_seconds: u32,
}

/// Letters with codes to one address.
pub const CODES_PER_ADDRESS: Limit = Limit { name: "codes_per_address_max", burst: 5, period_seconds: 120 };
/// Codes asked for from one network address.
pub const CODES_PER_NETWORK: Limit = Limit { name: "codes_per_network_max", burst: 60, period_seconds: 2 };
/// Requests about a lost phone or address from one network address.
pub const LOST_PER_NETWORK: Limit = Limit { name: "lost_per_network_max", burst: 10, period_seconds: 600 };
/// The same about one NIK, whether anybody has it or not.
pub const LOST_PER_NIK: Limit = Limit { name: "lost_per_nik_max", burst: 5, period_seconds: 7_200 };
/// Passwords tried for one address.
pub const PASSWORDS_PER_ADDRESS: Limit =
    Limit { name: "passwords_per_address_max", burst: 10, period_seconds: 60 };
/// Look-ups by one member of staff.
pub const LOOKUPS_PER_STAFF: Limit = Limit { name: "lookups_per_staff_max", burst: 60, period_seconds: 10 };
/// Changes by one person.
pub const CHANGES_PER_PERSON: Limit = Limit { name: "changes_per_person_max", burst: 60, period_seconds: 5 };

/// The table.
pub struct Limits {
    slots: Box<[AtomicI64]>,
    salt: RandomState,
}

impl Default for Limits {
    fn default() -> Self {
        Self { slots: (0..SLOTS).map(|_| AtomicI64::new(0)).collect(), salt: RandomState::new() }
    }
}

impl Limits {
    /// Takes one from the limit of `key`.
    ///
    /// # Errors
    /// [`ActionError::Limit`] with the seconds to wait.
    pub fn take(&self, limit: Limit, key: &[u8], now: Timestamp) -> Done<()> {
        let at = self.salt.hash_one((limit.name, key)) as usize % SLOTS;
        let Some(slot) = self.slots.get(at) else { return Ok(()) };
        let period = i64::from(limit.period_seconds) * 1_000;
        let room = period * i64::from(limit.burst);
        let result = slot.fetch_update(Ordering::AcqRel, Ordering::Acquire, |full_until| {
            let next = full_until.max(now.millis()) + period;
            (next - now.millis() <= room).then_some(next)
        });
        match result {
            Ok(_) => Ok(()),
            Err(full_until) => Err(ActionError::Limit {
                name: limit.name,
                retry_seconds: u32::try_from((full_until + period - room - now.millis()).max(0) / 1_000 + 1)
                    .unwrap_or(u32::MAX),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_a_period() {
        let limits = Limits::default();
        let limit = Limit { name: "test_max", burst: 3, period_seconds: 10 };
        let start = Timestamp::from_millis(1_000_000);
        for _ in 0..3 {
            limits.take(limit, b"a", start).unwrap();
        }
        let Err(ActionError::Limit { name: "test_max", retry_seconds }) = limits.take(limit, b"a", start)
        else {
            panic!("a fourth at once");
        };
        assert!((10..=11).contains(&retry_seconds), "{retry_seconds}");
        limits.take(limit, b"b", start).unwrap();
        limits.take(limit, b"a", start.plus_seconds(10)).unwrap();
        assert!(limits.take(limit, b"a", start.plus_seconds(10)).is_err());
    }
}

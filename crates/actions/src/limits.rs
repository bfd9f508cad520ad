//! Limits per account and action, in bounded memory: tables of slots that never grow. Each slot is a
//! leaky bucket kept as the second until which it is "full" (the generic cell rate algorithm), so that
//! it needs no sweeping. A key has a slot in each of three rows, and is refused only where all three are
//! full: strangers who share one or two of them do not stand in each other's way, not even when a
//! million register in an hour. A salt made at start keeps anybody from aiming at somebody's slots.
//!
//! Our own and not a library because it must run on [`Clock`](amanah_domain::Clock), and because the
//! keyed tables on offer grow with every key that an attacker invents.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};

use amanah_domain::Timestamp;

use crate::error::{ActionError, Done};

/// Rows of a table: a key is refused only where all of them say so.
const ROWS: usize = 3;
/// Seconds since 1970 from which slots count, so that 32 bits last beyond 2150.
const EPOCH_SECONDS: i64 = 1_700_000_000;

/// A limit: `burst` at once, then one per `period_seconds`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its name, in messages and metrics.
    pub name: &'static str,
    /// How many at once.
    pub burst: u32,
    /// Seconds after which one more is allowed.
    pub period_seconds: u32,
    /// Slots of each row of its table: a few for every key that may be busy at once.
    slots: usize,
}

/// For what strangers do: twelve megabytes a table.
const MANY: usize = 1 << 20;
/// For what people with an account do.
const SOME: usize = 1 << 16;

/// Letters with codes to one address.
pub const CODES_PER_ADDRESS: Limit =
    Limit { name: "codes_per_address_max", burst: 5, period_seconds: 120, slots: MANY };
/// Codes asked for from one network address.
pub const CODES_PER_NETWORK: Limit =
    Limit { name: "codes_per_network_max", burst: 60, period_seconds: 2, slots: MANY };
/// Requests about a lost phone or address from one network address.
pub const LOST_PER_NETWORK: Limit =
    Limit { name: "lost_per_network_max", burst: 10, period_seconds: 600, slots: SOME };
/// The same about one NIK, whether anybody has it or not.
pub const LOST_PER_NIK: Limit =
    Limit { name: "lost_per_nik_max", burst: 5, period_seconds: 7_200, slots: SOME };
/// Passwords tried for one address.
pub const PASSWORDS_PER_ADDRESS: Limit =
    Limit { name: "passwords_per_address_max", burst: 10, period_seconds: 60, slots: SOME };
/// Look-ups by one member of staff.
pub const LOOKUPS_PER_STAFF: Limit =
    Limit { name: "lookups_per_staff_max", burst: 60, period_seconds: 10, slots: SOME };
/// Changes by one person.
pub const CHANGES_PER_PERSON: Limit =
    Limit { name: "changes_per_person_max", burst: 60, period_seconds: 5, slots: SOME };

/// Removals by one person, and plans of them on the DPO's side.
pub const REMOVALS_PER_PERSON: Limit =
    Limit { name: "removals_per_person_max", burst: 20, period_seconds: 60, slots: SOME };

/// Removals for somebody, and holds lifted, by one member of staff.
pub const REMOVALS_PER_STAFF: Limit =
    Limit { name: "removals_per_staff_max", burst: 20, period_seconds: 180, slots: SOME };

/// Certificates asked for from one network address, whether there is such a code or not.
pub const CERTIFICATES_PER_NETWORK: Limit =
    Limit { name: "certificates_per_network_max", burst: 60, period_seconds: 5, slots: SOME };

/// Work for the Report Form asked for from one network address: many phones share one.
pub const CHALLENGES_PER_NETWORK: Limit =
    Limit { name: "challenges_per_network_max", burst: 60, period_seconds: 2, slots: SOME };
/// Report Forms from one network address, each with its work done.
pub const FORMS_PER_NETWORK: Limit =
    Limit { name: "forms_per_network_max", burst: 30, period_seconds: 20, slots: SOME };
/// The same without work: for browsers that run no script.
pub const SLOW_FORMS_PER_NETWORK: Limit =
    Limit { name: "slow_forms_per_network_max", burst: 5, period_seconds: 600, slots: SOME };
/// Forms with files from one network address, of people who are not signed in.
pub const UPLOADS_PER_NETWORK: Limit =
    Limit { name: "uploads_per_network_max", burst: 20, period_seconds: 180, slots: SOME };
/// Report Forms that name one address for the answer.
pub const FORMS_PER_ADDRESS: Limit =
    Limit { name: "forms_per_address_max", burst: 5, period_seconds: 1_800, slots: SOME };
/// Receipts tried from one network address.
pub const RECEIPTS_PER_NETWORK: Limit =
    Limit { name: "receipts_per_network_max", burst: 30, period_seconds: 20, slots: SOME };
/// Codes tried for one receipt number, whether there is such a number or not.
pub const RECEIPTS_PER_NUMBER: Limit =
    Limit { name: "receipts_per_number_max", burst: 10, period_seconds: 360, slots: SOME };
/// Answers of callers held against one account.
pub const CALL_CHECKS_PER_PERSON: Limit =
    Limit { name: "call_checks_per_person_max", burst: 3, period_seconds: 1_800, slots: SOME };
/// The same by one member of staff.
pub const CALL_CHECKS_PER_STAFF: Limit =
    Limit { name: "call_checks_per_staff_max", burst: 30, period_seconds: 60, slots: SOME };
/// Chats begun from one network address, or by one person.
pub const CHATS_PER_NETWORK: Limit =
    Limit { name: "chats_per_network_max", burst: 10, period_seconds: 120, slots: SOME };
/// Lines of one side of a chat.
pub const CHAT_LINES_PER_CASE: Limit =
    Limit { name: "chat_lines_per_case_max", burst: 30, period_seconds: 2, slots: SOME };
/// Messages by WhatsApp from one number.
pub const MESSAGES_PER_WRITER: Limit =
    Limit { name: "messages_per_writer_max", burst: 60, period_seconds: 20, slots: SOME };
/// Mails from one address; what is beyond stays in the mailbox.
pub const MAILS_PER_WRITER: Limit =
    Limit { name: "mails_per_writer_max", burst: 30, period_seconds: 2_880, slots: SOME };
/// Letters that say what cannot be taken, to one writer.
pub const NOT_TAKEN_PER_WRITER: Limit =
    Limit { name: "not_taken_per_writer_max", burst: 2, period_seconds: 3_600, slots: SOME };

/// Requests of one person to act for somebody: each looks an account up.
pub const STANDINGS_PER_PERSON: Limit =
    Limit { name: "standings_per_person_max", burst: 10, period_seconds: 3_600, slots: SOME };

/// Copies of everything taken by one person, and orders to send one.
pub const COPIES_PER_PERSON: Limit =
    Limit { name: "copies_per_person_max", burst: 10, period_seconds: 300, slots: SOME };

/// Every limit there is: each has a table of its own.
const ALL: &[Limit] = &[
    CODES_PER_ADDRESS,
    CODES_PER_NETWORK,
    LOST_PER_NETWORK,
    LOST_PER_NIK,
    PASSWORDS_PER_ADDRESS,
    LOOKUPS_PER_STAFF,
    CHANGES_PER_PERSON,
    REMOVALS_PER_PERSON,
    REMOVALS_PER_STAFF,
    STANDINGS_PER_PERSON,
    CERTIFICATES_PER_NETWORK,
    COPIES_PER_PERSON,
    MESSAGES_PER_WRITER,
    MAILS_PER_WRITER,
    NOT_TAKEN_PER_WRITER,
    CHALLENGES_PER_NETWORK,
    FORMS_PER_NETWORK,
    SLOW_FORMS_PER_NETWORK,
    UPLOADS_PER_NETWORK,
    FORMS_PER_ADDRESS,
    RECEIPTS_PER_NETWORK,
    RECEIPTS_PER_NUMBER,
    CALL_CHECKS_PER_PERSON,
    CALL_CHECKS_PER_STAFF,
    CHATS_PER_NETWORK,
    CHAT_LINES_PER_CASE,
];

/// The tables.
pub struct Limits {
    tables: Vec<(&'static str, Box<[AtomicU32]>)>,
    salts: [RandomState; ROWS],
}

impl Default for Limits {
    fn default() -> Self {
        let table =
            |limit: &Limit| (limit.name, (0..limit.slots * ROWS).map(|_| AtomicU32::new(0)).collect());
        Self { tables: ALL.iter().map(table).collect(), salts: core::array::from_fn(|_| RandomState::new()) }
    }
}

impl Limits {
    /// Takes one from the limit of `key`.
    ///
    /// # Errors
    /// [`ActionError::Limit`] with the seconds to wait.
    pub fn take(&self, limit: Limit, key: &[u8], now: Timestamp) -> Done<()> {
        let Some((_, table)) = self.tables.iter().find(|(name, _)| *name == limit.name) else {
            return Err(ActionError::Internal("a limit has no table"));
        };
        let now = u32::try_from(now.millis() / 1_000 - EPOCH_SECONDS).unwrap_or_default();
        let slots = self.salts.iter().enumerate().filter_map(|(row, salt)| {
            table.get(row * limit.slots + salt.hash_one(key) as usize % limit.slots)
        });
        let full_until = slots.clone().map(|slot| slot.load(Ordering::Acquire)).min().unwrap_or_default();
        let next = full_until.max(now).saturating_add(limit.period_seconds);
        let room = limit.period_seconds.saturating_mul(limit.burst);
        if next - now > room {
            return Err(ActionError::Limit { name: limit.name, retry_seconds: next - now - room });
        }
        // Only as high as this key needs: what shares a slot is not pushed further than it must be.
        for slot in slots {
            slot.fetch_max(next, Ordering::AcqRel);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_a_period() {
        let limits = Limits::default();
        let limit = CODES_PER_ADDRESS;
        let start = Timestamp::from_millis(1_800_000_000_000);
        for _ in 0..limit.burst {
            limits.take(limit, b"a", start).unwrap();
        }
        let Err(ActionError::Limit { name: "codes_per_address_max", retry_seconds }) =
            limits.take(limit, b"a", start)
        else {
            panic!("one more at once");
        };
        assert_eq!(retry_seconds, limit.period_seconds);
        limits.take(limit, b"b", start).unwrap();
        limits.take(limit, b"a", start.plus_seconds(i64::from(limit.period_seconds))).unwrap();
        assert!(limits.take(limit, b"a", start.plus_seconds(i64::from(limit.period_seconds))).is_err());
        limits.take(CODES_PER_NETWORK, b"a", start).unwrap();
    }

    #[test]
    fn an_opening_day_does_not_stand_in_its_own_way() {
        let limits = Limits::default();
        let start = Timestamp::from_millis(1_800_000_000_000);
        // 80,000 people within a minute, each from a place of their own, each asking for a code twice.
        let refused = (0..160_000_u32)
            .filter(|n| {
                let (key, at) = ((n % 80_000).to_be_bytes(), start.plus_seconds(i64::from(n / 2_667)));
                limits.take(CODES_PER_ADDRESS, &key, at).is_err()
                    || limits.take(CODES_PER_NETWORK, &key, at).is_err()
            })
            .count();
        assert_eq!(refused, 0);
    }
}

//! One use of personal data as it stands in the ledger. No personal data inside: pseudonyms, codes,
//! a commitment. The layout is fixed, so that a proof can be read in words without any database.
//!
//! ```text
//! 0      version = 1            40..56  pseudonym of the actor (zero for a job or the person)
//! 1      operation              56..72  pseudonym of the person (zero where nobody matched)
//! 2      purpose                72..104 salted commitment to the reason (zero: none)
//! 3      role of the actor      104..112 fields, a bit each, big endian
//! 4      outcome                112     recipient class + 1 (0: none)
//! 5..8   zero                   113..   note: at most 64 bytes of ASCII (draw, batch, key epoch…)
//! 8..40  hash of the policy in force
//! ```

use crate::sets::register;
use crate::{FieldSet, Operation, Pseudonym, PurposeId, RecipientClass, Role};

register! {
    /// How a use ended.
    Outcome {
        /// Allowed, and what was asked for was there.
        Allowed = 0 "allowed",
        /// Refused by the policy.
        Refused = 1 "refused",
        /// Allowed, and nobody matched.
        NoMatch = 2 "no-match",
    }
}

/// Bytes of a note, at most.
pub const NOTE_BYTES_MAX: usize = 64;

const FIXED_BYTES: usize = 113;

/// One use, decoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What was done (clause 1.2).
    pub operation: Operation,
    /// For what (clause 4.1 and the internal ones).
    pub purpose: PurposeId,
    /// In what capacity.
    pub role: Role,
    /// How it ended.
    pub outcome: Outcome,
    /// SHA-256 of the policy in force.
    pub policy: [u8; 32],
    /// Who acted; zero for a job.
    pub actor: Pseudonym,
    /// Whose data; zero where nobody matched, and in entries about the system itself.
    pub person: Pseudonym,
    /// SHA-256(salt ‖ reason), or zero.
    pub reason: [u8; 32],
    /// Which fields.
    pub fields: FieldSet,
    /// Who received them.
    pub recipient: Option<RecipientClass>,
    /// What the entry is about where it is about no person: ASCII, never personal.
    pub note: String,
}

impl Entry {
    /// Nobody: the pseudonym of a job, or of a person who was not found.
    pub const NOBODY: Pseudonym = Pseudonym::from_bytes([0; 16]);

    /// The bytes that are hashed, after the time that the log puts in front. A note is cut at
    /// [`NOTE_BYTES_MAX`] and stripped of anything but printable ASCII.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(FIXED_BYTES + self.note.len());
        out.extend([1, self.operation.code(), self.purpose.code(), self.role.code(), self.outcome.code()]);
        out.extend([0, 0, 0]);
        out.extend(self.policy);
        out.extend(self.actor.as_bytes());
        out.extend(self.person.as_bytes());
        out.extend(self.reason);
        out.extend(self.fields.bits().to_be_bytes());
        out.push(self.recipient.map_or(0, |r| r.code() + 1));
        out.extend(self.note.bytes().filter(|b| (0x20..0x7f).contains(b)).take(NOTE_BYTES_MAX));
        out
    }

    /// Reads [`Self::encode`] back; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut rest = Reader(bytes);
        let [1, operation, purpose, role, outcome, 0, 0, 0] = rest.take::<8>()? else { return None };
        let entry = Self {
            operation: Operation::from_code(operation)?,
            purpose: PurposeId::from_code(purpose)?,
            role: Role::from_code(role)?,
            outcome: Outcome::from_code(outcome)?,
            policy: rest.take()?,
            actor: Pseudonym::from_bytes(rest.take()?),
            person: Pseudonym::from_bytes(rest.take()?),
            reason: rest.take()?,
            fields: FieldSet::from_bits(u64::from_be_bytes(rest.take()?)),
            recipient: match rest.take::<1>()? {
                [0] => None,
                [code] => Some(RecipientClass::from_code(code - 1)?),
            },
            note: String::from_utf8(rest.0.to_vec()).ok()?,
        };
        (entry.note.len() <= NOTE_BYTES_MAX && entry.encode() == bytes).then_some(entry)
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk::<N>()?;
        self.0 = tail;
        Some(*head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_back_and_nothing_else_does() {
        let entry = Entry {
            operation: Operation::Display,
            purpose: PurposeId::DueDiligence,
            role: Role::Reviewer,
            outcome: Outcome::Allowed,
            policy: [7; 32],
            actor: Pseudonym::from_bytes([1; 16]),
            person: Pseudonym::from_bytes([2; 16]),
            reason: [3; 32],
            fields: FieldSet::of(&[crate::FieldId::Nik, crate::FieldId::BirthDate]),
            recipient: Some(RecipientClass::Authorities),
            note: "batch 12".to_owned(),
        };
        let bytes = entry.encode();
        assert_eq!(Entry::decode(&bytes), Some(entry));
        for cut in 0..FIXED_BYTES {
            assert_eq!(Entry::decode(&bytes[..cut]), None, "cut at {cut}");
        }
        let mut other = bytes.clone();
        other[1] = 99;
        assert_eq!(Entry::decode(&other), None);
    }
}

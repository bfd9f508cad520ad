//! The joint: a use that the policy granted ([`Use`]), written down by the ledger (a receipt), makes
//! a [`Permit`]. Order cannot be turned: a `Use` is consumed by `Permit::new`, which wants the
//! receipt of exactly these bytes from the one log this vault believes.

use amanah_domain::{Entry, FieldId, Outcome, PersonId, Pseudonym, Purpose, RecipientClass, Timestamp};
use amanah_ledger::{Draft, Receipt};
use amanah_policy::Grant;

use crate::Vault;
use crate::error::{OpenError, PermitError};
use crate::person_keys::PersonKeys;
use crate::watch::{Seen, Watch};

/// Seconds that a permit lives, at most. A request is over long before; a job asks again.
pub const PERMIT_SECONDS_MAX: i64 = 30;

/// A use as it is about to happen and as it will stand in the ledger. Opens nothing.
#[must_use = "a use that is not recorded gives no permit"]
pub struct Use<P: Purpose> {
    grant: Grant<P>,
    keys: PersonKeys,
    body: Vec<u8>,
    actor: Pseudonym,
    seen: Seen,
}

impl<P: Purpose> Use<P> {
    /// Joins a grant with the keys of the person it names. `seen` was taken before their facts were
    /// read ([`Vault::seen`]); `actor` is the pseudonym of whoever acts (zero for a job, or for the
    /// person themselves); `reason` the salted commitment, or zero.
    ///
    /// # Errors
    /// [`PermitError::OtherKeys`].
    pub fn new(
        seen: Seen,
        grant: Grant<P>,
        keys: PersonKeys,
        actor: Pseudonym,
        reason: [u8; 32],
        note: &str,
    ) -> Result<Self, PermitError> {
        if grant.person() != Some(keys.person()) || seen.person() != keys.person() {
            return Err(PermitError::OtherKeys);
        }
        let body = Entry {
            operation: grant.operation(),
            purpose: grant.purpose(),
            role: grant.actor().role,
            outcome: Outcome::Allowed,
            policy: grant.policy_hash(),
            actor,
            person: keys.pseudonym(),
            reason,
            fields: grant.fields(),
            recipient: grant.recipient(),
            note: note.to_owned(),
        }
        .encode();
        Ok(Self { grant, keys, body, actor, seen })
    }

    /// What the log is to write.
    pub fn draft(&self) -> Draft {
        Draft { tags: [*self.keys.pseudonym().as_bytes(), *self.actor.as_bytes()], body: self.body.clone() }
    }

    /// Whose data.
    pub fn person(&self) -> PersonId {
        self.keys.person()
    }
}

/// What the log is to write for a use without a permit: a refusal, a look-up without a match, an act
/// of the system.
pub fn draft_of(entry: &Entry) -> Draft {
    Draft { tags: [*entry.person.as_bytes(), *entry.actor.as_bytes()], body: entry.encode() }
}

/// Opens values of one person, of the fields it names, for one purpose, until its end.
#[must_use = "a permit that opens nothing stands in the person's trail for nothing"]
pub struct Permit<P: Purpose> {
    grant: Grant<P>,
    keys: PersonKeys,
    ends: Timestamp,
    seen: Seen,
    receipt: Receipt,
}

impl<P: Purpose> Permit<P> {
    /// Joins a use with the receipt of its record.
    ///
    /// # Errors
    /// [`PermitError::NotRecorded`] where the receipt is of another log or another entry;
    /// [`PermitError::Ended`] where decision or record are older than a permit may live, or of the
    /// future.
    pub fn new(vault: &Vault, granted: Use<P>, receipt: Receipt) -> Result<Self, PermitError> {
        if !vault.checker.check(&receipt, &granted.body) {
            return Err(PermitError::NotRecorded);
        }
        let Use { grant, keys, seen, .. } = granted;
        // From the decision or from the record, whichever was first: neither an old record of the same
        // words nor a decision dated into the future makes it last longer.
        let begun = grant.granted_at().min(Timestamp::from_millis(receipt.time_ms()));
        let permit = Self { grant, keys, ends: begun.plus_seconds(PERMIT_SECONDS_MAX), seen, receipt };
        if permit.has_ended(vault.clock.now()) { Err(PermitError::Ended) } else { Ok(permit) }
    }

    /// Also where the clock was set back: then nobody knows how old it is.
    fn has_ended(&self, now: Timestamp) -> bool {
        !(0..=PERMIT_SECONDS_MAX * 1_000).contains(&self.ends.since(now))
    }

    pub(crate) fn allows(
        &self,
        watch: &Watch,
        now: Timestamp,
        person: PersonId,
        field: FieldId,
    ) -> Result<(), PermitError> {
        if person != self.keys.person() {
            return Err(PermitError::OtherPerson);
        }
        if !self.grant.fields().contains(field) {
            return Err(PermitError::OtherField(field));
        }
        if self.has_ended(now) {
            return Err(PermitError::Ended);
        }
        if watch.changed_since(&self.seen) {
            return Err(PermitError::Changed);
        }
        Ok(())
    }

    /// As [`Self::allows`], for writing: what the record calls a reading must not have been a writing.
    pub(crate) fn allows_writing(
        &self,
        watch: &Watch,
        now: Timestamp,
        field: FieldId,
    ) -> Result<(), PermitError> {
        let operation = self.grant.operation();
        if !operation.is_writing() {
            return Err(PermitError::ReadOnly(operation));
        }
        self.allows(watch, now, self.person(), field)
    }

    pub(crate) fn keys(&self) -> &PersonKeys {
        &self.keys
    }

    /// Whose data it opens.
    pub fn person(&self) -> PersonId {
        self.keys.person()
    }

    /// The grant it rests on.
    pub fn grant(&self) -> &Grant<P> {
        &self.grant
    }

    /// The record it rests on.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// What stands for the person in the ledger.
    pub fn pseudonym(&self) -> Pseudonym {
        self.keys.pseudonym()
    }

    /// What stands for the person towards one class of recipients.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], which does not happen on sound memory.
    pub fn recipient_reference(&self, class: RecipientClass) -> Result<[u8; 16], OpenError> {
        self.keys.recipient_reference(class)
    }

    /// What stands for the person in one draw.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], which does not happen on sound memory.
    pub fn draw_pseudonym(&self, batch: &[u8; 16]) -> Result<Pseudonym, OpenError> {
        self.keys.draw_pseudonym(batch)
    }
}

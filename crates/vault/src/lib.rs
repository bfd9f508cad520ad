//! The narrow waist: the only room where personal data are opened, and the only one that links a
//! cipher. Two keys open a value: a [`Grant`](amanah_policy::Grant) of the published policy and a
//! [`Receipt`](amanah_ledger::Receipt) of the ledger, joined in a [`Permit`] that names one person,
//! one purpose and half a minute.
//!
//! Not here: SQL, HTTP, a default key, a way around the permit, also for tests.

mod error;
mod hex;
mod index;
mod keyring;
mod opened;
mod password;
mod permit;
mod person_keys;
mod reason;
mod row;
mod sealed;
mod suite;
mod watch;

pub use error::{OpenError, PermitError};
pub use index::{IndexId, Tag, TokenTag};
pub use keyring::{Keyring, KeyringError, Protection};
pub use opened::Opened;
pub use password::{PasswordRefused, hash_password, password_matches};
pub use permit::{PERMIT_SECONDS_MAX, Permit, Use, draft_of};
pub use person_keys::{KeyRow, PersonKeys};
pub use reason::commit_reason;
pub use row::{RowError, SealedRow};
pub use sealed::Sealed;
pub use watch::Seen;

use std::sync::Arc;

use amanah_domain::{Chance, Clock, PersonId};
use amanah_ledger::ReceiptChecker;
use zeroize::Zeroizing;

use crate::watch::Watch;

/// The unsealed vault of one process.
pub struct Vault {
    keyring: Keyring,
    checker: ReceiptChecker,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    watch: Watch,
}

impl Vault {
    /// Opens the house: a keyring that was unsealed, and the checker of the one log whose receipts
    /// this vault believes.
    pub fn unseal(
        keyring: Keyring,
        checker: ReceiptChecker,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Self {
        Self { keyring, checker, clock, chance, watch: Watch::new() }
    }

    /// Keys for a new person, and the row that keeps them, wrapped by the current epoch.
    ///
    /// # Errors
    /// [`OpenError::Cipher`] where the cipher fails, which it does not on sound memory.
    pub fn new_person(&self, person: PersonId) -> Result<(PersonKeys, KeyRow), OpenError> {
        let keys = PersonKeys::create(person, &*self.chance)?;
        let row = self.wrap(&keys)?;
        Ok((keys, row))
    }

    /// Wraps a person's keys by the key of the current epoch.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], [`OpenError::NoEpoch`].
    pub fn wrap(&self, keys: &PersonKeys) -> Result<KeyRow, OpenError> {
        let (epoch, key) = self.keyring.current_epoch()?;
        keys.wrap(epoch, key, &*self.chance)
    }

    /// Unwraps a person's key row. Opens no value: that takes a permit.
    ///
    /// # Errors
    /// [`OpenError::NoEpoch`] where the epoch's key is gone, [`OpenError::Cipher`] where the row was
    /// altered or belongs to somebody else.
    pub fn unlock(&self, person: PersonId, row: &KeyRow) -> Result<PersonKeys, OpenError> {
        let key = self.keyring.epoch(row.epoch).ok_or(OpenError::NoEpoch { epoch: row.epoch })?;
        PersonKeys::unwrap(person, row, key)
    }

    /// The blind-index tag of a value: equal values, equal tags, and nothing else to learn.
    pub fn tag(&self, index: IndexId, canonical: &[u8]) -> Tag {
        index::tag(self.keyring.index_key(), index, canonical)
    }

    /// What is stored in place of a session token, a one-time code or a link.
    pub fn token_tag(&self, kind: &'static str, token: &[u8]) -> TokenTag {
        index::token_tag(self.keyring.index_key(), kind, token)
    }

    /// Called before the facts of a person are read for a decision. What is changed after this moment
    /// and reported to [`Vault::facts_changed`] or [`Vault::policy_changed`] ends the permit that the
    /// decision leads to, also where the change fell between the reading and the record.
    pub fn seen(&self, person: PersonId) -> Seen {
        self.watch.seen(person)
    }

    /// Called after a commit that changed what decisions about this person rest on: permits made
    /// before it no longer open anything.
    pub fn facts_changed(&self, person: PersonId) {
        self.watch.facts_changed(person, self.clock.now());
    }

    /// Called when another policy version comes into force.
    pub fn policy_changed(&self) {
        self.watch.policy_changed();
    }

    /// Seals something of the house's own that is about no person, such as the secret seed of a draw.
    ///
    /// # Errors
    /// [`OpenError::Cipher`].
    pub fn seal_house(&self, label: &'static str, clear: &[u8]) -> Result<Vec<u8>, OpenError> {
        self.house_key(label)?.seal(label.as_bytes(), clear, &*self.chance)
    }

    /// Opens what [`Vault::seal_house`] sealed under the same label.
    ///
    /// # Errors
    /// [`OpenError::Cipher`].
    pub fn open_house(&self, label: &'static str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.house_key(label)?.open(label.as_bytes(), sealed)
    }

    fn house_key(&self, label: &'static str) -> Result<suite::Key, OpenError> {
        suite::Key::new(&*suite::derive(self.keyring.index_key(), &[b"amanah/house", label.as_bytes()])?)
    }
}

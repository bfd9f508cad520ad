//! The narrow waist: the only room where personal data are opened, and the only one that links a
//! cipher. Two keys open a value: a [`Grant`](amanah_policy::Grant) of the published policy and a
//! [`Receipt`](amanah_ledger::Receipt) of the ledger, joined in a [`Permit`] that names one person,
//! one purpose and half a minute.
//!
//! Not here: SQL, HTTP, a default key, a way around the permit, also for tests.

mod backup;
mod epoch_sealed;
mod error;
mod file_keeper;
mod hex;
mod hsm_keeper;
mod index;
mod keeper;
mod key_set;
mod keyring;
mod keyring_error;
mod opened;
mod password;
mod permit;
mod person_keys;
mod reason;
mod reseal;
mod row;
mod sealed;
mod suite;
mod token;
mod watch;

pub use backup::{FRAME_BYTES_MAX, PART_HEADER_BYTES, Part, PartError, PartOpener, PartSealer};
pub use error::{OpenError, PermitError};
pub use file_keeper::{FileKeeper, Protection};
pub use hsm_keeper::HsmKeeper;
pub use index::{IndexId, Tag, TokenTag};
pub use keeper::{KeyKeeper, KeyringHold};
pub use key_set::KeySet;
pub use keyring::Keyring;
pub use keyring_error::KeyringError;
pub use opened::Opened;
pub use password::{PasswordRefused, hash_password, password_matches};
pub use permit::{PERMIT_SECONDS_MAX, Permit, Use, draft_of};
pub use person_keys::{KeyRow, PersonKeys};
pub use reason::commit_reason;
pub use row::{RowError, SealedRow};
pub use sealed::Sealed;
pub use token::HsmConfig;
pub use watch::Seen;

use std::sync::Arc;

use amanah_domain::{Chance, Clock, PersonId, RecipientClass};
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
        self.keyring.with_newest(keys.person().as_bytes(), |epoch, key| keys.wrap(epoch, key, &*self.chance))
    }

    /// Unwraps a person's key row. Opens no value: that takes a permit.
    ///
    /// # Errors
    /// [`OpenError::NoEpoch`] where the epoch's key is gone, [`OpenError::Cipher`] where the row was
    /// altered or belongs to somebody else.
    pub fn unlock(&self, person: PersonId, row: &KeyRow) -> Result<PersonKeys, OpenError> {
        self.keyring.with_epoch(person.as_bytes(), row.epoch, |key| PersonKeys::unwrap(person, row, key))
    }

    /// Wraps a person's key row by the key of the newest epoch.
    ///
    /// # Errors
    /// As [`Vault::unlock`].
    pub fn rewrap(&self, person: PersonId, row: &KeyRow) -> Result<KeyRow, OpenError> {
        self.wrap(&self.unlock(person, row)?)
    }

    /// What stands for a person towards one class of recipients: the same each time, and in no other class.
    ///
    /// # Errors
    /// [`OpenError::Cipher`], which does not happen on sound memory.
    pub fn recipient_reference(
        &self,
        keys: &PersonKeys,
        class: RecipientClass,
    ) -> Result<[u8; 16], OpenError> {
        keys.recipient_reference(class)
    }

    /// The epochs whose keys are there, ascending.
    pub fn epochs(&self) -> Vec<u32> {
        self.keyring.epochs()
    }

    /// The epoch whose key wraps what is written now.
    pub fn newest_epoch(&self) -> u32 {
        self.keyring.newest()
    }

    /// Where the keyring lies, for the operator.
    pub fn describe_keyring(&self) -> String {
        self.keyring.describe()
    }

    /// Adds an epoch: see [`Keyring::begin_epoch`]. Blocks while the keyring is written.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub fn begin_epoch(&self) -> Result<u32, KeyringError> {
        self.keyring.begin_epoch(&*self.chance)
    }

    /// Destroys the key of an epoch: see [`Keyring::destroy_epoch`]. Blocks while the keyring is written.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub fn destroy_epoch(&self, number: u32) -> Result<(), KeyringError> {
        self.keyring.destroy_epoch(number, &*self.chance)
    }

    /// Takes up what another process changed in the keyring. Blocks while it is read.
    ///
    /// # Errors
    /// [`KeyringError`]; the keys in use stay.
    pub fn reload_keys(&self) -> Result<(), KeyringError> {
        self.keyring.reload()
    }

    /// Begins a part of a backup: see [`Keyring::seal_part`].
    ///
    /// # Errors
    /// [`OpenError::Cipher`].
    pub fn seal_part(
        &self,
        part: Part,
        backup: [u8; 16],
    ) -> Result<(PartSealer, [u8; PART_HEADER_BYTES]), OpenError> {
        self.keyring.seal_part(part, backup, &*self.chance)
    }

    /// Begins to read a part of a backup: see [`Keyring::open_part`].
    ///
    /// # Errors
    /// [`PartError`].
    pub fn open_part(&self, part: Part, header: &[u8], backup: [u8; 16]) -> Result<PartOpener, PartError> {
        self.keyring.open_part(part, header, backup)
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

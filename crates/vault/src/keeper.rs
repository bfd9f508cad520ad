//! Where a keyring lies and what opens it: a small trait, so that the keys in use, the file and the
//! hardware module know nothing of each other.

use std::fs::File;

use amanah_domain::Chance;

use crate::key_set::KeySet;
use crate::keyring_error::KeyringError;

/// Loads and stores the keys of a house, nothing else. What [`KeyKeeper::store`] no longer names is
/// destroyed for good, as far as the keeper reaches.
pub trait KeyKeeper: Send + Sync {
    /// For the operator, as in "the sealed file data/keyring".
    fn describe(&self) -> String;

    /// Whether something stands between whoever has the file and the keys.
    fn is_sealed(&self) -> bool;

    /// Whether there is a keyring, whole or not.
    ///
    /// # Errors
    /// [`KeyringError`] where nobody can tell.
    fn exists(&self) -> Result<bool, KeyringError>;

    /// Reads all keys.
    ///
    /// # Errors
    /// [`KeyringError`]: every one says what to do.
    fn load(&self) -> Result<KeySet, KeyringError>;

    /// Keeps these keys and no others. Durable when it returns; a crash on the way leaves the old or the
    /// new ones, whole. Doing it again with the same keys finishes what a crash left undone.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn store(&self, keys: &KeySet, chance: &dyn Chance) -> Result<(), KeyringError>;

    /// Waits until no other process changes this keyring, and keeps others out until the hold is dropped.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn hold(&self) -> Result<KeyringHold, KeyringError> {
        Ok(KeyringHold::default())
    }
}

/// Whoever has it is the only one who changes a keyring.
#[derive(Debug, Default)]
pub struct KeyringHold {
    pub(crate) _locked: Option<File>,
}

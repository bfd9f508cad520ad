//! What reads and checks backups, with or without an open house: keys, the ledger's key, and the shelves.

use std::sync::Arc;

use amanah_domain::{Chance, Clock};
use amanah_ledger::{Batch, Durable, Entry, Log, LogId, Signer};
use amanah_store::{Store, StoreError};
use amanah_vault::{Keyring, Vault};

use crate::office::Office;
use crate::operator::backup_error::{BackupError, ManifestRefused};
use crate::operator::backup_manifest::{DATA_FOLDER, KEYS_FOLDER, Manifest, is_name, manifest_in, name_of};
use crate::operator::shelf::{Shelf, ShelfError, Shelves};

/// Backups as they are seen by whoever holds the keyring.
#[derive(Clone)]
pub struct Archive<'a> {
    pub(crate) vault: Arc<Vault>,
    pub(crate) signer: &'a Signer,
    pub(crate) shelves: &'a Shelves,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
}

/// A vault without a house: it unlocks key rows and parts of backups, and opens no value, since the one log
/// whose receipts it believes takes no entries.
///
/// # Errors
/// [`BackupError::Internal`], which does not happen on sound memory.
pub fn vault_alone(
    keyring: Keyring,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> Result<Arc<Vault>, BackupError> {
    let failed = || BackupError::Internal("the log of nobody could not be begun");
    let signer = Signer::from_seed("nobody", &chance.bytes32()).map_err(|_| failed())?;
    let log = Log::open(&mut Closed, LogId(0), "nobody", signer, chance.bytes32()).map_err(|_| failed())?;
    Ok(Arc::new(Vault::unseal(keyring, log.checker(), clock, chance)))
}

/// The storage of a log that is empty and stays so.
struct Closed;

impl Durable for Closed {
    type Error = StoreError;

    fn persist(&mut self, _batch: &Batch<'_>) -> Result<(), StoreError> {
        Err(StoreError::NoLog)
    }

    fn head(&mut self, _log: LogId) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    fn tile(&mut self, _log: LogId, _level: u8, _index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }

    fn entries(&mut self, _log: LogId, _from: u64, _count_max: u32) -> Result<Vec<Entry>, StoreError> {
        Ok(Vec::new())
    }
}

impl Office {
    /// The house's own backups.
    pub fn archive(&self) -> Archive<'_> {
        Archive {
            vault: Arc::clone(&self.vault),
            signer: &self.ledger.signer,
            shelves: &self.shelves,
            clock: Arc::clone(&self.clock),
            chance: Arc::clone(&self.chance),
        }
    }
}

impl<'a> Archive<'a> {
    /// Backups without a house: `vault` as [`vault_alone`] makes it.
    pub fn new(
        vault: Arc<Vault>,
        signer: &'a Signer,
        shelves: &'a Shelves,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Self {
        Self { vault, signer, shelves, clock, chance }
    }

    /// The keys with which it reads.
    pub fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.vault)
    }

    /// The manifest beside the data part.
    ///
    /// # Errors
    /// [`BackupError::Unknown`], [`BackupError::Manifest`].
    pub async fn manifest(&self, name: &str) -> Result<Manifest, BackupError> {
        self.manifest_in(&self.shelves.data, DATA_FOLDER, name).await
    }

    /// The manifest beside the key part.
    pub(crate) async fn key_manifest(&self, name: &str) -> Result<Manifest, BackupError> {
        match self.manifest_in(&self.shelves.keys, KEYS_FOLDER, name).await {
            Err(BackupError::Unknown { name, shelf }) if is_name(&name) => {
                Err(BackupError::KeysPruned { name, shelf })
            }
            found => found,
        }
    }

    async fn manifest_in(&self, shelf: &Shelf, folder: &str, name: &str) -> Result<Manifest, BackupError> {
        let unknown = || BackupError::Unknown { name: name.to_owned(), shelf: shelf.describe() };
        if !is_name(name) {
            return Err(unknown());
        }
        let note = match shelf.read(&manifest_in(folder, name)).await {
            Err(ShelfError::Missing { .. }) => return Err(unknown()),
            read => read?,
        };
        let opened = Manifest::open(&note, name, self.signer.verifier(), Store::schema_known());
        let programme = self.signer.name().rsplit('/').next().unwrap_or_default();
        match opened {
            Ok(manifest) if manifest.programme != programme => {
                let why = ManifestRefused::OtherProgramme(manifest.programme);
                Err(BackupError::Manifest { name: name.to_owned(), why })
            }
            opened => opened.map_err(|why| BackupError::Manifest { name: name.to_owned(), why }),
        }
    }

    /// Names of finished backups, oldest first.
    pub(crate) async fn names(&self, shelf: &Shelf, folder: &str) -> Result<Vec<String>, BackupError> {
        let items = shelf.list(folder, None).await?;
        Ok(items.iter().filter_map(|item| name_of(&item.name, folder)).collect())
    }

    /// The newest finished backup.
    ///
    /// # Errors
    /// [`BackupError::None`].
    pub async fn newest(&self) -> Result<String, BackupError> {
        let names = self.names(&self.shelves.data, DATA_FOLDER).await?;
        names.into_iter().next_back().ok_or_else(|| BackupError::None { shelf: self.shelves.data.describe() })
    }

    /// The newest key part whose epoch this keyring still has, which is what a restore takes unless it is
    /// told otherwise: those who were erased since are not in it.
    ///
    /// # Errors
    /// [`BackupError::NoKeys`].
    pub async fn newest_keys(&self) -> Result<Manifest, BackupError> {
        let epochs = self.vault.epochs();
        for name in self.names(&self.shelves.keys, KEYS_FOLDER).await?.iter().rev() {
            let manifest = self.key_manifest(name).await?;
            if epochs.contains(&manifest.epoch) {
                return Ok(manifest);
            }
        }
        Err(BackupError::NoKeys { shelf: self.shelves.keys.describe() })
    }
}

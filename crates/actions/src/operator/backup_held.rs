//! Whether a backup outlives a key: the one that was read back last, and what it needs to open.

use amanah_store::{StoreError, reports, settings};

use crate::office::Office;
use crate::operator::backup_error::BackupError;
use crate::operator::backup_manifest::{DATA_FOLDER, KEYS_FOLDER, Manifest, key_part};

/// The kind of the reports of backups.
pub(crate) const REPORT: &str = "backup";
/// The name of the backup that was read back last.
const VERIFIED: &str = "verified-backup";

impl Office {
    /// Both parts were read to their end.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn note_verified(&self, manifest: &Manifest) -> Result<(), BackupError> {
        let name = manifest.name.clone();
        Ok(self.store.write(move |db| settings::put(db, VERIFIED, name.as_bytes()).map(drop)).await?)
    }

    /// Whether a backup that was read back can be restored once the key of `epoch` is gone: its key part
    /// is sealed under a later epoch, and every key row in it is. Also where no backups are made at all.
    ///
    /// # Errors
    /// Those of shelf and store.
    pub(crate) async fn backups_outlive(&self, epoch: u32) -> Result<bool, BackupError> {
        let archive = self.archive();
        let (setting, tried) = self
            .store
            .read(|db| Ok::<_, StoreError>((settings::read(db, VERIFIED)?, reports::newest(db, REPORT)?)))
            .await?;
        let Some(setting) = setting else {
            let tried = tried.is_some() || self.shelves.backups_given();
            return Ok(!tried && archive.names(&self.shelves.data, DATA_FOLDER).await?.is_empty());
        };
        let Ok(name) = String::from_utf8(setting.value) else { return Ok(false) };
        let manifest = match archive.key_manifest(&name).await {
            Err(
                BackupError::Unknown { .. } | BackupError::KeysPruned { .. } | BackupError::Manifest { .. },
            ) => {
                return Ok(false);
            }
            manifest => manifest?,
        };
        let part = key_part(&name);
        let items = self.shelves.keys.list(KEYS_FOLDER, None).await?;
        let there = items.iter().any(|item| item.name == part && item.bytes == manifest.keys.bytes);
        // A manifest from before they said which epochs their rows are under says nothing.
        let later = manifest.epoch > epoch && manifest.least_epoch.is_some_and(|least| least > epoch);
        Ok(there && later && self.vault.epochs().contains(&manifest.epoch))
    }
}

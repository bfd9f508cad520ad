//! Key parts that are too old go: they are kept for the last epochs alone, so that whoever was erased
//! cannot be brought back from a backup for longer than that. Data parts stay.

use crate::epochs::KeyPlan;
use crate::office::Office;
use crate::operator::backup_error::BackupError;
use crate::operator::backup_manifest::{KEYS_FOLDER, key_part, manifest_in};

impl Office {
    /// Deletes key parts of epochs that are no longer kept. Their names. One whose manifest is refused is
    /// left where it is, and said.
    ///
    /// # Errors
    /// Those of the shelf and the store.
    pub async fn prune_key_parts(&self) -> Result<Vec<String>, BackupError> {
        let plan = self.store.read(KeyPlan::read).await?;
        let (archive, newest) = (self.archive(), self.vault.newest_epoch());
        let mut pruned = Vec::new();
        for name in archive.names(&self.shelves.keys, KEYS_FOLDER).await? {
            let manifest = match archive.key_manifest(&name).await {
                Err(error @ BackupError::Manifest { .. }) => {
                    tracing::warn!(%error, "a key part is not pruned");
                    continue;
                }
                manifest => manifest?,
            };
            if plan.keeps(manifest.epoch, newest) {
                continue;
            }
            // The key part first: a manifest without it is tried again.
            self.shelves.keys.remove(&key_part(&name)).await?;
            self.shelves.keys.remove(&manifest_in(KEYS_FOLDER, &name)).await?;
            pruned.push(name);
        }
        Ok(pruned)
    }
}

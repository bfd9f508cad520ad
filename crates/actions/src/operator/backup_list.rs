//! `backup list`: what there is, from the manifests alone.

use std::collections::BTreeSet;

use crate::operator::backup_archive::Archive;
use crate::operator::backup_error::BackupError;
use crate::operator::backup_manifest::{DATA_FOLDER, KEYS_FOLDER, Manifest};

/// A backup as the list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// What its manifest says, or why that is refused.
    pub manifest: Result<Manifest, String>,
    /// Whether the data part's manifest is there.
    pub data: bool,
    /// Whether the key part's is.
    pub keys: bool,
    /// Whether the keyring has the epoch that opens the key part.
    pub opens: bool,
}

impl Archive<'_> {
    /// Every finished backup, oldest first; one whose manifest is refused is listed with the reason.
    ///
    /// # Errors
    /// Those of the shelves.
    pub async fn list(&self) -> Result<Vec<Listed>, BackupError> {
        let data: BTreeSet<String> = self.names(&self.shelves.data, DATA_FOLDER).await?.into_iter().collect();
        let keys: BTreeSet<String> = self.names(&self.shelves.keys, KEYS_FOLDER).await?.into_iter().collect();
        let epochs = self.vault.epochs();
        let mut out = Vec::new();
        for name in data.union(&keys) {
            let (data, keys) = (data.contains(name), keys.contains(name));
            let manifest = if data { self.manifest(name).await } else { self.key_manifest(name).await };
            let manifest = match manifest {
                Err(BackupError::Manifest { why, .. }) => Err(why.to_string()),
                manifest => Ok(manifest?),
            };
            let opens = keys && manifest.as_ref().is_ok_and(|manifest| epochs.contains(&manifest.epoch));
            out.push(Listed { name: name.clone(), manifest, data, keys, opens });
        }
        Ok(out)
    }
}

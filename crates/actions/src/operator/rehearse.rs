//! The rehearsal of a restore: the newest backup is put back into a place that is thrown away, as a real
//! restore would, and some key rows are tried. The result is a report.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use amanah_store::reports::{self, Report};
use amanah_store::{Store, StoreError, people};
use amanah_vault::KeyRow;
use serde_json::json;

use crate::office::Office;
use crate::operator::backup_archive::Archive;
use crate::operator::backup_error::BackupError;
use crate::operator::restore::{Restored, Tell, close};
use crate::operator::restore_place::clear;

/// The kind of its reports.
pub const REPORT: &str = "rehearsal";
/// Key rows that are tried of each epoch.
const KEY_ROWS_TRIED: u32 = 50;
const FOLDER: &str = "rehearsal";

/// What a rehearsal found right.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    /// What was restored.
    pub restored: Restored,
    /// Key rows that were unlocked.
    pub unlocked: usize,
}

impl Archive<'_> {
    /// Restores the newest backup into a folder of its own and throws it away.
    ///
    /// # Errors
    /// [`BackupError`] for the first thing that would stop a real restore.
    pub async fn rehearse(&self, tell: &mut Tell<'_>) -> Result<Rehearsed, BackupError> {
        let folder = self.shelves.folder.join(FOLDER);
        let bad =
            |e: std::io::Error| BackupError::File { path: folder.display().to_string(), why: e.to_string() };
        fs::create_dir_all(&folder).map_err(bad)?;
        let lock = File::create(folder.join("lock")).map_err(bad)?;
        lock.try_lock().map_err(|_| BackupError::UnderWay)?;
        let path = folder.join("amanah.db");
        // What one that was cut off left behind.
        clear(&path)?;
        let rehearsed = self.rehearse_in(&path, tell).await;
        clear(&path)?;
        let _ = fs::remove_dir_all(&folder);
        rehearsed
    }

    async fn rehearse_in(&self, path: &Path, tell: &mut Tell<'_>) -> Result<Rehearsed, BackupError> {
        let name = self.newest().await?;
        let checked = self.check(&name, None, tell).await?;
        let store = self.open_staged(path.to_owned()).await?;
        let restored = match self.refill(&store, &checked, tell).await {
            Ok(restored) => restored,
            Err(e) => {
                close(store).await?;
                return Err(e);
            }
        };
        let unlocked = self.try_keys(&store).await;
        close(store).await?;
        Ok(Rehearsed { restored, unlocked: unlocked? })
    }

    /// Unlocks some key rows of each epoch.
    async fn try_keys(&self, store: &Store) -> Result<usize, BackupError> {
        let rows = store
            .read(|db| {
                let mut rows = Vec::new();
                for (epoch, _) in people::key_counts(db)? {
                    rows.extend(people::keys_of_epoch(db, epoch, None, KEY_ROWS_TRIED)?);
                }
                Ok::<_, StoreError>(rows)
            })
            .await?;
        let looked = rows.len();
        let opens = |row: people::KeyRow| {
            let epoch = u32::try_from(row.epoch).unwrap_or(0);
            self.vault.unlock(row.person, &KeyRow { epoch, wrapped: row.wrapped }).is_ok()
        };
        let broken = looked - rows.into_iter().filter(|row| opens(row.clone())).count();
        if broken == 0 { Ok(looked) } else { Err(BackupError::KeyRows { broken, looked }) }
    }
}

impl Office {
    /// Rehearses a restore and writes the report, whatever comes of it.
    ///
    /// # Errors
    /// [`BackupError`]; it stands in the report as a code.
    pub async fn rehearse_restore(&self, tell: &mut Tell<'_>) -> Result<Rehearsed, BackupError> {
        let began = self.now();
        let rehearsed = self.archive().rehearse(tell).await;
        let seconds = self.now().since(began) / 1_000;
        let summary = match &rehearsed {
            Ok(Rehearsed { restored, unlocked }) => json!({
                "backup": restored.data.name,
                "keys": restored.keys.name,
                "made_at": restored.data.made_at,
                "seconds": seconds,
                "rows": restored.rows,
                "dropped": restored.dropped,
                "removals": restored.replayed.removals,
                "entries": restored.entries,
                "journal": restored.journal.number,
                "key_rows": unlocked,
                "failure": null,
            }),
            Err(error) => json!({ "seconds": seconds, "failure": error.code() }),
        };
        self.report(REPORT, rehearsed.is_ok(), summary.to_string()).await?;
        rehearsed
    }

    /// Writes a report.
    pub(crate) async fn report(&self, kind: &str, fine: bool, summary: String) -> Result<(), BackupError> {
        let report = Report { kind: kind.to_owned(), ran_at: self.now(), fine, summary };
        let report = Arc::new(report);
        Ok(self.store.write(move |db| reports::add(db, &report)).await?)
    }
}

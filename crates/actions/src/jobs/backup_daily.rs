//! A backup every night, read back; then key parts that are too old go.

use serde_json::json;

use crate::error::{ActionError, Done};
use crate::jobs::daily::Daily;
use crate::jobs::task::Task;
use crate::office::Office;
use crate::operator::backup_error::BackupError;
use crate::operator::backup_held::REPORT;
use crate::operator::backup_manifest::Manifest;

pub(crate) const KIND: &str = "backup-daily";
/// At three at night in Jakarta.
pub(crate) const DAILY: Daily = Daily { kind: KIND, every_days: 1, hour: 3 };

impl Office {
    pub(crate) async fn backup_daily(&self, task: &Task) -> Done<()> {
        if self.mode.demo {
            // Its people are made up, and its folder is on somebody's own machine.
            return self.daily_done(DAILY, task).await;
        }
        let made = self.while_alive(task, self.back_up()).await?;
        if let Err(error) = made {
            tracing::error!(%error, "the nightly backup was not made");
            // Tried again by the queue, and the report says so meanwhile.
            return Err(ActionError::State(error.code()));
        }
        self.daily_done(DAILY, task).await
    }

    /// Makes a backup, reads it back, prunes key parts, and writes the report, whatever comes of it. What
    /// cannot be read back makes no other key part superfluous.
    ///
    /// # Errors
    /// [`BackupError`]; it stands in the report as a code.
    pub async fn back_up(&self) -> Result<Manifest, BackupError> {
        let began = self.now();
        let made = self.make_and_prune().await;
        let seconds = self.now().since(began) / 1_000;
        let summary = match &made {
            Ok((manifest, pruned)) => json!({
                "backup": manifest.name,
                "seconds": seconds,
                "bytes": manifest.data.bytes + manifest.keys.bytes,
                "rows": manifest.data.row_count() + manifest.keys.row_count(),
                "epoch": manifest.epoch,
                "key_parts_pruned": pruned.len(),
                "failure": null,
            }),
            Err(error) => json!({ "seconds": seconds, "failure": error.code() }),
        };
        self.report(REPORT, made.is_ok(), summary.to_string()).await?;
        made.map(|(manifest, _)| manifest)
    }

    async fn make_and_prune(&self) -> Result<(Manifest, Vec<String>), BackupError> {
        let made = self.create_backup().await?;
        self.archive().verify(&made.name, &mut |_, _| {}).await?;
        self.note_verified(&made).await?;
        let pruned = self.prune_key_parts().await?;
        Ok((made, pruned))
    }
}

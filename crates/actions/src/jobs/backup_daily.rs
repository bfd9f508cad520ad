//! A backup every night, and key parts that are too old go.

use serde_json::json;

use crate::error::{ActionError, Done};
use crate::jobs::daily::Daily;
use crate::jobs::task::Task;
use crate::office::Office;
use crate::operator::backup_error::BackupError;
use crate::operator::backup_manifest::Manifest;

pub(crate) const KIND: &str = "backup-daily";
/// At three at night in Jakarta.
pub(crate) const DAILY: Daily = Daily { kind: KIND, every_days: 1, hour: 3 };
/// The kind of its reports.
pub const REPORT: &str = "backup";

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

    /// Makes a backup, prunes key parts, and writes the report, whatever comes of it.
    ///
    /// # Errors
    /// [`BackupError`]; it stands in the report as a code.
    pub async fn back_up(&self) -> Result<Manifest, BackupError> {
        let began = self.now();
        let made = match self.create_backup().await {
            Ok(manifest) => self.prune_key_parts().await.map(|pruned| (manifest, pruned)),
            Err(e) => Err(e),
        };
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
}

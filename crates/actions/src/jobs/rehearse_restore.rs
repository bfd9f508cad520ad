//! Once a week the newest backup is put back for show: one that nobody ever restored is none.

use crate::error::Done;
use crate::jobs::daily::Daily;
use crate::jobs::task::Task;
use crate::office::Office;

pub(crate) const KIND: &str = "rehearse-restore";
/// At four at night in Jakarta, after the backup.
pub(crate) const DAILY: Daily = Daily { kind: KIND, every_days: 7, hour: 4 };

impl Office {
    pub(crate) async fn rehearse_weekly(&self, task: &Task) -> Done<()> {
        if self.mode.demo {
            return self.daily_done(DAILY, task).await;
        }
        let rehearsed = self.while_alive(task, self.rehearse_restore(&mut |_, _, _| {})).await?;
        if let Err(error) = rehearsed {
            // The report says it; the same backup again would say the same.
            tracing::error!(%error, "the rehearsal of a restore failed");
        }
        self.daily_done(DAILY, task).await
    }
}

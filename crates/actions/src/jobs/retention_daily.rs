//! Every night what has reached its end goes; what could not be dealt with is looked at again a day later.

use amanah_store::reports::{self, Report, SUMMARY_BYTES_MAX};

use crate::clock_guard::ClockWord;
use crate::error::{ActionError, Done};
use crate::jobs::daily::Daily;
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::retention::RetentionRun;

pub(crate) const KIND: &str = "retention-daily";
/// One person again.
pub(crate) const LOOK_AGAIN: &str = "retention-again";
/// After the keys, so that what goes goes under the newest.
pub(crate) const DAILY: Daily = Daily { kind: KIND, every_days: 1, hour: 3 };
/// Kind of the report.
pub const REPORT: &str = "retention";

impl Office {
    pub(crate) async fn retention_daily(&self, task: &Task) -> Done<()> {
        let run = self.retain(Some(task), false, &mut |_| {}).await?;
        if !run.is_fine() {
            tracing::warn!(summary = run.summary(), "retention wants looking after");
        }
        let (now, task, report) = (self.now(), task.clone(), self.retention_report(&run));
        self.store
            .write(move |db| {
                reports::add(db, &report)?;
                DAILY.done(db, &task, now)
            })
            .await?;
        Ok(())
    }

    /// Runs it now, at an operator's word, and writes the report.
    ///
    /// # Errors
    /// As [`Office::apply_retention`].
    pub async fn run_retention(
        &self,
        afresh: bool,
        tell: &mut (dyn FnMut(String) + Send),
    ) -> Done<RetentionRun> {
        let run = self.apply_retention(afresh, tell).await?;
        let report = self.retention_report(&run);
        self.store.write(move |db| reports::add(db, &report)).await?;
        Ok(run)
    }

    fn retention_report(&self, run: &RetentionRun) -> Report {
        let mut summary = run.summary();
        // Codes and counts: ASCII, so any byte is an edge.
        summary.truncate(SUMMARY_BYTES_MAX);
        Report { kind: REPORT.to_owned(), ran_at: self.now(), fine: run.is_fine(), summary }
    }

    pub(crate) async fn retention_again(&self, task: &Task) -> Done<()> {
        let person = task.job.person.ok_or(ActionError::Internal("a job names no person"))?;
        if self.clock_word().await? != ClockWord::Right {
            let (now, task) = (self.now(), task.clone());
            let later = QueuedJob::about(self, LOOK_AGAIN, person, 30).due(now.plus_hours(24));
            let put_off = self.store.write(move |db| {
                later.write(db, now)?;
                task.done(db, now)
            });
            return Ok(put_off.await?);
        }
        self.look_again(person).await?;
        self.nothing_to_do(task).await
    }
}

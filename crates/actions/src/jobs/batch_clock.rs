//! Batches open and close by the clock, and a reveal that does not come is published by the clock.

use amanah_domain::BatchId;
use amanah_domain::states::BatchState;

use crate::access::Who;
use crate::error::{ActionError, Done};
use crate::jobs::task::Task;
use crate::office::Office;

/// Joining begins.
pub(crate) const OPEN: &str = "open-batch";
/// Joining has ended: the entrants are committed.
pub(crate) const CLOSE: &str = "close-batch";
/// The last moment for a reveal has passed.
pub(crate) const FAIL: &str = "fail-reveal";

/// The batch that a job is about.
pub(crate) fn batch_of(task: &Task) -> Done<BatchId> {
    let id = task.job.payload.first_chunk::<16>();
    id.map(|id| BatchId::from_bytes(*id)).ok_or(ActionError::Internal("a job names no batch"))
}

impl Office {
    pub(crate) async fn open_by_clock(&self, task: &Task) -> Done<()> {
        let row = self.batch_row(batch_of(task)?).await?;
        match row.state {
            BatchState::Planned => self.begin_joining(Who::system(), &row, Some(task.clone())).await,
            _ => self.nothing_to_do(task).await,
        }
    }

    pub(crate) async fn fail_by_clock(&self, task: &Task) -> Done<()> {
        let row = self.batch_row(batch_of(task)?).await?;
        match (row.state, &row.public_value) {
            (BatchState::Closed, None) => self.publish_failure(Who::system(), &row, Some(task.clone())).await,
            _ => self.nothing_to_do(task).await,
        }
    }
}

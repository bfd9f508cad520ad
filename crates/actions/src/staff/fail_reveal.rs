//! The reveal did not come in time: this is published, and the batch is never drawn again. The clock does
//! it by itself; by hand not a moment earlier, or somebody who dislikes an order could wish it away.

use amanah_domain::Role;
use amanah_domain::states::BatchState;
use amanah_store::batches::{self, BatchRow};

use crate::access::Who;
use crate::error::{ActionError, Done};
use crate::jobs::task::Task;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Publishes that the reveal of a batch did not come.
    ///
    /// # Errors
    /// [`ActionError::State`] `batch-not-closed`, `batch-reveal-may-come`, `batch-revealed`.
    pub async fn fail_reveal(&self, session: &Session, number: i64) -> Done<()> {
        let who = session.as_staff(Role::Administrator)?;
        let row = self.batch_of_number(number).await?;
        if row.state != BatchState::Closed {
            return Err(ActionError::State("batch-not-closed"));
        }
        if row.public_value.is_some() {
            return Err(ActionError::State("batch-revealed"));
        }
        if self.now() < self.reveal_by(&row) {
            return Err(ActionError::State("batch-reveal-may-come"));
        }
        self.publish_failure(who, &row, None).await
    }

    pub(crate) async fn publish_failure(&self, who: Who, row: &BatchRow, task: Option<Task>) -> Done<()> {
        self.batch_note(who, row.number, "failed: no reveal came", row.entrants_commitment).await?;
        let (batch, now) = (row.batch, self.now());
        self.store
            .write(move |db| {
                // Revealed in this very moment: then it did come.
                batches::fail(db, &batch, now)?;
                task.as_ref().map_or(Ok(()), |task| task.done(db, now)).map_err(ActionError::from)
            })
            .await
    }
}

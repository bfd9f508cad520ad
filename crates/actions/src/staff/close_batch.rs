//! Joining ends earlier than planned. The entrants are counted and committed by the job that also does
//! it by the clock.

use amanah_domain::Role;
use amanah_domain::states::BatchState;
use amanah_store::batches;

use crate::batch::CLOSE_GRACE_SECONDS;
use crate::error::{ActionError, Done};
use crate::jobs::batch_clock::CLOSE;
use crate::jobs::task::QueuedJob;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Ends joining now; the entrants are committed a moment later.
    ///
    /// # Errors
    /// [`ActionError::State`] `batch-not-open`; [`ActionError::SignInNeeded`] without the role.
    pub async fn close_batch(&self, session: &Session, number: i64) -> Done<()> {
        let who = session.as_staff(Role::Administrator)?;
        let row = self.batch_of_number(number).await?;
        if row.state != BatchState::Open {
            return Err(ActionError::State("batch-not-open"));
        }
        self.batch_note(who, number, "close", None).await?;
        let (batch, now) = (row.batch, self.now());
        let key = [batch.as_bytes().as_slice(), b"early"].concat();
        let close = QueuedJob::once(CLOSE, &key, now.plus_seconds(CLOSE_GRACE_SECONDS), batch.as_bytes());
        self.store
            .write(move |db| {
                batches::end_joining(db, &batch, now)?;
                close.write(db, now).map_err(ActionError::from)
            })
            .await
    }
}

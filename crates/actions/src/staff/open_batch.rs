//! Joining begins, by hand or by the clock. The seed's commitment is on record before.

use amanah_domain::Role;
use amanah_domain::states::BatchState;
use amanah_store::batches::{self, BatchRow};

use crate::access::Who;
use crate::error::{ActionError, Done};
use crate::jobs::task::Task;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Opens a planned batch now.
    ///
    /// # Errors
    /// [`ActionError::State`] `batch-not-planned`; [`ActionError::SignInNeeded`] without the role.
    pub async fn open_batch(&self, session: &Session, number: i64) -> Done<()> {
        let who = session.as_staff(Role::Administrator)?;
        let row = self.batch_of_number(number).await?;
        if row.state != BatchState::Planned || self.now() >= row.closes_at {
            return Err(ActionError::State("batch-not-planned"));
        }
        self.begin_joining(who, &row, None).await
    }

    pub(crate) async fn begin_joining(&self, who: Who, row: &BatchRow, task: Option<Task>) -> Done<()> {
        self.batch_note(who, row.number, "opens, seed", Some(row.seed_commitment)).await?;
        let (batch, now) = (row.batch, self.now());
        self.store
            .write(move |db| {
                // Opened by somebody else meanwhile: just as well.
                batches::set_state(db, &batch, BatchState::Planned, BatchState::Open)?;
                task.as_ref().map_or(Ok(()), |task| task.done(db, now)).map_err(ActionError::from)
            })
            .await
    }
}

//! A line of the journal about a removal that did not happen is taken back, however long the journal cannot be
//! reached.

use amanah_domain::states::RemovalAct;
use amanah_domain::{CategorySet, FieldSet, PersonId, RemovalId, Timestamp};
use amanah_store::removals;

use crate::error::{ActionError, Done};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::operator::journal::JournalLine;

pub(crate) const KIND: &str = "take-back-removal";
/// The line names nobody: what it takes back is found by the removal.
const NOBODY: PersonId = PersonId::from_bytes([0; 16]);

/// The job names nobody, so that it does not go with the person.
pub(crate) fn job(removal: RemovalId, now: Timestamp) -> QueuedJob {
    QueuedJob::once(KIND, removal.as_bytes(), now, removal.as_bytes())
}

impl Office {
    pub(crate) async fn take_back_by_job(&self, task: &Task) -> Done<()> {
        let removal = <[u8; 16]>::try_from(task.job.payload.as_slice())
            .map_err(|_| ActionError::Internal("a job names no removal"))?;
        self.take_back_now(RemovalId::from_bytes(removal)).await?;
        self.nothing_to_do(task).await
    }

    /// Unless it did happen: then its row is there.
    pub(crate) async fn take_back_now(&self, removal: RemovalId) -> Done<()> {
        if self.store.read(move |db| removals::read(db, &removal)).await?.is_some() {
            return Ok(());
        }
        let line = JournalLine {
            removal,
            person: NOBODY,
            act: RemovalAct::Erase,
            categories: CategorySet::EMPTY,
            fields: FieldSet::EMPTY,
            at: self.now(),
        };
        self.journal.append(line).await.map(drop)
    }
}

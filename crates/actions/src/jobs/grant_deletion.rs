//! A deletion that was granted is done: by the same removal as by the person's own hand, in the name of
//! whoever decided it. The person gets the certificate's code with the farewell letter.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::purposes::RemoveForPerson;
use amanah_domain::states::RemovalGround;
use amanah_domain::{CaseId, Role, Timestamp};
use amanah_store::cases::{self, CaseRow};

use crate::access::Who;
use crate::error::{ActionError, Done};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::person::ask_right::{ALL_SUBJECT, deletion};
use crate::removal::perform::Asked;
use crate::removal::scope::categories_of;

pub(crate) const KIND: &str = "grant-deletion";
/// Seconds after the decision: the answer with its reasons has left by then, and can still be read.
pub const DELAY_SECONDS: i64 = 300;

/// The job of a granted case, for the transaction of the decision.
pub(crate) fn job(row: &CaseRow, now: Timestamp) -> QueuedJob {
    let case = row.case.as_bytes();
    QueuedJob::once(KIND, case, now.plus_seconds(DELAY_SECONDS), case)
}

impl Office {
    pub(crate) async fn grant_deletion(&self, task: &Task) -> Done<()> {
        let case = <[u8; 16]>::try_from(task.job.payload.as_slice())
            .map_err(|_| ActionError::Internal("a job names no case"))?;
        let case = CaseId::from_bytes(case);
        let row = self.store.read(move |db| cases::read(db, &case)).await?;
        // Gone with everything, by the person's own hand or by an earlier try.
        let Some(row) = row.filter(|row| row.kind == CaseKind::Deletion && row.state == CaseState::Granted)
        else {
            return self.nothing_to_do(task).await;
        };
        let parts = (row.subject != ALL_SUBJECT).then(|| categories_of(row.fields));
        let who = row.decided_by.map_or_else(Who::system, |by| Who::staff(by, Role::Dpo));
        match self.remove_granted(who, &row, parts).await {
            // An earlier try did it and could not say so.
            Ok(())
            | Err(ActionError::NotFound | ActionError::State("removal-nothing" | "removal-all-kept")) => {
                self.nothing_to_do(task).await
            }
            Err(error) => Err(error),
        }
    }

    async fn remove_granted(
        &self,
        who: Who,
        row: &CaseRow,
        parts: Option<amanah_domain::CategorySet>,
    ) -> Done<()> {
        let asked = |who| Asked { who, ground: RemovalGround::Request, rule: "", reason: None };
        let request = deletion(parts);
        let done = match self.remove::<RemoveForPerson>(asked(who), row.person, request).await {
            // Whoever decided is not at work here any more.
            Err(ActionError::SignInNeeded) => {
                self.remove::<RemoveForPerson>(asked(Who::system()), row.person, request).await
            }
            other => other,
        };
        match done {
            // It is gone, and the rest of it is made up for by a job of its own.
            Err(ActionError::State("removal-unconfirmed")) => Ok(()),
            other => other.map(drop),
        }
    }
}

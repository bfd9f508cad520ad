//! A deletion that was granted is done: by the same removal as by the person's own hand, in the name of
//! whoever decided it. The person gets the certificate's code with the farewell letter.

use amanah_domain::cases::{CaseEvent, CaseKind, CaseState, Level};
use amanah_domain::purposes::RemoveForPerson;
use amanah_domain::states::RemovalGround;
use amanah_domain::{CaseClock, CaseId, Role, Timestamp};
use amanah_policy::RefusalReason;
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};

use crate::access::Who;
use crate::cases::tell::Told;
use crate::error::{ActionError, Done};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::person::ask_right::{deletion, parts_of};
use crate::removal::perform::Asked;

pub(crate) const KIND: &str = "grant-deletion";
/// The code of the event that opens it again.
const HELD: &str = "deletion-held";
/// Seconds after the decision: the answer with its reasons has left by then, and can still be read.
pub const DELAY_SECONDS: i64 = 300;

/// The job of a granted case, for the transaction of the decision.
pub(crate) fn job(row: &CaseRow, now: Timestamp) -> QueuedJob {
    let case = row.case.as_bytes();
    // By its version: one that was opened again and granted again is done again.
    let key = [case.as_slice(), &row.events.to_be_bytes()].concat();
    QueuedJob::once(KIND, &key, now.plus_seconds(DELAY_SECONDS), case)
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
        let parts = parts_of(&row);
        let who = row.decided_by.map_or_else(Who::system, |by| Who::staff(by, Role::Dpo));
        match self.remove_granted(who, &row, parts).await {
            // An earlier try did it and could not say so.
            Ok(())
            | Err(ActionError::NotFound | ActionError::State("removal-nothing" | "removal-all-kept")) => {
                self.nothing_to_do(task).await
            }
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::LegalHold => {
                self.open_again(task, row).await
            }
            Err(error) => Err(error),
        }
    }

    /// A hold was placed since it was granted. It is on the officer's list again, with a clock of its own, and
    /// the person is told: nothing is tried behind their backs until the hold ends.
    async fn open_again(&self, task: &Task, row: CaseRow) -> Done<()> {
        let now = self.now();
        let hours = self.policy.case(row.kind).map_or(0, |rule| rule.hours);
        let after = CaseRow {
            state: CaseState::Open,
            decided_at: None,
            decided_by: None,
            proposal: None,
            holder: None,
            level: Level::Dpo,
            clock: CaseClock::starting(now, hours),
            changed_at: now,
            ..row
        };
        let letter = self.tell(&after, Told::Held).await?;
        let held = NewEvent {
            shown: false,
            code: HELD.to_owned(),
            ..NewEvent::new(CaseEvent::SentBack, Role::System, None, now)
        };
        let (task, case) = (task.clone(), after.case);
        let written = self.store.write(move |db| {
            // They asked again meanwhile: that case says it.
            if cases::find_open(db, &after.person, after.kind, &after.subject)?.is_none() {
                cases::change(db, &after, core::slice::from_ref(&held))?;
                if let Some(letter) = &letter {
                    letter.write(db, now)?;
                }
            }
            Ok::<_, ActionError>(task.done(db, now)?)
        });
        written.await.map_err(ActionError::of_write)?;
        self.live.touched(case);
        Ok(())
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

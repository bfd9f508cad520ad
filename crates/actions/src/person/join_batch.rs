//! A person joins an open batch. Who is verified and eligible when it closes stands in the draw: until
//! then checks that wait do not stop anybody.

use amanah_domain::purposes::RunDraw;
use amanah_domain::states::{BatchState, EligibilityState};
use amanah_domain::{FieldSet, Operation};
use amanah_store::{accounts, batches};

use crate::access::Want;
use crate::error::{ActionError, Done};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::person::view_batches::hindrances;
use crate::session::Session;

impl Office {
    /// Joins the batch of this number, or joins again after leaving. Twice is once.
    ///
    /// # Errors
    /// [`ActionError::State`] `batch-not-open`, or `join-<hindrance>`; [`ActionError::NotFound`].
    pub async fn join_batch(&self, session: &Session, number: i64) -> Done<()> {
        let who = session.as_person()?;
        let person = session.person;
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), self.now())?;
        let row = self.batch_of_number(number).await?;
        // The last change may not have been assessed yet.
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        if account.is_some_and(|a| a.eligibility == EligibilityState::Open) {
            self.assess_person(person).await?;
        }
        let note = format!("batch {number} join");
        let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.look::<RunDraw>(who, person, want).await?;
        let (batch, now) = (row.batch, self.now());
        self.store
            .write(move |db| {
                let row = batches::read(db, &batch)?.ok_or(ActionError::NotFound)?;
                if row.state != BatchState::Open || now >= row.closes_at {
                    return Err(ActionError::State("batch-not-open"));
                }
                if let Some(hindrance) = hindrances(db, &person, &batch)?.first() {
                    return Err(ActionError::State(hindrance.state_key()));
                }
                batches::join(db, &person, &batch, now)?;
                Ok(())
            })
            .await?;
        metrics::counter!("amanah_joins_total").increment(1);
        Ok(())
    }
}

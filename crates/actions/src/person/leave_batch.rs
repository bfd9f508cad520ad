//! A person leaves a batch while it is open. They may join again.

use amanah_domain::purposes::RunDraw;
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{FieldSet, Operation};
use amanah_store::batches;

use crate::access::Want;
use crate::error::{ActionError, Done};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Leaves the batch of this number.
    ///
    /// # Errors
    /// [`ActionError::State`] `batch-not-open` once it closed (see [`Office::withdraw_entry`]), or
    /// `batch-not-joined`.
    pub async fn leave_batch(&self, session: &Session, number: i64) -> Done<()> {
        let who = session.as_person()?;
        let person = session.person;
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), self.now())?;
        let batch = self.batch_of_number(number).await?.batch;
        let note = format!("batch {number} leave");
        let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.look::<RunDraw>(who, person, want).await?;
        let now = self.now();
        self.store
            .write(move |db| {
                let row = batches::read(db, &batch)?.ok_or(ActionError::NotFound)?;
                if row.state != BatchState::Open || now >= row.closes_at {
                    return Err(ActionError::State("batch-not-open"));
                }
                match batches::set_entry(db, &person, &batch, EntryState::Joined, EntryState::Left, now)? {
                    true => Ok(()),
                    false => Err(ActionError::State("batch-not-joined")),
                }
            })
            .await
    }
}

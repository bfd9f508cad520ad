//! An entrant withdraws after the entrants were committed: they keep the line, so that the commitment
//! still fits, and lose the place. Not after the reveal: from then on everybody can know the order.

use amanah_domain::purposes::RunDraw;
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{FieldSet, Operation};
use amanah_store::batches;

use crate::access::Want;
use crate::batch::place_code;
use crate::draw::Place;
use crate::error::{ActionError, Done};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Withdraws from a closed batch, for good.
    ///
    /// # Errors
    /// [`ActionError::State`] `batch-not-closed` (while it is open: [`Office::leave_batch`]; and once it is
    /// revealed), or `batch-not-entered`.
    pub async fn withdraw_entry(&self, session: &Session, number: i64) -> Done<()> {
        let who = session.as_person()?;
        let person = session.person;
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), self.now())?;
        let batch = self.batch_of_number(number).await?.batch;
        let note = format!("batch {number} withdraw");
        let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        let looked = self.look::<RunDraw>(who, person, want).await?;
        let (pseudonym, now) = (looked.draw_pseudonym(&batch)?, self.now());
        self.store
            .write(move |db| {
                let row = batches::read(db, &batch)?.ok_or(ActionError::NotFound)?;
                if row.state != BatchState::Closed || row.public_value.is_some() {
                    return Err(ActionError::State("batch-not-closed"));
                }
                let (from, to) = (EntryState::Entered, EntryState::Withdrawn);
                if !batches::set_entry(db, &person, &batch, from, to, now)? {
                    return Err(ActionError::State("batch-not-entered"));
                }
                match batches::place_line(db, &batch, &pseudonym, 0, place_code(Place::Withdrawn))? {
                    true => Ok(()),
                    false => Err(ActionError::Internal("an entrant has no line")),
                }
            })
            .await
    }
}

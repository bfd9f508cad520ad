//! A reviewer decided whether somebody may act for another person. Both are told; what nobody can be found for
//! is not granted.

use amanah_domain::Timestamp;
use amanah_domain::cases::StandingState;
use amanah_store::Connection;
use amanah_store::cases::CaseRow;
use amanah_store::standings::{self, StandingRow};

use crate::correspond::QueuedLetter;
use crate::error::{ActionError, Done};
use crate::letters::LetterKind;
use crate::office::Office;
use crate::person::standing::{of_case, refused};

/// What is to be written.
#[derive(Clone)]
pub(crate) struct StandingEffect {
    after: Option<StandingRow>,
    letter: Option<QueuedLetter>,
}

/// Prepares it, before the transaction.
///
/// # Errors
/// [`ActionError::State`] `standing-nobody` where there is nobody, or no longer, for whom it could be granted.
pub(crate) async fn prepare(office: &Office, row: &CaseRow, granted: bool) -> Done<StandingEffect> {
    let (helper, case, now) = (row.person, row.case, office.now());
    let asked = office.store.read(move |db| of_case(db, &helper, &case)).await?;
    let (after, kind) = match (asked, granted) {
        (None, true) => return Err(ActionError::State("standing-nobody")),
        (None, false) => return Ok(StandingEffect { after: None, letter: None }),
        (Some(asked), true) => (office.begun(asked, now)?, LetterKind::StandingGranted),
        (Some(asked), false) => (refused(asked), LetterKind::StandingOver),
    };
    // The helper gets the answer to their case; this goes to the person whom it concerns.
    let letter = office.queue_letter_unless_ended(after.person, kind).await?;
    Ok(StandingEffect { after: Some(after), letter })
}

impl StandingEffect {
    /// Writes it, in the transaction of the decision.
    pub(crate) fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Done<()> {
        if let Some(after) = &self.after
            && !standings::set(db, after, StandingState::Asked)?
        {
            return Err(ActionError::Conflict);
        }
        self.letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
    }
}

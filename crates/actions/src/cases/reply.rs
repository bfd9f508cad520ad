//! Staff says something to the person, or to each other.
//!
//! - `office.reply_case(&session, case, text, template) -> Done<()>`: the person reads it, and gets it by letter;
//!   a line of a live chat is no letter. `template`: the id of the one that was used, or `""`.
//! - `office.note_case(&session, case, text) -> Done<()>`: among staff.

use amanah_domain::CaseId;
use amanah_domain::cases::{CaseChannel, CaseEvent};
use amanah_store::case_events::{self, NewEvent};
use amanah_store::cases::{self, CaseRow};

use crate::cases::hand::words;
use crate::cases::tell::Told;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Says something to the person.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `text`; [`ActionError::Conflict`] where something else happened meanwhile;
    /// [`ActionError::State`] `case-ended`; [`ActionError::Refused`] (recorded).
    pub async fn reply_case(&self, session: &Session, case: CaseId, text: &str, template: &str) -> Done<()> {
        let said = words("text", text)?;
        let row = self.open_case_row(case).await?;
        let hand = self.hand(session, &row, Some(&said)).await?;
        let now = self.now();
        let reply = NewEvent {
            channel: row.channel,
            code: template.to_owned(),
            ..hand.event(self, CaseEvent::Replied)
        };
        if self.is_live(&row).await? {
            // Lines of both sides come at the same moments: none of them stops another.
            let (person, line) = (row.person, reply.clone());
            let added = self.store.write(move |db| cases::append(db, &person, &case, &line)).await?;
            added.ok_or(ActionError::State("case-ended"))?;
            self.live.touched(case);
            return Ok(());
        }
        let letter = self.tell(&row, Told::Replied { text: said.as_str().to_owned() }).await?;
        let after = CaseRow { changed_at: now, ..row };
        self.change_case(after, vec![reply], letter).await
    }

    /// Writes a note that the person does not see.
    ///
    /// # Errors
    /// As [`Office::reply_case`]; also at a case that has come to its end.
    pub async fn note_case(&self, session: &Session, case: CaseId, text: &str) -> Done<()> {
        let said = words("text", text)?;
        let row = self.case_row(case).await?;
        let hand = self.hand(session, &row, Some(&said)).await?;
        let note = NewEvent { shown: false, ..hand.event(self, CaseEvent::Note) };
        let after = CaseRow { changed_at: self.now(), ..row };
        self.change_case(after, vec![note], None).await
    }

    /// A case that is not at its end.
    pub(crate) async fn open_case_row(&self, case: CaseId) -> Done<CaseRow> {
        let row = self.case_row(case).await?;
        if row.state.is_open() { Ok(row) } else { Err(ActionError::State("case-ended")) }
    }

    /// Writes a changed case, what happened, and the letter that tells it.
    pub(crate) async fn change_case(
        &self,
        after: CaseRow,
        events: Vec<NewEvent>,
        letter: Option<crate::correspond::QueuedLetter>,
    ) -> Done<()> {
        let (now, case) = (self.now(), after.case);
        self.store
            .write(move |db| {
                cases::change(db, &after, &events)?;
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now))
            })
            .await
            .map_err(|e| ActionError::from(e).of_write())?;
        self.live.touched(case);
        Ok(())
    }

    /// A chat that goes on: whoever is in it reads there what is said.
    async fn is_live(&self, row: &CaseRow) -> Done<bool> {
        if row.channel != CaseChannel::Chat {
            return Ok(false);
        }
        let (person, case) = (row.person, row.case);
        let ended =
            self.store.read(move |db| case_events::of_kind(db, &person, &case, CaseEvent::ChatEnded)).await?;
        Ok(ended.is_empty())
    }
}

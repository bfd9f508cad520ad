//! Who has a case: somebody takes it, and it is handed over. The person sees neither name.
//!
//! - `office.take_case(&session, case) -> Done<()>`
//! - `office.hand_over_case(&session, case, to) -> Done<()>`: `None` puts it back on the list. Also the lead, and
//!   the data protection officer where it is on their list.

use amanah_domain::cases::CaseEvent;
use amanah_domain::{CaseId, PersonId};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::CaseRow;
use amanah_store::staff;

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::purpose_of_case;

impl Office {
    /// Takes a case that nobody has.
    ///
    /// # Errors
    /// [`ActionError::Conflict`] where somebody else has it, or was first; [`ActionError::State`] `case-ended`;
    /// [`ActionError::Refused`] (recorded).
    pub async fn take_case(&self, session: &Session, case: CaseId) -> Done<()> {
        let row = self.open_case_row(case).await?;
        match row.holder {
            Some(holder) if holder == session.person => return Ok(()),
            Some(_) => return Err(ActionError::Conflict),
            None => {}
        }
        let hand = self.hand(session, &row, None).await?;
        let taken = NewEvent { shown: false, ..hand.event(self, CaseEvent::Taken) };
        let after = CaseRow { holder: Some(session.person), changed_at: self.now(), ..row };
        self.change_case(after, vec![taken], None).await
    }

    /// Hands a case to somebody of its desk, or back to the list.
    ///
    /// # Errors
    /// [`ActionError::State`] `case-hand-over` where they have not the role, or it is their own case or a
    /// relation's; otherwise as [`Office::take_case`].
    pub async fn hand_over_case(&self, session: &Session, case: CaseId, to: Option<PersonId>) -> Done<()> {
        let row = self.open_case_row(case).await?;
        if let Some(to) = to
            && !self.may_have(&row, to).await?
        {
            return Err(ActionError::State("case-hand-over"));
        }
        let hand = self.hand_over_it(session, &row).await?;
        let handed = NewEvent { shown: false, ..hand.event(self, CaseEvent::HandedOver) };
        let after = CaseRow { holder: to, changed_at: self.now(), ..row };
        self.change_case(after, vec![handed], None).await
    }

    async fn may_have(&self, row: &CaseRow, to: PersonId) -> Done<bool> {
        let (person, role, now) = (row.person, purpose_of_case(row.kind).0, self.now());
        let (roles, related) = self
            .store
            .read(move |db| {
                let roles = staff::roles_of(db, &to)?;
                Ok::<_, ActionError>((roles, staff::is_related(db, &to, &person)?))
            })
            .await?;
        let has = roles.iter().any(|row| row.role == role && row.in_force(now));
        Ok(has && !related && to != person)
    }
}

//! Under which purpose a member of staff works on a case, and what they write sealed for it. Every step of
//! theirs is a look on record first; one's own case and a declared relation's are refused there.
//!
//! `office.hand(&session, &row, Some(&text)) -> Done<Hand { who, sealed }>` for those of the desk;
//! `office.hand_over_it(&session, &row) -> Done<Hand>` for the lead as well, and for the data protection officer
//! once the case is on their list.

use amanah_domain::cases::{Desk, Level};
use amanah_domain::purposes::{AnswerQuestion, AssessRights, LeadCases, ReviewCase};
use amanah_domain::values::Statement;
use amanah_domain::{FieldId, FieldSet, MayWrite, Operation, Purpose, Refused, Role, Source};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::CaseRow;

use crate::access::{Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::purpose_of_case;
use crate::staff::decide_case::ANSWER_CHARS_MAX;
use crate::staff::open_case::case_note;

/// Who works on it, and what they wrote.
pub(crate) struct Hand {
    /// In which role.
    pub(crate) who: Who,
    /// Their words under the person's keys.
    pub(crate) sealed: Option<Vec<u8>>,
}

impl Hand {
    /// An event of theirs, now.
    pub(crate) fn event(&self, office: &Office, kind: amanah_domain::cases::CaseEvent) -> NewEvent {
        NewEvent {
            body: self.sealed.clone(),
            ..NewEvent::new(kind, self.who.role(), self.who.id(), office.now())
        }
    }
}

/// Words of staff, from a form: never empty, bounded.
pub(crate) fn words(field: &'static str, typed: &str) -> Done<Statement> {
    Statement::parse(typed, ANSWER_CHARS_MAX).map_err(|refused| {
        let refused = if refused.key == "text-empty" { Refused::because("case-words") } else { refused };
        ActionError::Input(vec![FieldError::new(field, refused)])
    })
}

impl Office {
    /// Somebody of the desk.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without the role; [`ActionError::Refused`] (recorded).
    pub(crate) async fn hand(
        &self,
        session: &Session,
        row: &CaseRow,
        text: Option<&Statement>,
    ) -> Done<Hand> {
        let who = session.as_staff(purpose_of_case(row.kind).0)?;
        let sealed = match row.desk() {
            Desk::Review => self.wrote::<ReviewCase>(who, row, text).await?,
            Desk::Contact => self.wrote::<AnswerQuestion>(who, row, text).await?,
            Desk::Protection => self.wrote::<AssessRights>(who, row, text).await?,
        };
        Ok(Hand { who, sealed })
    }

    async fn wrote<P: Purpose + MayWrite<Statement>>(
        &self,
        who: Who,
        row: &CaseRow,
        text: Option<&Statement>,
    ) -> Done<Option<Vec<u8>>> {
        let note = case_note(row.case);
        let want = match text {
            Some(_) => Want::of(Operation::Store, FieldSet::of(&[FieldId::Statement])),
            None => Want::of(Operation::Manage, FieldSet::EMPTY),
        };
        let looked = self.look::<P>(who, row.person, Want { note: &note, ..want }).await?;
        let sealed = text.map(|text| looked.seal_alone(text, Source::ServiceUse)).transpose();
        sealed.map_err(ActionError::of_write)
    }

    /// Somebody of the desk, the lead, or the data protection officer where the case is on their list. No
    /// value is opened or written.
    ///
    /// # Errors
    /// As [`Office::hand`].
    pub(crate) async fn hand_over_it(&self, session: &Session, row: &CaseRow) -> Done<Hand> {
        if session.as_staff(purpose_of_case(row.kind).0).is_ok() {
            return self.hand(session, row, None).await;
        }
        let who = match session.as_staff(Role::Lead) {
            Err(_) if row.level == Level::Dpo => session.as_staff(Role::Dpo)?,
            lead => lead?,
        };
        let note = case_note(row.case);
        let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.look::<LeadCases>(who, row.person, want).await?;
        Ok(Hand { who, sealed: None })
    }
}

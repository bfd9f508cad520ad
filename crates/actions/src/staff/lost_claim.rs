//! What stands in a case about a lost phone or address: what was said, the new address, and what the
//! house found out, as match or no match. Whoever decides sees neither NIK nor birth date.

use amanah_domain::purposes::RecoverAccess;
use amanah_domain::values::Statement;
use amanah_domain::{FieldId, FieldSet, Operation};
use amanah_store::cases::CaseRow;
use amanah_store::tags;
use amanah_vault::Opened;
use serde::{Deserialize, Serialize};

use crate::access::{Want, Who};
use crate::contact::Contact;
use crate::correspond::{ContactPoint, QueuedLetter};
use crate::error::{ActionError, Done};
use crate::letters::LetterKind;
use crate::office::Office;
use crate::person::change_contact::QueuedChange;

/// What holding a value against the account's gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Compared {
    /// The same.
    Same,
    /// Another.
    Differs,
    /// The account has none, or it may not be compared.
    Not,
}

impl Compared {
    pub(crate) fn of(same: Option<bool>) -> Self {
        match same {
            Some(true) => Self::Same,
            Some(false) => Self::Differs,
            None => Self::Not,
        }
    }
}

/// A request as it lies sealed in its case, in the place of a statement.
#[derive(Serialize, Deserialize)]
pub struct LostClaim {
    /// What happened, in the words of whoever asks.
    pub said: String,
    /// The new address; a code from it came back.
    pub to: ContactPoint,
    /// The name.
    pub name: Compared,
    /// The birth date.
    pub birth_date: Compared,
    /// The new address belonged to an account already.
    pub taken: bool,
}

impl LostClaim {
    pub(crate) fn statement(&self) -> Done<Statement> {
        let text =
            serde_json::to_string(self).map_err(|_| ActionError::Internal("a claim has no JSON form"))?;
        Statement::new(text).map_err(|_| ActionError::Internal("a claim is too long"))
    }

    /// From the opened statement of such a case.
    ///
    /// # Errors
    /// [`ActionError::Internal`] where it is not of our form.
    pub fn read(statement: &Opened<'_, Statement>) -> Done<Self> {
        serde_json::from_str(statement.expose().as_str())
            .map_err(|_| ActionError::Internal("a claim is not of our form"))
    }
}

impl Office {
    /// What follows from a granted request: the change with its delay and its notices to the old
    /// addresses, and the word to the new one.
    ///
    /// # Errors
    /// [`ActionError::State`] `contact-taken` where an account has the new address by now.
    pub(crate) async fn granted_access(
        &self,
        row: &CaseRow,
        note: &str,
    ) -> Done<(QueuedChange, QueuedLetter)> {
        let (who, person) = (Who::system(), row.person);
        let want = Want { note, ..Want::of(Operation::Manage, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<RecoverAccess>(who, person, want).await?;
        let statement = looked.open_alone::<Statement>(&row.statement)?;
        let to = LostClaim::read(&statement.ok_or(ActionError::Internal("a claim is empty"))?)?.to;
        let contact = Contact::from_point(&to).ok_or(ActionError::Internal("a claim holds no address"))?;
        let (index, tag) = (contact.index().code(), contact.tag(self).0);
        if self.store.read(move |db| tags::holder(db, index, &tag)).await?.is_some() {
            return Err(ActionError::State("contact-taken"));
        }
        let delay = self.programme.contact_delay_hours;
        let change = self.contact_change(who, person, to.clone(), delay).await?;
        let kind = LetterKind::AccessConfirmed { at_ms: change.at.millis() };
        let word = self.queue_letter_to(person, Some(to), kind).await?;
        Ok((change, word))
    }
}

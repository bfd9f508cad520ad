//! Letters on their way: queued sealed in the transaction that causes them, handed over by
//! `jobs::deliver`.

use amanah_domain::purposes::SendLetter;
use amanah_domain::states::Channel;
use amanah_domain::values::Letter;
use amanah_domain::{
    FieldId, FieldSet, MayWrite, Operation, PersonId, Purpose, PurposeId, Source, Timestamp,
};
use amanah_policy::RefusalReason;
use amanah_store::outbox::{self, NewMessage};
use amanah_store::{Connection, StoreError, outbox_purpose};
use serde::{Deserialize, Serialize};

use crate::access::{Looked, Want, Who};
use crate::error::{ActionError, Done};
use crate::letters::{Language, LetterKind};
use crate::office::Office;

/// Channel name in the outbox: which way out is decided when the letter is opened.
pub(crate) const OUTBOX_CHANNEL: &str = "letter";
/// The same for letters that nobody waits for at this moment: a hundred thousand results must not stand
/// before somebody's code.
pub(crate) const LATER_CHANNEL: &str = "letter-later";

/// An address as typed and checked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// `email`, `text` or `whatsapp`.
    pub channel: String,
    /// The canonical form.
    pub address: String,
}

impl ContactPoint {
    /// Mail, text or WhatsApp.
    pub fn channel(&self) -> Channel {
        match self.channel.as_str() {
            "text" => Channel::Text,
            "whatsapp" => Channel::WhatsApp,
            _ => Channel::Email,
        }
    }
}

/// What lies sealed in the outbox.
#[derive(Serialize, Deserialize)]
pub(crate) struct LetterSpec {
    /// To which address; `None`: wherever the person can be reached when it is handed over.
    pub(crate) to: Option<ContactPoint>,
    /// In which language.
    pub(crate) language: i64,
    /// What it says.
    pub(crate) kind: LetterKind,
    /// A code letter says something else where the address has an account (or has none): that is
    /// found out when it is handed over, so that the request takes the same time for both.
    pub(crate) check: Check,
    /// By which way it is to go where it can (code of a `Channel`); `None`: as the person chose.
    #[serde(default)]
    pub(crate) way: Option<u8>,
    /// The case that it is about: id in hexadecimal and number of the event, for threads and receipts.
    #[serde(default)]
    pub(crate) about: Option<(String, u32)>,
}

impl LetterSpec {
    /// A letter about no case.
    pub(crate) const fn new(to: Option<ContactPoint>, language: i64, kind: LetterKind, check: Check) -> Self {
        Self { to, language, kind, check, way: None, about: None }
    }
}

/// What is to be found out about the address at hand-over.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Check {
    Nothing,
    /// With an account: `AlreadyAccount`.
    Registration,
    /// Without an account: `NoAccount`.
    SignIn,
}

/// A sealed letter, ready for the caller's transaction.
#[derive(Clone)]
pub(crate) struct QueuedLetter {
    person: PersonId,
    message_id: [u8; 16],
    body: Vec<u8>,
    /// What it serves, where it must not leave any more once the person says no to that.
    purpose: Option<PurposeId>,
}

impl QueuedLetter {
    pub(crate) fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        self.write_on(db, OUTBOX_CHANNEL, now)
    }

    /// For letters in great numbers: handed over after those that somebody waits for.
    pub(crate) fn write_later(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        self.write_on(db, LATER_CHANNEL, now)
    }

    fn write_on(&self, db: &mut dyn Connection, channel: &str, now: Timestamp) -> Result<(), StoreError> {
        let message = NewMessage {
            person: self.person,
            message_id: self.message_id,
            channel,
            due_at: now,
            body: &self.body,
        };
        outbox::add(db, &message, now)?;
        match self.purpose {
            Some(purpose) => outbox_purpose::set(db, &self.person, &self.message_id, purpose),
            None => Ok(()),
        }
    }
}

impl<P: Purpose + MayWrite<Letter>> Looked<'_, P> {
    /// Seals a letter for the outbox.
    pub(crate) fn letter(&self, office: &Office, spec: &LetterSpec) -> Done<QueuedLetter> {
        let text =
            serde_json::to_string(spec).map_err(|_| ActionError::Internal("a letter has no JSON form"))?;
        let letter = Letter::new(text).map_err(|_| ActionError::Internal("a letter is too long"))?;
        let body = self.seal_alone(&letter, Source::ServiceUse)?;
        Ok(QueuedLetter { person: self.person(), message_id: office.chance.bytes16(), body, purpose: None })
    }
}

impl Office {
    /// A letter to a person wherever they can be reached.
    pub(crate) async fn queue_letter(&self, person: PersonId, kind: LetterKind) -> Done<QueuedLetter> {
        self.queue_letter_to(person, None, kind).await
    }

    /// The same, and none where the person may not be written to any more: whoever ended the processing
    /// of their data can still sign in and see what is kept.
    pub(crate) async fn queue_letter_unless_ended(
        &self,
        person: PersonId,
        kind: LetterKind,
    ) -> Done<Option<QueuedLetter>> {
        match self.queue_letter(person, kind).await {
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::Ended => Ok(None),
            other => other.map(Some),
        }
    }

    /// A letter to a person at a given address.
    pub(crate) async fn queue_letter_to(
        &self,
        person: PersonId,
        to: Option<ContactPoint>,
        kind: LetterKind,
    ) -> Done<QueuedLetter> {
        self.queue_spec(person, LetterSpec::new(to, 0, kind, Check::Nothing)).await
    }

    /// A letter to a person in their language.
    pub(crate) async fn queue_spec(&self, person: PersonId, spec: LetterSpec) -> Done<QueuedLetter> {
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Letter]));
        let looked = self.look::<SendLetter>(Who::system(), person, want).await?;
        let language = Language::from_code(looked.account.language).code();
        looked.letter(self, &LetterSpec { language, ..spec })
    }

    /// Queues a letter that serves a purpose of its own, such as one that rests on consent: it leaves only
    /// while the person lets it, asked again at the moment of its hand-over.
    ///
    /// # Errors
    /// [`ActionError::Refused`] where the person or the policy says no already; those of a look.
    pub async fn write_for(&self, person: PersonId, purpose: PurposeId, kind: LetterKind) -> Done<()> {
        if let Some(refusal) = self.may_not_send(person, purpose).await? {
            return Err(refusal.into());
        }
        let letter = self.queue_letter(person, kind).await?;
        let letter = QueuedLetter { purpose: Some(purpose), ..letter };
        let now = self.now();
        Ok(self.store.write(move |db| letter.write_later(db, now)).await?)
    }
}

//! A ticket waits for a code. Registration and sign-in make one in exactly the same steps, whether the
//! address is known or not: nobody learns from the answer, or from its time, who has an account. The
//! address is looked up when the letter is handed over, and again when the right code comes back.

use amanah_domain::purposes::Enrol;
use amanah_domain::values::Draft;
use amanah_domain::{FieldId, FieldSet, Operation, Source};
use amanah_store::accounts::AccountKind;
use amanah_store::tickets::{self, TicketRow};
use serde::{Deserialize, Serialize};

use crate::access::{Want, Who};
use crate::contact::Contact;
use crate::correspond::{Check, ContactPoint, LetterSpec};
use crate::error::{ActionError, Done};
use crate::letters::{Language, LetterKind};
use crate::limits::{CODES_PER_ADDRESS, CODES_PER_NETWORK};
use crate::office::Office;

/// Kinds of tickets, as stored.
pub(crate) const KIND_CODE: i64 = 1;

/// What a ticket is about; sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) contact: ContactPoint,
    pub(crate) language: i64,
    /// Set by registration, absent at sign-in.
    pub(crate) registration: Option<Registration>,
}

/// What a registrant typed and chose.
#[derive(Serialize, Deserialize)]
pub(crate) struct Registration {
    pub(crate) name: String,
    /// Codes of the purposes agreed to.
    pub(crate) consents: Vec<u8>,
}

/// The ticket's token, for the browser.
pub struct TicketToken(pub String);

impl Office {
    /// Makes the ticket and queues its letter.
    pub(crate) async fn begin_ticket(
        &self,
        contact: &Contact,
        pending: &Pending,
        check: Check,
        network: &[u8],
    ) -> Done<TicketToken> {
        let now = self.now();
        self.limits.take(CODES_PER_NETWORK, network, now)?;
        self.limits.take(CODES_PER_ADDRESS, &contact.tag(self).0, now)?;
        let want = Want::of(Operation::Obtain, FieldSet::of(&[FieldId::Draft, FieldId::Letter]));
        let (new, looked) = self.new_person::<Enrol>(AccountKind::Stranger, want).await?;
        let raw = self.chance.bytes32();
        let code = self.one_time_code();
        let draft = draft_of(pending)?;
        let row = TicketRow {
            person: new.person,
            kind: KIND_CODE,
            code: self.code_tag(&raw, &code),
            tries: 0,
            created_at: now,
            ends_at: now.plus_seconds(self.programme.code_seconds),
            draft: looked.seal_alone(&draft, Source::Registration)?,
        };
        let letter = looked.letter(
            self,
            &LetterSpec {
                to: Some(pending.contact.clone()),
                language: pending.language,
                kind: LetterKind::Code { code, minutes: self.code_minutes() },
                check,
                way: None,
                about: None,
            },
        )?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let language = Language::from_code(pending.language).code();
        self.store
            .write(move |db| {
                new.write(db, language, now)?;
                tickets::add(db, &tag, &row)?;
                letter.write(db, now)
            })
            .await?;
        Ok(TicketToken(hex::encode(raw)))
    }

    /// Minutes a code is good for, as letters and pages say it.
    pub fn code_minutes(&self) -> u32 {
        u32::try_from(self.programme.code_seconds / 60).unwrap_or(1)
    }

    pub(crate) fn one_time_code(&self) -> String {
        format!("{:06}", self.chance.below(1_000_000))
    }

    /// A code counts for its own ticket alone.
    pub(crate) fn code_tag(&self, ticket: &[u8], code: &str) -> Vec<u8> {
        self.vault.token_tag("code", &[ticket, code.as_bytes()].concat()).0.to_vec()
    }
}

pub(crate) fn draft_of(value: &impl Serialize) -> Done<Draft> {
    let text = serde_json::to_string(value).map_err(|_| ActionError::Internal("a draft has no JSON form"))?;
    Draft::new(text).map_err(|_| ActionError::Internal("a draft is too long"))
}

/// A ticket that waits for its code, as its page shows it.
pub struct Waiting {
    /// Where the code went.
    pub to: String,
    /// By which channel.
    pub channel: amanah_domain::states::Channel,
    /// Whether it is a registration.
    pub registration: bool,
}

impl Office {
    /// What a code's page says.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a ticket that is none, or was used.
    pub async fn view_ticket(&self, ticket: &str) -> Done<Waiting> {
        let (_, pending) = self.open_ticket(ticket).await?;
        Ok(Waiting {
            channel: pending.contact.channel(),
            to: pending.contact.address,
            registration: pending.registration.is_some(),
        })
    }

    /// A new code for the same ticket: its tries and its time begin again.
    ///
    /// # Errors
    /// [`ActionError::NotFound`]; [`ActionError::Limit`].
    pub async fn resend_code(&self, ticket: &str, network: &[u8]) -> Done<()> {
        let ((raw, row), pending) = self.open_ticket(ticket).await?;
        let contact =
            Contact::from_point(&pending.contact).ok_or(ActionError::Internal("a draft holds no address"))?;
        let now = self.now();
        self.limits.take(CODES_PER_NETWORK, network, now)?;
        self.limits.take(CODES_PER_ADDRESS, &contact.tag(self).0, now)?;
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Letter]));
        let looked = self.look::<Enrol>(Who::person(row.person), row.person, want).await?;
        let code = self.one_time_code();
        let code_tag = self.code_tag(&raw, &code);
        let check = if pending.registration.is_some() { Check::Registration } else { Check::SignIn };
        let letter = looked.letter(
            self,
            &LetterSpec {
                language: pending.language,
                to: Some(pending.contact),
                kind: LetterKind::Code { code, minutes: self.code_minutes() },
                check,
                way: None,
                about: None,
            },
        )?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let ends_at = now.plus_seconds(self.programme.code_seconds);
        self.store
            .write(move |db| {
                tickets::renew(db, &tag, &code_tag, ends_at, &row.draft)?;
                letter.write(db, now)
            })
            .await?;
        Ok(())
    }

    async fn open_ticket(&self, ticket: &str) -> Done<(([u8; 32], TicketRow), Pending)> {
        let raw = <[u8; 32]>::try_from(hex::decode(ticket).unwrap_or_default())
            .map_err(|_| ActionError::NotFound)?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let row = self.store.read(move |db| tickets::read(db, &tag)).await?;
        let row = row.filter(|row| row.kind == KIND_CODE).ok_or(ActionError::NotFound)?;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft]));
        let looked = self.look::<Enrol>(Who::person(row.person), row.person, want).await?;
        let draft = looked.open_alone::<Draft>(&row.draft)?.ok_or(ActionError::NotFound)?;
        let pending = serde_json::from_str(draft.expose().as_str())
            .map_err(|_| ActionError::Internal("a draft is not of our form"))?;
        Ok(((raw, row), pending))
    }
}

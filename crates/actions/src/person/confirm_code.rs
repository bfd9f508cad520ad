//! The code came back: the stranger becomes a participant, or turns out to be somebody we know.

use amanah_domain::purposes::Enrol;
use amanah_domain::values::PersonName;
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, PurposeId, Refused, Source};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::tickets::{self, TicketRow};
use amanah_store::{sessions, tags};

use crate::access::{Looked, Want, Who};
use crate::contact::Contact;
use crate::error::{ActionError, Done, FieldError};
use crate::letters::LetterKind;
use crate::office::Office;
use crate::person::ticket::{KIND_CODE, Pending, Registration};
use crate::session::device_value;

/// Who came in.
pub struct Confirmed {
    /// The session's token, for the cookie.
    pub token: String,
    /// Whether it is a member of staff.
    pub staff: bool,
    /// Whether the account is new.
    pub new: bool,
}

/// Whether somebody took the address while the account was being made.
enum Claimed {
    New,
    By(PersonId),
}

impl Office {
    /// Checks a code: five tries, ten minutes, then a new one.
    ///
    /// # Errors
    /// [`ActionError::Input`] on the field `code` for a wrong, used or outdated code.
    pub async fn confirm_code(&self, ticket: &str, code: &str, device: &str) -> Done<Confirmed> {
        let (raw, row) = self.try_code(ticket, code, KIND_CODE).await?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let stranger = row.person;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft]));
        let looked = self.look::<Enrol>(Who::person(stranger), stranger, want).await?;
        let pending: Pending = match looked.open_alone::<amanah_domain::values::Draft>(&row.draft)? {
            Some(draft) => serde_json::from_str(draft.expose().as_str())
                .map_err(|_| ActionError::Internal("a draft is not of our form"))?,
            None => return Err(ActionError::Internal("a ticket has no draft")),
        };
        let contact =
            Contact::from_point(&pending.contact).ok_or(ActionError::Internal("a draft holds no address"))?;
        let (index, index_tag) = (contact.index().code(), contact.tag(self).0);
        let holder = self.store.read(move |db| tags::holder(db, index, &index_tag)).await?;
        match (holder, pending.registration) {
            (Some(holder), _) => self.come_in(holder, stranger, tag, device).await,
            (None, Some(registration)) => {
                match self.enrol(stranger, tag, &contact, registration, device).await? {
                    (Claimed::New, token) => Ok(Confirmed { token, staff: false, new: true }),
                    (Claimed::By(holder), _) => self.come_in(holder, stranger, tag, device).await,
                }
            }
            // No code was sent to an address without an account, so nobody comes here honestly.
            (None, None) => Err(wrong_code()),
        }
    }

    /// Counts the try, durably, before the code is compared.
    pub(crate) async fn try_code(&self, ticket: &str, code: &str, kind: i64) -> Done<([u8; 32], TicketRow)> {
        let Ok(raw) = <[u8; 32]>::try_from(hex::decode(ticket).unwrap_or_default()) else {
            return Err(wrong_code());
        };
        let tag = self.vault.token_tag("ticket", &raw).0;
        let (tries_max, now) = (self.programme.code_tries_max, self.now());
        let found = self
            .store
            .write(move |db| {
                let Some(row) = tickets::read(db, &tag)? else { return Ok(None) };
                Ok::<_, ActionError>(tickets::count_try(db, &tag, tries_max, now)?.map(|_| row))
            })
            .await?;
        let Some(row) = found.filter(|row| row.kind == kind) else { return Err(spent_code()) };
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        // Tags are compared, not codes: their difference says nothing about the code.
        if self.code_tag(&raw, &digits) == row.code { Ok((raw, row)) } else { Err(wrong_code()) }
    }

    /// The address belongs to an account: the ticket ends, and with it the stranger.
    async fn come_in(
        &self,
        holder: PersonId,
        stranger: PersonId,
        tag: [u8; 32],
        device: &str,
    ) -> Done<Confirmed> {
        let account = self.store.read(move |db| accounts::read(db, &holder)).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        let session = self.new_session(holder, account.kind, device).await?;
        let now = self.now();
        let notice = self.queue_letter_unless_ended(
            holder,
            LetterKind::SignedIn { device: device_value(device).as_str().to_owned(), at_ms: now.millis() },
        );
        let notice = notice.await?;
        let (session_tag, row) = (session.tag, session.row);
        let used = self
            .store
            .write(move |db| {
                if tickets::end(db, &tag)? == 0 {
                    return Ok(false);
                }
                accounts::remove_stranger(db, &stranger)?;
                sessions::add(db, &session_tag, &row)?;
                if let Some(notice) = &notice {
                    notice.write(db, now)?;
                }
                Ok::<_, ActionError>(true)
            })
            .await?;
        if !used {
            return Err(spent_code());
        }
        metrics::counter!("amanah_sign_ins_total").increment(1);
        Ok(Confirmed { token: session.token, staff: account.kind == AccountKind::Staff, new: false })
    }

    /// The stranger becomes a participant.
    async fn enrol(
        &self,
        person: PersonId,
        tag: [u8; 32],
        contact: &Contact,
        registration: Registration,
        device: &str,
    ) -> Done<(Claimed, String)> {
        let fields = match contact {
            Contact::Email(_) => [FieldId::Name, FieldId::Device, FieldId::Email],
            Contact::Phone(_) => [FieldId::Name, FieldId::Device, FieldId::Phone],
        };
        let want = Want::of(Operation::Obtain, FieldSet::of(&fields));
        let mut looked: Looked<'_, Enrol> = self.look(Who::person(person), person, want).await?;
        let name = PersonName::parse(&registration.name)
            .map_err(|_| ActionError::Internal("a draft holds no name"))?;
        looked.put(&name, Source::Registration)?;
        match contact {
            Contact::Email(email) => looked.put(email, Source::Registration)?,
            Contact::Phone(phone) => looked.put(phone, Source::Registration)?,
        }
        let sealed_device = looked.seal_alone(&device_value(device), Source::UsageRecord)?;
        let session = self.session_row(person, AccountKind::Participant, sealed_device);
        let (changes, now) = (looked.changes(), self.now());
        let version = i64::from(self.policy.version());
        let (index, index_tag) = (contact.index().code(), contact.tag(self).0);
        let (session_tag, row) = (session.tag, session.row);
        let consents: Vec<PurposeId> =
            registration.consents.iter().filter_map(|c| PurposeId::from_code(*c)).collect();
        let claimed = self
            .store
            .write(move |db| {
                if tickets::end(db, &tag)? == 0 {
                    return Err(spent_code());
                }
                let holder = tags::claim(db, index, &index_tag, &person, now)?;
                if holder != person {
                    // Somebody was quicker with the same address; nothing of this is kept.
                    return Err(ActionError::Conflict);
                }
                accounts::set_kind(db, &person, AccountKind::Participant, version, now)?;
                changes.write(db)?;
                for purpose in &consents {
                    let source = i64::from(Source::Registration.code());
                    accounts::give_consent(db, &person, *purpose, version, source, now)?;
                }
                sessions::add(db, &session_tag, &row).map_err(ActionError::from)
            })
            .await;
        self.vault.facts_changed(person);
        match claimed {
            Ok(()) => {
                metrics::counter!("amanah_registrations_total").increment(1);
                Ok((Claimed::New, session.token))
            }
            Err(ActionError::Conflict) => {
                let holder = self.store.read(move |db| tags::holder(db, index, &index_tag)).await?;
                holder.map(|h| (Claimed::By(h), String::new())).ok_or(ActionError::Conflict)
            }
            Err(e) => Err(e),
        }
    }
}

/// A new code is needed: the tries or the time are used up, or the code was used.
pub(crate) fn spent_code() -> ActionError {
    ActionError::Input(vec![FieldError::new("code", Refused::because("code-lapsed"))])
}

/// Not the code that was sent.
pub(crate) fn wrong_code() -> ActionError {
    ActionError::Input(vec![FieldError::new("code", Refused::because("code-wrong"))])
}

//! A new e-mail or phone: confirmed by a code sent to it, told to the old one, and in force after a
//! delay, so that whoever stole a session does not own the account within minutes.

use amanah_domain::purposes::SignIn;
use amanah_domain::values::{Draft, Email, PendingContact, Phone};
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, Refused, Source, Timestamp};
use amanah_store::jobs::{self, NewJob};
use amanah_store::tickets::{self, TicketRow};
use amanah_store::{Connection, StoreError, tags};
use amanah_vault::IndexId;
use serde::{Deserialize, Serialize};

use crate::access::{Changes, Looked, Want, Who};
use crate::contact::Contact;
use crate::correspond::{Check, ContactPoint, LetterSpec, QueuedLetter};
use crate::error::{ActionError, Done, FieldError};
use crate::letters::LetterKind;
use crate::limits::CODES_PER_ADDRESS;
use crate::office::Office;
use crate::person::confirm_code::wrong_code;
use crate::person::ticket::{TicketToken, Waiting, draft_of};
use crate::session::Session;

const KIND_CONTACT: i64 = 4;
/// Kind of the job that puts a change in force.
pub(crate) const JOB_APPLY: &str = "apply-contact-change";

/// A change that waits.
#[derive(Serialize, Deserialize)]
pub struct Pending {
    /// The new way.
    pub to: ContactPoint,
    /// Milliseconds: when it takes effect.
    pub at_ms: i64,
}

/// The change that waits, if there is one.
///
/// # Errors
/// [`ActionError::Internal`] where the stored document is not of our form.
pub fn pending_of(looked: &Looked<'_, SignIn>) -> Done<Option<Pending>> {
    looked
        .open::<PendingContact>()?
        .map(|p| serde_json::from_str(p.expose().as_str()))
        .transpose()
        .map_err(|_| ActionError::Internal("a pending contact is not of our form"))
}

/// A change that is to wait, with its notices and its job.
#[derive(Clone)]
pub(crate) struct QueuedChange {
    person: PersonId,
    /// When it takes effect.
    pub(crate) at: Timestamp,
    changes: Changes,
    notices: Vec<QueuedLetter>,
}

impl QueuedChange {
    pub(crate) fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        self.changes.write(db)?;
        for notice in &self.notices {
            notice.write(db, now)?;
        }
        let key = [b"contact/", self.person.as_bytes().as_slice(), &self.at.millis().to_be_bytes()].concat();
        let job = NewJob {
            key: &key,
            kind: JOB_APPLY,
            person: Some(self.person),
            due_at: self.at,
            attempts_max: 20,
            payload: &[],
        };
        jobs::add(db, &job, now).map(drop)
    }
}

impl Office {
    /// Sends a code to the new address.
    ///
    /// # Errors
    /// [`ActionError::Input`]; [`ActionError::State`] without a fresh sign-in.
    pub async fn begin_contact_change(
        &self,
        session: &Session,
        field: &'static str,
        typed: &str,
    ) -> Done<TicketToken> {
        self.need_fresh(session)?;
        let contact = Contact::parse(field, typed).map_err(|e| ActionError::Input(vec![e]))?;
        let right_kind = match contact.index() {
            IndexId::Email => field == "email",
            _ => field == "phone",
        };
        if !right_kind {
            return Err(ActionError::Input(vec![FieldError::new(field, Refused::because("contact-form"))]));
        }
        let now = self.now();
        self.limits.take(CODES_PER_ADDRESS, &contact.tag(self).0, now)?;
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Draft, FieldId::Letter]));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let raw = self.chance.bytes32();
        let code = self.one_time_code();
        let row = TicketRow {
            person: session.person,
            kind: KIND_CONTACT,
            code: self.code_tag(&raw, &code),
            tries: 0,
            created_at: now,
            ends_at: now.plus_seconds(self.programme.code_seconds),
            draft: looked.seal_alone(&draft_of(&contact.point())?, Source::WebsiteInput)?,
        };
        let spec = LetterSpec {
            to: Some(contact.point()),
            language: looked.account.language,
            kind: LetterKind::ContactChangeNew { code, minutes: self.code_minutes() },
            check: Check::Nothing,
            way: None,
            about: None,
        };
        let letter = looked.letter(self, &spec)?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        self.store
            .write(move |db| {
                tickets::add(db, &tag, &row)?;
                letter.write(db, now)
            })
            .await?;
        Ok(TicketToken(hex::encode(raw)))
    }

    /// Where the code of a contact change went.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where the ticket is not this person's.
    pub async fn view_contact_ticket(&self, session: &Session, ticket: &str) -> Done<Waiting> {
        let (_, _, to) = self.open_contact_ticket(session, ticket).await?;
        Ok(Waiting { channel: to.channel(), to: to.address, registration: false })
    }

    /// A new code for the same change.
    ///
    /// # Errors
    /// [`ActionError::NotFound`]; [`ActionError::Limit`].
    pub async fn resend_contact_code(&self, session: &Session, ticket: &str) -> Done<()> {
        let (raw, row, to) = self.open_contact_ticket(session, ticket).await?;
        let contact = Contact::from_point(&to).ok_or(ActionError::NotFound)?;
        let now = self.now();
        self.limits.take(CODES_PER_ADDRESS, &contact.tag(self).0, now)?;
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::Letter]));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let code = self.one_time_code();
        let code_tag = self.code_tag(&raw, &code);
        let spec = LetterSpec {
            to: Some(to),
            language: looked.account.language,
            kind: LetterKind::ContactChangeNew { code, minutes: self.code_minutes() },
            check: Check::Nothing,
            way: None,
            about: None,
        };
        let letter = looked.letter(self, &spec)?;
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

    async fn open_contact_ticket(
        &self,
        session: &Session,
        ticket: &str,
    ) -> Done<([u8; 32], TicketRow, ContactPoint)> {
        let raw = <[u8; 32]>::try_from(hex::decode(ticket).unwrap_or_default())
            .map_err(|_| ActionError::NotFound)?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let row = self.store.read(move |db| tickets::read(db, &tag)).await?;
        let row = row
            .filter(|row| row.kind == KIND_CONTACT && row.person == session.person)
            .ok_or(ActionError::NotFound)?;
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Draft]));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let draft = looked.open_alone::<Draft>(&row.draft)?.ok_or(ActionError::NotFound)?;
        let to = serde_json::from_str(draft.expose().as_str()).map_err(|_| ActionError::NotFound)?;
        Ok((raw, row, to))
    }

    /// The code from the new address came back: the change waits for its delay, or is made at once where
    /// nothing is replaced. Returns when it takes effect.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `code`.
    pub async fn confirm_contact_change(
        &self,
        session: &Session,
        ticket: &str,
        code: &str,
    ) -> Done<Timestamp> {
        let (raw, row) = self.try_code(ticket, code, KIND_CONTACT).await?;
        if row.person != session.person {
            return Err(wrong_code());
        }
        let tag = self.vault.token_tag("ticket", &raw).0;
        self.store.write(move |db| tickets::end(db, &tag)).await?;
        let person = session.person;
        let fields = [FieldId::Draft, FieldId::Email, FieldId::Phone];
        let want = Want::of(Operation::Display, FieldSet::of(&fields));
        let looked = self.look::<SignIn>(session.as_self(), person, want).await?;
        let to: ContactPoint = match looked.open_alone::<Draft>(&row.draft)? {
            Some(draft) => serde_json::from_str(draft.expose().as_str()).map_err(|_| wrong_code())?,
            None => return Err(wrong_code()),
        };
        let replaces = if to.channel == "text" { looked.has::<Phone>() } else { looked.has::<Email>() };
        let delay = if replaces { self.programme.contact_delay_hours } else { 0 };
        self.schedule_contact_change(session.as_self(), person, to, delay).await
    }

    /// Lets a change wait, tells the old addresses, and schedules the job.
    async fn schedule_contact_change(
        &self,
        who: Who,
        person: PersonId,
        to: ContactPoint,
        delay_hours: i64,
    ) -> Done<Timestamp> {
        let change = self.contact_change(who, person, to, delay_hours).await?;
        let (at, now) = (change.at, self.now());
        self.store.write(move |db| change.write(db, now)).await?;
        Ok(at)
    }

    /// A change that is to wait, for the transaction that causes it. Every way the person can be reached
    /// now is told: whoever has one of them can object.
    pub(crate) async fn contact_change(
        &self,
        who: Who,
        person: PersonId,
        to: ContactPoint,
        delay_hours: i64,
    ) -> Done<QueuedChange> {
        let now = self.now();
        let at = now.plus_hours(delay_hours);
        let text = serde_json::to_string(&Pending { to, at_ms: at.millis() })
            .map_err(|_| ActionError::Internal("a pending contact has no JSON form"))?;
        let pending =
            PendingContact::new(text).map_err(|_| ActionError::Internal("a pending contact is too long"))?;
        let want = Want::of(Operation::Store, FieldSet::of(&[FieldId::PendingContact]));
        let mut looked = self.look::<SignIn>(who, person, want).await?;
        looked.put(&pending, Source::WebsiteInput)?;
        let changes = looked.changes();
        let want = Want::of(Operation::Display, FieldSet::of(&[FieldId::Email, FieldId::Phone]));
        let looked = self.look::<SignIn>(who, person, want).await?;
        let email = looked.open::<Email>()?.map(|e| Contact::Email(e.expose().clone()));
        let phone = looked.open::<Phone>()?.map(|p| Contact::Phone(p.expose().clone()));
        let mut notices = Vec::new();
        for known in [email, phone].into_iter().flatten() {
            let kind = LetterKind::ContactChangeOld { at_ms: at.millis() };
            notices.push(self.queue_letter_to(person, Some(known.point()), kind).await?);
        }
        Ok(QueuedChange { person, at, changes, notices })
    }

    /// Takes a change that waits back.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn cancel_contact_change(&self, session: &Session) -> Done<()> {
        let want = Want::of(Operation::Delete, FieldSet::of(&[FieldId::PendingContact]));
        let mut looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        looked.clear::<PendingContact>();
        let changes = looked.changes();
        self.store.write(move |db| changes.write(db)).await?;
        Ok(())
    }

    /// Puts a change in force whose time has come. Nothing happens where it was taken back, or where
    /// somebody else has confirmed the address meanwhile: then nobody is told that it happened.
    pub(crate) async fn apply_contact_change(&self, person: PersonId) -> Done<()> {
        let fields = FieldSet::of(&[FieldId::PendingContact, FieldId::Email, FieldId::Phone]);
        let looked = self.look::<SignIn>(Who::system(), person, Want::of(Operation::Display, fields)).await?;
        let Some(pending) = pending_of(&looked)? else { return Ok(()) };
        let now = self.now();
        if pending.at_ms > now.millis() {
            return Ok(());
        }
        let contact = Contact::from_point(&pending.to)
            .ok_or(ActionError::Internal("a pending contact holds no address"))?;
        let old = match contact.index() {
            IndexId::Email => looked.open::<Email>()?.map(|e| Contact::Email(e.expose().clone())),
            _ => looked.open::<Phone>()?.map(|p| Contact::Phone(p.expose().clone())),
        };
        let old_tag = old.as_ref().map(|c| (c.index().code(), c.tag(self).0));
        let told = self.queue_letter_to(person, old.map(|c| c.point()), LetterKind::ContactChanged).await?;
        let (index, tag) = (contact.index().code(), contact.tag(self).0);
        let want = Want::of(Operation::Update, fields);
        let mut looked = self.look::<SignIn>(Who::system(), person, want).await?;
        let free = self.store.read(move |db| tags::holder(db, index, &tag)).await?;
        let taken = free.is_some_and(|holder| holder != person);
        looked.clear::<PendingContact>();
        if !taken {
            match &contact {
                Contact::Email(email) => looked.put(email, Source::WebsiteInput)?,
                Contact::Phone(phone) => looked.put(phone, Source::WebsiteInput)?,
            }
        }
        let changes = looked.changes();
        self.store
            .write(move |db| {
                if !taken {
                    if tags::claim(db, index, &tag, &person, now)? != person {
                        // Claimed in this very moment: the next try finds it taken.
                        return Err(ActionError::from(StoreError::Stale { table: "index_claim" }));
                    }
                    if let Some((old_index, old_tag)) = old_tag.filter(|(_, old)| *old != tag) {
                        tags::release(db, old_index, &old_tag, &person)?;
                    }
                }
                changes.write(db)?;
                if taken { Ok(()) } else { told.write(db, now).map_err(ActionError::from) }
            })
            .await?;
        Ok(())
    }
}

//! What comes in by a channel without anybody being signed in: WhatsApp, mail, the Report Form, a note of a
//! call. It finds the case that it answers, or the open case of whoever wrote, or begins a new one.
//!
//! Whoever has no account is a *writer*: a person with keys of their own, found again by a tag of the address
//! they wrote from, which is an index apart. An address proves an account only where its channel proves the
//! sender; where it does not, what is said stays apart from the account.

use amanah_domain::cases::{AttachmentState, CaseChannel, CaseEvent, CaseKind, CaseState, MediaKind};
use amanah_domain::purposes::AskUs;
use amanah_domain::values::{Attachment, Letter, PersonName, Statement};
use amanah_domain::{
    AttachmentId, CaseId, FieldId, FieldSet, Operation, PersonId, PersonState, Role, Source, Timestamp,
};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::case_events::NewEvent;
use amanah_store::case_ties::{self, Thread};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, tags};
use amanah_vault::IndexId;

use crate::access::{Looked, NewPerson, Want, Who};
use crate::cases::new::{CASE_EVENTS_MAX, Receipt, opened, say};
use crate::cases::tell::Told;
use crate::contact::Contact;
use crate::correspond::{LetterSpec, QueuedLetter};
use crate::error::{ActionError, Done};
use crate::files::{CASE_FILES_MAX, PERSON_FILES_BYTES_MAX};
use crate::letters::Language;
use crate::office::Office;

/// Tries when two messages of one writer come at the same moment.
const TRIES_MAX: u32 = 4;

/// A file that came with a message.
pub(crate) enum IncomingFile {
    /// Here, of a kind that was found out by its content.
    Here(MediaKind, String, Vec<u8>),
    /// Not taken, for this reason (a code of our own).
    Refused(&'static str),
    /// To be fetched by a job.
    Awaited,
}

/// A message.
pub(crate) struct Incoming {
    /// By which way.
    pub(crate) channel: CaseChannel,
    /// From where; `None` where nothing was left by which they can be reached.
    pub(crate) from: Option<Contact>,
    /// Whether the channel proves that it came from there.
    pub(crate) proven: bool,
    /// What kind of case it is, where it begins one.
    pub(crate) kind: CaseKind,
    /// Begins a case in any event: a form is a case of its own.
    pub(crate) apart: bool,
    /// What was said.
    pub(crate) said: Statement,
    /// When, by the clock of the channel.
    pub(crate) said_at: Timestamp,
    /// Its id outside: the same twice is one message.
    pub(crate) external: Option<Vec<u8>>,
    /// What the code of its receipt is made of, so that the same form again shows the same; by chance where empty.
    pub(crate) form: Vec<u8>,
    /// Ids outside of the messages that it answers.
    pub(crate) answers: Vec<Vec<u8>>,
    /// In which language they are written to.
    pub(crate) language: Language,
    /// What they call themselves.
    pub(crate) name: Option<PersonName>,
    /// Files.
    pub(crate) files: Vec<IncomingFile>,
}

/// What became of it.
pub(crate) struct TakenIn {
    /// Whose case it is.
    pub(crate) person: PersonId,
    /// Which.
    pub(crate) case: CaseId,
    /// The number that is quoted.
    pub(crate) number: String,
    /// The event in the case that it is.
    pub(crate) event: u32,
    /// It was not known already.
    pub(crate) fresh: bool,
    /// What a writer holds of a case that began.
    pub(crate) receipt: Option<Receipt>,
}

/// Whose message it is.
enum Sender {
    /// An account, or a writer who wrote before.
    Known(PersonId),
    /// Nobody that we know.
    New,
}

/// A message sealed and ready for its transaction.
#[derive(Clone)]
struct Sealed {
    person: PersonId,
    removals: i64,
    said: Vec<u8>,
    files: Vec<(AttachmentRow, Option<Vec<u8>>)>,
    channel: CaseChannel,
    said_at: Timestamp,
    external: Option<[u8; 32]>,
    /// The id itself, where an answer names it.
    outside: Option<Vec<u8>>,
    now: Timestamp,
}

impl Office {
    /// The tag of a message's id outside.
    pub(crate) fn message_tag(&self, channel: CaseChannel, id: &[u8]) -> [u8; 32] {
        let kind = if channel == CaseChannel::WhatsApp { "message-whatsapp" } else { "message-mail" };
        self.vault.token_tag(kind, id).0
    }

    /// Takes a message in. The same message twice is one.
    ///
    /// # Errors
    /// [`ActionError::Conflict`] where others write for the same person again and again; those of access.
    pub(crate) async fn take_in(&self, incoming: &Incoming) -> Done<TakenIn> {
        for _ in 0..TRIES_MAX {
            if let Some(known) = self.came_before(incoming).await? {
                return Ok(known);
            }
            let taken = match self.sender(incoming).await? {
                Sender::Known(person) => self.take_known(incoming, person).await,
                Sender::New => self.take_new(incoming).await,
            };
            match taken {
                Err(ActionError::Conflict) => {}
                done => return done,
            }
        }
        Err(ActionError::Conflict)
    }

    async fn came_before(&self, incoming: &Incoming) -> Done<Option<TakenIn>> {
        let Some(id) = &incoming.external else { return Ok(None) };
        let tag = self.message_tag(incoming.channel, id);
        let found = self.store.read(move |db| {
            let Some(thread) = case_ties::find_thread(db, &tag)? else { return Ok(None) };
            Ok::<_, StoreError>(cases::read(db, &thread.case)?.map(|row| (thread, row)))
        });
        Ok(found.await?.map(|(thread, row)| TakenIn {
            person: thread.person,
            case: thread.case,
            event: thread.event,
            fresh: false,
            receipt: Some(&incoming.form)
                .filter(|form| !form.is_empty())
                .and_then(|form| self.receipt_of(&row, form)),
            number: row.receipt,
        }))
    }

    /// Whether a message came before: what a channel brings again uses up no limit.
    pub(crate) async fn knows_message(&self, channel: CaseChannel, id: &[u8]) -> Done<bool> {
        let tag = self.message_tag(channel, id);
        Ok(self.store.read(move |db| case_ties::find_thread(db, &tag)).await?.is_some())
    }

    async fn sender(&self, incoming: &Incoming) -> Done<Sender> {
        let Some(from) = &incoming.from else { return Ok(Sender::New) };
        let (index, tag, writer) = (from.index().code(), from.tag(self).0, self.writer_tag(from));
        let proven = incoming.proven;
        let found = self.store.read(move |db| {
            if proven && let Some(holder) = tags::holder(db, index, &tag)? {
                let account = accounts::read(db, &holder)?;
                let takes = |a: &accounts::Account| {
                    a.kind == AccountKind::Participant && a.state == PersonState::Active
                };
                if account.as_ref().is_some_and(takes) {
                    return Ok(Some(holder));
                }
            }
            tags::holder(db, IndexId::Writer.code(), &writer)
        });
        Ok(found.await?.map_or(Sender::New, Sender::Known))
    }

    /// The tag by which a writer is found again.
    pub(crate) fn writer_tag(&self, from: &Contact) -> [u8; 32] {
        let point = from.point();
        self.vault.tag(IndexId::Writer, format!("{} {}", point.channel, point.address).as_bytes()).0
    }

    async fn take_known(&self, incoming: &Incoming, person: PersonId) -> Done<TakenIn> {
        let note = format!("message by {}", incoming.channel.name());
        let want = Want { note: &note, ..Want::of(Operation::Obtain, message_fields()) };
        let looked = self.look::<AskUs>(Who::person(person), person, want).await?;
        let sealed = self.seal_message(incoming, &looked)?;
        let answers = self.answer_tags(incoming);
        let (channel, apart) = (incoming.channel, incoming.apart);
        let mine = self.store.read(move |db| {
            for tag in &answers {
                if let Some(thread) = case_ties::find_thread(db, tag)?
                    && thread.person == person
                    && let Some(row) = cases::read(db, &thread.case)?
                    && has_room(&row)
                {
                    return Ok(Some(row));
                }
            }
            let open = |row: &CaseRow| row.channel == channel && has_room(row);
            let found = cases::of_person(db, &person)?.into_iter().find(open);
            Ok::<_, StoreError>(found.filter(|_| !apart))
        });
        match mine.await? {
            Some(row) => self.add_to(row, sealed).await,
            None => {
                let writer = looked.account.kind == AccountKind::Writer;
                self.begin(incoming, &looked, sealed, writer, None).await
            }
        }
    }

    async fn take_new(&self, incoming: &Incoming) -> Done<TakenIn> {
        let note = format!("message by {}", incoming.channel.name());
        let fields = message_fields().either(FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]));
        let want = Want { note: &note, ..Want::of(Operation::Obtain, fields) };
        let (new, mut looked) = self.new_person::<AskUs>(AccountKind::Writer, want).await?;
        match &incoming.from {
            Some(Contact::Email(email)) => looked.put(email, Source::Interaction)?,
            Some(Contact::Phone(phone)) => looked.put(phone, Source::Interaction)?,
            None => {}
        }
        if let Some(name) = &incoming.name {
            looked.put(name, Source::Interaction)?;
        }
        let sealed = self.seal_message(incoming, &looked)?;
        self.begin(incoming, &looked, sealed, true, Some(new)).await
    }

    /// Adds to an open case.
    async fn add_to(&self, row: CaseRow, sealed: Sealed) -> Done<TakenIn> {
        let (case, number) = (row.case, row.receipt.clone());
        let person = sealed.person;
        let event = self
            .store
            .write(move |db| {
                accounts::hold_keys(db, &sealed.person, sealed.removals)?;
                let event = if row.state == CaseState::Waiting {
                    say(db, &row, sealed.event())?;
                    row.events + 1
                } else {
                    // Ended or full meanwhile: looked for anew.
                    let number = cases::append(db, &sealed.person, &row.case, &sealed.event())?;
                    number.filter(|number| *number <= CASE_EVENTS_MAX).ok_or(ActionError::Conflict)?
                };
                sealed.write_rest(db, &row.case, event)?;
                Ok::<_, ActionError>(event)
            })
            .await
            .map_err(ActionError::of_write)?;
        self.live.touched(case);
        Ok(TakenIn { person, case, number, event, fresh: true, receipt: None })
    }

    /// Begins a case, for a writer who may be new.
    async fn begin(
        &self,
        incoming: &Incoming,
        looked: &Looked<'_, AskUs>,
        sealed: Sealed,
        writer: bool,
        new: Option<NewPerson>,
    ) -> Done<TakenIn> {
        let mut row = self.new_case(sealed.person, incoming.kind, "", sealed.said.clone());
        row.channel = incoming.channel;
        let receipt = writer.then(|| match incoming.form.as_slice() {
            [] => self.give_code(&mut row),
            form => self.give_code_of(&mut row, form),
        });
        let (person, case, number) = (row.person, row.case, row.receipt.clone());
        let changes = looked.changes();
        let letter = self.begun_letter(incoming, looked, &row, receipt.as_ref())?;
        let (language, now) = (incoming.language.code(), self.now());
        let claim = incoming.from.as_ref().map(|from| self.writer_tag(from));
        self.store
            .write(move |db| {
                match &new {
                    Some(new) => {
                        new.write(db, language, now)?;
                        changes.write(db)?;
                        // Another message of the same writer may have been first: then this is theirs.
                        if let Some(tag) = &claim
                            && tags::claim(db, IndexId::Writer.code(), tag, &new.person, now)? != new.person
                        {
                            return Err(ActionError::Conflict);
                        }
                    }
                    None => accounts::hold_keys(db, &sealed.person, sealed.removals)?,
                }
                let first = NewEvent { said_at: sealed.said_at, ..opened(&row, Role::Person, None) };
                if !cases::add(db, &row, &[first])? {
                    return Err(ActionError::Conflict);
                }
                sealed.write_rest(db, &row.case, 1)?;
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)?;
        Ok(TakenIn { person, case, number, event: 1, fresh: true, receipt })
    }

    /// The number and, for a writer, the code: to where they wrote from. Whoever has the page of the form
    /// before them reads both there.
    fn begun_letter(
        &self,
        incoming: &Incoming,
        looked: &Looked<'_, AskUs>,
        row: &CaseRow,
        receipt: Option<&Receipt>,
    ) -> Done<Option<QueuedLetter>> {
        let Some(from) = &incoming.from else { return Ok(None) };
        let told = Told::Opened { code: receipt.map(|receipt| receipt.code.clone()) };
        let mut to = from.point();
        if incoming.channel == CaseChannel::WhatsApp {
            "whatsapp".clone_into(&mut to.channel);
        }
        let account = looked.account.kind == AccountKind::Participant;
        let spec = LetterSpec {
            to: Some(to),
            language: incoming.language.code(),
            ..self.case_spec(&CaseRow { events: 0, ..row.clone() }, account, told)
        };
        looked.letter(self, &spec).map(Some)
    }

    fn answer_tags(&self, incoming: &Incoming) -> Vec<[u8; 32]> {
        incoming.answers.iter().map(|id| self.message_tag(incoming.channel, id)).collect()
    }

    fn seal_message(&self, incoming: &Incoming, looked: &Looked<'_, AskUs>) -> Done<Sealed> {
        let now = self.now();
        let case = CaseId::from_bytes([0; 16]);
        let mut files = Vec::with_capacity(incoming.files.len());
        for file in &incoming.files {
            let mut row = AttachmentRow {
                attachment: AttachmentId::random(&*self.chance),
                case,
                event: 0,
                state: AttachmentState::Awaited,
                media: None,
                evidence: false,
                bytes: 0,
                failure: String::new(),
                added_at: now,
            };
            let mut body = None;
            match file {
                IncomingFile::Awaited => {}
                IncomingFile::Refused(code) => {
                    row.state = AttachmentState::Refused;
                    (*code).clone_into(&mut row.failure);
                }
                IncomingFile::Here(kind, name, content) => {
                    match Attachment::new(*kind, name, content.clone()) {
                        Ok(value) => {
                            row.state = AttachmentState::Kept;
                            row.media = Some(*kind);
                            row.bytes = content.len() as u32;
                            body = Some(looked.seal_alone(&value, Source::Interaction)?);
                        }
                        Err(refused) => {
                            row.state = AttachmentState::Refused;
                            refused.key.clone_into(&mut row.failure);
                        }
                    }
                }
            }
            files.push((row, body));
        }
        let named = incoming.external.as_deref().filter(|_| incoming.channel == CaseChannel::Email);
        let named = named.and_then(|id| core::str::from_utf8(id).ok()).filter(|id| id.contains('@'));
        let outside = match named.and_then(|id| Letter::new(id).ok()) {
            Some(id) => Some(looked.seal_alone(&id, Source::Interaction)?),
            None => None,
        };
        Ok(Sealed {
            person: looked.person(),
            removals: looked.account.removals,
            said: looked.seal_alone(&incoming.said, Source::Interaction)?,
            files,
            channel: incoming.channel,
            said_at: incoming.said_at,
            external: incoming.external.as_deref().map(|id| self.message_tag(incoming.channel, id)),
            outside,
            now,
        })
    }
}

/// Whether a message may be added; what comes later than the last that fits begins another case.
fn has_room(row: &CaseRow) -> bool {
    row.decided_at.is_none() && row.events < CASE_EVENTS_MAX
}

fn message_fields() -> FieldSet {
    FieldSet::of(&[FieldId::Statement, FieldId::Attachment, FieldId::Letter])
}

impl Sealed {
    fn event(&self) -> NewEvent {
        NewEvent {
            said_at: self.said_at,
            channel: self.channel,
            key: self.external,
            body: Some(self.said.clone()),
            ..NewEvent::new(CaseEvent::Said, Role::Person, None, self.now)
        }
    }

    /// Files, and the id outside by which the message is known again.
    fn write_rest(&self, db: &mut dyn Connection, case: &CaseId, event: u32) -> Done<()> {
        let there = attachments::of_case(db, &self.person, case)?.len();
        let mut used = attachments::used(db, &self.person)?;
        for (at, (row, body)) in self.files.iter().enumerate() {
            let mut row = AttachmentRow { case: *case, event, ..row.clone() };
            let mut body = body.as_ref();
            used += u64::from(row.bytes);
            // The same bounds as on the pages; what is over them is named, and not kept.
            if there + at >= CASE_FILES_MAX || used > PERSON_FILES_BYTES_MAX {
                let full = if there + at >= CASE_FILES_MAX { "file-case-full" } else { "file-person-full" };
                (row.state, row.failure, body) = (AttachmentState::Refused, full.to_owned(), None);
            }
            attachments::add(db, &self.person, &row, body.map(Vec::as_slice))?;
        }
        if let Some(tag) = &self.external {
            let thread = Thread { person: self.person, case: *case, event };
            if !case_ties::add_thread(db, tag, &thread, self.now)? {
                return Err(ActionError::Conflict);
            }
            if let Some(outside) = &self.outside {
                case_ties::set_outside(db, tag, outside)?;
            }
        }
        Ok(())
    }
}

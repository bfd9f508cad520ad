//! Everything about a person on one page, and in a file for printing: opened under one record. The archive
//! holds the same and more (`archive`).

use amanah_domain::cases::{CaseEvent, CaseKind, CaseState};
use amanah_domain::purposes::ViewOwn;
use amanah_domain::states::EntryState;
use amanah_domain::values::{Letter, Statement};
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, PersonId, RecipientClass, Role, Timestamp};
use amanah_store::accounts::{self, ConsentRow};
use amanah_store::case_events::{self, EventRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::outbox::{self, MessageStatus};
use amanah_store::sessions::{self, SessionRow};
use amanah_store::standings::{self, StandingRow};
use amanah_store::transfers::{self, TransferRow};
use amanah_store::{Connection, batches, ledger_rows};
use amanah_vault::Opened;

use crate::access::{Looked, Want};
use crate::archive::values::VALUES;
use crate::correspond::LetterSpec;
use crate::error::{ActionError, Done};
use crate::letters::Language;
use crate::office::Office;
use crate::person::view_data::EarlierValue;
use crate::removal::reach::recipients_of;
use crate::session::Session;

/// How much of what there may be much of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopyExtent {
    /// Cases, letters, sign-ins, at most.
    pub lines_max: usize,
    /// Things said in one case, at most; none: the cases have pages of their own.
    pub said_max: u32,
}

impl CopyExtent {
    /// For a page.
    pub const PAGE: Self = Self { lines_max: 10, said_max: 0 };
    /// For a file to be printed.
    pub const FILE: Self = Self { lines_max: 100, said_max: 100 };
}

/// A letter that is kept: when, and its subject, in which nothing personal stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopyLetter {
    /// When it was written.
    pub at: Timestamp,
    /// The subject.
    pub subject: String,
}

/// A case with what was said.
pub struct CopyCase {
    row: CaseRow,
    events: Vec<EventRow>,
}

/// Something that was said in a case.
pub struct CopySaid<'v> {
    /// When.
    pub at: Timestamp,
    /// In what capacity; staff have no names here.
    pub role: Role,
    /// What.
    pub text: Opened<'v, Statement>,
}

impl CopyCase {
    /// Its id.
    pub fn id(&self) -> CaseId {
        self.row.case
    }

    /// Its kind.
    pub fn kind(&self) -> CaseKind {
        self.row.kind
    }

    /// The state and since when.
    pub fn state(&self) -> (CaseState, Timestamp) {
        (self.row.state, self.row.changed_at)
    }

    /// When it was opened, and the number that the person quotes.
    pub fn opened(&self) -> (Timestamp, &str) {
        (self.row.opened_at, &self.row.receipt)
    }

    /// What was said, in order. Not what came in a request about a lost telephone: somebody else may have
    /// said that.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn said<'v>(&self, looked: &'v Looked<'_, ViewOwn>) -> Done<Vec<CopySaid<'v>>> {
        let own = self.row.kind != CaseKind::ContactChange;
        let mut out = Vec::new();
        if own
            && !self.row.statement.is_empty()
            && let Some(text) = looked.open_alone::<Statement>(&self.row.statement)?
        {
            let opened = self.events.iter().find(|row| row.event.kind == CaseEvent::Opened);
            let role = opened.map_or(Role::Person, |row| row.event.role);
            out.push(CopySaid { at: self.row.opened_at, role, text });
        }
        for event in self.events.iter().map(|row| &row.event).filter(|event| event.shown) {
            let Some(body) = event.body.as_deref().filter(|_| own || !event.is_of_person()) else { continue };
            if let Some(text) = looked.open_alone::<Statement>(body)? {
                out.push(CopySaid { at: event.at, role: event.role, text });
            }
        }
        Ok(out)
    }
}

/// Everything, as far as the extent goes; the counts are of all there is.
pub struct CopyView<'o> {
    /// Opens the values.
    pub looked: Looked<'o, ViewOwn>,
    /// What stood there before.
    pub earlier: Vec<EarlierValue>,
    /// Consents, oldest first.
    pub consents: Vec<ConsentRow>,
    /// Cases, newest first, and how many there are.
    pub cases: (Vec<CopyCase>, usize),
    /// Who stands in for the person, or did.
    pub standings: Vec<StandingRow>,
    /// Number, state and since when.
    pub batches: Vec<(i64, EntryState, Timestamp)>,
    /// Letters, newest first, and how many are kept.
    pub letters: (Vec<CopyLetter>, usize),
    /// Who received something.
    pub recipients: Vec<RecipientClass>,
    /// Sign-ins, the last first, and how many there are.
    pub sessions: (Vec<SessionRow>, usize),
    /// Copies that were sent.
    pub transfers: Vec<TransferRow>,
    /// Entries of the trail.
    pub uses: u64,
}

/// A letter that is kept, with its sealed words where they are.
type SealedLetter = (MessageStatus, Option<Vec<u8>>);

/// What one reading brings.
struct Read {
    consents: Vec<ConsentRow>,
    cases: (Vec<CopyCase>, usize),
    standings: Vec<StandingRow>,
    batches: Vec<(i64, EntryState, Timestamp)>,
    letters: (Vec<SealedLetter>, usize),
    recipients: Vec<RecipientClass>,
    sessions: (Vec<SessionRow>, usize),
    transfers: Vec<TransferRow>,
    uses: u64,
}

/// Letters of one person that are counted, at most.
const LETTERS_COUNTED_MAX: u32 = 10_000;

fn read(
    db: &mut dyn Connection,
    person: &PersonId,
    pseudonym: &amanah_domain::Pseudonym,
    extent: CopyExtent,
    now: Timestamp,
) -> Done<Read> {
    let mut all = cases::of_person(db, person)?;
    let case_count = all.len();
    all.truncate(extent.lines_max);
    let mut opened = Vec::with_capacity(all.len());
    for row in all {
        let events = match extent.said_max {
            0 => Vec::new(),
            most => case_events::list(db, person, &row.case, 0, most)?,
        };
        opened.push(CopyCase { row, events });
    }
    let kept = outbox::of_person(db, person, LETTERS_COUNTED_MAX)?;
    let letter_count = kept.len();
    let mut letters = Vec::new();
    for status in kept.into_iter().take(extent.lines_max) {
        let body = outbox::body(db, person, &status.message_id)?;
        letters.push((status, body));
    }
    let mut entries = Vec::new();
    for entry in batches::entries(db, person)? {
        if let Some(batch) = batches::read(db, &entry.batch)? {
            entries.push((batch.number, entry.state, entry.changed_at));
        }
    }
    let mut sessions = sessions::list(db, person, now)?;
    let session_count = sessions.len();
    sessions.truncate(extent.lines_max);
    Ok(Read {
        consents: accounts::list_consents(db, person)?,
        cases: (opened, case_count),
        standings: standings::of_person(db, person)?,
        batches: entries,
        letters: (letters, letter_count),
        recipients: recipients_of(db, pseudonym)?.iter().collect(),
        sessions: (sessions, session_count),
        transfers: transfers::of_person(db, person)?,
        uses: ledger_rows::trail_count(db, pseudonym.as_bytes())?,
    })
}

impl Office {
    /// Gathers the page or the file.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_copy(
        &self,
        session: &Session,
        extent: CopyExtent,
        language: Language,
    ) -> Done<CopyView<'_>> {
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        let beside = FieldSet::of(&[FieldId::Device, FieldId::Letter, FieldId::Statement]);
        let want = Want { note: "copy", ..Want::of(Operation::Display, FieldSet::of(VALUES).either(beside)) };
        let looked = self.look::<ViewOwn>(who, person, want).await?;
        let pseudonym = looked.pseudonym();
        let found = self.store.read(move |db| read(db, &person, &pseudonym, extent, now)).await?;
        let zone = self.zone_hours_of(looked.account.province);
        let mut letters = Vec::with_capacity(found.letters.0.len());
        for (status, body) in &found.letters.0 {
            let Some(letter) =
                body.as_deref().map(|body| looked.open_alone::<Letter>(body)).transpose()?.flatten()
            else {
                continue;
            };
            let spec: LetterSpec = serde_json::from_str(letter.expose().as_str())
                .map_err(|_| ActionError::Internal("a kept letter is not of our form"))?;
            let subject = self.letter_words.write(language, zone, &spec.kind).subject;
            letters.push(CopyLetter { at: status.created_at, subject });
        }
        Ok(CopyView {
            looked,
            earlier: self.earlier_values(session).await?,
            consents: found.consents,
            cases: found.cases,
            standings: found.standings,
            batches: found.batches,
            letters: (letters, found.letters.1),
            recipients: found.recipients,
            sessions: found.sessions,
            transfers: found.transfers,
            uses: found.uses,
        })
    }
}

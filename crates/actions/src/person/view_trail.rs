//! The person's own trail: who used their data, why, when (article 32). Filters work on the entries
//! themselves, newest first, in bounded steps.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::{Entry, FieldId, FieldSet, Operation, Pseudonym, PurposeId, Role, Timestamp};
use amanah_store::ledger_rows::{self, Tag, TrailPosition};
use amanah_store::trail::{self, ReasonRow};

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// Entries that one request looks through, at most; older ones are on the next page.
const SCANNED_MAX: usize = 2_000;
/// Lines of a page.
pub const PAGE_LINES: usize = 20;

/// One line: where it lies in the ledger, when, and what it says.
#[derive(Clone, Debug)]
pub struct Line {
    /// Log and index.
    pub at: EntryId,
    /// When.
    pub time: Timestamp,
    /// What.
    pub entry: Entry,
}

/// Where an entry lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryId {
    /// The log.
    pub log: u32,
    /// The index in it.
    pub index: u64,
}

impl EntryId {
    /// `1-2345`, as in addresses.
    pub fn to_text(self) -> String {
        format!("{}-{}", self.log, self.index)
    }

    /// Reads [`Self::to_text`] back.
    pub fn from_text(text: &str) -> Option<Self> {
        let (log, index) = text.split_once('-')?;
        Some(Self { log: log.parse().ok()?, index: index.parse().ok()? })
    }
}

/// What to leave out.
#[derive(Clone, Copy, Default, Debug)]
pub struct TrailFilter {
    /// Only this role; without one, everybody but the person themselves.
    pub role: Option<Role>,
    /// Only this purpose.
    pub purpose: Option<PurposeId>,
    /// Only since then.
    pub since: Option<Timestamp>,
    /// Lines before this page.
    pub skip: usize,
}

impl TrailFilter {
    fn takes(&self, entry: &Entry) -> bool {
        self.role.map_or(entry.role != Role::Person, |r| r == entry.role)
            && self.purpose.is_none_or(|p| p == entry.purpose)
    }
}

/// A page of the trail.
pub struct TrailPage {
    /// The lines.
    pub lines: Vec<Line>,
    /// How many match among those looked through.
    pub count: u64,
    /// Roles that occur.
    pub roles: Vec<Role>,
    /// Purposes that occur.
    pub purposes: Vec<PurposeId>,
}

/// One entry in full.
pub struct TrailDetail<'o> {
    /// The line.
    pub line: Line,
    /// Opens the reason, where one was given.
    pub looked: Looked<'o, ViewOwn>,
    /// The sealed reason, where it lies under the person's own keys.
    pub reason: Option<Vec<u8>>,
}

impl Office {
    /// A page of the person's trail. Looking at it is itself a use and stands there.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_trail(&self, session: &Session, filter: TrailFilter) -> Done<TrailPage> {
        let looked = self.look_at_trail(session, &[]).await?;
        self.trail_page(looked.pseudonym(), filter).await
    }

    /// The page for a pseudonym that was come by under a permit.
    pub(crate) async fn trail_page(&self, pseudonym: Pseudonym, filter: TrailFilter) -> Done<TrailPage> {
        let since = filter.since.unwrap_or(Timestamp::from_millis(0));
        let entries = self
            .store
            .read(move |db| {
                let mut all = Vec::new();
                let mut before: Option<TrailPosition> = None;
                while all.len() < SCANNED_MAX {
                    let page = ledger_rows::trail(db, Tag::First, pseudonym.as_bytes(), since, before, 200)?;
                    let Some(last) = page.last() else { break };
                    before = Some(last.position());
                    all.extend(page);
                }
                Ok::<_, ActionError>(all)
            })
            .await?;
        let mut page = TrailPage { lines: Vec::new(), count: 0, roles: Vec::new(), purposes: Vec::new() };
        for found in entries {
            let Some(entry) = Entry::decode(&found.entry.body) else { continue };
            if !page.roles.contains(&entry.role) {
                page.roles.push(entry.role);
            }
            if !page.purposes.contains(&entry.purpose) {
                page.purposes.push(entry.purpose);
            }
            if !filter.takes(&entry) {
                continue;
            }
            page.count += 1;
            if page.count as usize > filter.skip && page.lines.len() < PAGE_LINES {
                let at = EntryId { log: found.log.0, index: found.entry.index };
                page.lines.push(Line { at, time: Timestamp::from_millis(found.entry.time_ms), entry });
            }
        }
        page.roles.sort_unstable();
        page.purposes.sort_unstable();
        Ok(page)
    }

    /// One entry of the person's own trail in full.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where there is none, or it is not this person's.
    pub async fn view_trail_entry(&self, session: &Session, at: EntryId) -> Done<TrailDetail<'_>> {
        let looked = self.look_at_trail(session, &[FieldId::Statement]).await?;
        let line = self.own_line(looked.pseudonym(), at).await?;
        let commitment = line.entry.reason;
        let row: Option<ReasonRow> = match commitment {
            [0, ..] if commitment == [0; 32] => None,
            _ => self.store.read(move |db| trail::read_reason(db, &commitment)).await?,
        };
        let reason = row.filter(|r| r.person == session.person).map(|r| r.body);
        Ok(TrailDetail { line, looked, reason })
    }

    /// The line at an address, if it is about this pseudonym: nobody reads another's trail by counting.
    pub(crate) async fn own_line(&self, pseudonym: Pseudonym, at: EntryId) -> Done<Line> {
        let found = self
            .store
            .read(move |db| ledger_rows::entries(db, amanah_ledger::LogId(at.log), at.index, 1))
            .await?
            .pop()
            .filter(|found| found.index == at.index);
        let found = found.ok_or(ActionError::NotFound)?;
        let entry =
            Entry::decode(&found.body).filter(|e| e.person == pseudonym).ok_or(ActionError::NotFound)?;
        Ok(Line { at, time: Timestamp::from_millis(found.time_ms), entry })
    }

    async fn look_at_trail(&self, session: &Session, fields: &[FieldId]) -> Done<Looked<'_, ViewOwn>> {
        let want = Want { note: "trail", ..Want::of(Operation::Display, FieldSet::of(fields)) };
        self.look(session.as_self(), session.person, want).await
    }
}

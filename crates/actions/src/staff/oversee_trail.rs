//! Oversight of the uses themselves (articles 31 and 47): what staff did, by pseudonym, newest first.
//! Entries carry nothing personal; the names behind the pseudonyms and the reasons are opened on
//! demand, for oversight, and that is on record too.

use amanah_domain::purposes::OverseeUse;
use amanah_domain::values::Statement;
use amanah_domain::{Entry, FieldId, FieldSet, Operation, PersonId, Pseudonym, Role, Timestamp};
use amanah_ledger::LogId;
use amanah_store::ledger_rows::{self, Tag};
use amanah_store::{people, staff, trail};
use amanah_vault::Opened;

use crate::access::{Looked, Want, key_row};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::view_trail::{EntryId, Line};
use crate::session::Session;

/// Lines of a page.
pub const PAGE_LINES: u32 = 50;
/// Entries of each log that are looked through for what staff did lately.
const SCANNED_PER_LOG: u32 = 2_000;
/// Staff whose names are opened at once.
const STAFF_MAX: usize = 50;

/// A member of staff behind a pseudonym.
pub struct OverseenStaff<'o> {
    /// As in the entries.
    pub pseudonym: Pseudonym,
    /// Opens the name; `None` for whoever reads this: nobody oversees themselves.
    pub looked: Option<Looked<'o, OverseeUse>>,
}

/// The reason of a use, or of a hold.
pub struct OverseenReason<'o> {
    pub(crate) looked: Looked<'o, OverseeUse>,
    pub(crate) body: Vec<u8>,
}

impl OverseenReason<'_> {
    /// The reason in the words of whoever looked.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn open(&self) -> Done<Option<Opened<'_, Statement>>> {
        self.looked.open_alone(&self.body)
    }
}

fn overseer(role: Role) -> Done<()> {
    if matches!(role, Role::Dpo | Role::Auditor) { Ok(()) } else { Err(ActionError::NotFound) }
}

impl Office {
    /// What staff did lately: one of them by pseudonym, or everybody.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without the role; [`ActionError::NotFound`] for a role that does
    /// not oversee.
    pub async fn oversee_trail(
        &self,
        session: &Session,
        role: Role,
        staff: Option<Pseudonym>,
    ) -> Done<Vec<Line>> {
        overseer(role)?;
        session.as_staff(role)?;
        let found = self
            .store
            .read(move |db| {
                if let Some(staff) = staff {
                    let beginning = Timestamp::from_millis(0);
                    let rows =
                        ledger_rows::trail(db, Tag::Second, staff.as_bytes(), beginning, None, PAGE_LINES)?;
                    return Ok(rows.into_iter().map(|row| (row.log, row.entry)).collect());
                }
                let mut all = Vec::new();
                for head in ledger_rows::heads(db)? {
                    let from = head.size.saturating_sub(u64::from(SCANNED_PER_LOG));
                    let rows = ledger_rows::entries(db, head.log, from, SCANNED_PER_LOG)?;
                    // Jobs and people act under no pseudonym of staff.
                    let acted = rows.into_iter().filter(|row| row.tags[1] != [0; 16]);
                    all.extend(acted.map(|row| (head.log, row)));
                }
                Ok::<_, ActionError>(all)
            })
            .await?;
        let mut lines: Vec<Line> = found
            .into_iter()
            .filter_map(|(log, row)| {
                let entry = Entry::decode(&row.body)?;
                let at = EntryId { log: log.0, index: row.index };
                Some(Line { at, time: Timestamp::from_millis(row.time_ms), entry })
            })
            .collect();
        lines.sort_by_key(|line| std::cmp::Reverse((line.time, line.at.log, line.at.index)));
        lines.truncate(PAGE_LINES as usize);
        Ok(lines)
    }

    /// Whose pseudonyms they are, for the filter: everybody with a role that was not taken back.
    ///
    /// # Errors
    /// As [`Office::oversee_trail`].
    pub async fn overseen_staff(&self, session: &Session, role: Role) -> Done<Vec<OverseenStaff<'_>>> {
        overseer(role)?;
        let who = session.as_staff(role)?;
        let people = self
            .store
            .read(|db| {
                let mut people: Vec<PersonId> =
                    staff::all_roles(db)?.into_iter().map(|row| row.person).collect();
                people.dedup();
                let mut out = Vec::new();
                for person in people.into_iter().take(STAFF_MAX) {
                    if let Some(keys) = people::read_key(db, &person)? {
                        out.push((person, key_row(keys)?));
                    }
                }
                Ok::<_, ActionError>(out)
            })
            .await?;
        let mut out = Vec::new();
        for (person, keys) in people {
            let pseudonym = self.unlock(person, &keys).await?.pseudonym();
            let looked = if person == session.person {
                None
            } else {
                let want = Want {
                    note: "oversight: whose pseudonym",
                    ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Name]))
                };
                Some(self.look::<OverseeUse>(who, person, want).await?)
            };
            out.push(OverseenStaff { pseudonym, looked });
        }
        Ok(out)
    }

    /// Opens the reason of one entry.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where the entry has none, or it was erased with the person;
    /// [`ActionError::Refused`] (recorded) for one's own.
    pub async fn oversee_reason(
        &self,
        session: &Session,
        role: Role,
        at: EntryId,
    ) -> Done<OverseenReason<'_>> {
        overseer(role)?;
        let who = session.as_staff(role)?;
        let row = self
            .store
            .read(move |db| {
                let found = ledger_rows::entries(db, LogId(at.log), at.index, 1)?.pop();
                let entry =
                    found.filter(|row| row.index == at.index).and_then(|row| Entry::decode(&row.body));
                match entry.filter(|entry| entry.reason != [0; 32]) {
                    Some(entry) => Ok::<_, ActionError>(trail::read_reason(db, &entry.reason)?),
                    None => Ok(None),
                }
            })
            .await?
            .ok_or(ActionError::NotFound)?;
        let note = format!("oversight: reason of entry {}", at.to_text());
        let want = Want { note: &note, ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<OverseeUse>(who, row.person, want).await?;
        Ok(OverseenReason { looked, body: row.body })
    }
}

//! A complaint about a look: the entries of the ledger that it is bound to, for the data protection officer. Who
//! it was stands there by role and pseudonym, why in the words of whoever looked, opened for oversight; and the
//! case that they had open, from clear columns.

use amanah_domain::cases::{CaseKind, EntryTie};
use amanah_domain::{CaseId, Entry, Role, Timestamp};
use amanah_ledger::LogId;
use amanah_store::cases;
use amanah_store::{case_ties, ledger_rows};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::view_trail::{EntryId, Line};
use crate::session::Session;
use crate::staff::case_queue::CaseLine;
use crate::staff::open_case::CaseFile;
use crate::staff::oversee_trail::OverseenReason;

/// Entries of one complaint that are shown, at most.
const ENTRIES_MAX: usize = 10;

/// A use that somebody complains about, or that records the answer.
pub struct BoundEntry<'o> {
    /// The line of the trail.
    pub line: Line,
    /// Whether the complaint is about it, or it records the answer.
    pub tie: EntryTie,
    /// The policy that it was decided under is the one in force.
    pub policy_in_force: bool,
    /// Opens the reason, where one was given.
    pub reason: Option<OverseenReason<'o>>,
    /// The case that whoever looked had open.
    pub case: Option<CaseLine>,
}

fn case_of_note(note: &str) -> Option<CaseId> {
    CaseId::from_hex(note.strip_prefix("case ")?)
}

impl Office {
    /// The entries that a complaint is bound to. Nothing for another kind of case, or for one that is not open
    /// to the reader.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without the role of a data protection officer; those of a look.
    pub async fn bound_entries(&self, session: &Session, file: &CaseFile<'_>) -> Done<Vec<BoundEntry<'_>>> {
        if file.line.kind != CaseKind::LookComplaint || file.events.is_empty() {
            return Ok(Vec::new());
        }
        session.as_staff(Role::Dpo)?;
        let (person, case, me) = (file.person, file.line.case, session.person);
        let found = self
            .store
            .read(move |db| {
                let mut found = Vec::new();
                for ((log, index), tie) in
                    case_ties::entries(db, &person, &case)?.into_iter().take(ENTRIES_MAX)
                {
                    let Ok(log) = u32::try_from(log) else { continue };
                    let row = ledger_rows::entries(db, LogId(log), index, 1)?.pop();
                    let Some(row) = row.filter(|row| row.index == index) else { continue };
                    let Some(entry) = Entry::decode(&row.body) else { continue };
                    let case = match case_of_note(&entry.note) {
                        Some(case) => cases::read(db, &case)?.map(|row| CaseLine::of(&row, me, false)),
                        None => None,
                    };
                    let at = EntryId { log, index };
                    found.push((Line { at, time: Timestamp::from_millis(row.time_ms), entry }, tie, case));
                }
                Ok::<_, ActionError>(found)
            })
            .await?;
        let mut out = Vec::new();
        for (line, tie, case) in found {
            let given = tie == EntryTie::About && line.entry.reason != [0; 32];
            let reason = match given {
                false => None,
                true => match self.oversee_reason(session, Role::Dpo, line.at).await {
                    // It went with whatever the person had erased, or it is about whoever reads this.
                    Err(ActionError::NotFound | ActionError::Refused(_)) => None,
                    other => Some(other?),
                },
            };
            let policy_in_force = line.entry.policy == self.policy.hash();
            out.push(BoundEntry { line, tie, policy_in_force, reason, case });
        }
        Ok(out)
    }
}

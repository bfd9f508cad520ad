//! Who does not decide a case although it is on their desk: whoever decided or proposed before in the line of
//! appeals, and whoever made the use that is complained about.

use amanah_domain::cases::{CaseEvent, CaseKind, EntryTie};
use amanah_domain::{Entry, PersonId};
use amanah_ledger::LogId;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, case_events, case_ties, ledger_rows, people};

use crate::access::key_row;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::purpose_of_case;

/// Whether somebody decided a case, or proposed how, also where that was sent back.
fn had_a_hand(db: &mut dyn Connection, row: &CaseRow, by: PersonId) -> Result<bool, StoreError> {
    if row.decided_by == Some(by) || row.proposal.is_some_and(|(_, proposer)| proposer == by) {
        return Ok(true);
    }
    for kind in [CaseEvent::Proposed, CaseEvent::Decided] {
        let events = case_events::of_kind(db, &row.person, &row.case, kind)?;
        if events.iter().any(|row| row.event.author == Some(by)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether somebody had a hand in any decision that this case appeals against, the first one included.
pub(crate) fn decided_before(
    db: &mut dyn Connection,
    row: &CaseRow,
    by: PersonId,
) -> Result<bool, StoreError> {
    let mut next = row.appeal_of;
    // An appeal names a case that was there before it: the line has an end.
    while let Some(case) = next {
        let Some(before) = cases::read(db, &case)? else { return Ok(false) };
        if had_a_hand(db, &before, by)? {
            return Ok(true);
        }
        next = before.appeal_of;
    }
    Ok(false)
}

/// The uses that a complaint is about.
fn complained_about(db: &mut dyn Connection, row: &CaseRow) -> Result<Vec<Entry>, StoreError> {
    let mut out = Vec::new();
    for ((log, index), tie) in case_ties::entries(db, &row.person, &row.case)? {
        let (EntryTie::About, Ok(log)) = (tie, u32::try_from(log)) else { continue };
        let found = ledger_rows::entries(db, LogId(log), index, 1)?.pop();
        let found = found.filter(|row| row.index == index);
        out.extend(found.and_then(|row| Entry::decode(&row.body)));
    }
    Ok(out)
}

impl Office {
    /// Whether a member of staff may decide it.
    ///
    /// # Errors
    /// [`ActionError::State`] `case-appeal-first`, `case-own-look`; [`ActionError::SignInNeeded`].
    pub(crate) async fn may_decide(&self, session: &Session, row: &CaseRow) -> Done<()> {
        session.as_staff(purpose_of_case(row.kind).0)?;
        let (row, me) = (row.clone(), session.person);
        let found = self.store.read(move |db| {
            if decided_before(db, &row, me)? {
                return Err(ActionError::State("case-appeal-first"));
            }
            if row.kind != CaseKind::LookComplaint {
                return Ok(None);
            }
            let keys = people::read_key(db, &me)?.ok_or(ActionError::SignInNeeded)?;
            Ok(Some((complained_about(db, &row)?, key_row(keys)?)))
        });
        let Some((uses, keys)) = found.await? else { return Ok(()) };
        let own = self.unlock(me, &keys).await?.pseudonym();
        if uses.iter().any(|entry| entry.actor == own) {
            return Err(ActionError::State("case-own-look"));
        }
        Ok(())
    }
}

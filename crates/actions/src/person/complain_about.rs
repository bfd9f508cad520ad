//! A complaint about a look: from a line of the trail, one tap, bound to that entry of the ledger. Words may
//! follow in the case.

use amanah_domain::cases::{CaseKind, CaseState, EntryTie};
use amanah_domain::purposes::ViewOwn;
use amanah_domain::rights::Right;
use amanah_domain::{CaseId, FieldSet, Operation, Timestamp};
use amanah_store::{StoreError, case_ties, cases};

use crate::access::Want;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::person::ask_right::Asked;
use crate::person::view_trail::EntryId;
use crate::session::Session;

/// A case that is tied to an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TiedCase {
    /// Which.
    pub case: CaseId,
    /// What the entry is to it.
    pub tie: EntryTie,
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it came to its end.
    pub decided_at: Option<Timestamp>,
    /// The entries that record its answer.
    pub answers: Vec<EntryId>,
}

impl Office {
    /// Complains about one entry of the person's own trail. A second time leads to the same case while it is
    /// open.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where there is no such entry, or it is not about this person.
    pub async fn complain_about(&self, session: &Session, at: EntryId) -> Done<CaseId> {
        let who = session.as_person()?;
        let want = Want { note: "trail", ..Want::of(Operation::Display, FieldSet::EMPTY) };
        let looked = self.look::<ViewOwn>(who, session.person, want).await?;
        let line = self.own_line(looked.pseudonym(), at).await?;
        let mut asked = Asked::of(CaseKind::LookComplaint, &format!("{}/{}", at.log, at.index));
        asked.about = Some((u64::from(at.log), at.index));
        asked.purpose = Some(line.entry.purpose);
        self.ask_for(session, asked, None, |_| Ok(())).await
    }

    /// The cases of the person that are tied to an entry: about it, or answered by it. Newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn cases_of_entry(&self, session: &Session, at: EntryId) -> Done<Vec<TiedCase>> {
        session.as_person()?;
        session.may(Right::Access)?;
        let person = session.person;
        let place = (u64::from(at.log), at.index);
        let read = self.store.read(move |db| {
            let mut out = Vec::new();
            for case in case_ties::of_entry(db, &person, place)? {
                let Some(row) = cases::read(db, &case)? else { continue };
                let ties = case_ties::entries(db, &person, &case)?;
                let Some((_, tie)) = ties.iter().find(|(found, _)| *found == place) else { continue };
                let answers = ties.iter().filter(|(_, tie)| *tie == EntryTie::Answer);
                out.push(TiedCase {
                    case,
                    tie: *tie,
                    kind: row.kind,
                    state: row.state,
                    opened_at: row.opened_at,
                    decided_at: row.decided_at,
                    answers: answers.filter_map(|((log, index), _)| entry_id(*log, *index)).collect(),
                });
            }
            out.sort_by_key(|case| core::cmp::Reverse(case.opened_at));
            Ok::<_, StoreError>(out)
        });
        Ok(read.await?)
    }
}

/// An entry as the trail names it.
pub(crate) fn entry_id(log: u64, index: u64) -> Option<EntryId> {
    Some(EntryId { log: u32::try_from(log).ok()?, index })
}

impl Office {
    /// The entries that a case of the person is about, and those that record its answer.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a case that is not theirs.
    pub async fn entries_of_case(&self, session: &Session, case: CaseId) -> Done<Vec<(EntryId, EntryTie)>> {
        let person = session.person;
        let ties = self.store.read(move |db| {
            cases::read(db, &case)?.filter(|row| row.person == person).ok_or(ActionError::NotFound)?;
            Ok::<_, ActionError>(case_ties::entries(db, &person, &case)?)
        });
        let ties = ties.await?.into_iter();
        Ok(ties.filter_map(|((log, index), tie)| Some((entry_id(log, index)?, tie))).collect())
    }
}

//! Cases that the reader's roles decide, oldest first, with the clock that runs. From clear columns
//! alone: nobody's data are opened by looking at the queue.

use amanah_domain::cases::{CaseKind, CaseState, Desk};
use amanah_domain::{CaseId, PersonId, Role, Timestamp};
use amanah_store::case_queue::{self, QueueFilter};
use amanah_store::cases::CaseRow;
use amanah_store::{Connection, StoreError, staff};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::purposes_of_role::StaffPurpose;

/// Cases of a page.
pub const PAGE_CASES: u32 = 50;
/// Pages that can be reached by number; a queue that is longer is narrowed by its filters.
const PAGES_MAX: u32 = 20;
/// Cases that are counted; of more it is said that there are more.
pub(crate) const COUNT_MAX: u32 = 10_000;

/// What the queue shows.
#[derive(Clone, Copy, Default, Debug)]
pub struct CaseFilter {
    /// Only this state.
    pub state: Option<CaseState>,
    /// Only this kind.
    pub kind: Option<CaseKind>,
    /// Which page, from 0.
    pub page: u32,
}

/// One case of the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseLine {
    /// Its id.
    pub case: CaseId,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about within the kind: the id of a rule.
    pub subject: String,
    /// Open or decided.
    pub state: CaseState,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// Until when it is to be answered; `None` while the clock stands.
    pub due_at: Option<Timestamp>,
    /// It is one's own or a declared relation's: somebody else decides it.
    pub not_yours: bool,
}

/// A page of the queue.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct CasePage {
    /// Oldest first.
    pub lines: Vec<CaseLine>,
    /// How many there are on all pages.
    pub count: u64,
}

/// In which role and for what a case of this kind is opened and decided.
pub const fn purpose_of_case(kind: CaseKind) -> (Role, StaffPurpose) {
    match kind.desk() {
        Desk::Review => (Role::Reviewer, StaffPurpose::ReviewCase),
        Desk::Contact => (Role::ContactAgent, StaffPurpose::AnswerQuestion),
        Desk::Protection => (Role::Dpo, StaffPurpose::AssessRights),
    }
}

/// The desks that these roles work at.
pub(crate) fn desks_of(roles: &[Role]) -> Vec<Desk> {
    let works = |desk: &Desk| match desk {
        Desk::Review => roles.contains(&Role::Reviewer),
        Desk::Contact => roles.contains(&Role::ContactAgent),
        Desk::Protection => roles.contains(&Role::Dpo),
    };
    Desk::ALL.iter().copied().filter(works).collect()
}

/// The kinds that these roles decide.
pub fn kinds_of(roles: &[Role]) -> Vec<CaseKind> {
    CaseKind::ALL.iter().copied().filter(|kind| roles.contains(&purpose_of_case(*kind).0)).collect()
}

impl CaseLine {
    pub(crate) fn of(row: &CaseRow, not_yours: bool) -> Self {
        Self {
            case: row.case,
            kind: row.kind,
            subject: row.subject.clone(),
            state: row.state,
            opened_at: row.opened_at,
            due_at: row.clock.due_at(),
            not_yours,
        }
    }
}

/// Whom a member of staff keeps out of their hands: themselves, and declared relations.
pub(crate) fn kept_from(db: &mut dyn Connection, me: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let related = staff::relations_of(db, &me)?;
    Ok(related.into_iter().map(|(other, ..)| other).chain([me]).collect())
}

impl Office {
    /// A page of the cases that the reader's roles decide.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without any role in force; [`ActionError::NotFound`] where the
    /// roles decide no cases, or not of this kind.
    pub async fn case_queue(&self, session: &Session, filter: CaseFilter) -> Done<CasePage> {
        if session.roles().is_empty() {
            return Err(ActionError::SignInNeeded);
        }
        let mut desks = desks_of(session.roles());
        desks.retain(|desk| filter.kind.is_none_or(|kind| kind.desk() == *desk));
        if desks.is_empty() {
            return Err(ActionError::NotFound);
        }
        let take = filter.page.min(PAGES_MAX).saturating_add(1).saturating_mul(PAGE_CASES);
        let me = session.person;
        let ended = filter.state.is_some_and(|state| !state.is_open());
        self.store
            .read(move |db| {
                let kept = kept_from(db, me)?;
                let (mut rows, mut count) = (Vec::new(), 0);
                for desk in desks.iter().copied() {
                    let wanted = QueueFilter { kind: filter.kind, ..QueueFilter::of(desk) };
                    rows.extend(match ended {
                        true => case_queue::ended(db, &wanted, None, take)?,
                        false => case_queue::open(db, &wanted, None, take)?,
                    });
                    count += case_queue::count_open(db, &wanted, COUNT_MAX)?;
                }
                rows.retain(|row| filter.state.is_none_or(|state| state == row.state));
                rows.sort_by_key(case_queue::position);
                let lines = rows
                    .iter()
                    .skip((take - PAGE_CASES) as usize)
                    .take(PAGE_CASES as usize)
                    .map(|row| CaseLine::of(row, kept.contains(&row.person)))
                    .collect();
                Ok::<_, ActionError>(CasePage { lines, count })
            })
            .await
    }
}

//! Cases that the reader's roles decide, oldest first, with the clock that runs. From clear columns
//! alone: nobody's data are opened by looking at the queue.

use amanah_domain::states::{CaseKind, CaseState};
use amanah_domain::{CaseId, PersonId, Role, Timestamp};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, staff};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::purposes_of_role::StaffPurpose;

/// Hours in which a case is answered: three times 24, on the clock (clause 7.3).
pub const ANSWER_HOURS: i64 = 72;
/// Cases of a page.
pub const PAGE_CASES: u32 = 50;
/// Pages that can be reached by number; a queue that is longer is narrowed by its filters.
const PAGES_MAX: u32 = 1_000;

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
    /// Until when it is to be answered.
    pub due_at: Timestamp,
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
    match kind {
        CaseKind::Eligibility | CaseKind::Identity => (Role::Reviewer, StaffPurpose::ReviewCase),
        CaseKind::ContactChange => (Role::ContactAgent, StaffPurpose::AnswerQuestion),
    }
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
            due_at: row.opened_at.plus_hours(ANSWER_HOURS),
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
        let mut kinds = kinds_of(session.roles());
        kinds.retain(|kind| filter.kind.is_none_or(|only| only == *kind));
        // Codes of a role's kinds lie side by side, so that a span names them.
        let (Some(first), Some(last)) = (kinds.first().copied(), kinds.last().copied()) else {
            return Err(ActionError::NotFound);
        };
        let states = filter.state.map_or((CaseState::Open, CaseState::Refused), |only| (only, only));
        let skip = filter.page.min(PAGES_MAX).saturating_mul(PAGE_CASES);
        let me = session.person;
        self.store
            .read(move |db| {
                let kept = kept_from(db, me)?;
                let rows = cases::page(db, (first, last), states, skip, PAGE_CASES)?;
                let lines = rows.iter().map(|row| CaseLine::of(row, kept.contains(&row.person))).collect();
                let matching = |(kind, state, _): &&(CaseKind, CaseState, u64)| {
                    kinds.contains(kind) && (states.0..=states.1).contains(state)
                };
                let count = cases::counts(db)?.iter().filter(matching).map(|(.., n)| n).sum();
                Ok::<_, ActionError>(CasePage { lines, count })
            })
            .await
    }
}

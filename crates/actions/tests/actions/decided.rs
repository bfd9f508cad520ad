//! Cases that were decided, where a story is about what comes of it and not about deciding.

use amanah_domain::cases::{CaseEvent, CaseState};
use amanah_domain::{CaseId, PersonId, Role, Timestamp};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError};

pub(crate) fn open(db: &mut dyn Connection, row: &CaseRow) -> Result<bool, StoreError> {
    cases::add(db, row, &[NewEvent::new(CaseEvent::Opened, Role::Person, None, row.opened_at)])
}

pub(crate) fn decide(
    db: &mut dyn Connection,
    case: &CaseId,
    state: CaseState,
    by: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = cases::read(db, case)?.ok_or(StoreError::Stale { table: "case_file" })?;
    let after = CaseRow {
        state,
        decided_at: Some(now),
        decided_by: Some(by),
        answer: Some(b"sealed".to_vec()),
        clock: row.clock.ended(),
        ..row
    };
    cases::change(db, &after, &[NewEvent::new(CaseEvent::Decided, Role::Reviewer, Some(by), now)])
}

//! Cases for the stories: opened and decided in a line each.

use amanah_domain::cases::{CaseEvent, CaseKind, CaseState};
use amanah_domain::{CaseClock, CaseId, PersonId, Role, Timestamp};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError};

use crate::bench::person;

pub(crate) fn case_id(number: u32) -> CaseId {
    CaseId::from_bytes(*person(number).as_bytes())
}

pub(crate) fn case(number: u32, whose: u32, kind: CaseKind, subject: &str, at: Timestamp) -> CaseRow {
    let mut row = CaseRow::new(person(whose), case_id(number), kind, subject, at);
    row.statement = b"sealed".to_vec();
    row.receipt = format!("R{number}");
    row.clock = CaseClock::starting(at, 72);
    row
}

pub(crate) fn event(kind: CaseEvent, at: Timestamp) -> NewEvent {
    NewEvent::new(kind, Role::Person, None, at)
}

pub(crate) fn open(db: &mut dyn Connection, row: &CaseRow) -> Result<bool, StoreError> {
    cases::add(db, row, &[event(CaseEvent::Opened, row.opened_at)])
}

pub(crate) fn decide(
    db: &mut dyn Connection,
    number: u32,
    state: CaseState,
    by: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = cases::read(db, &case_id(number))?.ok_or(StoreError::Stale { table: "case_file" })?;
    decide_seen(db, &row, state, by, at)
}

pub(crate) fn decide_seen(
    db: &mut dyn Connection,
    row: &CaseRow,
    state: CaseState,
    by: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let after = CaseRow {
        state,
        decided_at: Some(at),
        decided_by: Some(by),
        answer: Some(b"sealed answer".to_vec()),
        clock: row.clock.ended(),
        changed_at: at,
        ..row.clone()
    };
    cases::change(db, &after, &[event(CaseEvent::Decided, at)])
}

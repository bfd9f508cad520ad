//! Letters that serve a purpose of their own: one that rests on consent, or that can be objected to. When the
//! person says no, those that still wait are not sent, in the transaction that says so.

use amanah_domain::{PersonId, PurposeId};

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    SET = "update outbox set purpose = $1 where person_id = $2 and message_id = $3";
    READ = "select purpose from outbox where person_id = $1 and message_id = $2";
    // One that is being handed over at this moment is asked about by whoever hands it over.
    DROP_WAITING = "update outbox set state = 3, failure = 'withdrawn', lease_holder = null \
        where person_id = $1 and purpose = $2 and state = 0";
}

/// Says which purpose a queued message serves.
pub fn set(
    db: &mut dyn Connection,
    person: &PersonId,
    message_id: &[u8; 16],
    purpose: PurposeId,
) -> Result<(), StoreError> {
    db.execute(&SET, &[i64::from(purpose.code()).into(), person.into(), message_id.into()]).map(drop)
}

/// The purpose of a message, where it serves one of its own.
pub fn read(
    db: &mut dyn Connection,
    person: &PersonId,
    message_id: &[u8; 16],
) -> Result<Option<PurposeId>, StoreError> {
    let Some(row) = db.query_optional(&READ, &[person.into(), message_id.into()])? else { return Ok(None) };
    Ok(row.int_opt(0)?.and_then(|code| PurposeId::from_code(u8::try_from(code).ok()?)))
}

/// Gives up what waits for a purpose. How many.
pub fn drop_waiting(
    db: &mut dyn Connection,
    person: &PersonId,
    purpose: PurposeId,
) -> Result<u64, StoreError> {
    db.execute(&DROP_WAITING, &[person.into(), i64::from(purpose.code()).into()])
}

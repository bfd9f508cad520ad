//! Beside the ledger: the sealed reasons behind the commitments. The entries themselves stand in
//! `ledger_rows`.

use amanah_domain::{PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    ADD_REASON = "insert into trail_reason (commitment, person_id, salt, body, created_at) values ($1, $2, $3, $4, $5) \
        on conflict (commitment) do nothing";
    READ_REASON = "select person_id, salt, body from trail_reason where commitment = $1";
    FORGET_PERSON = "delete from trail_reason where person_id = $1";
}

/// A sealed reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReasonRow {
    /// Under whose keys it lies.
    pub person: PersonId,
    /// The salt of the commitment.
    pub salt: [u8; 16],
    /// The sealed text.
    pub body: Vec<u8>,
}

/// Keeps a reason under its commitment.
pub fn add_reason(
    db: &mut dyn Connection,
    commitment: &[u8; 32],
    row: &ReasonRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(
        &ADD_REASON,
        &[commitment.into(), (&row.person).into(), (&row.salt).into(), (&row.body).into(), now.into()],
    )?;
    Ok(())
}

/// Finds a reason by its commitment.
pub fn read_reason(db: &mut dyn Connection, commitment: &[u8; 32]) -> Result<Option<ReasonRow>, StoreError> {
    let Some(row) = db.query_optional(&READ_REASON, &[commitment.into()])? else { return Ok(None) };
    Ok(Some(ReasonRow { person: row.person(0)?, salt: row.bytes(1)?, body: row.blob(2)?.to_vec() }))
}

/// Removes every reason that lies under a person's keys: those of looks at them, and, for staff, those of
/// their looks that matched nobody. The commitments in the ledger stay. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

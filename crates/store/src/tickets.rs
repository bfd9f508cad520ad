//! Tickets: what waits for a code, a link or a passkey's answer. A ticket belongs to a person with
//! keys of their own (a stranger until the code is right); what it is about is sealed.

use amanah_domain::{PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    ADD = "insert into ticket (tag, person_id, kind, code, tries, created_at, ends_at, draft) \
        values ($1, $2, $3, $4, 0, $5, $6, $7)";
    READ = "select person_id, kind, code, tries, created_at, ends_at, draft from ticket where tag = $1";
    TRY = "update ticket set tries = tries + 1 where tag = $1 and tries < $2 and ends_at > $3 returning tries";
    RENEW = "update ticket set code = $1, tries = 0, ends_at = $2, draft = $3 where tag = $4";
    END = "delete from ticket where tag = $1";
    SWEEP = "delete from ticket where ends_at <= $1";
    FORGET_PERSON = "delete from ticket where person_id = $1";
}

/// One ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TicketRow {
    /// Under whose keys the draft lies.
    pub person: PersonId,
    /// What it waits for (codes of `actions`).
    pub kind: i64,
    /// Tag of the code; empty where there is none.
    pub code: Vec<u8>,
    /// Tries so far.
    pub tries: i64,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// The sealed draft.
    pub draft: Vec<u8>,
}

/// Adds a ticket under its token's tag.
pub fn add(db: &mut dyn Connection, tag: &[u8; 32], row: &TicketRow) -> Result<(), StoreError> {
    db.execute(
        &ADD,
        &[
            tag.into(),
            (&row.person).into(),
            row.kind.into(),
            (&row.code).into(),
            row.created_at.into(),
            row.ends_at.into(),
            (&row.draft).into(),
        ],
    )?;
    Ok(())
}

/// Reads a ticket, ended or not.
pub fn read(db: &mut dyn Connection, tag: &[u8; 32]) -> Result<Option<TicketRow>, StoreError> {
    let Some(row) = db.query_optional(&READ, &[tag.into()])? else { return Ok(None) };
    Ok(Some(TicketRow {
        person: row.person(0)?,
        kind: row.int(1)?,
        code: row.blob(2)?.to_vec(),
        tries: row.int(3)?,
        created_at: row.time(4)?,
        ends_at: row.time(5)?,
        draft: row.blob(6)?.to_vec(),
    }))
}

/// Counts one try, before the code is compared; `None` when no try is left or the time is over.
pub fn count_try(
    db: &mut dyn Connection,
    tag: &[u8; 32],
    tries_max: i64,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    db.query_optional(&TRY, &[tag.into(), tries_max.into(), now.into()])?.map(|row| row.int(0)).transpose()
}

/// A new code for the same ticket, with its tries and its time begun again.
pub fn renew(
    db: &mut dyn Connection,
    tag: &[u8; 32],
    code: &[u8],
    ends_at: Timestamp,
    draft: &[u8],
) -> Result<u64, StoreError> {
    db.execute(&RENEW, &[code.into(), ends_at.into(), draft.into(), tag.into()])
}

/// Ends a ticket; 0 when somebody else did: then it was used already.
pub fn end(db: &mut dyn Connection, tag: &[u8; 32]) -> Result<u64, StoreError> {
    db.execute(&END, &[tag.into()])
}

/// Removes every ticket of a person. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

/// Removes those whose time is over.
pub fn sweep(db: &mut dyn Connection, now: Timestamp) -> Result<u64, StoreError> {
    db.execute(&SWEEP, &[now.into()])
}

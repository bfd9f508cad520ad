//! Sessions: a token's tag, whose it is, until when. The device is sealed under the person's key.

use amanah_domain::{PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into session (tag, session_id, person_id, staff, created_at, seen_at, ends_at, fresh_until, device, \
        stands_for) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    READ = "select session_id, person_id, staff, created_at, seen_at, ends_at, fresh_until, device, stands_for from session \
        where tag = $1 and ends_at > $2";
    SEE = "update session set seen_at = $1 where tag = $2";
    FRESHEN = "update session set fresh_until = $1 where tag = $2";
    LIST = "select session_id, person_id, staff, created_at, seen_at, ends_at, fresh_until, device, stands_for from session \
        where person_id = $1 and ends_at > $2 order by seen_at desc";
    STAND_FOR = "update session set stands_for = $1 where tag = $2";
    FORGET_STOOD_FOR = "update session set stands_for = null where stands_for = $1";
    END = "delete from session where person_id = $1 and session_id = $2";
    END_TAG = "delete from session where tag = $1";
    END_ALL = "delete from session where person_id = $1";
    END_OTHERS = "delete from session where person_id = $1 and session_id <> $2";
    SWEEP = "delete from session where ends_at <= $1";
    COUNT = "select count(*) from session where ends_at > $1";
}

/// One session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// Its id on the sessions page; not the token.
    pub session_id: [u8; 16],
    /// Whose.
    pub person: PersonId,
    /// Whether it is a staff session.
    pub staff: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// Last use, to the nearest minutes.
    pub seen_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// Until when the sign-in counts as fresh.
    pub fresh_until: Timestamp,
    /// The sealed device.
    pub device: Vec<u8>,
    /// For whom it stands in, while it does.
    pub stands_for: Option<PersonId>,
}

fn parse(row: &Row) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        session_id: row.bytes(0)?,
        person: row.person(1)?,
        staff: row.int(2)? != 0,
        created_at: row.time(3)?,
        seen_at: row.time(4)?,
        ends_at: row.time(5)?,
        fresh_until: row.time(6)?,
        device: row.blob(7)?.to_vec(),
        stands_for: row.bytes_opt(8)?.map(PersonId::from_bytes),
    })
}

/// Adds a session under its token's tag.
pub fn add(db: &mut dyn Connection, tag: &[u8; 32], row: &SessionRow) -> Result<(), StoreError> {
    db.execute(
        &ADD,
        &[
            tag.into(),
            (&row.session_id).into(),
            (&row.person).into(),
            row.staff.into(),
            row.created_at.into(),
            row.seen_at.into(),
            row.ends_at.into(),
            row.fresh_until.into(),
            (&row.device).into(),
            row.stands_for.as_ref().into(),
        ],
    )?;
    Ok(())
}

/// The session of a token, if it has not ended.
pub fn read(
    db: &mut dyn Connection,
    tag: &[u8; 32],
    now: Timestamp,
) -> Result<Option<SessionRow>, StoreError> {
    db.query_optional(&READ, &[tag.into(), now.into()])?.as_ref().map(parse).transpose()
}

/// Notes that it was used.
pub fn see(db: &mut dyn Connection, tag: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    db.execute(&SEE, &[now.into(), tag.into()])?;
    Ok(())
}

/// Notes a fresh proof of who it is.
pub fn freshen(db: &mut dyn Connection, tag: &[u8; 32], until: Timestamp) -> Result<(), StoreError> {
    db.execute(&FRESHEN, &[until.into(), tag.into()])?;
    Ok(())
}

/// The session stands in for somebody from now on, or for nobody any more.
pub fn stand_for(
    db: &mut dyn Connection,
    tag: &[u8; 32],
    person: Option<&PersonId>,
) -> Result<(), StoreError> {
    db.execute(&STAND_FOR, &[person.into(), tag.into()]).map(drop)
}

/// Nobody stands in for this person any more. How many sessions did.
pub fn forget_stood_for(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_STOOD_FOR, &[person.into()])
}

/// The open sessions of a person, last used first.
pub fn list(
    db: &mut dyn Connection,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    db.query(&LIST, &[person.into(), now.into()])?.iter().map(parse).collect()
}

/// Ends one session of a person by its id.
pub fn end(db: &mut dyn Connection, person: &PersonId, session_id: &[u8; 16]) -> Result<u64, StoreError> {
    db.execute(&END, &[person.into(), session_id.into()])
}

/// Ends the session of a token.
pub fn end_tag(db: &mut dyn Connection, tag: &[u8; 32]) -> Result<u64, StoreError> {
    db.execute(&END_TAG, &[tag.into()])
}

/// Ends every session of a person.
pub fn end_all(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&END_ALL, &[person.into()])
}

/// Ends every session of a person but one.
pub fn end_others(db: &mut dyn Connection, person: &PersonId, keep: &[u8; 16]) -> Result<u64, StoreError> {
    db.execute(&END_OTHERS, &[person.into(), keep.into()])
}

/// Removes ended sessions.
pub fn sweep(db: &mut dyn Connection, now: Timestamp) -> Result<u64, StoreError> {
    db.execute(&SWEEP, &[now.into()])
}

/// How many are open.
pub fn count(db: &mut dyn Connection, now: Timestamp) -> Result<u64, StoreError> {
    db.query_one(&COUNT, &[now.into()])?.count(0)
}

//! Legal holds: what keeps a person's data from being removed, by whom and until when. That there is one
//! also stands beside the account, where every decision of the policy sees it; both change together.

use amanah_domain::{HoldId, PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into legal_hold (person_id, hold_id, ground, decided_by, placed_at, until_at, lifted_at, lifted_by, \
        reason) values ($1, $2, $3, $4, $5, $6, null, null, $7)";
    LIFT = "update legal_hold set lifted_at = $1, lifted_by = $2 where person_id = $3 and hold_id = $4 \
        and lifted_at is null";
    OF_PERSON = "select person_id, hold_id, ground, decided_by, placed_at, until_at, lifted_at, lifted_by, reason \
        from legal_hold where person_id = $1 order by placed_at desc, hold_id";
    IN_FORCE = "select person_id, hold_id, ground, decided_by, placed_at, until_at, lifted_at, lifted_by, reason \
        from legal_hold where person_id = $1 and lifted_at is null order by until_at desc, hold_id limit 1";
    LIST = "select person_id, hold_id, ground, decided_by, placed_at, until_at, lifted_at, lifted_by, reason \
        from legal_hold order by (lifted_at is null) desc, placed_at desc, person_id, hold_id limit $1 offset $2";
    COUNT = "select count(*) from legal_hold";
    READ = "select person_id, hold_id, ground, decided_by, placed_at, until_at, lifted_at, lifted_by, reason \
        from legal_hold where hold_id = $1";
    LAPSED = "select person_id, hold_id, ground, decided_by, placed_at, until_at, lifted_at, lifted_by, reason \
        from legal_hold where until_at <= $1 and lifted_at is null order by until_at, person_id, hold_id limit $2";
    SET_FLAG = "update account set legal_hold = $1, changed_at = $2 where person_id = $3";
    FORGET_PERSON = "delete from legal_hold where person_id = $1";
    FORGET_DECIDER = "update legal_hold set decided_by = $1 where decided_by = $2";
    FORGET_LIFTER = "update legal_hold set lifted_by = null where lifted_by = $1";
}

/// One hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoldRow {
    /// Whose data it holds.
    pub person: PersonId,
    /// Its id.
    pub hold: HoldId,
    /// Why: a code of `actions`.
    pub ground: String,
    /// Who decided it.
    pub decided_by: PersonId,
    /// Since when.
    pub placed_at: Timestamp,
    /// Until when, if nobody lifts it before.
    pub until: Timestamp,
    /// When it was lifted, or lapsed.
    pub lifted_at: Option<Timestamp>,
    /// Who lifted it; nobody where it lapsed.
    pub lifted_by: Option<PersonId>,
    /// The sealed reason.
    pub reason: Vec<u8>,
}

fn parse(row: &Row) -> Result<HoldRow, StoreError> {
    Ok(HoldRow {
        person: row.person(0)?,
        hold: HoldId::from_bytes(row.bytes(1)?),
        ground: row.text(2)?.to_owned(),
        decided_by: row.person(3)?,
        placed_at: row.time(4)?,
        until: row.time(5)?,
        lifted_at: row.time_opt(6)?,
        lifted_by: row.bytes_opt(7)?.map(PersonId::from_bytes),
        reason: row.blob(8)?.to_vec(),
    })
}

/// Places a hold and says so beside the account.
pub fn place(db: &mut dyn Connection, row: &HoldRow) -> Result<(), StoreError> {
    // The account first, as in a removal: of both at once, one waits for the other.
    if db.execute(&SET_FLAG, &[true.into(), row.placed_at.into(), (&row.person).into()])? != 1 {
        return Err(StoreError::Stale { table: "account" });
    }
    db.execute(
        &ADD,
        &[
            (&row.person).into(),
            (&row.hold).into(),
            (&row.ground).into(),
            (&row.decided_by).into(),
            row.placed_at.into(),
            row.until.into(),
            (&row.reason).into(),
        ],
    )?;
    Ok(())
}

/// Ends a hold; `by` is `None` where its time is over. False when it had ended. The account is free again
/// when no other hold is in force.
pub fn lift(
    db: &mut dyn Connection,
    person: &PersonId,
    hold: &HoldId,
    by: Option<&PersonId>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if db.execute(&LIFT, &[now.into(), by.into(), person.into(), hold.into()])? != 1 {
        return Ok(false);
    }
    let held = in_force(db, person)?.is_some();
    db.execute(&SET_FLAG, &[held.into(), now.into(), person.into()])?;
    Ok(true)
}

/// Every hold of a person, newest first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<HoldRow>, StoreError> {
    db.query(&OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// The hold in force that lasts longest. One whose time is over is in force until it is written down that
/// it lapsed.
pub fn in_force(db: &mut dyn Connection, person: &PersonId) -> Result<Option<HoldRow>, StoreError> {
    db.query_optional(&IN_FORCE, &[person.into()])?.as_ref().map(parse).transpose()
}

/// How many holds there are, those that ended with them.
pub fn count(db: &mut dyn Connection) -> Result<u64, StoreError> {
    db.query_one(&COUNT, &[])?.count(0)
}

/// One hold.
pub fn read(db: &mut dyn Connection, hold: &HoldId) -> Result<Option<HoldRow>, StoreError> {
    db.query_optional(&READ, &[hold.into()])?.as_ref().map(parse).transpose()
}

/// Every hold, those in force first, each newest first, `skip` of them left out.
pub fn list(db: &mut dyn Connection, skip: u32, count_max: u32) -> Result<Vec<HoldRow>, StoreError> {
    db.query(&LIST, &[count_max.into(), skip.into()])?.iter().map(parse).collect()
}

/// Holds whose time is over and that were not lifted.
pub fn lapsed(db: &mut dyn Connection, now: Timestamp, count_max: u32) -> Result<Vec<HoldRow>, StoreError> {
    db.query(&LAPSED, &[now.into(), count_max.into()])?.iter().map(parse).collect()
}

/// Removes a person's holds. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

/// Takes a member of staff out of the holds that they decided or lifted. How many they decided.
pub fn forget_decider(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_LIFTER, &[person.into()])?;
    db.execute(&FORGET_DECIDER, &[(&crate::staff::NOBODY).into(), person.into()])
}

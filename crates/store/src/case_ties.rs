//! What a case is tied to: entries of the ledger that it is about or that record its answer, and the ids
//! that messages have outside, by which an answer finds its case and what came already is known.

use amanah_domain::cases::{CaseKind, EntryTie};
use amanah_domain::{CaseId, PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    ADD_ENTRY = "insert into case_entry (person_id, case_id, log_id, idx, tie) values ($1, $2, $3, $4, $5) \
        on conflict (person_id, case_id, log_id, idx) do nothing";
    ENTRIES = "select log_id, idx, tie from case_entry where person_id = $1 and case_id = $2 order by tie, log_id, idx";
    OF_ENTRY = "select case_id from case_entry where person_id = $1 and log_id = $2 and idx = $3 order by case_id";
    FORGET_ENTRIES = "delete from case_entry where person_id = $1 and case_id not in \
        (select case_id from case_file where person_id = $2 and kind = $3)";
    ADD_THREAD = "insert into case_thread (tag, person_id, case_id, event, created_at) values ($1, $2, $3, $4, $5) \
        on conflict (tag) do nothing";
    SET_OUTSIDE = "update case_thread set outside = $1 where tag = $2";
    NEWEST_OUTSIDE = "select outside from case_thread where person_id = $1 and case_id = $2 and outside is not null \
        order by created_at desc, event desc limit 1";
    FIND_THREAD = "select person_id, case_id, event from case_thread where tag = $1";
    FORGET_THREADS = "delete from case_thread where person_id = $1 and case_id not in \
        (select case_id from case_file where person_id = $2 and kind = $3)";
}

/// An entry of the ledger: log and index.
pub type EntryPlace = (u64, u64);

/// Ties a case to an entry of the ledger.
pub fn add_entry(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    (log, idx): EntryPlace,
    tie: EntryTie,
) -> Result<(), StoreError> {
    let (log, idx) = (crate::value::int(log)?, crate::value::int(idx)?);
    let params = [person.into(), case.into(), log.into(), idx.into(), i64::from(tie.code()).into()];
    db.execute(&ADD_ENTRY, &params).map(drop)
}

/// The entries that a case is tied to.
pub fn entries(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
) -> Result<Vec<(EntryPlace, EntryTie)>, StoreError> {
    let rows = db.query(&ENTRIES, &[person.into(), case.into()])?;
    rows.iter()
        .map(|row| {
            let tie = EntryTie::from_code(row.small(2)?).unwrap_or(EntryTie::About);
            Ok(((row.count(0)?, row.count(1)?), tie))
        })
        .collect()
}

/// The cases of a person that are tied to an entry.
pub fn of_entry(
    db: &mut dyn Connection,
    person: &PersonId,
    (log, idx): EntryPlace,
) -> Result<Vec<CaseId>, StoreError> {
    let (log, idx) = (crate::value::int(log)?, crate::value::int(idx)?);
    let rows = db.query(&OF_ENTRY, &[person.into(), log.into(), idx.into()])?;
    rows.iter().map(|row| Ok(CaseId::from_bytes(row.bytes(0)?))).collect()
}

/// A message with an id of its own outside, by its tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Thread {
    /// Whose case.
    pub person: PersonId,
    /// Which.
    pub case: CaseId,
    /// Number of the event.
    pub event: u32,
}

/// Remembers a message by the tag of its id outside; false when it is known already.
pub fn add_thread(
    db: &mut dyn Connection,
    tag: &[u8; 32],
    thread: &Thread,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let params =
        [tag.into(), (&thread.person).into(), (&thread.case).into(), thread.event.into(), now.into()];
    Ok(db.execute(&ADD_THREAD, &params)? == 1)
}

/// Keeps the id of a message outside, sealed: whoever answers it names it.
pub fn set_outside(db: &mut dyn Connection, tag: &[u8; 32], sealed: &[u8]) -> Result<(), StoreError> {
    db.execute(&SET_OUTSIDE, &[sealed.into(), tag.into()]).map(drop)
}

/// The sealed id of the newest message of a case that has one.
pub fn newest_outside(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = db.query_optional(&NEWEST_OUTSIDE, &[person.into(), case.into()])?;
    row.map(|mut row| row.take_blob(0)).transpose()
}

/// The message of a tag.
pub fn find_thread(db: &mut dyn Connection, tag: &[u8; 32]) -> Result<Option<Thread>, StoreError> {
    let row = db.query_optional(&FIND_THREAD, &[tag.into()])?;
    row.map(|row| {
        Ok(Thread { person: row.person(0)?, case: CaseId::from_bytes(row.bytes(1)?), event: row.small(2)? })
    })
    .transpose()
}

/// Removes the ties of a person's cases, all but those of one kind. Before the cases themselves. How many.
pub fn forget_person(
    db: &mut dyn Connection,
    person: &PersonId,
    stays: Option<CaseKind>,
) -> Result<u64, StoreError> {
    let stays = stays.map_or(-1, |kind| i64::from(kind.code()));
    let entries = db.execute(&FORGET_ENTRIES, &[person.into(), person.into(), stays.into()])?;
    Ok(entries + db.execute(&FORGET_THREADS, &[person.into(), person.into(), stays.into()])?)
}

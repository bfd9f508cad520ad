//! Counts over clear columns, for the page of numbers and for queues. Nobody's row leaves the database.

use amanah_domain::states::{EligibilityState, EntryState, IdentityState};
use amanah_domain::{PersonId, Pseudonym, Timestamp};

use crate::accounts::AccountKind;
use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    STATES_SINCE = "select identity, eligibility, count(*) from account where kind = $1 and created_at >= $2 \
        and created_at < $3 group by identity, eligibility";
    JOINED_OF_SINCE = "select count(distinct e.person_id) from account a join batch_entry e \
        on e.person_id = a.person_id where a.kind = $1 and a.created_at >= $2 and a.created_at < $3 and e.state <> $4";
    PROVINCES_BEFORE = "select province, count(*) from account where kind = $1 and created_at < $2 \
        group by province order by province";
    JOINED_SINCE = "select count(*) from batch_entry where joined_at >= $1 and joined_at < $2";
    CASES_OPEN_AT = "select count(*) from case_file where opened_at <= $1 and (decided_at is null or decided_at > $2)";
    LOOKS_OF = "select count(*) from ledger_entry where tag1 = $1 and time_ms >= $2 and time_ms < $3";
    LIST_STAFF = "select person_id from account where kind = $1 order by created_at, person_id limit $2 offset $3";
    COUNT_STAFF = "select count(*) from account where kind = $1";
    LIST_INVITED = "select person_id, max(ends_at) from ticket where kind >= $1 and kind <= $2 and ends_at > $3 \
        group by person_id";
}

/// Participants who registered in a span, by identity and eligibility state.
pub fn states_since(
    db: &mut dyn Connection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(IdentityState, EligibilityState, u64)>, StoreError> {
    let participant = (AccountKind::Participant as i64).into();
    let mut out = Vec::new();
    for row in db.query(&STATES_SINCE, &[participant, from.into(), to.into()])? {
        if let (Some(identity), Some(eligibility)) =
            (IdentityState::from_code(row.small(0)?), EligibilityState::from_code(row.small(1)?))
        {
            out.push((identity, eligibility, row.count(2)?));
        }
    }
    Ok(out)
}

/// How many of those who registered in a span stand in a batch.
pub fn joined_of_since(db: &mut dyn Connection, from: Timestamp, to: Timestamp) -> Result<u64, StoreError> {
    let left = i64::from(EntryState::Left.code());
    let participant = (AccountKind::Participant as i64).into();
    db.query_one(&JOINED_OF_SINCE, &[participant, from.into(), to.into(), left.into()])?.count(0)
}

/// Participants registered before a moment, by province code (0: not given).
pub fn provinces_before(db: &mut dyn Connection, before: Timestamp) -> Result<Vec<(i64, u64)>, StoreError> {
    db.query(&PROVINCES_BEFORE, &[(AccountKind::Participant as i64).into(), before.into()])?
        .iter()
        .map(|row| Ok((row.int(0)?, row.count(1)?)))
        .collect()
}

/// How many joined a batch in a span.
pub fn joined_since(db: &mut dyn Connection, from: Timestamp, to: Timestamp) -> Result<u64, StoreError> {
    db.query_one(&JOINED_SINCE, &[from.into(), to.into()])?.count(0)
}

/// How many cases waited at a moment.
pub fn cases_open_at(db: &mut dyn Connection, at: Timestamp) -> Result<u64, StoreError> {
    db.query_one(&CASES_OPEN_AT, &[at.into(), at.into()])?.count(0)
}

/// How many entries of the ledger somebody caused in a span.
pub fn looks_of(
    db: &mut dyn Connection,
    actor: &Pseudonym,
    from: Timestamp,
    to: Timestamp,
) -> Result<u64, StoreError> {
    db.query_one(&LOOKS_OF, &[actor.into(), from.into(), to.into()])?.count(0)
}

/// Staff accounts by age, `skip` of them left out, and how many there are.
pub fn staff(db: &mut dyn Connection, skip: u32, count_max: u32) -> Result<(Vec<PersonId>, u64), StoreError> {
    let kind = (AccountKind::Staff as i64).into();
    let rows = db.query(&LIST_STAFF, &[kind, count_max.into(), skip.into()])?;
    let people = rows.iter().map(|row| row.person(0)).collect::<Result<_, _>>()?;
    Ok((people, db.query_one(&COUNT_STAFF, &[kind])?.count(0)?))
}

/// People with a ticket of these kinds that still runs, and until when.
pub fn invited(
    db: &mut dyn Connection,
    kinds: (i64, i64),
    now: Timestamp,
) -> Result<Vec<(PersonId, Timestamp)>, StoreError> {
    db.query(&LIST_INVITED, &[kinds.0.into(), kinds.1.into(), now.into()])?
        .iter()
        .map(|row| Ok((row.person(0)?, row.time(1)?)))
        .collect()
}

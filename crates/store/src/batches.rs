//! Batches, who joined, and the published order. A draw's lines carry pseudonyms made for the batch;
//! no column leads from them to a person.

use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{BatchId, PersonId, Pseudonym, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into batch (batch_id, number, quota, state, opens_at, closes_at, created_at, seed, seed_commitment, \
        public_source, public_known_at, public_value, entrants, entrants_commitment, closed_at, drawn_at) \
        values ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, null, 0, null, null, null)";
    READ = "select batch_id, number, quota, state, opens_at, closes_at, seed, seed_commitment, public_source, \
        public_known_at, public_value, entrants, entrants_commitment, closed_at, drawn_at from batch where batch_id = $1";
    READ_NUMBER = "select batch_id, number, quota, state, opens_at, closes_at, seed, seed_commitment, public_source, \
        public_known_at, public_value, entrants, entrants_commitment, closed_at, drawn_at from batch where number = $1";
    LIST = "select batch_id, number, quota, state, opens_at, closes_at, seed, seed_commitment, public_source, \
        public_known_at, public_value, entrants, entrants_commitment, closed_at, drawn_at from batch order by number desc";
    NEXT_NUMBER = "select coalesce(max(number), 0) + 1 from batch";
    SET_STATE = "update batch set state = $1 where batch_id = $2 and state = $3";
    CLOSE = "update batch set state = 2, entrants = $1, entrants_commitment = $2, closed_at = $3 \
        where batch_id = $4 and state = 1";
    DRAW = "update batch set state = 3, drawn_at = $1 where batch_id = $2 and state = 2 and public_value is not null";
    FAIL = "update batch set state = 4, drawn_at = $1 where batch_id = $2 and state = 2 and public_value is null";
    END_JOINING = "update batch set closes_at = $1 where batch_id = $2 and state = 1 and closes_at > $3";
    REVEAL = "update batch set public_value = $1 where batch_id = $2 and state = 2 and public_value is null";
    JOIN = "insert into batch_entry (person_id, batch_id, state, joined_at, changed_at) values ($1, $2, 0, $3, $4) \
        on conflict (person_id, batch_id) do update set state = 0, changed_at = excluded.changed_at \
        where batch_entry.state = 1";
    SET_ENTRY = "update batch_entry set state = $1, changed_at = $2 where person_id = $3 and batch_id = $4 and state = $5";
    READ_ENTRY = "select state, joined_at, changed_at from batch_entry where person_id = $1 and batch_id = $2";
    LIST_ENTRIES = "select batch_id, state, joined_at, changed_at from batch_entry where person_id = $1 order by joined_at desc";
    LIST_IN_STATE = "select person_id from batch_entry where batch_id = $1 and state = $2 and person_id > $3 \
        order by person_id limit $4";
    FORGET_PERSON = "delete from batch_entry where person_id = $1 and state <> $2";
    COUNT_ENTRIES = "select state, count(*) from batch_entry where batch_id = $1 group by state order by state";
    COUNT_JOINED = "select count(*) from batch_entry where batch_id = $1 and state = 0";
    ADD_LINE = "insert into draw_line (batch_id, pseudonym, position, place) values ($1, $2, $3, $4)";
    PLACE_LINE = "update draw_line set position = $1, place = $2 where batch_id = $3 and pseudonym = $4";
    EACH_ENTRANT = "select pseudonym, place from draw_line where batch_id = $1 order by pseudonym";
    COUNT_PLACES = "select place, count(*) from draw_line where batch_id = $1 group by place order by place";
    FIND_LINE = "select position, place from draw_line where batch_id = $1 and pseudonym = $2";
    EACH_LINE = "select pseudonym, place from draw_line where batch_id = $1 order by position";
}

/// One batch.
#[derive(Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its id.
    pub batch: BatchId,
    /// Its number, from 1.
    pub number: i64,
    /// Places.
    pub quota: i64,
    /// Where it is in its life.
    pub state: BatchState,
    /// When joining begins.
    pub opens_at: Timestamp,
    /// When joining ends.
    pub closes_at: Timestamp,
    /// The secret seed, sealed by the house.
    pub seed: Vec<u8>,
    /// SHA-256 of the seed.
    pub seed_commitment: [u8; 32],
    /// Where the public value comes from.
    pub public_source: String,
    /// When it will be known.
    pub public_known_at: Timestamp,
    /// The public value, once revealed.
    pub public_value: Option<String>,
    /// Committed entrants.
    pub entrants: i64,
    /// SHA-256 over the sorted pseudonyms, once closed.
    pub entrants_commitment: Option<[u8; 32]>,
    /// When it closed.
    pub closed_at: Option<Timestamp>,
    /// When it was drawn, or when it was published that the reveal did not come.
    pub drawn_at: Option<Timestamp>,
}

/// Where a person stands in a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryRow {
    /// The batch.
    pub batch: BatchId,
    /// The state.
    pub state: EntryState,
    /// When they joined.
    pub joined_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

fn parse(row: &Row) -> Result<BatchRow, StoreError> {
    Ok(BatchRow {
        batch: BatchId::from_bytes(row.bytes(0)?),
        number: row.int(1)?,
        quota: row.int(2)?,
        state: BatchState::from_code(row.small(3)?).unwrap_or(BatchState::Failed),
        opens_at: row.time(4)?,
        closes_at: row.time(5)?,
        seed: row.blob(6)?.to_vec(),
        seed_commitment: row.bytes(7)?,
        public_source: row.text(8)?.to_owned(),
        public_known_at: row.time(9)?,
        public_value: row.text_opt(10)?.map(str::to_owned),
        entrants: row.int(11)?,
        entrants_commitment: row.bytes_opt(12)?,
        closed_at: row.time_opt(13)?,
        drawn_at: row.time_opt(14)?,
    })
}

/// Adds a planned batch.
pub fn add(db: &mut dyn Connection, row: &BatchRow, now: Timestamp) -> Result<(), StoreError> {
    db.execute(
        &ADD,
        &[
            (&row.batch).into(),
            row.number.into(),
            row.quota.into(),
            row.opens_at.into(),
            row.closes_at.into(),
            now.into(),
            (&row.seed).into(),
            (&row.seed_commitment).into(),
            (&row.public_source).into(),
            row.public_known_at.into(),
        ],
    )?;
    Ok(())
}

/// Reads a batch.
pub fn read(db: &mut dyn Connection, batch: &BatchId) -> Result<Option<BatchRow>, StoreError> {
    db.query_optional(&READ, &[batch.into()])?.as_ref().map(parse).transpose()
}

/// Reads a batch by its number.
pub fn read_number(db: &mut dyn Connection, number: i64) -> Result<Option<BatchRow>, StoreError> {
    db.query_optional(&READ_NUMBER, &[number.into()])?.as_ref().map(parse).transpose()
}

/// Every batch, newest first.
pub fn list(db: &mut dyn Connection) -> Result<Vec<BatchRow>, StoreError> {
    db.query(&LIST, &[])?.iter().map(parse).collect()
}

/// The number that the next batch gets.
pub fn next_number(db: &mut dyn Connection) -> Result<i64, StoreError> {
    db.query_one(&NEXT_NUMBER, &[])?.int(0)
}

/// Moves a batch on from one state; false when it was not in it.
pub fn set_state(
    db: &mut dyn Connection,
    batch: &BatchId,
    from: BatchState,
    to: BatchState,
) -> Result<bool, StoreError> {
    let changed =
        db.execute(&SET_STATE, &[i64::from(to.code()).into(), batch.into(), i64::from(from.code()).into()])?;
    Ok(changed == 1)
}

/// Closes an open batch with its committed entrants.
pub fn close(
    db: &mut dyn Connection,
    batch: &BatchId,
    entrants: i64,
    commitment: Option<&[u8; 32]>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&CLOSE, &[entrants.into(), commitment.into(), now.into(), batch.into()])? == 1)
}

/// Ends joining now instead of later; false when it has ended already.
pub fn end_joining(db: &mut dyn Connection, batch: &BatchId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(db.execute(&END_JOINING, &[now.into(), batch.into(), now.into()])? == 1)
}

/// Fixes the public value of a closed batch, once and for all; false when there is one already.
pub fn reveal(db: &mut dyn Connection, batch: &BatchId, public_value: &str) -> Result<bool, StoreError> {
    Ok(db.execute(&REVEAL, &[public_value.into(), batch.into()])? == 1)
}

/// The order of a revealed batch is complete.
pub fn draw(db: &mut dyn Connection, batch: &BatchId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(db.execute(&DRAW, &[now.into(), batch.into()])? == 1)
}

/// Records that the reveal of a closed batch did not come; false when it did.
pub fn fail(db: &mut dyn Connection, batch: &BatchId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(db.execute(&FAIL, &[now.into(), batch.into()])? == 1)
}

/// Joins, or joins again after leaving; false when the person stands in the batch already.
pub fn join(
    db: &mut dyn Connection,
    person: &PersonId,
    batch: &BatchId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&JOIN, &[person.into(), batch.into(), now.into(), now.into()])? == 1)
}

/// Moves an entry on from one state; false when it was not in it.
pub fn set_entry(
    db: &mut dyn Connection,
    person: &PersonId,
    batch: &BatchId,
    from: EntryState,
    to: EntryState,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = db.execute(
        &SET_ENTRY,
        &[
            i64::from(to.code()).into(),
            now.into(),
            person.into(),
            batch.into(),
            i64::from(from.code()).into(),
        ],
    )?;
    Ok(changed == 1)
}

/// Where a person stands in a batch.
pub fn entry(
    db: &mut dyn Connection,
    person: &PersonId,
    batch: &BatchId,
) -> Result<Option<EntryRow>, StoreError> {
    let Some(row) = db.query_optional(&READ_ENTRY, &[person.into(), batch.into()])? else { return Ok(None) };
    Ok(Some(EntryRow {
        batch: *batch,
        state: EntryState::from_code(row.small(0)?).unwrap_or(EntryState::Left),
        joined_at: row.time(1)?,
        changed_at: row.time(2)?,
    }))
}

/// Every batch a person stands in, newest first.
pub fn entries(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<EntryRow>, StoreError> {
    db.query(&LIST_ENTRIES, &[person.into()])?
        .iter()
        .map(|row| {
            Ok(EntryRow {
                batch: BatchId::from_bytes(row.bytes(0)?),
                state: EntryState::from_code(row.small(1)?).unwrap_or(EntryState::Left),
                joined_at: row.time(2)?,
                changed_at: row.time(3)?,
            })
        })
        .collect()
}

/// People of a batch in one state by id, after a position: for closing and for telling results.
pub fn in_state(
    db: &mut dyn Connection,
    batch: &BatchId,
    state: EntryState,
    after: Option<&PersonId>,
    count_max: u32,
) -> Result<Vec<PersonId>, StoreError> {
    let after = after.map_or(&[][..], |person| &person.as_bytes()[..]);
    db.query(&LIST_IN_STATE, &[batch.into(), i64::from(state.code()).into(), after.into(), count_max.into()])?
        .iter()
        .map(|row| row.person(0))
        .collect()
}

/// Takes a person out of every batch; a place that they were drawn for stays where `keep_places` says so.
/// Lines of draws lead to nobody and stay. How many entries went.
pub fn forget_person(
    db: &mut dyn Connection,
    person: &PersonId,
    keep_places: bool,
) -> Result<u64, StoreError> {
    let kept = if keep_places { i64::from(EntryState::Selected.code()) } else { -1 };
    db.execute(&FORGET_PERSON, &[person.into(), kept.into()])
}

/// Entries of a batch by state.
pub fn count_entries(db: &mut dyn Connection, batch: &BatchId) -> Result<Vec<(EntryState, u64)>, StoreError> {
    let mut out = Vec::new();
    for row in db.query(&COUNT_ENTRIES, &[batch.into()])? {
        if let Some(state) = EntryState::from_code(row.small(0)?) {
            out.push((state, row.count(1)?));
        }
    }
    Ok(out)
}

/// How many have joined an open batch.
pub fn count_joined(db: &mut dyn Connection, batch: &BatchId) -> Result<u64, StoreError> {
    db.query_one(&COUNT_JOINED, &[batch.into()])?.count(0)
}

/// Adds a line: position from 1 (0: not drawn yet), place as a code of `actions`.
pub fn add_line(
    db: &mut dyn Connection,
    batch: &BatchId,
    pseudonym: &Pseudonym,
    position: i64,
    place: i64,
) -> Result<(), StoreError> {
    db.execute(&ADD_LINE, &[batch.into(), pseudonym.into(), position.into(), place.into()])?;
    Ok(())
}

/// Gives an entrant another position and place; false when there is no such entrant.
pub fn place_line(
    db: &mut dyn Connection,
    batch: &BatchId,
    pseudonym: &Pseudonym,
    position: i64,
    place: i64,
) -> Result<bool, StoreError> {
    Ok(db.execute(&PLACE_LINE, &[position.into(), place.into(), batch.into(), pseudonym.into()])? == 1)
}

/// Every entrant in order of pseudonym, in bounded memory.
pub fn each_entrant(
    db: &mut dyn Connection,
    batch: &BatchId,
    visit: &mut dyn FnMut(Pseudonym, i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    db.each(&EACH_ENTRANT, &[batch.into()], &mut |row| {
        visit(Pseudonym::from_bytes(row.bytes(0)?), row.int(1)?)
    })
}

/// Lines of a batch by place.
pub fn count_places(db: &mut dyn Connection, batch: &BatchId) -> Result<Vec<(i64, u64)>, StoreError> {
    db.query(&COUNT_PLACES, &[batch.into()])?.iter().map(|row| Ok((row.int(0)?, row.count(1)?))).collect()
}

/// Position and place of one entrant.
pub fn find_line(
    db: &mut dyn Connection,
    batch: &BatchId,
    pseudonym: &Pseudonym,
) -> Result<Option<(u64, i64)>, StoreError> {
    db.query_optional(&FIND_LINE, &[batch.into(), pseudonym.into()])?
        .map(|row| Ok((row.count(0)?, row.int(1)?)))
        .transpose()
}

/// Every line in order, in bounded memory.
pub fn each_line(
    db: &mut dyn Connection,
    batch: &BatchId,
    visit: &mut dyn FnMut(Pseudonym, i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    db.each(&EACH_LINE, &[batch.into()], &mut |row| visit(Pseudonym::from_bytes(row.bytes(0)?), row.int(1)?))
}

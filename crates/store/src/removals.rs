//! End, erase, destroy: what was asked and what it reached. Who is told of it: [`crate::notices`].
//!
//! `asked` is not stored: a removal comes in with the transaction that makes it so. `person_id` is emptied
//! when the person is destroyed; from then on the rows lead to nobody.

use amanah_domain::states::{RemovalAct, RemovalLine, RemovalState};
use amanah_domain::{CategorySet, FieldSet, PersonId, RemovalId, Role, Timestamp};

use crate::query::queries;
use crate::value::int;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into removal (removal_id, person_id, tag, act, asked_by, ground, categories, fields, state, \
        journal, asked_at, done_at, unreadable_at, last_epoch) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10, $11, $12, $13)";
    ADD_LINE = "insert into removal_line (removal_id, line, kind, what, number, ground, at_time, log_id, idx) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (removal_id, line) do nothing";
    CONFIRM = "update removal set state = 2, journal = $1 where removal_id = $2 and state = 1";
    READ = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, asked_at, \
        done_at, unreadable_at, last_epoch from removal where removal_id = $1";
    READ_TAG = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, asked_at, \
        done_at, unreadable_at, last_epoch from removal where tag = $1";
    TAG = "select tag from removal where removal_id = $1";
    LIST = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, asked_at, \
        done_at, unreadable_at, last_epoch from removal order by removal_id in \
        (select removal_id from removal_notice where state < 2 and created_at <= $1) desc, asked_at desc, removal_id \
        limit $2 offset $3";
    LIST_OF_PERSON = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, \
        asked_at, done_at, unreadable_at, last_epoch from removal where person_id = $1 order by asked_at desc, removal_id";
    COUNT = "select act, state, count(*) from removal group by act, state order by act, state";
    LINES = "select kind, what, number, ground, at_time, log_id, idx from removal_line where removal_id = $1 \
        order by line";
    NEXT_LINE = "select coalesce(max(line), 0) + 1 from removal_line where removal_id = $1";
    FORGET_PERSON = "update removal set person_id = null where person_id = $1";
}

/// One removal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovalRow {
    /// Its id.
    pub removal: RemovalId,
    /// Whose; `None` once they are destroyed.
    pub person: Option<PersonId>,
    /// Which act.
    pub act: RemovalAct,
    /// Who asked.
    pub asked_by: Role,
    /// On which ground: codes of `actions`.
    pub ground: String,
    /// Whole categories.
    pub categories: CategorySet,
    /// Single fields.
    pub fields: FieldSet,
    /// How far it is.
    pub state: RemovalState,
    /// Its number in the journal.
    pub journal: Option<u64>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// From when on no copy can be opened, as it was told.
    pub unreadable_at: Option<Timestamp>,
    /// The last epoch whose key can open a copy of what went.
    pub last_epoch: Option<u32>,
}

/// One line of a removal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineRow {
    /// Gone, kept, proof.
    pub kind: RemovalLine,
    /// What: a code of `actions`.
    pub what: String,
    /// How many.
    pub number: u64,
    /// On which ground it stays; empty otherwise.
    pub ground: String,
    /// Until when it stays.
    pub at: Option<Timestamp>,
    /// Log and index of the entry that proves it.
    pub entry: Option<(u32, u64)>,
}

/// Adds a removal under the tag of its certificate's code.
pub fn add(db: &mut dyn Connection, tag: &[u8; 32], row: &RemovalRow) -> Result<(), StoreError> {
    db.execute(
        &ADD,
        &[
            (&row.removal).into(),
            row.person.as_ref().into(),
            tag.into(),
            i64::from(row.act.code()).into(),
            i64::from(row.asked_by.code()).into(),
            (&row.ground).into(),
            int(row.categories.bits())?.into(),
            int(row.fields.bits())?.into(),
            i64::from(row.state.code()).into(),
            row.asked_at.into(),
            row.done_at.into(),
            row.unreadable_at.into(),
            row.last_epoch.map(i64::from).into(),
        ],
    )?;
    Ok(())
}

/// Adds lines after those that are there.
pub fn add_lines(
    db: &mut dyn Connection,
    removal: &RemovalId,
    first: u32,
    lines: &[LineRow],
) -> Result<(), StoreError> {
    for (line, number) in lines.iter().zip(first..) {
        let (log, index) = match line.entry {
            Some((log, index)) => (Some(i64::from(log)), Some(int(index)?)),
            None => (None, None),
        };
        db.execute(
            &ADD_LINE,
            &[
                removal.into(),
                number.into(),
                i64::from(line.kind.code()).into(),
                (&line.what).into(),
                int(line.number)?.into(),
                (&line.ground).into(),
                line.at.into(),
                log.into(),
                index.into(),
            ],
        )?;
    }
    Ok(())
}

/// The number of the next line.
pub fn next_line(db: &mut dyn Connection, removal: &RemovalId) -> Result<u32, StoreError> {
    db.query_one(&NEXT_LINE, &[removal.into()])?.small(0)
}

/// On record and in the journal; false when that was written down already.
pub fn confirm(db: &mut dyn Connection, removal: &RemovalId, journal: u64) -> Result<bool, StoreError> {
    Ok(db.execute(&CONFIRM, &[int(journal)?.into(), removal.into()])? == 1)
}

fn parse(row: &Row) -> Result<RemovalRow, StoreError> {
    Ok(RemovalRow {
        removal: RemovalId::from_bytes(row.bytes(0)?),
        person: row.bytes_opt(1)?.map(PersonId::from_bytes),
        act: RemovalAct::from_code(row.small(2)?).unwrap_or(RemovalAct::End),
        asked_by: Role::from_code(row.small(3)?).unwrap_or(Role::System),
        ground: row.text(4)?.to_owned(),
        categories: CategorySet::from_bits(row.count(5)?),
        fields: FieldSet::from_bits(row.count(6)?),
        state: RemovalState::from_code(row.small(7)?).unwrap_or(RemovalState::Asked),
        journal: row.int_opt(8)?.and_then(|number| u64::try_from(number).ok()),
        asked_at: row.time(9)?,
        done_at: row.time_opt(10)?,
        unreadable_at: row.time_opt(11)?,
        last_epoch: row.int_opt(12)?.and_then(|epoch| u32::try_from(epoch).ok()),
    })
}

/// Reads a removal.
pub fn read(db: &mut dyn Connection, removal: &RemovalId) -> Result<Option<RemovalRow>, StoreError> {
    db.query_optional(&READ, &[removal.into()])?.as_ref().map(parse).transpose()
}

/// The tag of a removal's certificate.
pub fn tag(db: &mut dyn Connection, removal: &RemovalId) -> Result<Option<[u8; 32]>, StoreError> {
    db.query_optional(&TAG, &[removal.into()])?.map(|row| row.bytes(0)).transpose()
}

/// Reads a removal by the tag of its certificate's code.
pub fn read_tag(db: &mut dyn Connection, tag: &[u8; 32]) -> Result<Option<RemovalRow>, StoreError> {
    db.query_optional(&READ_TAG, &[tag.into()])?.as_ref().map(parse).transpose()
}

/// Every removal, `skip` of them left out: first those with a notice made at or before `late` that nobody
/// has answered, then the others; newest first.
pub fn list(
    db: &mut dyn Connection,
    late: Timestamp,
    skip: u32,
    count_max: u32,
) -> Result<Vec<RemovalRow>, StoreError> {
    db.query(&LIST, &[late.into(), count_max.into(), skip.into()])?.iter().map(parse).collect()
}

/// The removals of a person who is still there, newest first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<RemovalRow>, StoreError> {
    db.query(&LIST_OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// Removals by act and state.
pub fn counts(db: &mut dyn Connection) -> Result<Vec<(RemovalAct, RemovalState, u64)>, StoreError> {
    let mut out = Vec::new();
    for row in db.query(&COUNT, &[])? {
        if let (Some(act), Some(state)) =
            (RemovalAct::from_code(row.small(0)?), RemovalState::from_code(row.small(1)?))
        {
            out.push((act, state, row.count(2)?));
        }
    }
    Ok(out)
}

/// The lines of a removal in order.
pub fn lines(db: &mut dyn Connection, removal: &RemovalId) -> Result<Vec<LineRow>, StoreError> {
    db.query(&LINES, &[removal.into()])?
        .iter()
        .map(|row| {
            Ok(LineRow {
                kind: RemovalLine::from_code(row.small(0)?).unwrap_or(RemovalLine::Gone),
                what: row.text(1)?.to_owned(),
                number: row.count(2)?,
                ground: row.text(3)?.to_owned(),
                at: row.time_opt(4)?,
                entry: match row.is_null(5)? {
                    true => None,
                    false => Some((row.small(5)?, row.count(6)?)),
                },
            })
        })
        .collect()
}

/// A person is destroyed: their removals lead to nobody. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

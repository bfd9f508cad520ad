//! What lies sealed of a person: the wrapped keys and the sealed rows. The clear row is in
//! [`crate::accounts`], tags are in [`crate::tags`].
//!
//! A row's version counts its changes from 1. Writes compare it, so that a decision made on what was
//! read cannot overwrite what somebody wrote since.

use amanah_domain::PersonId;

use crate::query::queries;
use crate::{Connection, Param, Row, StoreError};

/// Categories read by one query; more are read in several.
const CATEGORIES_PER_QUERY: usize = 8;

queries! {
    ADD_KEY = "insert into key_row (person_id, epoch, wrapped, version) values ($1, $2, $3, 1)";
    READ_KEY = "select epoch, wrapped, version from key_row where person_id = $1";
    CHANGE_KEY = "update key_row set epoch = $1, wrapped = $2, version = version + 1 \
        where person_id = $3 and version = $4";
    LIST_KEYS_OF_EPOCH = "select person_id, epoch, wrapped, version from key_row \
        where epoch = $1 and person_id > $2 order by person_id limit $3";
    COUNT_KEYS = "select epoch, count(*) from key_row group by epoch order by epoch";
    DELETE_KEY = "delete from key_row where person_id = $1";

    ADD_SEALED = "insert into sealed_row (person_id, category, version, body) values ($1, $2, 1, $3) \
        on conflict (person_id, category) do nothing";
    CHANGE_SEALED = "update sealed_row set version = version + 1, body = $1 \
        where person_id = $2 and category = $3 and version = $4";
    READ_SEALED = "select category, version, body from sealed_row where person_id = $1 and category = $2";
    READ_SEALED_SEVERAL = "select category, version, body from sealed_row where person_id = $1 \
        and category in ($2, $3, $4, $5, $6, $7, $8, $9) order by category";
    READ_SEALED_ALL = "select category, version, body from sealed_row where person_id = $1 order by category";
    LIST_VERSIONS = "select category, version from sealed_row where person_id = $1 order by category";
    DELETE_SEALED = "delete from sealed_row where person_id = $1 and category = $2 and version = $3";
    DELETE_SEALED_ALL = "delete from sealed_row where person_id = $1";
    SCAN_SEALED = "select person_id, category, version, body from sealed_row order by person_id, category";
}

/// A person's wrapped keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRow {
    /// Whose.
    pub person: PersonId,
    /// The epoch whose key wraps it.
    pub epoch: i64,
    /// The wrapped row.
    pub wrapped: Vec<u8>,
    /// Counts changes.
    pub version: i64,
}

/// One category of a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedRow {
    /// Code of the category.
    pub category: i64,
    /// Counts changes.
    pub version: i64,
    /// Fields, each sealed by itself.
    pub body: Vec<u8>,
}

fn changed(count: u64, table: &'static str) -> Result<(), StoreError> {
    if count == 1 { Ok(()) } else { Err(StoreError::Stale { table }) }
}

/// Adds a person's wrapped keys. [`StoreError::Unique`] when there are some.
pub fn add_key(
    db: &mut dyn Connection,
    person: &PersonId,
    epoch: i64,
    wrapped: &[u8],
) -> Result<(), StoreError> {
    db.execute(&ADD_KEY, &[person.into(), epoch.into(), wrapped.into()]).map(drop)
}

/// Reads a person's wrapped keys.
pub fn read_key(db: &mut dyn Connection, person: &PersonId) -> Result<Option<KeyRow>, StoreError> {
    let row = db.query_optional(&READ_KEY, &[person.into()])?;
    row.map(|mut row| {
        Ok(KeyRow { person: *person, epoch: row.int(0)?, version: row.int(2)?, wrapped: row.take_blob(1)? })
    })
    .transpose()
}

/// Replaces a person's wrapped keys if `version` is still theirs; [`StoreError::Stale`] otherwise.
pub fn change_key(
    db: &mut dyn Connection,
    person: &PersonId,
    version: i64,
    epoch: i64,
    wrapped: &[u8],
) -> Result<(), StoreError> {
    let params = [epoch.into(), wrapped.into(), person.into(), version.into()];
    changed(db.execute(&CHANGE_KEY, &params)?, "key_row")
}

/// Wrapped keys of an epoch by person, after `after`, at most `count_max`: for re-wrapping.
pub fn keys_of_epoch(
    db: &mut dyn Connection,
    epoch: i64,
    after: Option<&PersonId>,
    count_max: u32,
) -> Result<Vec<KeyRow>, StoreError> {
    let after = after.map_or(&[][..], |person| &person.as_bytes()[..]);
    let rows = db.query(&LIST_KEYS_OF_EPOCH, &[epoch.into(), after.into(), count_max.into()])?;
    rows.into_iter()
        .map(|mut row| {
            Ok(KeyRow {
                person: row.person(0)?,
                epoch: row.int(1)?,
                version: row.int(3)?,
                wrapped: row.take_blob(2)?,
            })
        })
        .collect()
}

/// How many key rows each epoch still wraps.
pub fn key_counts(db: &mut dyn Connection) -> Result<Vec<(i64, u64)>, StoreError> {
    db.query(&COUNT_KEYS, &[])?.iter().map(|row| Ok((row.int(0)?, row.count(1)?))).collect()
}

/// Removes a person's keys: what they sealed cannot be opened any more. Whether there were any.
pub fn delete_key(db: &mut dyn Connection, person: &PersonId) -> Result<bool, StoreError> {
    Ok(db.execute(&DELETE_KEY, &[person.into()])? == 1)
}

/// Writes a category if `version` is still the stored one (0: there is none yet); returns the new
/// version. [`StoreError::Stale`] otherwise.
pub fn write_sealed(
    db: &mut dyn Connection,
    person: &PersonId,
    category: i64,
    version: i64,
    body: &[u8],
) -> Result<i64, StoreError> {
    let count = match version {
        0 => db.execute(&ADD_SEALED, &[person.into(), category.into(), body.into()])?,
        _ => {
            let params = [body.into(), person.into(), category.into(), version.into()];
            db.execute(&CHANGE_SEALED, &params)?
        }
    };
    changed(count, "sealed_row")?;
    Ok(version + 1)
}

/// Reads categories of a person, up to eight in one query, in order of category. Missing ones are
/// left out.
pub fn read_sealed(
    db: &mut dyn Connection,
    person: &PersonId,
    categories: &[i64],
) -> Result<Vec<SealedRow>, StoreError> {
    if let [category] = categories {
        let row = db.query_optional(&READ_SEALED, &[person.into(), (*category).into()])?;
        return row.map(sealed).into_iter().collect();
    }
    let mut sorted = categories.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut out = Vec::with_capacity(sorted.len());
    for chunk in sorted.chunks(CATEGORIES_PER_QUERY) {
        let last = chunk.last().copied().unwrap_or_default();
        let mut params = Vec::with_capacity(CATEGORIES_PER_QUERY + 1);
        params.push(person.into());
        // Free places repeat the last category.
        params.extend((0..CATEGORIES_PER_QUERY).map(|at| Param::Int(chunk.get(at).copied().unwrap_or(last))));
        for row in db.query(&READ_SEALED_SEVERAL, &params)? {
            out.push(sealed(row)?);
        }
    }
    Ok(out)
}

/// Reads everything of a person: for the copy they are entitled to.
pub fn read_sealed_all(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<SealedRow>, StoreError> {
    db.query(&READ_SEALED_ALL, &[person.into()])?.into_iter().map(sealed).collect()
}

/// Category and version of everything of a person, without the bodies.
pub fn sealed_versions(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<(i64, i64)>, StoreError> {
    db.query(&LIST_VERSIONS, &[person.into()])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

fn sealed(mut row: Row) -> Result<SealedRow, StoreError> {
    Ok(SealedRow { category: row.int(0)?, version: row.int(1)?, body: row.take_blob(2)? })
}

/// Removes a category if `version` is still the stored one; [`StoreError::Stale`] otherwise.
pub fn delete_sealed(
    db: &mut dyn Connection,
    person: &PersonId,
    category: i64,
    version: i64,
) -> Result<(), StoreError> {
    let params = [person.into(), category.into(), version.into()];
    changed(db.execute(&DELETE_SEALED, &params)?, "sealed_row")
}

/// Removes every category of a person. How many.
pub fn delete_sealed_all(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&DELETE_SEALED_ALL, &[person.into()])
}

/// Hands over every sealed row in order of person and category, in bounded memory: for backups. Use it
/// inside [`crate::Store::scan`].
pub fn scan_sealed(
    db: &mut dyn Connection,
    visit: &mut dyn FnMut(PersonId, SealedRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    db.each(&SCAN_SEALED, &[], &mut |row| {
        let sealed = SealedRow { category: row.int(1)?, version: row.int(2)?, body: row.blob(3)?.to_vec() };
        visit(row.person(0)?, sealed)
    })
}

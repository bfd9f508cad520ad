//! What lies sealed of a person: the wrapped keys and the sealed rows. The clear row is in
//! [`crate::accounts`], tags are in [`crate::tags`].
//!
//! A row's version counts its changes from 1. Writes compare it, so that a decision made on what was
//! read cannot overwrite what somebody wrote since.

use amanah_domain::PersonId;

use crate::dialect::statements_travel;
use crate::query::queries;
use crate::{Connection, Param, Row, StoreError};

/// Categories read by one query; more are read in several.
const CATEGORIES_PER_QUERY: usize = 8;

/// Key rows that [`rewrap_keys`] changes with one statement.
const REWRAPPED_PER_STATEMENT: usize = 64;

macro_rules! rewrap_keys {
    ($($person:literal $version:literal $wrapped:literal),+ $(,)?) => {
        concat!(
            "update key_row set epoch = $1, wrapped = v.wrapped, version = key_row.version + 1 \
             from (select person_id, version, wrapped from key_row where 1 = 0",
            $(" union all select $", $person, ", $", $version, ", $", $wrapped,)+
            ") v where key_row.person_id = v.person_id and key_row.version = v.version \
             and not exists (select 1 from key_epoch where epoch >= $1 and (epoch > $1 or state <> 0))"
        )
    };
}

queries! {
    // Nothing comes in under an epoch that has ended: one look at a table of a few rows. One that the
    // table does not know yet has begun this moment: the keyring is always ahead of the table.
    ADD_KEY = "insert into key_row (person_id, epoch, wrapped, version) select $1, $2, $3, 1 \
        where not exists (select 1 from key_epoch where epoch >= $2 and (epoch > $2 or state <> 0))";
    READ_KEY = "select epoch, wrapped, version from key_row where person_id = $1";
    CHANGE_KEY = "update key_row set epoch = $1, wrapped = $2, version = version + 1 \
        where person_id = $3 and version = $4 \
        and not exists (select 1 from key_epoch where epoch >= $1 and (epoch > $1 or state <> 0))";
    // One statement for many rows: on PostgreSQL each statement is a journey. The first arm gives the types.
    REWRAP_KEYS = rewrap_keys!(
        2 3 4, 5 6 7, 8 9 10, 11 12 13, 14 15 16, 17 18 19, 20 21 22, 23 24 25,
        26 27 28, 29 30 31, 32 33 34, 35 36 37, 38 39 40, 41 42 43, 44 45 46, 47 48 49,
        50 51 52, 53 54 55, 56 57 58, 59 60 61, 62 63 64, 65 66 67, 68 69 70, 71 72 73,
        74 75 76, 77 78 79, 80 81 82, 83 84 85, 86 87 88, 89 90 91, 92 93 94, 95 96 97,
        98 99 100, 101 102 103, 104 105 106, 107 108 109, 110 111 112, 113 114 115, 116 117 118, 119 120 121,
        122 123 124, 125 126 127, 128 129 130, 131 132 133, 134 135 136, 137 138 139, 140 141 142, 143 144 145,
        146 147 148, 149 150 151, 152 153 154, 155 156 157, 158 159 160, 161 162 163, 164 165 166, 167 168 169,
        170 171 172, 173 174 175, 176 177 178, 179 180 181, 182 183 184, 185 186 187, 188 189 190, 191 192 193,
    );
    EPOCH_HAS_ENDED = "select 1 from key_epoch where epoch >= $1 and (epoch > $1 or state <> 0) limit 1";
    ANY_KEY_OF_EPOCH = "select 1 from key_row where epoch = $1 limit 1";
    LIST_KEYS_OF_EPOCH = "select person_id, epoch, wrapped, version from key_row \
        where epoch = $1 and person_id > $2 order by person_id limit $3";
    COUNT_KEYS = "select epoch, count(*) from key_row group by epoch order by epoch";
    LEAST_EPOCH = "select min(epoch) from key_row";
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

/// Adds a person's wrapped keys. [`StoreError::Unique`] when there are some, [`StoreError::EpochClosed`]
/// when keys are no longer wrapped by this epoch.
pub fn add_key(
    db: &mut dyn Connection,
    person: &PersonId,
    epoch: i64,
    wrapped: &[u8],
) -> Result<(), StoreError> {
    let added = db.execute(&ADD_KEY, &[person.into(), epoch.into(), wrapped.into()])?;
    if added == 1 { Ok(()) } else { Err(StoreError::EpochClosed { epoch }) }
}

/// Reads a person's wrapped keys.
pub fn read_key(db: &mut dyn Connection, person: &PersonId) -> Result<Option<KeyRow>, StoreError> {
    let row = db.query_optional(&READ_KEY, &[person.into()])?;
    row.map(|mut row| {
        Ok(KeyRow { person: *person, epoch: row.int(0)?, version: row.int(2)?, wrapped: row.take_blob(1)? })
    })
    .transpose()
}

/// Replaces a person's wrapped keys if `version` is still theirs; [`StoreError::Stale`] otherwise, and
/// [`StoreError::EpochClosed`] when keys are no longer wrapped by this epoch.
pub fn change_key(
    db: &mut dyn Connection,
    person: &PersonId,
    version: i64,
    epoch: i64,
    wrapped: &[u8],
) -> Result<(), StoreError> {
    let params = [epoch.into(), wrapped.into(), person.into(), version.into()];
    if db.execute(&CHANGE_KEY, &params)? == 1 {
        return Ok(());
    }
    must_be_open(db, epoch)?;
    Err(StoreError::Stale { table: "key_row" })
}

fn must_be_open(db: &mut dyn Connection, epoch: i64) -> Result<(), StoreError> {
    match db.query_optional(&EPOCH_HAS_ENDED, &[epoch.into()])? {
        None => Ok(()),
        Some(_) => Err(StoreError::EpochClosed { epoch }),
    }
}

/// Puts many people's keys under `epoch`: each row with the bytes given, if it still has the version
/// given. One that was changed or removed since is left as it is. How many were changed.
pub fn rewrap_keys(db: &mut dyn Connection, epoch: i64, rows: &[KeyRow]) -> Result<u64, StoreError> {
    let changed = if statements_travel(db.engine()) {
        rewrap_keys_together(db, epoch, rows)?
    } else {
        rows.iter().try_fold(0, |sum, row| {
            let params = [epoch.into(), (&row.wrapped).into(), (&row.person).into(), row.version.into()];
            Ok::<_, StoreError>(sum + db.execute(&CHANGE_KEY, &params)?)
        })?
    };
    if changed == 0 && !rows.is_empty() {
        must_be_open(db, epoch)?;
    }
    Ok(changed)
}

/// [`rewrap_keys`], many rows in each statement.
pub fn rewrap_keys_together(db: &mut dyn Connection, epoch: i64, rows: &[KeyRow]) -> Result<u64, StoreError> {
    let mut changed = 0;
    for chunk in rows.chunks(REWRAPPED_PER_STATEMENT) {
        let mut params = Vec::with_capacity(1 + 3 * REWRAPPED_PER_STATEMENT);
        params.push(Param::Int(epoch));
        // Free places repeat the last row: it is changed once.
        for row in chunk.iter().chain(chunk.last().into_iter().cycle()).take(REWRAPPED_PER_STATEMENT) {
            params.extend([Param::from(&row.person), row.version.into(), (&row.wrapped).into()]);
        }
        changed += db.execute(&REWRAP_KEYS, &params)?;
    }
    Ok(changed)
}

/// Whether an epoch still wraps anybody's keys.
pub fn has_keys_of_epoch(db: &mut dyn Connection, epoch: i64) -> Result<bool, StoreError> {
    Ok(db.query_optional(&ANY_KEY_OF_EPOCH, &[epoch.into()])?.is_some())
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

/// The oldest epoch that wraps somebody's keys.
pub fn least_epoch(db: &mut dyn Connection) -> Result<Option<i64>, StoreError> {
    db.query_one(&LEAST_EPOCH, &[])?.int_opt(0)
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

//! Small named values of the running system (last backup, draw in progress…). Nothing about a person.

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    READ = "select value, version from setting where name = $1";
    ADD = "insert into setting (name, value, version) values ($1, $2, 1) on conflict (name) do nothing";
    CHANGE = "update setting set value = $1, version = version + 1 where name = $2 and version = $3";
    PUT = "insert into setting (name, value, version) values ($1, $2, 1) on conflict (name) \
        do update set value = excluded.value, version = setting.version + 1 returning version";
    REMOVE = "delete from setting where name = $1";
    LIST = "select name, value, version from setting where name >= $1 order by name limit $2";
}

/// A setting as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setting {
    /// Its bytes; the owner of the name knows the form.
    pub value: Vec<u8>,
    /// Counts changes, from 1.
    pub version: i64,
}

/// Reads a setting.
pub fn read(db: &mut dyn Connection, name: &str) -> Result<Option<Setting>, StoreError> {
    let row = db.query_optional(&READ, &[name.into()])?;
    row.map(|mut row| Ok(Setting { version: row.int(1)?, value: row.take_blob(0)? })).transpose()
}

/// Sets a value whatever was there; returns the new version.
pub fn put(db: &mut dyn Connection, name: &str, value: &[u8]) -> Result<i64, StoreError> {
    db.query_one(&PUT, &[name.into(), value.into()])?.int(0)
}

/// Sets a value if nobody changed it since `version` was read (0: it must not exist).
/// [`StoreError::Stale`] otherwise.
pub fn compare_and_set(
    db: &mut dyn Connection,
    name: &str,
    version: i64,
    value: &[u8],
) -> Result<(), StoreError> {
    let changed = match version {
        0 => db.execute(&ADD, &[name.into(), value.into()])?,
        _ => db.execute(&CHANGE, &[value.into(), name.into(), version.into()])?,
    };
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale { table: "setting" }) }
}

/// Removes a setting; whether it was there.
pub fn remove(db: &mut dyn Connection, name: &str) -> Result<bool, StoreError> {
    Ok(db.execute(&REMOVE, &[name.into()])? == 1)
}

/// Settings by name, from `from` on, at most `count_max`.
pub fn list(
    db: &mut dyn Connection,
    from: &str,
    count_max: u32,
) -> Result<Vec<(String, Setting)>, StoreError> {
    let rows = db.query(&LIST, &[from.into(), count_max.into()])?;
    rows.into_iter()
        .map(|mut row| {
            let name = row.text(0)?.to_owned();
            Ok((name, Setting { version: row.int(2)?, value: row.take_blob(1)? }))
        })
        .collect()
}

//! A database that is being put back: it is marked until it is whole, so that nothing starts on half of
//! it, and a restore that was cut off can be made again.

use crate::dialect::{postgres, sqlite};
use crate::migrate::{Marked, unlimited};
use crate::query::queries;
use crate::schema::TABLES;
use crate::{Connection, Ddl, Engine, Store, StoreError, live_schema, migrate};

queries! {
    // A version below zero is the mark: every way into a database looks at the version first.
    MARK = "update schema_version set version = -version, changed_at = $1 where one = 1 and version > 0";
    UNMARK = "update schema_version set version = -version, changed_at = $1 where one = 1 and version < 0";
    ANY_ACCOUNT = "select 1 from account limit 1";
    ANY_LOG = "select 1 from ledger_log limit 1";
}

/// Secondary indexes as the engine tells them: name and definition.
type Indexes = Vec<(String, String)>;

impl Store {
    /// Whether there is nothing here that a restore would overwrite: no tables, empty ones, or those of a
    /// restore that was cut off.
    pub fn is_empty_blocking(&self) -> Result<bool, StoreError> {
        self.read_blocking(is_empty)
    }

    /// Makes the tables of schema `version` anew, marked as being put back and without secondary indexes.
    /// Refuses a database in use: see [`Self::is_empty_blocking`]. What is returned goes to
    /// [`Self::end_refill_blocking`].
    pub fn begin_refill_blocking(&self, version: i64) -> Result<Refill, StoreError> {
        if !self.is_empty_blocking()? {
            return Err(StoreError::NotEmpty);
        }
        self.write_blocking(|db| {
            unlimited(db)?;
            let live = live_schema::live(db)?;
            let ours = TABLES.iter().filter(|table| live.iter().any(|(name, _)| name == table.name));
            ours.map(|table| format!("drop table {}", table.name)).try_for_each(|sql| db.define(Ddl(&sql)))
        })?;
        migrate::run_to(self, version, Marked::No)?;
        let now = self.clock().now();
        self.write_blocking(move |db| {
            db.execute(&MARK, &[now.into()])?;
            let indexes = indexes(db)?;
            indexes.iter().try_for_each(|(name, _)| db.define(Ddl(&format!("drop index {name}"))))?;
            Ok(Refill { indexes })
        })
    }

    /// Brings the tables of a database that is being put back up to schema `version`.
    pub fn raise_refill_blocking(&self, version: i64) -> Result<(), StoreError> {
        migrate::run_to(self, version, Marked::Yes).map(drop)
    }

    /// Makes the indexes again and brings the schema up to date. The mark stays.
    pub fn end_refill_blocking(&self, refill: Refill) -> Result<(), StoreError> {
        for (_, definition) in refill.indexes {
            self.write_blocking(move |db| {
                unlimited(db)?;
                db.define(Ddl(&definition))
            })?;
        }
        migrate::run_to(self, i64::MAX, Marked::Yes).map(drop)
    }

    /// Takes the mark away: the database is whole.
    pub fn unmark_blocking(&self) -> Result<(), StoreError> {
        let now = self.clock().now();
        self.write_blocking(move |db| db.execute(&UNMARK, &[now.into()]).map(drop))
    }
}

/// A database between the beginning and the end of being filled.
#[derive(Debug)]
pub struct Refill {
    indexes: Indexes,
}

fn is_empty(db: &mut dyn Connection) -> Result<bool, StoreError> {
    let live = live_schema::live(db)?;
    let has = |table: &str| live.iter().any(|(name, _)| name == table);
    if has("schema_version") && migrate::version(db)? < 0 {
        return Ok(true);
    }
    Ok((!has("account") || db.query_optional(&ANY_ACCOUNT, &[])?.is_none())
        && (!has("ledger_log") || db.query_optional(&ANY_LOG, &[])?.is_none()))
}

/// How many secondary indexes there are.
pub fn index_count(db: &mut dyn Connection) -> Result<usize, StoreError> {
    Ok(indexes(db)?.len())
}

fn indexes(db: &mut dyn Connection) -> Result<Indexes, StoreError> {
    let query = match db.engine() {
        Engine::Sqlite => sqlite::live_indexes(),
        Engine::Postgres => postgres::live_indexes(),
    };
    let rows = db.query(query, &[])?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

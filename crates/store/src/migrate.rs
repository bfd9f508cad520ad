//! Brings a schema up to date: numbered steps, each in a transaction of its own that first takes the
//! version row, so that of two processes starting at once one waits and finds the work done.

use amanah_domain::Timestamp;

use crate::migrations::ALL as STEPS;
use crate::query::queries;
use crate::{Connection, Ddl, Engine, Store, StoreError};

/// How often making the version table is tried: on PostgreSQL two `create … if not exists` at once may
/// collide on the catalogue (23505, 42710).
const BEGIN_ATTEMPTS_MAX: u32 = 5;

const VERSION_TABLE: &str = "create table if not exists schema_version (
    one bigint not null primary key, version bigint not null, changed_at bigint not null)";

queries! {
    ADD_VERSION_ROW = "insert into schema_version (one, version, changed_at) values (1, 0, $1) \
        on conflict (one) do nothing";
    LOCK_VERSION = "update schema_version set version = version where one = 1 returning version";
    SET_VERSION = "update schema_version set version = $1, changed_at = $2 where one = 1";
    READ_VERSION = "select version from schema_version where one = 1";
}

impl Store {
    /// Brings the schema up to this program's version; safe when several processes start at once.
    /// Returns how many steps were made.
    ///
    /// Errors: [`StoreError::SchemaNewer`] when a newer program was here.
    pub fn migrate_blocking(&self) -> Result<u32, StoreError> {
        run_to(self, known(), Marked::No)
    }

    /// The newest version of the schema that this program knows.
    pub fn schema_known() -> i64 {
        known()
    }

    /// [`Self::migrate_blocking`] off the async threads.
    pub async fn migrate(&self) -> Result<u32, StoreError> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.migrate_blocking())
            .await
            .map_err(|_| StoreError::Panicked)?
    }

    /// Succeeds when the schema is the one this program knows.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        self.read(check).await
    }
}

/// The newest version this program knows.
pub(crate) fn known() -> i64 {
    STEPS.last().map_or(0, |step| step.number)
}

/// Whether a database that is being put back may be brought up to date.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marked {
    No,
    Yes,
}

/// Brings the schema up to `target`, or to the newest version known where that is lower.
pub(crate) fn run_to(store: &Store, target: i64, marked: Marked) -> Result<u32, StoreError> {
    let target = target.min(known());
    let now = store.clock().now();
    let mut attempt = 1;
    loop {
        let begun = store.write_blocking(move |db| {
            unlimited(db)?;
            db.define(Ddl(VERSION_TABLE))?;
            db.execute(&ADD_VERSION_ROW, &[now.into()]).map(drop)
        });
        match begun {
            Ok(()) => break,
            Err(StoreError::Unique { .. } | StoreError::Engine(_)) if attempt < BEGIN_ATTEMPTS_MAX => {
                attempt += 1;
            }
            Err(error) => return Err(error),
        }
    }
    let mut made = 0;
    while store.write_blocking(move |db| step(db, now, target, marked))? {
        made += 1;
    }
    Ok(made)
}

/// Makes the next step; `false` when none is left.
fn step(db: &mut dyn Connection, now: Timestamp, target: i64, marked: Marked) -> Result<bool, StoreError> {
    unlimited(db)?;
    let stands = db.query_one(&LOCK_VERSION, &[])?.int(0)?;
    if stands < 0 && marked == Marked::No {
        return Err(StoreError::HalfRestored);
    }
    let version = stands.abs();
    if version > known() {
        return Err(StoreError::SchemaNewer { found: version, known: known() });
    }
    let Some(step) = STEPS.iter().find(|step| step.number == version + 1 && step.number <= target) else {
        return Ok(false);
    };
    for statement in step.statements {
        db.define(Ddl(statement))?;
    }
    let number = if stands < 0 { -step.number } else { step.number };
    db.execute(&SET_VERSION, &[number.into(), now.into()])?;
    Ok(true)
}

/// A long step must not be cut off, nor the wait for the process that makes it.
pub(crate) fn unlimited(db: &mut dyn Connection) -> Result<(), StoreError> {
    match db.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => db.define(Ddl("set local statement_timeout = 0; set local lock_timeout = 0")),
    }
}

/// The version that stands in the database; below zero while it is being put back.
pub(crate) fn version(db: &mut dyn Connection) -> Result<i64, StoreError> {
    match db.query_optional(&READ_VERSION, &[]) {
        Ok(row) => row.map_or(Ok(0), |row| row.int(0)),
        // No such table: nothing was ever migrated here.
        Err(StoreError::Engine(_)) => Ok(0),
        Err(error) => Err(error),
    }
}

fn check(db: &mut dyn Connection) -> Result<(), StoreError> {
    let found = version(db)?;
    if found < 0 {
        return Err(StoreError::HalfRestored);
    }
    match found.cmp(&known()) {
        std::cmp::Ordering::Less => Err(StoreError::SchemaOlder { found, known: known() }),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::SchemaNewer { found, known: known() }),
    }
}

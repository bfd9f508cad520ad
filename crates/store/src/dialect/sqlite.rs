//! SQLite: settings of a connection, meaning of errors, the live schema.

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

use crate::{Param, Query, StoreError};

/// Kept open statements of a connection; more than all queries of the crate.
pub(crate) const STATEMENTS_CACHED_MAX: usize = 1_024;

/// `synchronous=FULL`: an acknowledged write survives a power cut, not only a crash.
/// `secure_delete=ON`: a dropped key row must not lie on in a free page of the file ("gone means gone");
/// it costs writes only where something is deleted or shrinks.
/// `wal_autocheckpoint` in pages of 4 KiB; `journal_size_limit` gives the log's space back after a peak.
/// No mmap: measured without gain on point reads, and an I/O error would be a SIGBUS, not an error.
pub(crate) const WRITER_PRAGMAS: &str = "
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma secure_delete = on;
    pragma temp_store = memory;
    pragma busy_timeout = 5000;
    pragma cache_size = -65536;
    pragma wal_autocheckpoint = 4000;
    pragma journal_size_limit = 67108864;
";

/// For a file that is thrown away unless it is finished (a restore): no write-ahead log and no flushes.
/// Whoever finishes it syncs it as a whole before it gets its name.
pub(crate) const STAGED_PRAGMAS: &str = "
    pragma journal_mode = memory;
    pragma synchronous = off;
    pragma foreign_keys = on;
    pragma secure_delete = on;
    pragma temp_store = memory;
    pragma busy_timeout = 5000;
    pragma cache_size = -65536;
";

/// Readers never write, not even by mistake.
pub(crate) const READER_PRAGMAS: &str = "
    pragma query_only = on;
    pragma temp_store = memory;
    pragma busy_timeout = 5000;
    pragma cache_size = -32768;
";

static LIVE_COLUMNS: Query = Query::new(
    "amanah_store::dialect::sqlite::LIVE_COLUMNS",
    "select m.name, c.name from sqlite_schema m, pragma_table_info(m.name) c \
        where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.name",
);

/// Says what an error of the engine means to us.
pub(crate) fn classify(error: &rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return StoreError::Engine(error.to_string());
    };
    let message = message.as_deref().unwrap_or_default();
    match code.code {
        ErrorCode::ConstraintViolation => constraint(code.extended_code, message),
        ErrorCode::DiskFull => StoreError::DiskFull,
        ErrorCode::ReadOnly => StoreError::ReadOnly,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked,
        // The shared memory beside the write-ahead log finds no room: SQLite calls it an I/O error.
        _ if code.extended_code == SQLITE_IOERR_SHMSIZE => StoreError::DiskFull,
        ErrorCode::NotADatabase => StoreError::Open("this file is not a SQLite database".into()),
        ErrorCode::CannotOpen => StoreError::Open(error.to_string()),
        _ => StoreError::Engine(error.to_string()),
    }
}

/// `UNIQUE constraint failed: job.kind, job.key` under the name PostgreSQL would give it.
fn constraint(extended_code: i32, message: &str) -> StoreError {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
    let primary = extended_code == SQLITE_CONSTRAINT_PRIMARYKEY || extended_code == SQLITE_CONSTRAINT_ROWID;
    if !primary && extended_code != SQLITE_CONSTRAINT_UNIQUE {
        return StoreError::Constraint(message.to_owned());
    }
    let columns = message.rsplit(": ").next().unwrap_or_default();
    let table = columns.split('.').next().unwrap_or_default().to_owned();
    let constraint = if primary {
        format!("{table}_pkey")
    } else {
        let mut name = table.clone();
        for column in columns.split(", ") {
            name.push('_');
            name.push_str(column.split('.').nth(1).unwrap_or(column));
        }
        name.push_str("_key");
        name
    };
    StoreError::Unique { table, constraint }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

static LIVE_INDEXES: Query = Query::new(
    "amanah_store::dialect::sqlite::LIVE_INDEXES",
    "select name, sql from sqlite_schema where type = 'index' and sql is not null order by name",
);

/// The query that lists name and definition of the secondary indexes.
pub(crate) fn live_indexes() -> &'static Query {
    &LIVE_INDEXES
}

/// The query that lists table and column of the live schema.
pub(crate) fn live_columns() -> &'static Query {
    &LIVE_COLUMNS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such() {
        let raw = rusqlite::Connection::open_in_memory().unwrap();
        raw.execute_batch("create table t (body blob); pragma max_page_count = 2;").unwrap();
        let full = raw.execute("insert into t values (zeroblob(100000))", []).unwrap_err();
        assert_eq!(classify(&full), StoreError::DiskFull);
        assert!(classify(&full).to_string().contains("free some space"));
    }
}

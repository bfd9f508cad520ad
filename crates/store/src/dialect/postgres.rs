//! PostgreSQL: settings of a session, meaning of errors, the live schema.

use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

use crate::{Param, Query, StoreError};

/// A session of the pool reads unless a transaction says otherwise, so `read` cannot write on this
/// engine either. An acknowledged commit is on disk even where the server's default is `off`; a stricter
/// default (`remote_apply`) is kept. Nothing waits or idles for ever.
pub(crate) const SESSION: &str = "
    set default_transaction_read_only = on;
    set client_min_messages = warning;
    set lock_timeout = '10s';
    set idle_in_transaction_session_timeout = '60s';
    select set_config('synchronous_commit', 'on', false)
        where current_setting('synchronous_commit') = 'off';
";

/// Statements of short work end after this long; scans and migrations are exempt.
pub(crate) const SESSION_SHORT: &str = "set statement_timeout = '30s'";

static LIVE_COLUMNS: Query = Query::new(
    "amanah_store::dialect::postgres::LIVE_COLUMNS",
    "select cast(table_name as text), cast(column_name as text) \
        from information_schema.columns where table_schema = current_schema() \
        order by table_name, column_name",
);

/// Whether running the transaction again may help: serialization failure, deadlock, or a plan that
/// a migration made stale.
pub(crate) fn is_collision(error: &postgres::Error) -> bool {
    error.code().is_some_and(|code| {
        *code == SqlState::T_R_SERIALIZATION_FAILURE
            || *code == SqlState::T_R_DEADLOCK_DETECTED
            || is_stale_plan(error)
    })
}

/// "cached plan must not change result type": the statement must be prepared anew.
pub(crate) fn is_stale_plan(error: &postgres::Error) -> bool {
    error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED)
        && error.as_db_error().is_some_and(|e| e.message().starts_with("cached plan"))
}

/// Whether the connection is gone: broken, or ended by the server.
pub(crate) fn is_lost(error: &postgres::Error) -> bool {
    error.is_closed()
        || error.code().is_some_and(|code| {
            *code == SqlState::ADMIN_SHUTDOWN
                || *code == SqlState::CRASH_SHUTDOWN
                || *code == SqlState::CANNOT_CONNECT_NOW
                || code.code().starts_with("08")
        })
        || (error.code().is_none()
            && std::error::Error::source(error).is_some_and(|s| s.is::<std::io::Error>()))
}

/// Says what an error of the engine means to us. The server's detail line is left out: it quotes values.
pub(crate) fn classify(error: &postgres::Error) -> StoreError {
    if is_lost(error) {
        return StoreError::Lost;
    }
    let Some(db) = error.as_db_error() else {
        return StoreError::Engine(error.to_string());
    };
    let code = db.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return StoreError::Unique {
            table: db.table().unwrap_or_default().to_owned(),
            constraint: db.constraint().unwrap_or_default().to_owned(),
        };
    }
    if code.code().starts_with("23") {
        return StoreError::Constraint(db.message().to_owned());
    }
    if *code == SqlState::DISK_FULL {
        return StoreError::DiskFull;
    }
    if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        return StoreError::ReadOnly;
    }
    if *code == SqlState::LOCK_NOT_AVAILABLE {
        return StoreError::Locked;
    }
    if is_collision(error) {
        return StoreError::Collision { attempts: 1 };
    }
    StoreError::Engine(format!("{} ({})", db.message(), code.code()))
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(value), &Type::INT8) => value.to_sql(ty, out),
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(ty, out),
            (Self::Text(value), &Type::TEXT | &Type::VARCHAR | &Type::NAME) => value.to_sql(ty, out),
            (Self::Blob(value), &Type::BYTEA) => value.to_sql(ty, out),
            (Self::Int(_), _) => Err(format!("a number was given where {ty} is needed").into()),
            (Self::Text(_), _) => Err(format!("text was given where {ty} is needed").into()),
            (Self::Blob(_), _) => Err(format!("bytes were given where {ty} is needed").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        // Decided per value above.
        true
    }

    to_sql_checked!();
}

static LIVE_INDEXES: Query = Query::new(
    "amanah_store::dialect::postgres::LIVE_INDEXES",
    "select cast(indexname as text), indexdef from pg_indexes where schemaname = current_schema() \
        and not exists (select 1 from pg_constraint where conname = indexname) order by indexname",
);

/// The query that lists name and definition of the secondary indexes.
pub(crate) fn live_indexes() -> &'static Query {
    &LIVE_INDEXES
}

/// The query that lists table and column of the live schema.
pub(crate) fn live_columns() -> &'static Query {
    &LIVE_COLUMNS
}

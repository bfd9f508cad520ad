//! What can go wrong. Texts carry names of tables, queries and limits, never values: an error ends in
//! a log.

use std::io;
use std::path::Path;

/// Why the store did not do what was asked. Cloned, because one failed commit fails many callers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A bounded queue is full. Nothing was done; the caller may try again later.
    #[error("the {queue} queue is full: {waiting_max} are waiting already; try again in a moment")]
    Busy {
        /// Which queue.
        queue: &'static str,
        /// Its bound, in waiting callers.
        waiting_max: usize,
    },
    /// The store is closing or closed.
    #[error("the store is closed")]
    Closed,
    /// Another process serves this database file.
    #[error("another process already serves {path}; stop it first, or give this one a folder of its own")]
    InUse {
        /// The database file.
        path: String,
    },
    /// A file or folder that the database needs cannot be made, read or written.
    #[error("{path}: {why}")]
    Path {
        /// The file or folder.
        path: String,
        /// What is wrong with it and what helps.
        why: String,
    },
    /// The database cannot be opened or reached.
    #[error("cannot open the database: {0}")]
    Open(String),
    /// A unique key is taken.
    #[error("{table}: {constraint} is taken")]
    Unique {
        /// The table.
        table: String,
        /// The constraint by PostgreSQL's default naming, on both engines: `job_pkey`,
        /// `index_claim_index_id_tag_key`.
        constraint: String,
    },
    /// Another constraint (not null, check, foreign key) was violated.
    #[error("a constraint of the schema was violated: {0}")]
    Constraint(String),
    /// Somebody else changed the row since it was read. Read again and decide anew.
    #[error("{table}: the row was changed by somebody else")]
    Stale {
        /// The table.
        table: &'static str,
    },
    /// Keys were wrapped by an epoch that has ended. Load the keyring again and wrap anew.
    #[error("key epoch {epoch} has ended")]
    EpochClosed {
        /// The epoch.
        epoch: i64,
    },
    /// Transactions kept colliding until the attempts were used up.
    #[error("the transaction collided with others {attempts} times; try again")]
    Collision {
        /// How often it was run.
        attempts: u32,
    },
    /// No space is left; nothing was written.
    #[error("the disk of the database is full, so nothing was written; free some space and try again")]
    DiskFull,
    /// The database, or this connection, only reads.
    #[error("the database only reads here: this work may not write, or the file is read-only")]
    ReadOnly,
    /// The engine's own lock was not released in time.
    #[error("the database is locked by another program; end that program, or try again when it is done")]
    Locked,
    /// The connection broke; nothing was committed.
    #[error("the connection to the database was lost")]
    Lost,
    /// The commit was sent and no answer came: it may or may not be durable.
    #[error("the commit was sent, but its outcome is unknown")]
    CommitUnknown,
    /// The commit failed; nothing of the group is in the database.
    #[error("the commit failed: {0}")]
    CommitFailed(String),
    /// A statement failed and the closure went on as if it had not. PostgreSQL would roll back
    /// silently, so both engines refuse: use `ON CONFLICT` to ask whether something exists.
    #[error("a statement of this transaction had failed: {0}")]
    Doomed(String),
    /// No row where one was needed.
    #[error("{query}: no row")]
    NoRow {
        /// The query.
        query: &'static str,
    },
    /// More than one row where at most one was expected.
    #[error("{query}: more than one row")]
    ManyRows {
        /// The query.
        query: &'static str,
    },
    /// A column, or the number of parameters, is not what the code expects.
    #[error("{query}: at position {position} {wanted} was wanted, {found} was found")]
    Shape {
        /// The query.
        query: &'static str,
        /// Column or parameter, from 0.
        position: usize,
        /// What the code wants.
        wanted: &'static str,
        /// What there is.
        found: &'static str,
    },
    /// The database was migrated by a newer program.
    #[error("the database has schema version {found}, this program knows {known}: use the newer program")]
    SchemaNewer {
        /// Version in the database.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// The database still has to be migrated.
    #[error("the database has schema version {found}, this program needs {known}: run `amanah migrate`")]
    SchemaOlder {
        /// Version in the database.
        found: i64,
        /// Version needed.
        known: i64,
    },
    /// A restore was cut off, or is under way: what is there is not whole.
    #[error("a restore into this database was not finished; run `amanah backup restore` again")]
    HalfRestored,
    /// A restore never overwrites.
    #[error("there are data in this database already, and a restore overwrites nothing: name an empty one")]
    NotEmpty,
    /// No log is attached, so nothing can be put on record.
    #[error("no ledger log is attached to this store")]
    NoLog,
    /// Another process took this log over.
    #[error("log {log} was taken over by another process")]
    Fenced {
        /// The log.
        log: u32,
    },
    /// The ledger refused or could not be read.
    #[error("the ledger: {0}")]
    Ledger(String),
    /// A closure panicked; its work was rolled back.
    #[error("a transaction panicked and was rolled back")]
    Panicked,
    /// A request exceeds a named bound.
    #[error("{what}: {given} given, {max} is the most")]
    TooMany {
        /// What was counted, with its unit.
        what: &'static str,
        /// How many.
        given: usize,
        /// The bound.
        max: usize,
    },
    /// Anything else the engine says.
    #[error("the database: {0}")]
    Engine(String),
}

impl StoreError {
    /// What a user can do about a file or folder that the machine refuses.
    pub(crate) fn path(path: &Path, error: &io::Error) -> Self {
        let why = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => return Self::DiskFull,
            io::ErrorKind::PermissionDenied => {
                "this user may not write there; give them the right to, or choose another folder".to_owned()
            }
            io::ErrorKind::ReadOnlyFilesystem => {
                "this disk is mounted read-only; choose a folder on another".to_owned()
            }
            io::ErrorKind::NotFound => "there is no such folder; make it first".to_owned(),
            io::ErrorKind::NotADirectory => "this leads through a file, not a folder".to_owned(),
            io::ErrorKind::IsADirectory => "this is a folder, where a file is needed".to_owned(),
            _ => error.to_string(),
        };
        Self::Path { path: path.display().to_string(), why }
    }

    /// Whether the same call may succeed if made again unchanged.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Busy { .. } | Self::Collision { .. } | Self::Locked | Self::Lost | Self::Fenced { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_path_says_what_helps() {
        let said =
            |kind: io::ErrorKind| StoreError::path(Path::new("data/amanah.db"), &kind.into()).to_string();
        let denied = said(io::ErrorKind::PermissionDenied);
        assert!(denied.starts_with("data/amanah.db: this user may not write there"), "{denied}");
        assert!(said(io::ErrorKind::NotFound).contains("make it first"));
        assert!(said(io::ErrorKind::ReadOnlyFilesystem).contains("read-only"));
        assert_eq!(said(io::ErrorKind::StorageFull), StoreError::DiskFull.to_string());
    }
}

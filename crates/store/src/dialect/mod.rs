//! Which engines there are and what truly differs between them, and nothing else: session settings, the tail of table
//! definitions, what an error means, how the live schema is read.

pub(crate) mod postgres;
pub(crate) mod sqlite;

/// Which engine runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL, or what speaks its wire.
    Postgres,
}

/// Replaces the marks of a portable definition: `{clustered}` after the closing bracket of a table
/// keeps rows in primary-key order on SQLite (no second tree for the key); PostgreSQL has only heaps.
pub(crate) fn definition(engine: Engine, text: &str) -> String {
    text.replace(
        " {clustered}",
        match engine {
            Engine::Sqlite => " without rowid",
            Engine::Postgres => "",
        },
    )
}

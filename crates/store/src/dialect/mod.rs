//! Which engines there are and what truly differs between them, and nothing else: session settings, the tail of table
//! definitions, what an error means, how the live schema is read, what a statement costs.

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

/// Whether every statement is a journey to another process, so that one of many rows beats many of one. On
/// SQLite it is the other way round: measured 105,000 key rows a second one by one, 65,000 by sixty-four.
pub(crate) fn statements_travel(engine: Engine) -> bool {
    match engine {
        Engine::Sqlite => false,
        Engine::Postgres => true,
    }
}

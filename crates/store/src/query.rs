//! A query is a static with a name, so that all of them can be listed: the tests assert that each was
//! run on both engines and numbers its parameters in order of first appearance.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::Engine;

/// One SQL text that runs on both engines. Only this crate declares queries.
#[derive(Debug)]
pub struct Query {
    name: &'static str,
    sql: &'static str,
    ran: [AtomicBool; 2],
}

impl Query {
    /// `sql` numbers its parameters `$1`, `$2`… in order of first appearance: SQLite numbers named
    /// parameters that way, PostgreSQL by the digits, and only so do both mean the same.
    pub(crate) const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql, ran: [AtomicBool::new(false), AtomicBool::new(false)] }
    }

    /// Module and constant, as in `amanah_store::jobs::LEASE`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The text.
    pub fn sql(&self) -> &'static str {
        self.sql
    }

    /// Whether this process has run the query on `engine`.
    pub fn ran_on(&self, engine: Engine) -> bool {
        let [sqlite, postgres] = &self.ran;
        match engine {
            Engine::Sqlite => sqlite.load(Ordering::Relaxed),
            Engine::Postgres => postgres.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn mark(&self, engine: Engine) {
        // Looked at before it is written, so that threads do not pass the cache line around.
        if !self.ran_on(engine) {
            let [sqlite, postgres] = &self.ran;
            match engine {
                Engine::Sqlite => sqlite.store(true, Ordering::Relaxed),
                Engine::Postgres => postgres.store(true, Ordering::Relaxed),
            }
        }
    }
}

/// How many rows of a table are added in one go: `insert` on SQLite, run again and again, and `copy` on
/// PostgreSQL, which takes its types from `insert`.
#[derive(Debug)]
pub struct Load {
    pub(crate) insert: Query,
    pub(crate) copy: String,
}

/// Declares queries of a module: `queries! { READ = "select …"; WRITE = "update …"; }` makes
/// a static each and `ALL`, which `crate::queries` collects.
macro_rules! queries {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::Query =
                $crate::Query::new(concat!(module_path!(), "::", stringify!($name)), $sql);
        )+
        /// Every query of this module.
        pub(crate) static ALL: &[&$crate::Query] = &[$(&$name),+];
    };
}
pub(crate) use queries;

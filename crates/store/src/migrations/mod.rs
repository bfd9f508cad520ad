//! The steps of the schema, in order. A step that has left the house is never edited: add the next one.
//!
//! Each statement runs on both engines: BIGINT, TEXT and BYTEA columns only, every column declared in
//! [`crate::schema`], every unique key named as PostgreSQL would (`<table>_<columns>_key`) and
//! containing `person_id` or the index tag. `{clustered}` ends a table whose rows are small.

mod m0001_core;
mod m0002_programme;
mod m0003_gone;
mod m0004_cases;
mod m0005_chat;
mod m0006_transfers;

/// One step.
pub(crate) struct Migration {
    /// Its version: one more than the step before.
    pub(crate) number: i64,
    /// What it runs.
    pub(crate) statements: &'static [&'static str],
}

/// Every step.
pub(crate) const ALL: &[Migration] = &[
    Migration { number: 1, statements: m0001_core::STATEMENTS },
    Migration { number: 2, statements: m0002_programme::STATEMENTS },
    Migration { number: 3, statements: m0003_gone::STATEMENTS },
    Migration { number: 4, statements: m0004_cases::STATEMENTS },
    Migration { number: 5, statements: m0005_chat::STATEMENTS },
    Migration { number: 6, statements: m0006_transfers::STATEMENTS },
];

//! The only crate with SQL. It moves ciphertext and records; it holds no keys and knows no policy.
//!
//! One SQL text serves SQLite and PostgreSQL behind [`Connection`]; what truly differs stands in
//! `dialect`. Work is a closure over a connection, run off the async threads by `engine`:
//! [`Store::read`], [`Store::write`]. Queries are statics, listed in `queries`; every column is declared
//! in [`schema`].
//!
//! Not here: ciphers, clear personal values, decisions, async inside a closure.

mod connection;
mod dialect;
mod engine;
mod error;
mod faults;
mod ledger_log;
mod live_schema;
mod log_settings;
mod migrate;
mod migrations;
mod query;
mod store;
mod value;

pub mod account_rights;
pub mod accounts;
pub mod attachments;
pub mod batches;
pub mod case_events;
pub mod case_numbers;
pub mod case_queue;
pub mod case_ties;
pub mod cases;
pub mod dump;
pub mod earlier_values;
pub mod holds;
pub mod jobs;
pub mod kept_tags;
pub mod key_epochs;
pub mod ledger_rows;
pub mod live_chats;
pub mod mentions;
pub mod notices;
pub mod numbers;
pub mod outbox;
pub mod outbox_purpose;
pub mod people;
pub mod portable;
pub mod queries;
pub mod refill;
pub mod removals;
pub mod reports;
pub mod retention;
pub mod schema;
pub mod sessions;
pub mod settings;
pub mod spent_notices;
pub mod staff;
pub mod standings;
pub mod tags;
pub mod tickets;
pub mod trail;
pub mod transfers;

pub use connection::{Connection, Ddl};
pub use dialect::Engine;
pub use error::StoreError;
pub use faults::{Commit, Faults};
pub use log_settings::{DRAFTS_PER_CALL_MAX, LogKeys, LogSettings, LogTaken};
pub use query::Query;
pub use store::{Store, StoreConfig};
pub use value::{Param, Row, Value};

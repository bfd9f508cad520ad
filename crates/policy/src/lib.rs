//! The published policy: read, held against the code, asked, checked, and explained.
//!
//! `(ask, facts, now) → Grant or Refusal`. Everything here is a pure function of the policy's text
//! and its arguments. Not here: files, clocks, randomness, ciphers, the ledger, page layout. The only
//! cryptography is the SHA-256 that names a version of the policy.
//!
//! - [`Policy::parse`] reads `programmes/<name>/policy.toml`; a key it does not know is an error.
//! - [`Policy::decide`] is the only maker of a [`Grant`].
//! - [`check()`] finds what is missing, contradictory, unreachable, wider than the code needs, and
//!   where the policy says something the law does not allow.
//! - [`table()`] is the policy as a table that a citizen can read.

mod ask;
pub mod cases;
pub mod check;
mod clause;
mod decide;
pub mod document;
mod error;
mod finding;
mod kept;
mod length;
mod load;
pub mod names;
mod refusal;
mod rules;
mod statements;
pub mod stays;
pub mod table;
mod uses;
pub mod words;

pub use ask::{Ask, Grant};
pub use check::check;
pub use clause::Clause;
pub use document::Document;
pub use error::PolicyError;
pub use finding::{Finding, FindingKind, Severity};
pub use kept::{Kept, LifeEvents, Moment};
pub use length::{Length, Unit};
pub use load::{POLICY_BYTES_MAX, Policy};
pub use refusal::{Refusal, RefusalReason};
pub use stays::{Anonymise, OncePerPerson, Stay, StayWhen};
pub use table::{Table, TableRow, table};
pub use uses::{Closed, Excess};
pub use words::{Words, word_keys};

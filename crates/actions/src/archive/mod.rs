//! A person's copy of everything: one ZIP, streamed as it is made, signed by the ledger's key, readable by
//! people and by machines, and checked by anybody with no database (`docs/decisions/0021-archive.md`).

mod case_file;
pub mod check;
mod check_trail;
pub mod contents;
mod csv;
mod faults;
mod form;
mod letter_file;
mod make;
pub mod out;
pub mod person_file;
mod seal;
pub(crate) mod source;
mod trail_file;
pub(crate) mod values;

pub use make::Archive;

//! The draw as public arithmetic: what anyone can recompute, and nothing else. No store, no keys, no
//! person: a list of pseudonyms made for this batch alone goes in, an order comes out.
//!
//! ```text
//! rank(entrant) = HMAC-SHA256(key: seed ‖ public value, message: pseudonym)
//! ```
//!
//! Lowest first; equal ranks (which nobody will live to see) by pseudonym. The lowest `quota` of those
//! who have not withdrawn are selected, the rest wait in order. An entrant who withdrew after the
//! list was committed keeps the line, so that the commitment still fits, and loses the place.

mod arithmetic;
mod file;
mod verify;

pub use arithmetic::{DrawError, Line, Place, commit_entrants, commit_seed, order};
pub use file::{DrawFile, Header, read, write, write_line};
pub use verify::{Verdict, verify};

//! What is said of each column and table.

/// How a column protects what it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Ciphertext under a person's own keys, or a wrapped key.
    Sealed,
    /// A keyed HMAC of a value, for equality.
    KeyedIndex,
    /// Clear beside a random id, for this reason.
    Clear(&'static str),
}
pub(crate) use Kind::{Clear, KeyedIndex, Sealed};

/// In which part of a backup a table travels. Whatever leads from a person to what stands in the public
/// ledger, or opens anything, is in the part that is kept for the last epochs only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Sealed rows and clear status: may be kept for years.
    Data,
    /// Key rows, index tables, and each map from a person to a pseudonym or to an entry.
    Keys,
    /// Not in a backup, for this reason.
    Left(&'static str),
}

/// A table and its columns.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// In which part of a backup it travels.
    pub part: Part,
    /// Name and kind of each column.
    pub columns: &'static [(&'static str, Kind)],
}

pub(super) const PERSON: Kind = Clear("random id, never derived from data");
pub(super) const QUEUE: Kind = Clear("queues are worked by state and time");
pub(super) const FACT: Kind = Clear("decisions of the policy rest on it, without a key");
pub(super) const COUNTER: Kind = Clear("a counter of our own");
pub(super) const CODE: Kind = Clear("a code of our own, never a message that could quote data");

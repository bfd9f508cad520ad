//! What passes between a log and its storage. `store` implements [`Durable`]; nothing here knows of
//! tables or files.

use crate::tile::Tile;
use crate::tree::{Hash, entry_leaf};

/// The longest body an entry may have, in bytes. C2SP entry bundles could carry 65,527; an entry
/// that needs more than this is not a record of a use.
pub const BODY_BYTES_MAX: usize = 4096;

/// The most entries one batch may have: bounds the memory of an append and the size of a commit.
pub const BATCH_ENTRIES_MAX: usize = 65_536;

/// The number of a log within an installation: each server process appends to a log of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct LogId(pub u32);

impl std::fmt::Display for LogId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a caller wants written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// What the storage may index the entry by. Not hashed: the writer repeats them inside the body,
    /// and whoever reads the meaning compares.
    pub tags: [[u8; 16]; 2],
    /// Opaque; at most [`BODY_BYTES_MAX`] bytes.
    pub body: Vec<u8>,
}

/// An entry as it stands in the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its place, from 0.
    pub index: u64,
    /// When the log wrote it, in milliseconds since 1970 UTC; never decreasing within a log.
    pub time_ms: i64,
    /// As in [`Draft::tags`].
    pub tags: [[u8; 16]; 2],
    /// As in [`Draft::body`].
    pub body: Vec<u8>,
}

impl Entry {
    /// What is hashed, and what an entry bundle carries: time (8 bytes big endian), then body.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        [&self.time_ms.to_be_bytes(), self.body.as_slice()].concat()
    }

    /// The leaf of this entry in the tree.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        entry_leaf(self.time_ms, &self.body)
    }
}

/// All that one append changes. It is written whole or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The log appended to.
    pub log: LogId,
    /// The size that the stored head must have for this batch to be written (0 where none is stored).
    pub previous_size: u64,
    /// The index of the first entry; equal to `previous_size`.
    pub first_index: u64,
    /// The new entries, in order.
    pub entries: &'a [Entry],
    /// The full tiles that these entries complete.
    pub tiles: &'a [Tile],
    /// The size of the log after the batch.
    pub size: u64,
    /// The root of the log after the batch.
    pub root: Hash,
    /// The signed checkpoint after the batch (C2SP tlog-checkpoint), to be stored as the head.
    pub checkpoint: &'a str,
}

/// Where a log is kept.
///
/// `head`, `tile` and `entries` rebuild the state at start or after a failed `persist`, make proofs,
/// and are all that an auditor needs.
pub trait Durable {
    /// What can go wrong in the storage.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Writes the batch.
    ///
    /// # Errors
    /// Must return `Ok` only after the batch is durably committed, and must fail when the size of the
    /// stored head is not `batch.previous_size`. It may fail although the batch was written (a lost
    /// answer): the log finds out.
    fn persist(&mut self, batch: &Batch<'_>) -> Result<(), Self::Error>;

    /// The stored head: the signed checkpoint of the last batch; `None` before the first.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn head(&mut self, log: LogId) -> Result<Option<String>, Self::Error>;

    /// A full tile: 256 hashes, 8192 bytes.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn tile(&mut self, log: LogId, level: u8, index: u64) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Up to `count_max` entries from index `from` on, in order of their index.
    ///
    /// # Errors
    /// When the storage cannot be read.
    fn entries(&mut self, log: LogId, from: u64, count_max: u32) -> Result<Vec<Entry>, Self::Error>;
}

//! What checking a whole log can find, in words that somebody who is no cryptographer can act on.

use std::fmt;

use crate::tree::Hash;

/// The result of checking a whole log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// How many entries were read and hashed.
    pub size: u64,
    /// The root recomputed from them.
    pub root: Hash,
    /// What is wrong; empty for a sound log.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One thing that is wrong with a log. Indexes count from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// The stored head is no checkpoint signed by this log's key.
    ForgedCheckpoint {
        /// Why it is refused.
        reason: String,
    },
    /// Entries that no longer have the content that was signed.
    Altered {
        /// The first of them.
        index: u64,
        /// How many in a row.
        count: u64,
    },
    /// Entries that were signed and are gone.
    Removed {
        /// The first of them.
        index: u64,
        /// How many in a row.
        count: u64,
    },
    /// Entries that stand at another place than the signed one.
    Reordered {
        /// Where the first of them stands now.
        index: u64,
        /// How many in a row.
        count: u64,
        /// Where the first of them stood when it was signed.
        belongs_at: u64,
    },
    /// Entries that together do not lead to the signed root; which of them is wrong cannot be told.
    RootDiffers {
        /// The first entry that may be wrong: all before it agree with the checkpoint kept outside.
        index: u64,
        /// The index after the last that may be wrong.
        end: u64,
        /// The first entry that no full tile covers yet: where to look, if the tiles were left alone.
        untiled_from: u64,
    },
    /// So much is gone that the signed root cannot be recomputed.
    Unchecked {
        /// The first entry that could not be hashed into the root.
        index: u64,
    },
    /// An entry with an earlier time than the one before it.
    BackDated {
        /// Its index.
        index: u64,
        /// Its time, in milliseconds since 1970 UTC.
        time_ms: i64,
        /// The time it should not be earlier than.
        previous_ms: i64,
    },
    /// A stored tile that is not what the entries give.
    TileDiffers {
        /// The level of the tile.
        level: u8,
        /// Its index in the level.
        index: u64,
    },
    /// A full tile that the log must have, and has not.
    TileMissing {
        /// The level of the tile.
        level: u8,
        /// Its index in the level.
        index: u64,
    },
    /// The stored log is shorter than the checkpoint kept outside.
    RolledBack {
        /// The size of the stored log.
        size: u64,
        /// The size of the checkpoint kept outside.
        kept_size: u64,
    },
    /// The stored log is not a continuation of the checkpoint kept outside.
    Rewritten {
        /// The size of the stored log.
        size: u64,
        /// The size of the checkpoint kept outside.
        kept_size: u64,
    },
    /// The checkpoint kept outside is of another log.
    KeptOfAnotherLog {
        /// Which log it is of.
        origin: String,
    },
    /// Entries that the signed head does not cover.
    EntriesBeyondHead {
        /// The first of them.
        index: u64,
        /// How many.
        count: u64,
    },
    /// The storage gives entries that are not in the order of their index, or an index twice.
    Disordered {
        /// The index expected or later.
        expected: u64,
        /// The index that came.
        index: u64,
    },
    /// There is more than fits a report.
    More {
        /// How many findings were left out.
        count: u64,
    },
}

/// "entry 7", or "entries 7 to 9".
struct Span(u64, u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            0 | 1 => write!(f, "Entry {}", self.0),
            count => write!(f, "Entries {} to {}", self.0, self.0.saturating_add(count - 1)),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ForgedCheckpoint { reason } => write!(
                f,
                "The stored head of the log is not signed by its key ({reason}): somebody without the key \
                 wrote it, and nothing that it covers can be relied on."
            ),
            Self::Altered { index, count } => write!(
                f,
                "{}: the content was changed after it was signed; what stands there now is not what was \
                 recorded.",
                Span(*index, *count)
            ),
            Self::Removed { index, count } => write!(
                f,
                "{}: recorded and signed, but no longer in the database; somebody deleted it.",
                Span(*index, *count)
            ),
            Self::Reordered { index, count, belongs_at } => write!(
                f,
                "{}: moved here from index {belongs_at} on; the order of the record was changed after it was signed.",
                Span(*index, *count)
            ),
            Self::RootDiffers { index, end, untiled_from } => {
                write!(
                    f,
                    "{}: together they do not lead to the signed root; at least one was changed, moved or \
                     deleted, and which one cannot be told from what is stored.",
                    Span(*index, end.saturating_sub(*index))
                )?;
                if untiled_from > index && untiled_from < end {
                    write!(f, " If the stored tiles were left alone, it is one from {untiled_from} on.")?;
                }
                Ok(())
            }
            Self::Unchecked { index } => write!(
                f,
                "From entry {index} on the log could not be checked against its signed root, because entries \
                 from there on are gone without a trace of their hashes; those earlier are compared with the \
                 stored tiles only."
            ),
            Self::BackDated { index, time_ms, previous_ms } => write!(
                f,
                "Entry {index}: its time ({time_ms} ms) is earlier than that of the entry before it \
                 ({previous_ms} ms), and the log never stamps such a time: one of the two was given a false \
                 time."
            ),
            Self::TileDiffers { level, index } => write!(
                f,
                "Tile {index} of level {level}: it does not hold the hashes of the entries; proofs made from it \
                 will fail, though the entries themselves can be sound."
            ),
            Self::TileMissing { level, index } => write!(
                f,
                "Tile {index} of level {level}: missing; proofs for its entries cannot be made until it is \
                 computed anew."
            ),
            Self::RolledBack { size, kept_size } => write!(
                f,
                "The log has {size} entries, but the checkpoint kept outside the database was made at \
                 {kept_size}: the database was put back to an earlier state, and the entries from {size} on \
                 are lost."
            ),
            Self::Rewritten { size, kept_size } => write!(
                f,
                "The log of {size} entries does not continue the checkpoint kept outside the database at \
                 {kept_size}: the first {kept_size} entries are not the ones that were signed then, so history \
                 was rewritten."
            ),
            Self::KeptOfAnotherLog { origin } => write!(
                f,
                "The checkpoint kept outside the database is that of another log ({origin}), so it could not \
                 be compared."
            ),
            Self::EntriesBeyondHead { index, count } => write!(
                f,
                "{}: in the database, but not covered by the signed head; entries and head are written \
                 together, so no crash leaves this: they were added, or the head was put back.",
                Span(*index, *count)
            ),
            Self::Disordered { expected, index } => write!(
                f,
                "Entry {index}: the storage gave it where index {expected} or a later one was due; the storage \
                 does not keep entries by index, and could not be checked beyond this."
            ),
            Self::More { count } => write!(f, "{count} further findings are not listed."),
        }
    }
}

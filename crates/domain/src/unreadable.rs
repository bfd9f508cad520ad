//! Whether a copy of what was erased can still be opened by anybody.

use crate::Timestamp;

/// From when on no copy of what went can be opened, backups and copies of the keyring included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// It is so: every key that could open one is gone.
    Since(Timestamp),
    /// It will be so by then at the latest.
    By(Timestamp),
    /// It should have been so, and is not.
    Late {
        /// By when, as the person was told.
        told: Timestamp,
    },
}

impl Unreadable {
    /// Its name for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Since(_) => "since",
            Self::By(_) => "by",
            Self::Late { .. } => "late",
        }
    }

    /// The moment that it speaks of.
    pub const fn at(self) -> Timestamp {
        match self {
            Self::Since(at) | Self::By(at) | Self::Late { told: at } => at,
        }
    }
}

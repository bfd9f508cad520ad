//! Why a backup was not made, or does not come back: a sentence for the operator each, without anything
//! personal and without what a storage answered.

use amanah_store::StoreError;
use amanah_vault::PartError;

use crate::operator::journal::JournalError;
use crate::operator::shelf::ShelfError;

/// Why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The shelf.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No backup of this name.
    #[error("there is no backup {name} in {shelf}: `amanah backup list` shows what there is")]
    Unknown {
        /// Its name.
        name: String,
        /// Where.
        shelf: String,
    },
    /// Nothing at all.
    #[error("there is no finished backup in {shelf}")]
    None {
        /// Where.
        shelf: String,
    },
    /// No key part that opens.
    #[error(
        "no key part in {shelf} opens with this keyring: name one with --keys, or use the escrow copy of the keyring that holds its epoch"
    )]
    NoKeys {
        /// Where.
        shelf: String,
    },
    /// The key part of this name is not there.
    #[error(
        "{shelf} holds no key part of {name}: only those of the last epochs are kept. Leave --keys out to take the newest that opens"
    )]
    KeysPruned {
        /// Its name.
        name: String,
        /// Where.
        shelf: String,
    },
    /// The manifest.
    #[error("the manifest of backup {name} is refused: {why}")]
    Manifest {
        /// Of which backup.
        name: String,
        /// Why.
        why: ManifestRefused,
    },
    /// A part.
    #[error("backup {name}, {part} part: {why}")]
    Part {
        /// Of which backup.
        name: String,
        /// `data` or `key`.
        part: &'static str,
        /// Why.
        why: PartRefused,
    },
    /// The ledger.
    #[error("the ledger of backup {name} does not verify: {finding}")]
    Ledger {
        /// Of which backup.
        name: String,
        /// The first finding.
        finding: String,
    },
    /// A key row.
    #[error("{broken} of {looked} key rows that were tried do not open with this keyring")]
    KeyRows {
        /// How many do not.
        broken: usize,
        /// How many were tried.
        looked: usize,
    },
    /// Key rows of an epoch that is gone.
    #[error(
        "the keys of {rows} people are under epoch {epoch}, whose key is destroyed: put the database back to a later moment, or restore a backup with `amanah backup restore`"
    )]
    EpochGone {
        /// Which.
        epoch: i64,
        /// How many.
        rows: u64,
    },
    /// A file.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The database has changed hands.
    #[error("another restore into this place is under way: wait for it to end")]
    UnderWay,
    /// Our own fault.
    #[error("internal: {0}")]
    Internal(&'static str),
}

impl BackupError {
    /// A code for reports, without names.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Shelf(ShelfError::Away { .. }) => "storage-away",
            Self::Shelf(ShelfError::Full { .. }) | Self::Store(StoreError::DiskFull) => "disk-full",
            Self::Shelf(ShelfError::Refused { .. }) => "storage-refuses",
            Self::Shelf(_) => "storage",
            Self::Journal(_) => "journal",
            Self::Store(_) => "store",
            Self::Unknown { .. } | Self::None { .. } => "no-backup",
            Self::NoKeys { .. } | Self::KeysPruned { .. } => "no-keys",
            Self::Manifest { .. } => "manifest",
            Self::Part { .. } => "part",
            Self::Ledger { .. } => "ledger",
            Self::KeyRows { .. } | Self::EpochGone { .. } => "key-rows",
            Self::File { .. } => "file",
            Self::UnderWay => "under-way",
            Self::Internal(_) => "internal",
        }
    }
}

/// Why a manifest is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ManifestRefused {
    /// Not signed by this installation's ledger key.
    #[error("it is not signed by this installation: it was altered, or belongs to another keyring")]
    Signature,
    /// Not a manifest.
    #[error("it is damaged")]
    Damaged,
    /// A later form.
    #[error("it was written by a newer amanah (format {0}): use that one")]
    Newer(u32),
    /// A later schema.
    #[error("its schema version {found} is newer than the {known} that this amanah knows: use the newer one")]
    NewerSchema {
        /// In the backup.
        found: i64,
        /// The newest known.
        known: i64,
    },
    /// Another programme.
    #[error("it is a backup of the programme {0}")]
    OtherProgramme(String),
    /// The name inside differs.
    #[error("it is the manifest of {0}, under another name")]
    Renamed(String),
}

/// Why a part is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PartRefused {
    /// It does not open.
    #[error(transparent)]
    Sealed(#[from] PartError),
    /// It is not there.
    #[error("it is missing")]
    Missing,
    /// Another length than the manifest says.
    #[error("it has {found} bytes, and the manifest says {wanted}: it was truncated or altered")]
    Length {
        /// In the manifest.
        wanted: u64,
        /// There.
        found: u64,
    },
    /// Another checksum than the manifest says.
    #[error("its checksum is not that of the manifest: it was altered")]
    Checksum,
    /// Something inside.
    #[error("what is inside cannot be read: {0}")]
    Inside(&'static str),
    /// Rows are missing.
    #[error("table {table} has {found} rows, and the manifest says {wanted}")]
    Rows {
        /// Which table.
        table: String,
        /// In the manifest.
        wanted: u64,
        /// There.
        found: u64,
    },
}

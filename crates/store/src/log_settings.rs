//! What a caller brings to take over a log and what it learns of it, with the bounds of recording.

use std::fmt;

use amanah_ledger::{LogId, ReceiptChecker, Signer};

/// Drafts of one call, at most: jobs that look at more people record them in batches.
pub const DRAFTS_PER_CALL_MAX: usize = 4_096;
/// Drafts after which no further caller joins a batch, so that it stays within the ledger's bound.
pub(crate) const DRAFTS_PER_BATCH: usize = 16_384;
const _: () = assert!(DRAFTS_PER_BATCH + DRAFTS_PER_CALL_MAX <= amanah_ledger::BATCH_ENTRIES_MAX);

/// What a log is opened with.
pub struct LogKeys {
    /// Origin line of its checkpoints.
    pub origin: String,
    /// Signs its checkpoints.
    pub signer: Signer,
    /// Authenticates its receipts; logs of one installation may share it.
    pub receipt_key: [u8; 32],
}

/// How to take over a log.
pub struct LogSettings {
    /// This process: sixteen random bytes, new at every start.
    pub holder: [u8; 16],
    /// The keys for the log that is taken; each log has an origin of its own, and all share one receipt
    /// key, since the log may be exchanged while the process runs.
    pub keys: Box<dyn Fn(LogId) -> LogKeys + Send>,
}

impl fmt::Debug for LogSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogSettings")
    }
}

/// What a caller learns of the log it attached.
#[derive(Clone, Debug)]
pub struct LogTaken {
    /// Which log it is.
    pub id: LogId,
    /// Tells its receipts from made-up ones (for the vault).
    pub checker: ReceiptChecker,
    /// Entries in it at this moment.
    pub size: u64,
}

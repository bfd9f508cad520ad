//! The proof, inside one process, that an entry is durably on record. Only a `Log` mints one, after
//! its storage confirmed; the MAC keeps anybody else from making one up, or from changing it.

use aws_lc_rs::hmac::{self, HMAC_SHA256, Key};

use crate::durable::LogId;
use crate::tree::{Hash, entry_leaf};

/// Says that an entry is durably written. Not `Clone`: it is spent where it is used.
#[derive(PartialEq, Eq)]
pub struct Receipt {
    log: LogId,
    index: u64,
    time_ms: i64,
    leaf: Hash,
    mac: Hash,
}

impl Receipt {
    /// The log in which the entry stands.
    #[must_use]
    pub fn log(&self) -> LogId {
        self.log
    }

    /// The index of the entry.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The time that the log stamped, in milliseconds since 1970 UTC.
    #[must_use]
    pub fn time_ms(&self) -> i64 {
        self.time_ms
    }

    /// The leaf of the entry in the tree.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        self.leaf
    }
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Receipt(log {}, index {}, time {} ms)", self.log, self.index, self.time_ms)
    }
}

/// Tells the receipts of one log (or of all logs that share its receipt key) from made-up ones.
#[derive(Clone)]
pub struct ReceiptChecker {
    key: Key,
}

impl std::fmt::Debug for ReceiptChecker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptChecker")
    }
}

impl ReceiptChecker {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self { key: Key::new(HMAC_SHA256, key) }
    }

    pub(crate) fn mint(&self, log: LogId, index: u64, time_ms: i64, leaf: Hash) -> Receipt {
        let mut mac = [0; 32];
        mac.copy_from_slice(hmac::sign(&self.key, &message(log, index, time_ms, &leaf)).as_ref());
        Receipt { log, index, time_ms, leaf, mac }
    }

    /// Whether the receipt is genuine and is the receipt for exactly this body.
    #[must_use]
    pub fn check(&self, receipt: &Receipt, body: &[u8]) -> bool {
        let message = message(receipt.log, receipt.index, receipt.time_ms, &receipt.leaf);
        hmac::verify(&self.key, &message, &receipt.mac).is_ok()
            && entry_leaf(receipt.time_ms, body) == receipt.leaf
    }
}

/// log (4) || index (8) || time (8) || leaf (32), all big endian: fixed widths, so no two differ alike.
fn message(log: LogId, index: u64, time_ms: i64, leaf: &Hash) -> [u8; 52] {
    let mut message = [0; 52];
    let (head, tail) = message.split_at_mut(4);
    head.copy_from_slice(&log.0.to_be_bytes());
    let (head, tail) = tail.split_at_mut(8);
    head.copy_from_slice(&index.to_be_bytes());
    let (head, tail) = tail.split_at_mut(8);
    head.copy_from_slice(&time_ms.to_be_bytes());
    tail.copy_from_slice(leaf);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_holds_for_its_own_body_and_log_key_only() {
        let checker = ReceiptChecker::new(&[7; 32]);
        let mut receipt = checker.mint(LogId(3), 9, 1_000, entry_leaf(1_000, b"body"));
        assert!(checker.check(&receipt, b"body"));
        assert!(!checker.check(&receipt, b"other body"));
        assert!(!ReceiptChecker::new(&[8; 32]).check(&receipt, b"body"));

        receipt.index = 10;
        assert!(!checker.check(&receipt, b"body"));
        receipt.index = 9;
        receipt.log = LogId(4);
        assert!(!checker.check(&receipt, b"body"));
        receipt.log = LogId(3);
        receipt.time_ms = 1_001;
        receipt.leaf = entry_leaf(1_001, b"body");
        assert!(!checker.check(&receipt, b"body"));
        assert!(!format!("{receipt:?}").contains("mac"));
    }
}

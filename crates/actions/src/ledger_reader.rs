//! The ledger's stored rows as the ledger reads them: for proofs, checkpoints and verification. It
//! never writes: appending goes through `Store::record` alone.

use amanah_ledger::{Batch, Durable, Entry, LogId};
use amanah_store::{Connection, StoreError, ledger_rows};

/// Reads the rows of the ledger on one connection.
pub struct LedgerReader<'a>(pub &'a mut dyn Connection);

impl Durable for LedgerReader<'_> {
    type Error = StoreError;

    fn persist(&mut self, _batch: &Batch<'_>) -> Result<(), StoreError> {
        Err(StoreError::NoLog)
    }

    fn head(&mut self, log: LogId) -> Result<Option<String>, StoreError> {
        ledger_rows::head(self.0, log)
    }

    fn tile(&mut self, log: LogId, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        ledger_rows::tile(self.0, log, level, index)
    }

    fn entries(&mut self, log: LogId, from: u64, count_max: u32) -> Result<Vec<Entry>, StoreError> {
        ledger_rows::entries(self.0, log, from, count_max)
    }
}

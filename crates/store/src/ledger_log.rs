//! The log this process appends to: taken by lease, fenced by compare-and-swap on its size.
//!
//! `ledger::Log` builds the tree and mints receipts; this module gives it storage. Keys pass through
//! to the log and are not kept by the store.

use amanah_domain::{Clock, Timestamp};
use amanah_ledger::{Batch, Durable, Entry, Log, LogError, LogId};

use crate::engine::work::Record;
use crate::log_settings::{LogSettings, LogTaken};
use crate::{Connection, StoreError, ledger_rows};

/// How long a process owns its log without a sign of life, in seconds. Each batch renews it.
pub(crate) const LEASE_SECONDS: i64 = 120;
/// New log ids tried before giving up, when others take them at the same moment.
const ACQUIRE_ATTEMPTS_MAX: u32 = 64;

/// Rows to read or write through a connection.
pub(crate) type Rows<'r> = &'r mut dyn FnMut(&mut dyn Connection) -> Result<(), StoreError>;

/// Transactions as the ledger needs them.
pub(crate) trait Session {
    /// Reads.
    fn look(&mut self, rows: Rows<'_>) -> Result<(), StoreError>;
    /// Writes and commits; `Ok` only when durable.
    fn persist(&mut self, rows: Rows<'_>) -> Result<(), StoreError>;
}

/// An open log with the lease on it.
pub(crate) struct AttachedLog {
    id: LogId,
    log: Log,
    settings: LogSettings,
}

impl AttachedLog {
    pub(crate) fn into_settings(self) -> LogSettings {
        self.settings
    }

    pub(crate) fn taken(&self) -> LogTaken {
        LogTaken { id: self.id, checker: self.log.checker(), size: self.log.size() }
    }

    /// Takes a log whose lease is free (`alone`: any log, since no other process can live), or a new one.
    pub(crate) fn acquire(
        session: &mut dyn Session,
        settings: LogSettings,
        clock: &dyn Clock,
        alone: bool,
    ) -> Result<Self, StoreError> {
        let now = clock.now();
        let free_before = if alone { Timestamp::from_millis(i64::MAX) } else { now };
        let lease_until = now.plus_seconds(LEASE_SECONDS);
        let mut taken = None;
        for _ in 0..ACQUIRE_ATTEMPTS_MAX {
            session.persist(&mut |db| {
                taken = ledger_rows::take_log(db, &settings.holder, free_before, lease_until)?;
                Ok(())
            })?;
            if taken.is_some() {
                break;
            }
        }
        let id = LogId(taken.ok_or(StoreError::NoLog)?);
        let keys = (settings.keys)(id);
        let mut keeper = Keeper { session, holder: &settings.holder, now };
        let log = Log::open(&mut keeper, id, &keys.origin, keys.signer, keys.receipt_key).map_err(refusal)?;
        Ok(Self { id, log, settings })
    }

    /// Appends the drafts of all callers as one batch and answers each of them; why it failed, if so.
    pub(crate) fn append_all(
        log: Option<&mut Self>,
        session: &mut dyn Session,
        now: Timestamp,
        records: Vec<Record>,
    ) -> Option<StoreError> {
        if records.is_empty() {
            return None;
        }
        let (mut drafts, mut callers) = (Vec::new(), Vec::with_capacity(records.len()));
        for record in records {
            callers.push((record.drafts.len(), record.reply));
            drafts.extend(record.drafts);
        }
        let appended = match log {
            None => Err(StoreError::NoLog),
            Some(attached) => {
                let mut keeper = Keeper { session, holder: &attached.settings.holder, now };
                attached.log.append(&mut keeper, now.millis(), &drafts).map_err(refusal)
            }
        };
        match appended {
            Ok(receipts) => {
                let mut receipts = receipts.into_iter();
                for (count, reply) in callers {
                    reply.send(Ok(receipts.by_ref().take(count).collect()));
                }
                None
            }
            Err(error) => {
                callers.into_iter().for_each(|(_, reply)| reply.send(Err(error.clone())));
                Some(error)
            }
        }
    }

    /// Keeps the lease while nothing is recorded.
    pub(crate) fn renew(&self, session: &mut dyn Session, now: Timestamp) -> Result<(), StoreError> {
        let until = now.plus_seconds(LEASE_SECONDS);
        session.persist(&mut |db| ledger_rows::renew_log(db, self.id, &self.settings.holder, until))
    }

    /// Gives the log back, so that another process may go on with it at once.
    pub(crate) fn release(&self, session: &mut dyn Session) -> Result<(), StoreError> {
        let free = Timestamp::from_millis(0);
        session.persist(&mut |db| ledger_rows::renew_log(db, self.id, &self.settings.holder, free))
    }
}

/// The storage's own error as it was; anything else is the ledger's.
fn refusal(error: LogError<StoreError>) -> StoreError {
    match error {
        LogError::Storage(error) => error,
        other => StoreError::Ledger(other.to_string()),
    }
}

/// The storage that `ledger::Log` asks for.
struct Keeper<'s> {
    session: &'s mut dyn Session,
    holder: &'s [u8; 16],
    now: Timestamp,
}

impl Keeper<'_> {
    fn look<T>(
        &mut self,
        mut read: impl FnMut(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut found = None;
        self.session.look(&mut |db| {
            found = Some(read(db)?);
            Ok(())
        })?;
        found.ok_or(StoreError::Closed)
    }
}

impl Durable for Keeper<'_> {
    type Error = StoreError;

    fn persist(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        let until = self.now.plus_seconds(LEASE_SECONDS);
        self.session.persist(&mut |db| ledger_rows::write_batch(db, self.holder, until, batch))
    }

    fn head(&mut self, log: LogId) -> Result<Option<String>, StoreError> {
        self.look(|db| ledger_rows::head(db, log))
    }

    fn tile(&mut self, log: LogId, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.look(|db| ledger_rows::tile(db, log, level, index))
    }

    fn entries(&mut self, log: LogId, from: u64, count_max: u32) -> Result<Vec<Entry>, StoreError> {
        self.look(|db| ledger_rows::entries(db, log, from, count_max))
    }
}

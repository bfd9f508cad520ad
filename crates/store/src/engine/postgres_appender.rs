//! The thread that appends to this process's log on PostgreSQL: what waits becomes one batch, one commit.

use std::sync::Arc;
use std::time::Duration;

use amanah_domain::{Clock, Timestamp};
use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::postgres_again::persevere;
use super::postgres_session::PgSession;
use super::work::{Attach, Group, Record, Work};
use crate::StoreError;
use crate::faults::Commit;
use crate::ledger_log::{AttachedLog, LEASE_SECONDS, Rows, Session};

/// Callers that share one batch, at most.
const CALLERS_PER_BATCH_MAX: usize = 256;
/// How often an idle log renews its lease: three tries before it ends.
const RENEW_SECONDS: u64 = LEASE_SECONDS.unsigned_abs() / 4;
const BEGIN: &str = "begin isolation level read committed read write";

pub(crate) struct Appender {
    session: PgSession,
    clock: Arc<dyn Clock>,
    log: Option<AttachedLog>,
}

impl Appender {
    pub(crate) fn new(session: PgSession, clock: Arc<dyn Clock>) -> Self {
        Self { session, clock, log: None }
    }

    pub(crate) fn serve(mut self, work: &Receiver<Work>) {
        loop {
            match work.recv_timeout(Duration::from_secs(RENEW_SECONDS)) {
                Ok(first) => {
                    let group = Group::take(first, work, CALLERS_PER_BATCH_MAX);
                    for task in group.tasks {
                        task.finish(Err(StoreError::ReadOnly));
                    }
                    group.attach.into_iter().for_each(|attach| self.attach(attach));
                    self.append(group.records);
                }
                Err(RecvTimeoutError::Timeout) => self.renew(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        if let Some(log) = &self.log
            && let Err(error) = log.release(&mut LedgerSession(&mut self.session))
        {
            tracing::debug!(%error, "the log was not given back; its lease ends by itself");
        }
    }

    fn append(&mut self, records: Vec<Record>) {
        let now = self.clock.now();
        let mut session = LedgerSession(&mut self.session);
        let failed = AttachedLog::append_all(self.log.as_mut(), &mut session, now, records);
        if matches!(failed, Some(StoreError::Fenced { .. }))
            && let Some(log) = self.log.take()
        {
            // This process was silent for longer than its lease and another took the log over. Nothing
            // was written to it since; the next entries go to a log of our own again.
            tracing::warn!(log = %log.taken().id, "the log was taken over; another one is taken");
            match AttachedLog::acquire(&mut session, log.into_settings(), self.clock.as_ref(), false) {
                Ok(log) => self.log = Some(log),
                Err(error) => tracing::error!(%error, "no log could be taken; nothing can be recorded"),
            }
        }
    }

    fn attach(&mut self, attach: Attach) {
        let Attach { settings, reply } = attach;
        let mut session = LedgerSession(&mut self.session);
        let attached = AttachedLog::acquire(&mut session, settings, self.clock.as_ref(), false);
        reply.send(attached.map(|log| {
            let taken = log.taken();
            self.log = Some(log);
            taken
        }));
    }

    fn renew(&mut self) {
        let now: Timestamp = self.clock.now();
        if let Some(log) = &self.log
            && let Err(error) = log.renew(&mut LedgerSession(&mut self.session), now)
        {
            tracing::warn!(%error, "the lease on the log was not renewed");
        }
    }
}

struct LedgerSession<'s>(&'s mut PgSession);

impl Session for LedgerSession<'_> {
    fn look(&mut self, rows: Rows<'_>) -> Result<(), StoreError> {
        persevere(|| self.0.read(|db| rows(db)))?
    }

    fn persist(&mut self, rows: Rows<'_>) -> Result<(), StoreError> {
        let mut written = Ok(());
        let doomed = persevere(|| {
            self.0.transaction(BEGIN, Some(Commit::Ledger), &mut |db| {
                written = rows(db);
                written.is_ok()
            })
        })?;
        written?;
        doomed.map_or(Ok(()), Err)
    }
}

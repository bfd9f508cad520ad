//! The one thread that writes on SQLite: **group commit**. Waiting closures run one after another, each in
//! its own savepoint; ledger entries of all waiting callers follow as one batch; then one durable commit
//! answers everybody. Nobody is answered before it: also an error may rest on what a neighbour in the
//! group had written.

use std::sync::Arc;

use amanah_domain::Clock;
use crossbeam_channel::Receiver;

use super::sqlite_connection::{SqliteConnection, run};
use super::work::{Attach, Group, Record, Task, Work};
use crate::StoreError;
use crate::dialect::sqlite::classify;
use crate::faults::{Commit, Faults};
use crate::ledger_log::{AttachedLog, Rows, Session};

/// Callers that share one commit, at most. Measured: the flush is paid off by then (410,000 small rows a
/// second at 256), and a longer group only makes the first one wait.
pub(crate) const GROUP_SIZE_MAX: usize = 256;

pub(crate) struct Writer {
    raw: rusqlite::Connection,
    clock: Arc<dyn Clock>,
    faults: Option<Arc<dyn Faults>>,
    log: Option<AttachedLog>,
}

impl Writer {
    pub(crate) fn new(
        raw: rusqlite::Connection,
        clock: Arc<dyn Clock>,
        faults: Option<Arc<dyn Faults>>,
    ) -> Self {
        Self { raw, clock, faults, log: None }
    }

    /// Works until the queue is closed and empty, then empties the write-ahead log into the file.
    pub(crate) fn serve(mut self, work: &Receiver<Work>) {
        while let Ok(first) = work.recv() {
            let group = Group::take(first, work, GROUP_SIZE_MAX);
            group.attach.into_iter().for_each(|attach| self.attach(attach));
            if !group.tasks.is_empty() || !group.records.is_empty() {
                self.group(group.tasks, group.records);
            }
        }
        if let Some(log) = self.log.take() {
            let mut session = GroupSession { raw: &self.raw, faults: None, outcome: None };
            drop(log.release(&mut session));
        }
        if let Err(error) = self.raw.execute_batch("pragma wal_checkpoint(truncate)") {
            tracing::warn!(%error, "the write-ahead log was not emptied; it will be at the next start");
        }
    }

    fn group(&mut self, mut tasks: Vec<Box<dyn Task>>, records: Vec<Record>) {
        let verdict = run(&self.raw, "begin immediate").and_then(|()| {
            for task in &mut tasks {
                self.savepoint(task.as_mut())?;
            }
            Ok(())
        });
        let verdict = match verdict {
            Ok(()) => self.finish(records),
            Err(error) => {
                rollback(&self.raw);
                for record in records {
                    record.reply.send(Err(error.clone()));
                }
                Err(error)
            }
        };
        for task in tasks {
            task.finish(verdict.clone());
        }
    }

    /// Runs one closure. Its own failure is rolled back alone; an error here ends the whole group.
    fn savepoint(&self, task: &mut dyn Task) -> Result<(), StoreError> {
        run(&self.raw, "savepoint caller")?;
        let mut db = SqliteConnection::new(&self.raw);
        let kept = task.run(&mut db);
        let failed = db.failed();
        if self.raw.is_autocommit() {
            // A full disk or an I/O error makes SQLite roll back everything, neighbours included.
            return Err(failed.unwrap_or(StoreError::CommitFailed("the transaction was rolled back".into())));
        }
        if kept && failed.is_none() {
            return run(&self.raw, "release caller");
        }
        run(&self.raw, "rollback to caller")?;
        run(&self.raw, "release caller")?;
        if kept && let Some(error) = failed {
            task.doom(StoreError::Doomed(error.to_string()));
        }
        Ok(())
    }

    /// Appends what is to be recorded and commits. The verdict is that of the commit.
    fn finish(&mut self, records: Vec<Record>) -> Result<(), StoreError> {
        let faults = self.faults.as_deref();
        let mut session = GroupSession { raw: &self.raw, faults, outcome: None };
        AttachedLog::append_all(self.log.as_mut(), &mut session, self.clock.now(), records);
        match session.outcome {
            Some(outcome) => outcome,
            // No entries, or the ledger refused them: the closures are committed all the same.
            None => commit(&self.raw, faults, Commit::Work),
        }
    }

    fn attach(&mut self, attach: Attach) {
        let Attach { settings, reply } = attach;
        let mut session = GroupSession { raw: &self.raw, faults: None, outcome: None };
        // The file lock says that no other process lives, so every lease is free.
        let attached = AttachedLog::acquire(&mut session, settings, self.clock.as_ref(), true);
        reply.send(attached.map(|log| {
            let taken = log.taken();
            self.log = Some(log);
            taken
        }));
    }
}

fn rollback(raw: &rusqlite::Connection) {
    if !raw.is_autocommit()
        && let Err(error) = run(raw, "rollback")
    {
        tracing::error!(%error, "a transaction was not rolled back");
    }
}

fn commit(raw: &rusqlite::Connection, faults: Option<&dyn Faults>, what: Commit) -> Result<(), StoreError> {
    if faults.is_some_and(|faults| faults.before_commit(what)) {
        rollback(raw);
        return Err(StoreError::CommitFailed("injected".into()));
    }
    let committed = raw.prepare_cached("commit").and_then(|mut statement| statement.raw_execute());
    if let Err(error) = committed {
        rollback(raw);
        return Err(match error.sqlite_error_code() {
            // The flush failed after the pages were written: after a restart they may be there.
            Some(rusqlite::ErrorCode::SystemIoFailure) => StoreError::CommitUnknown,
            _ => match classify(&error) {
                StoreError::DiskFull => StoreError::DiskFull,
                other => StoreError::CommitFailed(other.to_string()),
            },
        });
    }
    if faults.is_some_and(|faults| faults.after_commit(what)) {
        return Err(StoreError::CommitUnknown);
    }
    Ok(())
}

/// The group's transaction as the ledger sees it: its rows join what the closures wrote, and its
/// `persist` is the commit of the group.
struct GroupSession<'w> {
    raw: &'w rusqlite::Connection,
    faults: Option<&'w dyn Faults>,
    /// What the commit said, once it was tried.
    outcome: Option<Result<(), StoreError>>,
}

impl Session for GroupSession<'_> {
    fn look(&mut self, rows: Rows<'_>) -> Result<(), StoreError> {
        rows(&mut SqliteConnection::new(self.raw))
    }

    fn persist(&mut self, rows: Rows<'_>) -> Result<(), StoreError> {
        if self.raw.is_autocommit() {
            run(self.raw, "begin immediate")?;
        }
        let written =
            run(self.raw, "savepoint ledger").and_then(|()| rows(&mut SqliteConnection::new(self.raw)));
        let kept = match &written {
            Ok(()) => run(self.raw, "release ledger"),
            // The closures of the group are not at fault; they are committed without the ledger.
            Err(_) => run(self.raw, "rollback to ledger").and_then(|()| run(self.raw, "release ledger")),
        };
        if let Err(error) = kept {
            // SQLite gave up the whole transaction (full disk, I/O error), or it is of no more use.
            rollback(self.raw);
            let error = written.err().unwrap_or(error);
            self.outcome = Some(Err(error.clone()));
            return Err(error);
        }
        written?;
        let outcome = commit(self.raw, self.faults, Commit::Ledger);
        self.outcome = Some(outcome.clone());
        outcome
    }
}

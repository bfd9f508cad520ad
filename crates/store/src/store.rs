//! The store as the other rooms see it: open, read, write, scan, record. Migrating is in
//! `migrate`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use amanah_domain::Clock;
use amanah_ledger::{BODY_BYTES_MAX, Draft, Receipt};
use crossbeam_channel::Sender;
use tokio::sync::oneshot;

use crate::dialect::sqlite::{STAGED_PRAGMAS, WRITER_PRAGMAS};
use crate::engine::work::{Attach, Closure, Record, Reply, Work};
use crate::engine::{Queues, Running, SCANS_WAITING_MAX, WAITING_MAX, offer, postgres, sqlite};
use crate::log_settings::{DRAFTS_PER_CALL_MAX, LogSettings, LogTaken};
use crate::{Connection, Engine, Faults, StoreError};

/// Where the data lie.
#[derive(Clone)]
pub enum StoreConfig {
    /// A SQLite file, made when it does not exist. The folder must.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// A PostgreSQL server.
    Postgres {
        /// `postgres://user@host:port/database?sslmode=require`. Beyond this machine TLS is used unless
        /// it says `sslmode=disable`.
        url: String,
        /// Connections for people's work; one for scans and one for the ledger come on top.
        pool_size: usize,
        /// A PEM file of certificates to trust instead of the public ones.
        tls_roots: Option<PathBuf>,
    },
}

impl fmt::Debug for StoreConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "Sqlite({})", path.display()),
            // The URL may carry a password.
            Self::Postgres { pool_size, .. } => write!(f, "Postgres({pool_size} connections)"),
        }
    }
}

/// An open store. Clones share it; when the last is dropped, waiting work is finished, threads end and
/// SQLite's write-ahead log is emptied into the file.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    clock: Arc<dyn Clock>,
    /// `None` only while being dropped.
    running: Option<Running>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({:?})", self.inner.engine)
    }
}

impl Store {
    /// Opens the store. Does not migrate; see [`Self::migrate_blocking`].
    ///
    /// Errors: [`StoreError::InUse`] when another process serves the file, [`StoreError::Path`],
    /// [`StoreError::Open`].
    pub fn open(config: &StoreConfig, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Self::open_with_faults(config, clock, None)
    }

    /// [`Self::open`], with a storage that fails on purpose. For tests.
    pub fn open_with_faults(
        config: &StoreConfig,
        clock: Arc<dyn Clock>,
        faults: Option<Arc<dyn Faults>>,
    ) -> Result<Self, StoreError> {
        let (engine, running) = match config {
            StoreConfig::Sqlite { path } => {
                (Engine::Sqlite, sqlite::open(path, Arc::clone(&clock), faults, WRITER_PRAGMAS)?)
            }
            StoreConfig::Postgres { url, pool_size, tls_roots } => {
                let roots = tls_roots.as_deref();
                (Engine::Postgres, postgres::open(url, *pool_size, roots, Arc::clone(&clock), faults)?)
            }
        };
        Ok(Self { inner: Arc::new(Inner { engine, clock, running: Some(running) }) })
    }

    /// Opens a SQLite file that is made anew and thrown away unless it becomes whole, as a restore does:
    /// writes are not durable one by one. Once the store is closed, sync the file before it is relied on.
    ///
    /// Errors: as [`Self::open`].
    pub fn open_staged(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let running = sqlite::open(path, Arc::clone(&clock), None, STAGED_PRAGMAS)?;
        Ok(Self { inner: Arc::new(Inner { engine: Engine::Sqlite, clock, running: Some(running) }) })
    }

    /// Which engine runs.
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// The clock that the store was opened with.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    /// Runs a closure that only reads. On SQLite it sees one snapshot; on PostgreSQL each statement sees
    /// its own (what must agree belongs in one query, or in [`Self::scan`]).
    ///
    /// The closure may be run again and has no effect outside the database; so has that of every call
    /// below. Errors: [`StoreError::Busy`] when the queue is full, and what the closure returns.
    pub async fn read<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask(Lane::Read, |reply| Work::Read(Box::new(Closure::new(body, reply)))).await
    }

    /// Runs a closure in a transaction and answers after its durable commit. `Err` rolls back.
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask(Lane::Write, |reply| Work::Write(Box::new(Closure::new(body, reply)))).await
    }

    /// Runs a closure that reads for long (an export, a count over everything) on a thread of its own,
    /// in one snapshot on both engines. A few may wait; there is no time limit.
    pub async fn scan<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask(Lane::Scan, |reply| Work::Read(Box::new(Closure::new(body, reply)))).await
    }

    /// [`Self::read`] for the command line: blocks this thread, which must not be an async one.
    pub fn read_blocking<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask_blocking(Lane::Read, |reply| Work::Read(Box::new(Closure::new(body, reply))))
    }

    /// [`Self::write`] for the command line.
    pub fn write_blocking<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask_blocking(Lane::Write, |reply| Work::Write(Box::new(Closure::new(body, reply))))
    }

    /// [`Self::scan`] for the command line.
    pub fn scan_blocking<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask_blocking(Lane::Scan, |reply| Work::Read(Box::new(Closure::new(body, reply))))
    }

    /// Takes over a free log (or begins a new one) to which [`Self::record`] appends from now on.
    pub async fn attach_log(&self, settings: LogSettings) -> Result<LogTaken, StoreError> {
        self.ask(Lane::Ledger, |reply| Work::Attach(Attach { settings, reply })).await
    }

    /// [`Self::attach_log`] for the command line.
    pub fn attach_log_blocking(&self, settings: LogSettings) -> Result<LogTaken, StoreError> {
        self.ask_blocking(Lane::Ledger, |reply| Work::Attach(Attach { settings, reply }))
    }

    /// Puts entries on record, together with those of all callers that wait, and returns a receipt for
    /// each, in order, once they are durable.
    ///
    /// Errors: [`StoreError::NoLog`], [`StoreError::TooMany`], [`StoreError::Fenced`]. After
    /// [`StoreError::CommitUnknown`] the entries may be on record; no receipt exists for them.
    pub async fn record(&self, drafts: Vec<Draft>) -> Result<Vec<Receipt>, StoreError> {
        check_drafts(&drafts)?;
        self.ask(Lane::Ledger, |reply| Work::Record(Record { drafts, reply })).await
    }

    /// [`Self::record`] for the command line.
    pub fn record_blocking(&self, drafts: Vec<Draft>) -> Result<Vec<Receipt>, StoreError> {
        check_drafts(&drafts)?;
        self.ask_blocking(Lane::Ledger, |reply| Work::Record(Record { drafts, reply }))
    }

    /// How many callers wait, in all queues: for the metrics.
    pub fn waiting(&self) -> usize {
        self.inner.running.as_ref().map_or(0, |running| {
            let Queues { read, write, scan, ledger } = &running.queues;
            // Two names of one queue count once.
            let other = |queue: &Sender<Work>| if queue.same_channel(write) { 0 } else { queue.len() };
            write.len() + other(read) + other(ledger) + scan.len()
        })
    }

    async fn ask<T, E>(&self, lane: Lane, work: impl FnOnce(Reply<Result<T, E>>) -> Work) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let (sender, answer) = oneshot::channel();
        self.send(lane, work(Reply::Async(sender)));
        answer.await.unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    fn ask_blocking<T, E>(&self, lane: Lane, work: impl FnOnce(Reply<Result<T, E>>) -> Work) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let (sender, answer) = crossbeam_channel::bounded(1);
        self.send(lane, work(Reply::Blocking(sender)));
        answer.recv().unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    fn send(&self, lane: Lane, work: Work) {
        let Some(running) = &self.inner.running else {
            return work.fail(StoreError::Closed);
        };
        let Queues { read, write, scan, ledger } = &running.queues;
        match lane {
            Lane::Read => offer(read, "read", WAITING_MAX, work),
            Lane::Write => offer(write, "write", WAITING_MAX, work),
            Lane::Scan => offer(scan, "scan", SCANS_WAITING_MAX, work),
            Lane::Ledger => offer(ledger, "ledger", WAITING_MAX, work),
        }
    }
}

/// One caller's mistake must not fail the batch it shares with others, so it is found before.
fn check_drafts(drafts: &[Draft]) -> Result<(), StoreError> {
    if drafts.len() > DRAFTS_PER_CALL_MAX {
        let given = drafts.len();
        return Err(StoreError::TooMany { what: "entries to record", given, max: DRAFTS_PER_CALL_MAX });
    }
    match drafts.iter().map(|draft| draft.body.len()).find(|length| *length > BODY_BYTES_MAX) {
        Some(given) => Err(StoreError::TooMany { what: "bytes of an entry", given, max: BODY_BYTES_MAX }),
        None => Ok(()),
    }
}

#[derive(Clone, Copy)]
enum Lane {
    Read,
    Write,
    Scan,
    Ledger,
}

impl Drop for Inner {
    fn drop(&mut self) {
        let Some(Running { queues, threads, lock }) = self.running.take() else { return };
        drop(queues);
        for thread in threads {
            // A closure may have held the last clone; a thread cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store panicked");
            }
        }
        drop(lock);
    }
}

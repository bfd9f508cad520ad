//! The two engines. Each is a few threads that take [`work::Work`] from bounded queues; no async thread
//! ever touches a database.

pub(crate) mod postgres;
pub(crate) mod postgres_again;
pub(crate) mod postgres_appender;
pub(crate) mod postgres_session;
pub(crate) mod sqlite;
pub(crate) mod sqlite_connection;
pub(crate) mod sqlite_writer;
pub(crate) mod work;

use std::thread::JoinHandle;

use crossbeam_channel::{Sender, TrySendError};

use crate::StoreError;
use work::Work;

/// Waiting callers per queue, at most; the next one is told [`StoreError::Busy`]. At the measured rates
/// this is well under a second of work, so nobody waits longer than a page may take.
pub(crate) const WAITING_MAX: usize = 8_192;
/// Waiting scans, at most: each may take minutes.
pub(crate) const SCANS_WAITING_MAX: usize = 16;

/// The ways into an engine; two of them may be one queue.
pub(crate) struct Queues {
    pub(crate) read: Sender<Work>,
    pub(crate) write: Sender<Work>,
    pub(crate) scan: Sender<Work>,
    pub(crate) ledger: Sender<Work>,
}

/// A running engine. Threads end when the queues are dropped and drained.
pub(crate) struct Running {
    pub(crate) queues: Queues,
    /// In the order in which they are waited for.
    pub(crate) threads: Vec<JoinHandle<()>>,
    /// Held while the store is open (SQLite: no second process on the same file).
    pub(crate) lock: Option<std::fs::File>,
}

/// Puts work into a queue, or answers it with the reason why not.
pub(crate) fn offer(queue: &Sender<Work>, name: &'static str, waiting_max: usize, work: Work) {
    match queue.try_send(work) {
        Ok(()) => {}
        Err(TrySendError::Full(work)) => work.fail(StoreError::Busy { queue: name, waiting_max }),
        Err(TrySendError::Disconnected(work)) => work.fail(StoreError::Closed),
    }
}

/// Starts a named thread.
pub(crate) fn spawn(
    name: String,
    body: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new()
        .name(name)
        .spawn(body)
        .map_err(|error| StoreError::Open(format!("no thread: {error}")))
}

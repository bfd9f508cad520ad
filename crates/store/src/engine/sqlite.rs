//! Opens a SQLite file: lock, one writer, a few readers, one thread for long scans.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;

use amanah_domain::Clock;
use crossbeam_channel::{Receiver, bounded};
use rusqlite::OpenFlags;

use super::sqlite_connection::{SqliteConnection, run};
use super::sqlite_writer::Writer;
use super::work::Work;
use super::{Queues, Running, SCANS_WAITING_MAX, WAITING_MAX, spawn};
use crate::dialect::sqlite::{READER_PRAGMAS, STATEMENTS_CACHED_MAX, classify};
use crate::{Faults, StoreError};

/// Reader threads. Point reads of one thread answer well over 100,000 a second; more threads than cores
/// only help when pages come from disk.
const READERS: usize = 3;
/// Closures a reader takes per wake-up, at most: they share a snapshot taken after the last one queued.
const READS_PER_WAKE_MAX: usize = 32;

pub(crate) fn open(
    path: &Path,
    clock: Arc<dyn Clock>,
    faults: Option<Arc<dyn Faults>>,
    writer_pragmas: &str,
) -> Result<Running, StoreError> {
    let lock = lock(path)?;
    own(path)?;
    let writer = connect(path, writer_pragmas)?;
    let (write, write_work) = bounded(WAITING_MAX);
    let (read, read_work) = bounded(WAITING_MAX);
    let (scan, scan_work) = bounded(SCANS_WAITING_MAX);
    let mut threads = Vec::new();
    for number in 0..READERS {
        let (raw, work) = (connect(path, READER_PRAGMAS)?, read_work.clone());
        threads.push(spawn(format!("store-read-{number}"), move || serve(&raw, &work, READS_PER_WAKE_MAX))?);
    }
    let raw = connect(path, READER_PRAGMAS)?;
    threads.push(spawn("store-scan".into(), move || serve(&raw, &scan_work, 1))?);
    // Waited for last: it empties the write-ahead log, which no reader may hold then.
    let writer = Writer::new(writer, clock, faults);
    threads.push(spawn("store-write".into(), move || writer.serve(&write_work))?);
    let queues = Queues { read, scan, ledger: write.clone(), write };
    Ok(Running { queues, threads, lock: Some(lock) })
}

/// Two processes on one file would each keep a ledger log and a group commit of their own, so the second
/// is refused. The lock is the operating system's: it ends with the process, however that ends.
fn lock(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|error| StoreError::path(Path::new(&name), &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.display().to_string() }),
        Err(TryLockError::Error(error)) => Err(StoreError::Open(format!("cannot lock: {error}"))),
    }
}

/// Makes the file before SQLite does, readable by its owner alone; the write-ahead log takes after it.
fn own(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| StoreError::path(path, &error))
}

fn connect(path: &Path, pragmas: &str) -> Result<rusqlite::Connection, StoreError> {
    // No mutex: each connection belongs to one thread.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let named = |error: rusqlite::Error| match classify(&error) {
        StoreError::Open(why) => StoreError::Path { path: path.display().to_string(), why },
        other => other,
    };
    let raw = rusqlite::Connection::open_with_flags(path, flags).map_err(named)?;
    raw.execute_batch(pragmas).map_err(named)?;
    raw.set_prepared_statement_cache_capacity(STATEMENTS_CACHED_MAX);
    Ok(raw)
}

fn serve(raw: &rusqlite::Connection, work: &Receiver<Work>, per_wake_max: usize) {
    while let Ok(first) = work.recv() {
        // A fair share of what waits, so that other readers are not left idle.
        let share = (work.len() / READERS).min(per_wake_max.saturating_sub(1));
        let batch = std::iter::once(first).chain(work.try_iter().take(share)).collect::<Vec<_>>();
        // One snapshot for the batch: taken at its first read, after everyone in it had asked.
        if let Err(error) = run(raw, "begin") {
            batch.into_iter().for_each(|work| work.fail(error.clone()));
            continue;
        }
        for work in batch {
            match work {
                Work::Read(task) if task.is_abandoned() => {}
                Work::Read(mut task) => {
                    task.run(&mut SqliteConnection::new(raw));
                    task.finish(Ok(()));
                }
                other => other.fail(StoreError::ReadOnly),
            }
        }
        if let Err(error) = run(raw, "commit") {
            tracing::warn!(%error, "a read transaction did not end");
            drop(run(raw, "rollback"));
        }
    }
}

//! Keys are rotated: a new epoch begins, and everybody's key row is wrapped by it, while people go on.
//! No value is opened. Killed at any point it goes on where it was: what is done is seen from the rows.

use std::sync::Arc;
use std::time::Duration;

use amanah_domain::PersonId;
use amanah_domain::states::EpochState;
use amanah_store::key_epochs;
use amanah_store::people::{self, KeyRow};
use amanah_store::reports::{self, Report};
use amanah_vault::Vault;

use crate::access::key_row;
use crate::error::{ActionError, Done};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;

pub(crate) const KIND: &str = "rotate-keys";
/// The kind of report that a rotation leaves.
pub const REPORT: &str = "rotation";

/// Key rows of one transaction: some milliseconds of the engine's time, for which others wait.
const BATCH_ROWS: u32 = 1_024;
/// Callers of the store that wait, above which re-wrapping makes room.
const WAITING_HIGH: usize = 16;
/// Pauses before a batch, at most, and their milliseconds: rotation goes on even on the busiest day.
const PAUSES_MAX: u32 = 50;
const PAUSE_MS: u64 = 20;
/// Threads that unwrap and wrap, at most.
const THREADS_MAX: usize = 8;
/// Passes over what is left under older epochs: those who came in while the epoch ended are met again.
const PASSES_MAX: u32 = 100;

/// How far a rotation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rotation {
    /// Into which epoch.
    pub epoch: u32,
    /// Key rows wrapped anew.
    pub done: u64,
    /// Key rows that were under older epochs when it began.
    pub total: u64,
}

/// What came of re-wrapping everybody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rewrapped {
    /// The epoch that wraps everybody now.
    pub epoch: u32,
    /// Key rows wrapped anew.
    pub done: u64,
    /// Key rows that could not be unwrapped: damaged, or their epoch's key is gone.
    pub damaged: u64,
}

/// The job that begins `epoch` (or goes on with it). One for each epoch, whoever asks for it.
pub(crate) fn job(office: &Office, epoch: u32) -> QueuedJob {
    QueuedJob::once(KIND, &key(epoch), office.now(), &epoch.to_be_bytes())
}

/// The job's key within its kind.
pub(crate) fn key(epoch: u32) -> [u8; 4] {
    epoch.to_be_bytes()
}

/// One batch under way.
struct Batch {
    /// Rows that were read; those that could not be unwrapped are missing among the wrapped.
    read: usize,
    last: Option<PersonId>,
    wrapped: Vec<KeyRow>,
}

impl Office {
    /// Does the job. `told` hears how far it is.
    pub(crate) async fn rotate_keys(&self, task: &Task, told: &mut (dyn FnMut(Rotation) + Send)) -> Done<()> {
        let wanted = task.job.payload.first_chunk().map(|epoch| u32::from_be_bytes(*epoch));
        let wanted = wanted.ok_or(ActionError::Internal("a rotation names no epoch"))?;
        // Another process may have begun it, and died.
        self.keep_up_with_epochs().await?;
        self.goes_on(task).await?;
        if self.vault.newest_epoch() < wanted {
            self.with_keyring(Vault::begin_epoch).await?;
        }
        self.open_epoch(self.vault.newest_epoch()).await?;
        let came = self.rewrap_everybody(task, told).await?;
        let (now, task) = (self.now(), task.clone());
        let Rewrapped { epoch, done, damaged } = came;
        let summary = match damaged {
            0 => format!("rotated to epoch {epoch}: {done} key rows"),
            _ => format!("rotated to epoch {epoch}: {done} key rows; {damaged} cannot be unwrapped"),
        };
        let report = Report { kind: REPORT.to_owned(), ran_at: now, fine: damaged == 0, summary };
        self.store
            .write(move |db| {
                reports::add(db, &report)?;
                task.done(db, now)
            })
            .await?;
        if damaged > 0 {
            tracing::error!(damaged, "key rows that cannot be unwrapped stay under their epoch");
        }
        Ok(())
    }

    async fn goes_on(&self, task: &Task) -> Done<()> {
        let (now, task) = (self.now(), task.clone());
        Ok(self.store.write(move |db| task.goes_on(db, now)).await?)
    }

    async fn rewrap_everybody(
        &self,
        task: &Task,
        told: &mut (dyn FnMut(Rotation) + Send),
    ) -> Done<Rewrapped> {
        let epoch = self.vault.newest_epoch();
        let older = |counts: Vec<(i64, u64)>| -> u64 {
            counts.into_iter().filter(|(e, _)| *e < i64::from(epoch)).map(|(_, count)| count).sum()
        };
        let total = older(self.store.scan(people::key_counts).await?);
        let mut done = 0;
        told(Rotation { epoch, done, total });
        for _ in 0..PASSES_MAX {
            let (mut changed, mut damaged) = (0, 0);
            for old in self.older_epochs(epoch).await? {
                let mut batch = self.wrap_after(old, None).await?;
                while batch.read > 0 {
                    damaged += (batch.read - batch.wrapped.len()) as u64;
                    let last = batch.last;
                    // The next ones are wrapped while these are written.
                    let (written, next) =
                        tokio::join!(self.write_batch(epoch, batch, task), self.wrap_after(old, last));
                    changed += written?;
                    batch = next?;
                    told(Rotation { epoch, done: done + changed, total: total.max(done + changed) });
                }
            }
            done += changed;
            if changed == 0 {
                return Ok(Rewrapped { epoch, done, damaged });
            }
        }
        Err(ActionError::Internal("key rows go on coming in under an epoch that has ended"))
    }

    /// Epochs that may still wrap somebody's keys.
    async fn older_epochs(&self, newest: u32) -> Done<Vec<u32>> {
        let rows = self.store.read(key_epochs::list).await?;
        let older = rows.into_iter().filter(|row| row.epoch < newest && row.state != EpochState::Destroyed);
        Ok(older.map(|row| row.epoch).collect())
    }

    /// The next rows of an old epoch, wrapped by the newest one.
    async fn wrap_after(&self, old: u32, after: Option<PersonId>) -> Done<Batch> {
        let rows = self
            .store
            .read(move |db| people::keys_of_epoch(db, i64::from(old), after.as_ref(), BATCH_ROWS))
            .await?;
        let (read, last) = (rows.len(), rows.last().map(|row| row.person));
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        let share = rows.len().div_ceil(threads).max(1);
        let mut rows = rows.into_iter().peekable();
        let mut under_way = Vec::with_capacity(threads);
        while rows.peek().is_some() {
            let (vault, rows) = (Arc::clone(&self.vault), rows.by_ref().take(share).collect::<Vec<_>>());
            under_way.push(tokio::task::spawn_blocking(move || wrap_all(&vault, rows)));
        }
        let mut wrapped = Vec::with_capacity(read);
        for thread in under_way {
            wrapped.extend(thread.await.map_err(|_| ActionError::Internal("re-wrapping panicked"))?);
        }
        Ok(Batch { read, last, wrapped })
    }

    /// One transaction; a sign of life with it, so that of two at the same job one gives up.
    async fn write_batch(&self, epoch: u32, batch: Batch, task: &Task) -> Done<u64> {
        for _ in 0..PAUSES_MAX {
            if self.store.waiting() <= WAITING_HIGH {
                break;
            }
            tokio::time::sleep(Duration::from_millis(PAUSE_MS)).await;
        }
        if batch.wrapped.iter().any(|row| row.epoch != i64::from(epoch)) {
            return Err(ActionError::State("another-epoch-began"));
        }
        let (rows, task, now) = (batch.wrapped, task.clone(), self.now());
        Ok(self
            .store
            .write(move |db| {
                task.goes_on(db, now)?;
                people::rewrap_keys(db, i64::from(epoch), &rows)
            })
            .await?)
    }
}

/// What cannot be unwrapped is left as it is: its epoch then stays, and somebody is told.
fn wrap_all(vault: &Vault, rows: Vec<KeyRow>) -> Vec<KeyRow> {
    let rewrap = |row: KeyRow| {
        let (person, version) = (row.person, row.version);
        let fresh = vault.rewrap(person, &key_row(row).ok()?).ok()?;
        Some(KeyRow { person, epoch: i64::from(fresh.epoch), wrapped: fresh.wrapped, version })
    };
    rows.into_iter().filter_map(rewrap).collect()
}

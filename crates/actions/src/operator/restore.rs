//! `backup restore`: a backup into an empty place. Everything is verified first, the journal is replayed,
//! and the database stands under its mark (on SQLite under another name) until it is whole, on record in
//! its ledger, and verified. Cut off at any point, nothing starts on what is there, and it can be run again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use amanah_domain::{Entry, FieldSet, Operation, Outcome, Purpose, Role, Timestamp, purposes::MakeBackup};
use amanah_ledger::{Combined, LogId, verify_log};
use amanah_store::{Store, StoreConfig, StoreError, dump, ledger_rows};
use amanah_vault::{Part, draft_of};
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::ledger_reader::LedgerReader;
use crate::office_open::{log_settings, origin_of};
use crate::operator::backup_archive::Archive;
use crate::operator::backup_create::checkpoint;
use crate::operator::backup_error::BackupError;
use crate::operator::backup_manifest::Manifest;
use crate::operator::backup_part::read_part;
use crate::operator::backup_verify::Counter;
use crate::operator::journal::{
    JournalHead, JournalRead, Known, kept_head, read_journal, write_file, write_head_file,
};
use crate::operator::restore_join::join_parts;
use crate::operator::restore_place::{alone, clear, give_name, told, unfinished};
use crate::operator::restore_replay::{Replay, Replayed};
use crate::person::prove_entry::heads;

/// Blocks on their way from the backup to the database, at most.
const BLOCKS_WAITING_MAX: usize = 16;
/// Bytes of rows that are put back in one transaction.
const TRANSACTION_BYTES: usize = 8 << 20;

/// What a restore is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Both parts and the journal are read and checked.
    Checking,
    /// Rows are put back.
    Filling,
    /// The journal is replayed, indexes are made.
    Finishing,
}

/// Told how far a restore is.
pub type Tell<'t> = dyn FnMut(Stage, u64, u64) + Send + 't;

/// Where a backup is put.
#[derive(Clone, Debug)]
pub enum RestoreInto {
    /// A SQLite file that is not there yet.
    Sqlite(PathBuf),
    /// An empty PostgreSQL database.
    Postgres(StoreConfig),
}

/// What to restore.
#[derive(Clone, Debug)]
pub struct RestoreOrder {
    /// Name of the backup whose data part is taken.
    pub name: String,
    /// Name of the backup whose key part is taken; without one the newest that opens.
    pub keys: Option<String>,
    /// Where to.
    pub into: RestoreInto,
    /// Hash of the policy in force, for the record.
    pub policy: [u8; 32],
}

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Whose data part.
    pub data: Manifest,
    /// Whose key part.
    pub keys: Manifest,
    /// Rows put back.
    pub rows: u64,
    /// Rows and values that had no key any more.
    pub dropped: u64,
    /// What the journal made it forget.
    pub replayed: Replayed,
    /// Entries of the journal.
    pub journal: JournalHead,
    /// Entries of the ledger that were put back and verify.
    pub entries: u64,
}

/// A backup that was checked wholly, ready to be put back.
pub(crate) struct Checked {
    pub(crate) data: Manifest,
    pub(crate) keys: Manifest,
    pub(crate) journal: JournalRead,
}

impl Archive<'_> {
    /// Restores. `seed` is that of the ledger's key.
    ///
    /// # Errors
    /// [`BackupError`]: the place is as empty as before, or marked, and the same call can be made again.
    pub async fn restore(
        &self,
        order: &RestoreOrder,
        seed: Zeroizing<[u8; 32]>,
        tell: &mut Tell<'_>,
    ) -> Result<Restored, BackupError> {
        let lock = self.shelves.folder.join("restore-lock");
        let _alone = alone(&lock)?;
        if let RestoreInto::Sqlite(path) = &order.into {
            if path.exists() {
                return Err(StoreError::NotEmpty.into());
            }
            // What one that was cut off left behind.
            clear(&unfinished(path))?;
        }
        let done = self.restore_alone(order, seed, tell).await;
        let done = match (done, &order.into) {
            (Err(error), RestoreInto::Sqlite(path)) => {
                // It may fill the disk. What cannot be removed is removed by the next try.
                let _ = clear(&unfinished(path));
                Err(told(error, path))
            }
            (done, _) => done,
        };
        if done.is_ok() {
            let _ = fs::remove_file(&lock);
        }
        done
    }

    async fn restore_alone(
        &self,
        order: &RestoreOrder,
        seed: Zeroizing<[u8; 32]>,
        tell: &mut Tell<'_>,
    ) -> Result<Restored, BackupError> {
        let checked = self.check(&order.name, order.keys.as_deref(), tell).await?;
        let opened = match &order.into {
            RestoreInto::Postgres(config) => self.open_store(config.clone()).await?,
            RestoreInto::Sqlite(path) => self.open_staged(unfinished(path)).await?,
        };
        let restored = self.refill(&opened, &checked, tell).await?;
        let note = note(&checked, restored.replayed.resealed);
        self.declare(&opened, seed, order.policy, &note).await?;
        let store = opened.clone();
        let combined = self.combined(&store).await?;
        self.keep_outside(&combined, &checked.journal.head)?;
        off(move || Ok(store.unmark_blocking()?)).await?;
        close(opened).await?;
        if let RestoreInto::Sqlite(path) = &order.into {
            give_name(path)?;
        }
        Ok(restored)
    }

    /// Everything that can be checked before anything is written.
    pub(crate) async fn check(
        &self,
        name: &str,
        keys: Option<&str>,
        tell: &mut Tell<'_>,
    ) -> Result<Checked, BackupError> {
        let data = self.manifest(name).await?;
        let keys = match keys {
            Some(keys) => self.key_manifest(keys).await?,
            None => self.newest_keys().await?,
        };
        let mut known = vec![known(&data, "the backup")?, known(&keys, "the key part")?];
        let verifier = self.signer.verifier();
        let kept = kept_head(&self.shelves.head_file(), verifier);
        let bad = |why| BackupError::File { path: self.shelves.head_file().display().to_string(), why };
        known.extend(kept.map_err(bad)?);
        let journal = read_journal(&self.shelves.journal, verifier, &self.vault, &known).await?;
        let total = data.data.row_count() + keys.keys.row_count();
        self.verify_part(&data, Part::Data, &mut |done, _| tell(Stage::Checking, done, total)).await?;
        let before = data.data.row_count();
        self.verify_part(&keys, Part::Keys, &mut |done, _| tell(Stage::Checking, before + done, total))
            .await?;
        Ok(Checked { data, keys, journal })
    }

    async fn open_store(&self, config: StoreConfig) -> Result<Store, BackupError> {
        let clock = Arc::clone(&self.clock);
        off(move || Ok(Store::open(&config, clock)?)).await
    }

    /// A SQLite file that is thrown away unless it becomes whole.
    pub(crate) async fn open_staged(&self, path: PathBuf) -> Result<Store, BackupError> {
        let clock = Arc::clone(&self.clock);
        off(move || Ok(Store::open_staged(&path, clock)?)).await
    }

    /// Fills an empty database with what was checked, replays the journal, and verifies the ledger. The
    /// mark stays.
    pub(crate) async fn refill(
        &self,
        store: &Store,
        checked: &Checked,
        tell: &mut Tell<'_>,
    ) -> Result<Restored, BackupError> {
        let total = checked.data.data.row_count() + checked.keys.keys.row_count();
        // Each part into tables of its own time, the older one first.
        let mut parts = [(&checked.data, Part::Data), (&checked.keys, Part::Keys)];
        parts.sort_by_key(|(manifest, _)| manifest.schema);
        let (fresh, schema) = (store.clone(), checked.data.schema.min(checked.keys.schema));
        let refill = off(move || Ok(fresh.begin_refill_blocking(schema)?)).await?;
        let mut rows = 0;
        for (manifest, part) in parts {
            let (fresh, schema, before) = (store.clone(), manifest.schema, rows);
            off(move || Ok(fresh.raise_refill_blocking(schema)?)).await?;
            rows += self
                .fill(store, manifest, part, &mut |done| tell(Stage::Filling, before + done, total))
                .await?;
        }
        tell(Stage::Finishing, 0, 0);
        let (fresh, vault, journal) = (store.clone(), Arc::clone(&self.vault), checked.journal.clone());
        let one = checked.data.name == checked.keys.name;
        let made_at = (!one).then(|| Timestamp::from_millis(checked.data.made_at));
        let replay = self.replay(made_at);
        let (now, first) = (self.clock.now(), first_log(self.clock.now()));
        let (dropped, replayed) = off(move || {
            fresh.end_refill_blocking(refill)?;
            let dropped = if one { 0 } else { join_parts(&fresh, &vault)? };
            let replayed = replay.run(&fresh, &journal.records)?;
            fresh.write_blocking(move |db| {
                dump::release_leases(db, now)?;
                dump::end_logs(db, first)
            })?;
            Ok((dropped, Replayed { past: journal.past, ..replayed }))
        })
        .await?;
        let entries = self.verify_ledger(store, &checked.data.name, checked.data.checkpoint()).await?;
        let (data, keys, journal) = (checked.data.clone(), checked.keys.clone(), checked.journal.head);
        Ok(Restored { data, keys, rows, dropped, replayed, journal, entries })
    }

    /// How removals are done again here.
    pub(crate) fn replay(&self, data_made_at: Option<Timestamp>) -> Replay {
        let (vault, chance) = (Arc::clone(&self.vault), Arc::clone(&self.chance));
        Replay { vault, chance, now: self.clock.now(), data_made_at }
    }

    async fn fill(
        &self,
        store: &Store,
        manifest: &Manifest,
        part: Part,
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64, BackupError> {
        let (sender, blocks) = sync_channel(BLOCKS_WAITING_MAX);
        let (shelf, vault) = (self.shelf(part).clone(), Arc::clone(&self.vault));
        let (manifest, handle) = (manifest.clone(), Handle::current());
        let reading = tokio::task::spawn_blocking(move || {
            let mut counter = Counter::new(part, &manifest);
            read_part(&shelf, &vault, &manifest, part, &handle, &mut |block| {
                // Each row was looked at when everything was checked.
                counter.count(&block, false)?;
                sender.send(block).map_err(|_| BackupError::Internal("nobody takes the rows"))
            })?;
            counter.compare()
        });
        let store = store.clone();
        let (told, mut done) = tokio::sync::mpsc::unbounded_channel();
        let loading = tokio::task::spawn_blocking(move || load(&store, &blocks, &told));
        while let Some(rows) = done.recv().await {
            progress(rows);
        }
        let ended = || BackupError::Internal("the restore ended");
        let (read, loaded) = (reading.await.map_err(|_| ended())?, loading.await.map_err(|_| ended())?);
        // A full disk ends the reading as well, and is what is to be told.
        let rows = loaded?;
        read.map(|()| rows)
    }

    /// Every log entry by entry, and against the checkpoint of the moment of the backup.
    pub(crate) async fn verify_ledger(
        &self,
        store: &Store,
        name: &str,
        kept: Option<Combined>,
    ) -> Result<u64, BackupError> {
        let (verifier, name) = (self.signer.verifier().clone(), name.to_owned());
        let findings = store
            .scan(move |db| {
                let mut entries = 0;
                let mut logs: Vec<LogId> = ledger_rows::heads(db)?.into_iter().map(|head| head.log).collect();
                let known = kept.iter().flat_map(Combined::logs).map(|(log, _)| *log);
                logs.extend(known);
                logs.sort_unstable();
                logs.dedup();
                for log in logs {
                    let origin = origin_of(verifier.name(), log);
                    let outside = kept.as_ref().and_then(|kept| kept.checkpoint(log)).cloned();
                    let mut reader = LedgerReader(db);
                    let report =
                        verify_log(&mut reader, log, &origin, &verifier, outside.as_ref(), &mut |_, _| {})?;
                    entries += report.size;
                    if let Some(finding) = report.findings.first() {
                        return Ok(Err(format!("log {log}: {finding}")));
                    }
                }
                Ok::<_, StoreError>(Ok(entries))
            })
            .await?;
        findings.map_err(|finding| BackupError::Ledger { name, finding })
    }

    /// Writes into the ledger that this database was put back, in a log that begins with it.
    pub(crate) async fn declare(
        &self,
        store: &Store,
        seed: Zeroizing<[u8; 32]>,
        policy: [u8; 32],
        note: &str,
    ) -> Result<(), BackupError> {
        let settings = log_settings(self.signer.name(), seed, &*self.chance);
        store.attach_log(settings).await?;
        let entry = Entry {
            operation: Operation::Manage,
            purpose: MakeBackup::ID,
            role: Role::System,
            outcome: Outcome::Allowed,
            policy,
            actor: Entry::NOBODY,
            person: Entry::NOBODY,
            reason: [0; 32],
            fields: FieldSet::EMPTY,
            recipient: None,
            note: note.to_owned(),
        };
        store.record(vec![draft_of(&entry)]).await?;
        Ok(())
    }

    pub(crate) async fn combined(&self, store: &Store) -> Result<Combined, BackupError> {
        let heads = store.read(|db| heads(db)).await?;
        checkpoint(self.signer.name(), self.signer, heads)
    }

    /// The checkpoint and the journal's head, outside the database: with them the house starts.
    pub(crate) fn keep_outside(&self, combined: &Combined, journal: &JournalHead) -> Result<(), BackupError> {
        let path = self.shelves.folder.join("checkpoint");
        let bad = |path: &Path, why: String| BackupError::File { path: path.display().to_string(), why };
        let text = combined.sign(self.signer).map_err(|e| bad(&path, e.to_string()))?;
        write_file(&path, &text).map_err(|e| bad(&path, e.to_string()))?;
        let head = self.shelves.head_file();
        write_head_file(&head, self.signer, journal).map_err(|why| bad(&head, why))
    }
}

fn known(manifest: &Manifest, told_by: &'static str) -> Result<Known, BackupError> {
    let head = manifest.journal_head().ok_or(BackupError::Internal("a manifest without a journal"))?;
    Ok(Known { head, told_by })
}

fn note(checked: &Checked, resealed: u64) -> String {
    let mut note = format!("restored {}", checked.data.name);
    if checked.data.name != checked.keys.name {
        note.push_str(&format!(" keys {}", checked.keys.name));
    }
    if resealed > 0 {
        note.push_str(&format!(" sealed anew {resealed}"));
    }
    note
}

/// The first log after a restore: minutes since 1970, above every log that the lost database may have
/// begun after the backup.
pub(crate) fn first_log(now: Timestamp) -> u32 {
    u32::try_from(now.millis() / 60_000).unwrap_or(u32::MAX)
}

fn load(
    store: &Store,
    blocks: &Receiver<Vec<u8>>,
    told: &tokio::sync::mpsc::UnboundedSender<u64>,
) -> Result<u64, BackupError> {
    let mut rows = 0;
    loop {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while bytes < TRANSACTION_BYTES
            && let Ok(block) = blocks.recv()
        {
            bytes += block.len();
            batch.push(block);
        }
        if batch.is_empty() {
            return Ok(rows);
        }
        rows += store.write_blocking(move |db| {
            batch.iter().try_fold(0, |rows, block| Ok::<_, StoreError>(rows + dump::load(db, block)?))
        })?;
        let _ = told.send(rows);
    }
}

/// Work that blocks, off the async threads.
pub(crate) async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or(Err(BackupError::Internal("a thread of the restore ended")))
}

/// Closes a store: SQLite's write-ahead log is emptied into the file.
pub(crate) async fn close(store: Store) -> Result<(), BackupError> {
    off(move || {
        drop(store);
        Ok(())
    })
    .await
}

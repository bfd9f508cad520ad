//! `backup create`: one snapshot of all tables, written to the shelves while the house works on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use amanah_domain::purposes::MakeBackup;
use amanah_domain::{FieldSet, Operation, Outcome};
use amanah_ledger::{Checkpoint, Combined, LogId, Signer};
use amanah_store::dump::{self, RowCounts};
use amanah_store::{Engine, StoreError, people, schema};
use amanah_vault::{Part, Vault};
use tokio::runtime::Handle;

use crate::access::{Want, Who};
use crate::office::Office;
use crate::operator::backup_error::BackupError;
use crate::operator::backup_manifest::{
    DATA_FOLDER, KEYS_FOLDER, Manifest, PartFacts, data_part, key_part, manifest_in, new_name,
};
use crate::operator::backup_part::PartWriter;
use crate::operator::shelf::{Shelf, ShelfWriter};
use crate::person::prove_entry::heads;

/// Blocks of rows that wait to be sealed, at most: with a quarter of a megabyte each, a few megabytes.
const BLOCKS_WAITING_MAX: usize = 16;

/// What the reading thread hands over.
enum Piece {
    Block(Part, Vec<u8>),
    /// Everything was read.
    End,
}

/// What belongs to the snapshot beside its rows.
struct Snapshot {
    data: RowCounts,
    keys: RowCounts,
    schema: i64,
    /// The oldest epoch of a key row; `None` where there is none.
    least_epoch: Option<i64>,
    heads: Vec<(LogId, String)>,
}

impl Office {
    /// Makes a backup and returns its manifest. The house works on meanwhile; after an error nothing of it
    /// is left that would be taken for a backup.
    ///
    /// # Errors
    /// [`BackupError`].
    pub async fn create_backup(&self) -> Result<Manifest, BackupError> {
        // Before the snapshot: whatever stands in the journal later is replayed.
        let journal = self.journal().head().await?;
        let now = self.now();
        let (name, id) = (new_name(now, self.chance.bytes16()), self.chance.bytes16());
        for (shelf, folder) in [(&self.shelves.data, DATA_FOLDER), (&self.shelves.keys, KEYS_FOLDER)] {
            shelf.clear_leftovers(folder).await?;
        }
        let epoch = self.vault.newest_epoch();
        let data = self.shelves.data.write(&data_part(&name)).await?;
        let keys = match self.shelves.keys.write(&key_part(&name)).await {
            Ok(keys) => keys,
            Err(e) => {
                data.abort().await;
                return Err(e.into());
            }
        };
        let (sender, pieces) = sync_channel(BLOCKS_WAITING_MAX);
        let begun = Arc::new(AtomicBool::new(false));
        let reading = self.store.scan(move |db| {
            // Lost in the middle, the engine would run it again from the start: what was handed over stays
            // handed over.
            if begun.swap(true, Ordering::SeqCst) {
                return Err(StoreError::Lost);
            }
            let mut give = |part: Part, table: schema::Part| {
                dump::dump(db, table, &mut |block| {
                    sender.send(Piece::Block(part, block)).map_err(|_| StoreError::Closed)
                })
            };
            let (data, keys) = (give(Part::Data, schema::Part::Data)?, give(Part::Keys, schema::Part::Keys)?);
            let (schema, least_epoch) = (dump::schema_version(db)?, people::least_epoch(db)?);
            let snapshot = Snapshot { data, keys, schema, least_epoch, heads: heads(db)? };
            sender.send(Piece::End).map_err(|_| StoreError::Closed)?;
            Ok(snapshot)
        });
        let (vault, handle) = (Arc::clone(&self.vault), Handle::current());
        let writing =
            tokio::task::spawn_blocking(move || write_parts(&vault, id, data, keys, pieces, &handle));
        let (snapshot, written) = tokio::join!(reading, writing);
        let written = written.map_err(|_| BackupError::Internal("the writing of a backup ended"))?;
        // A full shelf ends the reading as well, and is what is to be told.
        let (snapshot, [data, keys]) = match (snapshot, written) {
            (Ok(snapshot), Ok(parts)) => (snapshot, parts),
            (Err(e @ StoreError::Closed), Err(None)) => return Err(e.into()),
            (_, Err(Some(e))) => return Err(e),
            (Err(e), _) => return Err(e.into()),
            (Ok(_), Err(None)) => return Err(BackupError::Internal("the snapshot ended early")),
        };
        let manifest = Manifest {
            backup: hex::encode(id),
            made_at: now.millis(),
            programme: self.programme.name.clone(),
            engine: match self.store.engine() {
                Engine::Sqlite => "sqlite".to_owned(),
                Engine::Postgres => "postgres".to_owned(),
            },
            schema: snapshot.schema,
            epoch,
            least_epoch: snapshot.least_epoch.map_or(Some(epoch), |least| u32::try_from(least).ok()),
            data: PartFacts { rows: snapshot.data, ..data },
            keys: PartFacts { rows: snapshot.keys, ..keys },
            ledger: checkpoint(&self.ledger.origin, &self.ledger.signer, snapshot.heads)?.text(),
            journal: journal.number,
            journal_hash: hex::encode(journal.hash),
            name,
        };
        self.finish_backup(&manifest).await?;
        Ok(manifest)
    }

    /// With its manifests it is a backup; then it stands on record.
    async fn finish_backup(&self, manifest: &Manifest) -> Result<(), BackupError> {
        let note = manifest.sign(&self.ledger.signer);
        let note = note.map_err(|why| BackupError::Manifest { name: manifest.name.clone(), why })?;
        // The key part's first: data without keys is a backup, keys without data is none.
        for (shelf, folder) in [(&self.shelves.keys, KEYS_FOLDER), (&self.shelves.data, DATA_FOLDER)] {
            put(shelf, &manifest_in(folder, &manifest.name), note.as_bytes()).await?;
        }
        let words = format!("backup {}", manifest.name);
        let want = Want { note: &words, ..Want::of(Operation::Store, FieldSet::EMPTY) };
        let noted = self.note::<MakeBackup>(Who::system(), want, Outcome::Allowed).await;
        noted.map(drop).map_err(|error| {
            tracing::error!(%error, "a backup was made and could not be put on record");
            BackupError::Internal("the backup was made, and could not be put on record")
        })
    }
}

/// The heads of all logs as one checkpoint.
pub(crate) fn checkpoint(
    origin: &str,
    signer: &Signer,
    heads: Vec<(LogId, String)>,
) -> Result<Combined, BackupError> {
    let damaged = || BackupError::Internal("the ledger's heads are refused: run `amanah ledger verify`");
    let logs = heads.into_iter().map(|(log, note)| {
        Checkpoint::open_any(&note, signer.verifier())
            .map(|checkpoint| (log, checkpoint))
            .map_err(|_| damaged())
    });
    Combined::new(origin, logs.collect::<Result<_, _>>()?).map_err(|_| damaged())
}

async fn put(shelf: &Shelf, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
    let mut writer = shelf.write(name).await?;
    match writer.push(bytes.to_vec()).await {
        Ok(()) => Ok(writer.finish().await?),
        Err(e) => {
            writer.abort().await;
            Err(e.into())
        }
    }
}

/// Seals and writes both parts; neither has its name before both are whole. `Err(None)`: the reading ended
/// early and knows why.
fn write_parts(
    vault: &Vault,
    id: [u8; 16],
    data: ShelfWriter,
    keys: ShelfWriter,
    pieces: Receiver<Piece>,
    handle: &Handle,
) -> Result<[PartFacts; 2], Option<BackupError>> {
    let abort = |writers: [Option<ShelfWriter>; 2]| {
        handle.block_on(async {
            for writer in writers.into_iter().flatten() {
                writer.abort().await;
            }
        })
    };
    let mut data = match PartWriter::begin(vault, Part::Data, id, data, handle.clone()) {
        Ok(data) => data,
        Err(failed) => {
            let (data, e) = *failed;
            abort([data, Some(keys)]);
            return Err(Some(e));
        }
    };
    let mut keys = match PartWriter::begin(vault, Part::Keys, id, keys, handle.clone()) {
        Ok(keys) => keys,
        Err(failed) => {
            let (keys, e) = *failed;
            abort([data.give_up(), keys]);
            return Err(Some(e));
        }
    };
    let mut failed = Some(None);
    for piece in &pieces {
        let done = match piece {
            Piece::Block(Part::Data, block) => data.block(&block),
            Piece::Block(Part::Keys, block) => keys.block(&block),
            Piece::End => {
                failed = None;
                break;
            }
        };
        if let Err(e) = done {
            failed = Some(Some(e));
            break;
        }
    }
    // The reading waits for room: without a receiver it ends.
    drop(pieces);
    if let Some(why) = failed {
        abort([data.give_up(), keys.give_up()]);
        return Err(why);
    }
    let (data, data_facts) = match data.end() {
        Ok(ended) => ended,
        Err(failed) => {
            let (data, e) = *failed;
            abort([data, keys.give_up()]);
            return Err(Some(e));
        }
    };
    let (keys, key_facts) = match keys.end() {
        Ok(ended) => ended,
        Err(failed) => {
            let (keys, e) = *failed;
            abort([Some(data), keys]);
            return Err(Some(e));
        }
    };
    handle.block_on(data.finish()).map_err(|e| Some(e.into()))?;
    handle.block_on(keys.finish()).map_err(|e| Some(e.into()))?;
    Ok([data_facts, key_facts])
}

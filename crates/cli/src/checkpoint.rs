//! The last checkpoint, kept outside the database: written beside the keyring while the program runs,
//! compared when it starts. A database that was rolled back behind it is found out.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use amanah_actions::Office;
use amanah_actions::ledger_reader::LedgerReader;
use amanah_actions::person::prove_entry::heads;
use amanah_ledger::{Checkpoint, Combined, Hashes, LogId, Verifier};
use amanah_store::{Store, StoreError, ledger_rows};

use crate::output::why;

/// Seconds between two looks at whether the ledger has grown.
const KEEP_SECONDS: u64 = 2;

/// The signed combined checkpoint over all logs, as it stands now.
///
/// # Errors
/// One clear sentence.
pub(crate) async fn combined(office: &Office) -> Result<String, String> {
    let found = office.store.read(|db| heads(db)).await.map_err(|e| e.to_string())?;
    let mut logs = Vec::new();
    for (log, note) in found {
        let checkpoint = Checkpoint::open_any(&note, &office.ledger.verifier)
            .map_err(|e| format!("the head of log {log} is refused: {e}"))?;
        logs.push((log, checkpoint));
    }
    Combined::new(&office.ledger.origin, logs)
        .and_then(|combined| combined.sign(&office.ledger.signer))
        .map_err(|e| format!("the combined checkpoint cannot be made: {e}"))
}

/// Writes the checkpoint in one step, in place of the older one.
///
/// # Errors
/// One clear sentence.
pub(crate) fn keep(path: &Path, text: &str) -> Result<(), String> {
    let fresh = path.with_extension("new");
    std::fs::write(&fresh, text)
        .and_then(|()| std::fs::File::open(&fresh)?.sync_all())
        .and_then(|()| std::fs::rename(&fresh, path))
        .map_err(|e| format!("the checkpoint {} cannot be kept: {}", path.display(), why(&e)))
}

/// The checkpoint that was kept, if there is one.
///
/// # Errors
/// One clear sentence where it is there and cannot be believed.
pub(crate) fn kept(path: &Path, verifier: &Verifier) -> Result<Option<Combined>, String> {
    match std::fs::read_to_string(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(format!("the checkpoint {} cannot be read: {}", path.display(), why(&e))),
        Ok(text) => Combined::open(&text, verifier)
            .map(Some)
            .map_err(|e| format!("the checkpoint {} is forged or damaged: {e}", path.display())),
    }
}

/// Refuses to start on a database that is behind the checkpoint, or says something else.
///
/// # Errors
/// One clear sentence that says what to do.
pub(crate) fn compare(store: &Store, path: &Path, verifier: &Verifier) -> Result<(), String> {
    let Some(combined) = kept(path, verifier)? else {
        // Killed in its first seconds, or somebody took the file away to hide a roll-back.
        if store
            .read_blocking(|db| Ok::<_, StoreError>(ledger_rows::heads(db)?.iter().any(|h| h.size > 0)))
            .map_err(|e| e.to_string())?
        {
            tracing::warn!(
                "no checkpoint is kept outside the database: whether it was put back to an earlier state cannot be told"
            );
        }
        return Ok(());
    };
    for (log, outside) in combined.logs() {
        let (log, outside) = (*log, outside.clone());
        store.scan_blocking(move |db| compare_log(db, log, &outside)).map_err(|e: CompareError| e.0)?;
    }
    Ok(())
}

struct CompareError(String);

impl From<amanah_store::StoreError> for CompareError {
    fn from(e: amanah_store::StoreError) -> Self {
        Self(e.to_string())
    }
}

fn compare_log(
    db: &mut dyn amanah_store::Connection,
    log: LogId,
    outside: &Checkpoint,
) -> Result<(), CompareError> {
    let mut reader = LedgerReader(db);
    let root = Hashes::new(&mut reader, log, outside.size).root_at(outside.size);
    match root {
        Ok(root) if root == outside.root => Ok(()),
        _ => Err(CompareError(format!(
            "log {log} of the database is behind the checkpoint kept outside it, or was altered: \
             run `amanah ledger verify`. If it was put back to an earlier moment on purpose, `amanah backup declare` \
             says so in the ledger. Nothing was started"
        ))),
    }
}

/// Keeps the checkpoint while the program runs.
pub(crate) async fn keep_forever(office: Arc<Office>, path: PathBuf) {
    let mut last = String::new();
    loop {
        tokio::time::sleep(Duration::from_secs(KEEP_SECONDS)).await;
        match combined(&office).await {
            Ok(text) if text != last => match keep(&path, &text) {
                Ok(()) => last = text,
                Err(e) => tracing::error!(error = %e, "the checkpoint was not kept"),
            },
            Ok(_) => {}
            Err(e) => tracing::error!(error = %e, "the checkpoint was not made"),
        }
    }
}

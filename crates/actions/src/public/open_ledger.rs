//! The ledger as everybody may read it: heads, hash tiles, the combined checkpoint. With these anyone
//! sees that the ledger only grows, and a person checks the proofs of their own entries.
//!
//! **Entry bundles stay inside.** C2SP `tlog-tiles` serves them beside the hashes; here an entry is
//! somebody's trail under a pseudonym: personal data still (Law 27/2022, article 1), which a purpose
//! would have to allow to be announced. Whoever knows a moment from elsewhere (a letter that came, a
//! payment) could find the entry of it, hence the pseudonym, hence a whole trail. The hashes alone do
//! not help to guess one: each entry about a person holds that person's random pseudonym.

use amanah_domain::Timestamp;
use amanah_ledger::{Checkpoint, Combined, Hashes, LogId, Note, ReadError, Resource};
use amanah_store::ledger_rows;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::error::{ActionError, Done};
use crate::ledger_reader::LedgerReader;
use crate::office::Office;

/// The head of one log.
#[derive(Clone, Debug)]
pub struct LogHead {
    /// Its number, as in its address.
    pub log: u32,
    /// Its name, in the first line of its checkpoint.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// Its root, in base64.
    pub root: String,
    /// The signed checkpoint.
    pub note: String,
}

/// What everybody may know of the ledger at one moment.
pub struct OpenLedger {
    /// When it was asked.
    pub at: Timestamp,
    /// The key that checks every signature.
    pub verifier_key: String,
    /// The head of every log that has entries, by number.
    pub logs: Vec<LogHead>,
}

/// A checkpoint in the note that carries it; only our own are read here, so a broken one is a broken
/// database.
fn checkpoint(note: &str) -> Done<Checkpoint> {
    let broken =
        || ActionError::Internal("the head of a log is not a checkpoint: run `amanah ledger verify`");
    let note = Note::parse(note).map_err(|_| broken())?;
    Checkpoint::from_text(note.unverified_text()).map_err(|_| broken())
}

impl Office {
    /// Every head, with the key that checks them.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn open_ledger(&self) -> Done<OpenLedger> {
        let heads = self.store.read(|db| ledger_rows::heads(db)).await?;
        let mut logs = Vec::new();
        for head in heads {
            let Some(note) = head.checkpoint else { continue };
            let Checkpoint { origin, size, root } = checkpoint(&note)?;
            logs.push(LogHead { log: head.log.0, origin, size, root: BASE64_STANDARD.encode(root), note });
        }
        Ok(OpenLedger { at: self.now(), verifier_key: self.ledger.verifier.to_vkey(), logs })
    }

    /// One signed note over the heads of all logs.
    ///
    /// # Errors
    /// Those of the store; [`ActionError::NotFound`] while there is no entry at all.
    pub async fn combined_checkpoint(&self) -> Done<String> {
        let heads = self.store.read(|db| ledger_rows::heads(db)).await?;
        let mut logs = Vec::new();
        for head in heads {
            if let Some(note) = &head.checkpoint {
                logs.push((head.log, checkpoint(note)?));
            }
        }
        if logs.is_empty() {
            return Err(ActionError::NotFound);
        }
        Combined::new(self.ledger.signer.name(), logs)
            .and_then(|combined| combined.sign(&self.ledger.signer))
            .map_err(|_| ActionError::Internal("the heads of the ledger cannot be combined"))
    }

    /// The signed head of one log.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where there is no such log, or it is empty.
    pub async fn log_checkpoint(&self, log: u32) -> Done<String> {
        self.store.read(move |db| ledger_rows::head(db, LogId(log))).await?.ok_or(ActionError::NotFound)
    }

    /// A hash tile by its path (`tile/0/x001/067.p/8`).
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for any other path, for entry bundles, and beyond the end of the log.
    pub async fn log_tile(&self, log: u32, path: &str) -> Done<Vec<u8>> {
        let Ok(resource @ Resource::Hashes { .. }) = Resource::parse(path) else {
            return Err(ActionError::NotFound);
        };
        self.store
            .scan(move |db| {
                let log = LogId(log);
                let head = ledger_rows::head(db, log)?.ok_or(ActionError::NotFound)?;
                let size = checkpoint(&head)?.size;
                let mut reader = LedgerReader(db);
                Hashes::new(&mut reader, log, size).resource(resource).map_err(|e| match e {
                    ReadError::OutOfTree => ActionError::NotFound,
                    ReadError::Storage(e) => ActionError::from(e),
                    _ => ActionError::Internal("the ledger lacks a tile: run `amanah ledger verify`"),
                })
            })
            .await
    }
}

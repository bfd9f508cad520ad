//! Proofs of the person's own entries, one by one (all of them are in their archive): files that `amanah ledger verify --proof` checks with no
//! database, now and in ten years.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::{FieldSet, Operation};
use amanah_ledger::{Checkpoint, Hashes, LogId, Proof};
use amanah_store::{Connection, StoreError, ledger_rows};

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::ledger_reader::LedgerReader;
use crate::office::Office;
use crate::person::view_trail::EntryId;
use crate::session::Session;

impl Office {
    /// The proof file of one entry of the person's own trail.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where it is not theirs.
    pub async fn prove_entry(&self, session: &Session, at: EntryId) -> Done<String> {
        let looked = self.look_for_proof(session).await?;
        self.own_line(looked.pseudonym(), at).await?;
        self.store.scan(move |db| prove(db, at)).await
    }

    async fn look_for_proof(&self, session: &Session) -> Done<Looked<'_, ViewOwn>> {
        let want = Want { note: "proof", ..Want::of(Operation::Display, FieldSet::EMPTY) };
        self.look(session.as_self(), session.person, want).await
    }
}

/// The proof file of an entry against the stored head of its log, which is signed with every batch.
pub fn prove(db: &mut dyn Connection, at: EntryId) -> Done<String> {
    let log = LogId(at.log);
    let head = ledger_rows::head(db, log)?.ok_or(ActionError::NotFound)?;
    let size = stated_size(&head).ok_or(ActionError::Internal("the head of a log is not a checkpoint"))?;
    let mut reader = LedgerReader(db);
    let hashes = Hashes::new(&mut reader, log, size).inclusion(at.index).map_err(|_| {
        ActionError::Internal("the ledger has no proof for an entry: run `amanah ledger verify`")
    })?;
    let entry = ledger_rows::entries(db, log, at.index, 1)?.pop().ok_or(ActionError::NotFound)?;
    Ok(Proof { index: at.index, entry: entry.bytes(), hashes, checkpoint: head }.to_string())
}

fn stated_size(note: &str) -> Option<u64> {
    let (body, _) = note.split_once("\n\n")?;
    Checkpoint::from_text(&format!("{body}\n")).ok().map(|c| c.size)
}

/// The checkpoint texts of all logs.
pub fn heads(db: &mut dyn Connection) -> Result<Vec<(LogId, String)>, StoreError> {
    Ok(ledger_rows::heads(db)?.into_iter().filter_map(|h| h.checkpoint.map(|c| (h.log, c))).collect())
}

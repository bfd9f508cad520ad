//! Proofs of the person's own entries: files that `amanah ledger verify --proof` checks with no
//! database, now and in ten years.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::{FieldSet, Operation, Timestamp};
use amanah_ledger::{Checkpoint, Hashes, LogId, Proof};
use amanah_store::{Connection, StoreError, ledger_rows};

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::ledger_reader::LedgerReader;
use crate::office::Office;
use crate::person::view_trail::{EntryId, PAGE_LINES, TrailFilter};
use crate::session::Session;

/// Entries in one export, at most; a longer trail is exported in parts by its filter.
const EXPORT_ENTRIES_MAX: usize = 1_000;

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

    /// Every entry of the person's trail with its proof, in one text: proof files, one after the other,
    /// parted by a line of `=`.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn export_trail(&self, session: &Session) -> Done<String> {
        let looked = self.look_for_proof(session).await?;
        let pseudonym = looked.pseudonym();
        let mut places = Vec::new();
        // The export holds the person's own views as well: it is the whole record.
        for role in amanah_domain::Role::ALL {
            let mut skip = 0;
            loop {
                let filter = TrailFilter {
                    role: Some(*role),
                    since: Some(Timestamp::from_millis(0)),
                    skip,
                    ..TrailFilter::default()
                };
                let page = self.trail_page(pseudonym, filter).await?;
                places.extend(page.lines.iter().map(|l| (l.time, l.at)));
                skip += PAGE_LINES;
                if page.lines.len() < PAGE_LINES || places.len() >= EXPORT_ENTRIES_MAX {
                    break;
                }
            }
        }
        places.sort_unstable_by_key(|(time, at)| (*time, at.log, at.index));
        places.truncate(EXPORT_ENTRIES_MAX);
        self.store
            .scan(move |db| {
                let mut out = String::new();
                for (_, at) in &places {
                    if !out.is_empty() {
                        out.push_str(EXPORT_SEPARATOR);
                    }
                    out.push_str(&prove(db, *at)?);
                }
                Ok::<_, ActionError>(out)
            })
            .await
    }

    async fn look_for_proof(&self, session: &Session) -> Done<Looked<'_, ViewOwn>> {
        let want = Want { note: "proof", ..Want::of(Operation::Display, FieldSet::EMPTY) };
        self.look(session.as_self(), session.person, want).await
    }
}

/// Between two proofs of an export.
pub const EXPORT_SEPARATOR: &str = "====\n";

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

//! One log, open for appending. It holds the right edge and the keys; everything else is in storage.
//! What it does not do: retry, lock, or know what an entry means.

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::durable::{BATCH_ENTRIES_MAX, BODY_BYTES_MAX, Batch, Draft, Durable, Entry, LogId};
use crate::edge::RightEdge;
use crate::hashes::{Hashes, ReadError};
use crate::note::{NoteError, Signer, Verifier};
use crate::proof::Proof;
use crate::receipt::{Receipt, ReceiptChecker};
use crate::tree::Hash;

/// Why a log cannot be opened or appended to.
#[derive(Debug, thiserror::Error)]
pub enum LogError<E: std::error::Error + 'static> {
    /// The storage failed. After an append the batch may or may not be written; no receipt was
    /// minted, and the next append finds out.
    #[error("the storage of the log failed")]
    Storage(#[source] E),
    /// The body of a draft is longer than [`BODY_BYTES_MAX`]. Nothing was written.
    #[error("the body of draft {draft} has {bytes} bytes; at most {BODY_BYTES_MAX} are allowed")]
    BodyTooLong {
        /// Which draft of the batch, from 0.
        draft: usize,
        /// How long its body is.
        bytes: usize,
    },
    /// More drafts than [`BATCH_ENTRIES_MAX`]. Nothing was written.
    #[error("a batch of {entries} entries is too large; at most {BATCH_ENTRIES_MAX} are allowed")]
    BatchTooLarge {
        /// How many drafts there were.
        entries: usize,
    },
    /// The signer's name is neither the origin nor a path above it, so no verifier would accept it.
    #[error("the key is not named for this origin")]
    Origin,
    /// The stored head does not parse or is not signed by this log's key.
    #[error("the stored head of the log is refused: {0}")]
    Head(#[from] CheckpointError),
    /// The cryptographic library refused to sign. Nothing was written.
    #[error("the checkpoint could not be signed")]
    Sign(#[source] NoteError),
    /// Tiles or entries that the stored head covers are missing.
    #[error("the stored log is damaged: {0}")]
    Damaged(#[source] ReadError<E>),
    /// Tiles and entries do not give the root that the stored head signs.
    #[error("the stored log does not have the root that its head signs: run the ledger check")]
    RootDiffers,
    /// There are entries that the stored head does not cover, which no crash can leave.
    #[error("the storage has entries from index {index} on that no checkpoint covers")]
    EntriesBeyondHead {
        /// The first of them.
        index: u64,
    },
    /// The stored head no longer continues what this process has written: the storage was rolled back
    /// or rewritten under it.
    #[error("the stored log does not continue what was written here: it was rolled back or replaced")]
    RolledBack,
}

impl<E: std::error::Error + 'static> From<ReadError<E>> for LogError<E> {
    fn from(error: ReadError<E>) -> Self {
        match error {
            ReadError::Storage(error) => Self::Storage(error),
            other => Self::Damaged(other),
        }
    }
}

/// What is known of the log at one size.
#[derive(Clone)]
struct Head {
    edge: RightEdge,
    root: Hash,
    time_ms: i64,
    checkpoint: String,
}

/// One log, open for appending.
pub struct Log {
    log: LogId,
    origin: String,
    signer: Signer,
    checker: ReceiptChecker,
    head: Head,
    /// Set while a failed append leaves open whether its batch was written.
    stale: bool,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Log({}, {} with {} entries)", self.log, self.origin, self.size())
    }
}

impl Log {
    /// Opens the log, or begins it where the storage has no head. Reads the stored head, verifies its
    /// signature, rebuilds the right edge from full tiles and the last entries, and compares roots.
    ///
    /// `origin` names the log in its checkpoints; the signer's name must be the origin or a path above
    /// it (see [`Verifier::speaks_for`]). `receipt_key` is shared with whoever checks receipts through
    /// [`Log::checker`]; logs of one installation may share it.
    ///
    /// # Errors
    /// [`LogError`]: a log that does not verify is not opened.
    pub fn open<D: Durable>(
        storage: &mut D,
        log: LogId,
        origin: &str,
        signer: Signer,
        receipt_key: [u8; 32],
    ) -> Result<Self, LogError<D::Error>> {
        if !signer.verifier().speaks_for(origin) {
            return Err(LogError::Origin);
        }
        let head = read_head(storage, log, origin, &signer)?;
        let checker = ReceiptChecker::new(&receipt_key);
        Ok(Self { log, origin: origin.to_owned(), signer, checker, head, stale: false })
    }

    /// Appends the drafts as one durable batch, stamped with `now_ms` or the time of the last entry,
    /// whichever is later, and returns a receipt for each, in order.
    ///
    /// After an error of the storage nothing is minted and the log is [stale](Log::is_stale): the next
    /// append first reads the stored head, and goes on from there whether or not the batch was written
    /// after all.
    ///
    /// # Errors
    /// [`LogError`].
    pub fn append<D: Durable>(
        &mut self,
        storage: &mut D,
        now_ms: i64,
        drafts: &[Draft],
    ) -> Result<Vec<Receipt>, LogError<D::Error>> {
        if drafts.len() > BATCH_ENTRIES_MAX {
            return Err(LogError::BatchTooLarge { entries: drafts.len() });
        }
        if let Some((draft, long)) = drafts.iter().enumerate().find(|(_, d)| d.body.len() > BODY_BYTES_MAX) {
            return Err(LogError::BodyTooLong { draft, bytes: long.body.len() });
        }
        self.refresh(storage)?;
        if drafts.is_empty() {
            return Ok(Vec::new());
        }

        let first_index = self.size();
        let time_ms = now_ms.max(self.head.time_ms);
        let mut edge = self.head.edge.clone();
        let mut entries = Vec::with_capacity(drafts.len());
        let mut leaves = Vec::with_capacity(drafts.len());
        let mut tiles = Vec::new();
        for (index, draft) in (first_index..).zip(drafts) {
            let entry = Entry { index, time_ms, tags: draft.tags, body: draft.body.clone() };
            let leaf = entry.leaf();
            edge.push(leaf, &mut tiles);
            leaves.push(leaf);
            entries.push(entry);
        }
        let head = sign_head(&self.origin, &self.signer, edge, time_ms).map_err(LogError::Sign)?;
        let batch = Batch {
            log: self.log,
            previous_size: first_index,
            first_index,
            entries: &entries,
            tiles: &tiles,
            size: head.edge.size(),
            root: head.root,
            checkpoint: &head.checkpoint,
        };
        // Stale until the storage says otherwise, so that a panic in it leaves the right doubt too.
        self.stale = true;
        storage.persist(&batch).map_err(LogError::Storage)?;
        self.head = head;
        self.stale = false;
        let receipt = |(index, leaf)| self.checker.mint(self.log, index, time_ms, leaf);
        Ok((first_index..).zip(leaves).map(receipt).collect())
    }

    /// Reads the stored head again if the last append left it in doubt; otherwise does nothing.
    ///
    /// # Errors
    /// [`LogError`]; the log stays stale.
    pub fn refresh<D: Durable>(&mut self, storage: &mut D) -> Result<(), LogError<D::Error>> {
        if !self.stale {
            return Ok(());
        }
        let head = read_head(storage, self.log, &self.origin, &self.signer)?;
        let (size, known) = (head.edge.size(), self.size());
        if size < known || Hashes::with_edge(storage, self.log, &head.edge).root_at(known)? != self.head.root
        {
            return Err(LogError::RolledBack);
        }
        self.head = head;
        self.stale = false;
        Ok(())
    }

    /// The proof file for one entry, against the current checkpoint.
    ///
    /// # Errors
    /// [`LogError::Damaged`] with [`ReadError::OutOfTree`] for an index that the log does not have.
    pub fn prove<D: Durable>(&self, storage: &mut D, index: u64) -> Result<Proof, LogError<D::Error>> {
        let hashes = Hashes::with_edge(storage, self.log, &self.head.edge).inclusion(index)?;
        let mut entries = storage.entries(self.log, index, 1).map_err(LogError::Storage)?;
        match entries.pop() {
            Some(entry) if entry.index == index => {
                Ok(Proof { index, entry: entry.bytes(), hashes, checkpoint: self.head.checkpoint.clone() })
            }
            _ => Err(LogError::Damaged(ReadError::EntryMissing { index })),
        }
    }

    /// The signed checkpoint after the last confirmed append.
    #[must_use]
    pub fn checkpoint(&self) -> &str {
        &self.head.checkpoint
    }

    /// How many entries are confirmed.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.head.edge.size()
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.head.root
    }

    /// The number of this log.
    #[must_use]
    pub fn id(&self) -> LogId {
        self.log
    }

    /// The name of this log in its checkpoints.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The right edge, with which [`Hashes`] makes proofs and tiles cheaply.
    #[must_use]
    pub fn edge(&self) -> &RightEdge {
        &self.head.edge
    }

    /// The public key that verifies this log.
    #[must_use]
    pub fn verifier(&self) -> &Verifier {
        self.signer.verifier()
    }

    /// What tells this log's receipts from made-up ones.
    #[must_use]
    pub fn checker(&self) -> ReceiptChecker {
        self.checker.clone()
    }

    /// Whether the last append failed in a way that leaves open if it was written.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale
    }
}

fn sign_head(origin: &str, signer: &Signer, edge: RightEdge, time_ms: i64) -> Result<Head, NoteError> {
    let root = edge.root();
    let checkpoint = Checkpoint { origin: origin.to_owned(), size: edge.size(), root }.sign(&[signer])?;
    Ok(Head { edge, root, time_ms, checkpoint })
}

fn read_head<D: Durable>(
    storage: &mut D,
    log: LogId,
    origin: &str,
    signer: &Signer,
) -> Result<Head, LogError<D::Error>> {
    let stored = storage.head(log).map_err(LogError::Storage)?;
    let (size, head) = match stored {
        None => (0, sign_head(origin, signer, RightEdge::new(), i64::MIN).map_err(LogError::Sign)?),
        Some(checkpoint) => {
            let Checkpoint { size, root, .. } = Checkpoint::open(&checkpoint, origin, signer.verifier())?;
            let edge = Hashes::new(storage, log, size).right_edge()?;
            if edge.root() != root {
                return Err(LogError::RootDiffers);
            }
            let time_ms = if size == 0 { i64::MIN } else { last_time(storage, log, size - 1)? };
            (size, Head { edge, root, time_ms, checkpoint })
        }
    };
    let beyond = storage.entries(log, size, 1).map_err(LogError::Storage)?;
    match beyond.first() {
        Some(entry) => Err(LogError::EntriesBeyondHead { index: entry.index }),
        None => Ok(head),
    }
}

/// The time of the last entry, below which no later one may be stamped.
fn last_time<D: Durable>(storage: &mut D, log: LogId, index: u64) -> Result<i64, LogError<D::Error>> {
    let entries = storage.entries(log, index, 1).map_err(LogError::Storage)?;
    match entries.first() {
        Some(entry) if entry.index == index => Ok(entry.time_ms),
        _ => Err(LogError::Damaged(ReadError::EntryMissing { index })),
    }
}

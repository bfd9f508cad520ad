//! C2SP tlog-proof: one entry, proven to be in a log, in a file that needs no database. The `extra`
//! line carries the entry itself, which the proof then vouches for.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::checkpoint::{Checkpoint, CheckpointError, read_hash, read_number};
use crate::durable::BODY_BYTES_MAX;
use crate::note::{NoteError, Verifier};
use crate::tree::{Hash, TreeError, check_inclusion, leaf_hash};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// A tree of at most 2^63 leaves has no longer proof.
const HASHES_MAX: usize = 63;

/// Why a proof file does not prove.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProofError {
    /// Not a proof file, or one without its entry.
    #[error("this is not a proof file")]
    Malformed,
    /// The checkpoint in it is not signed by the key that is trusted.
    #[error("the checkpoint in the proof is refused: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not in the log as the checkpoint states it.
    #[error("the entry is not in the log: {0}")]
    Tree(#[from] TreeError),
}

impl From<NoteError> for ProofError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}

/// A proof file. `Display` writes it. Nothing in it is believed before [`Proof::verify`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    /// The index of the entry.
    pub index: u64,
    /// The bytes of the entry: time (8 bytes big endian), then body.
    pub entry: Vec<u8>,
    /// The inclusion proof, from the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, as it was issued.
    pub checkpoint: String,
}

/// What a proof proved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifiedEntry {
    /// The index of the entry in its log.
    pub index: u64,
    /// When the log wrote it, in milliseconds since 1970 UTC.
    pub time_ms: i64,
    /// The body of the entry.
    pub body: Vec<u8>,
    /// The head of the log under which it was proven; its origin names the log.
    pub checkpoint: Checkpoint,
}

impl Proof {
    /// Reads a proof file.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when it is none, or has no `extra` line with the entry.
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        Self::read(text).ok_or(ProofError::Malformed)
    }

    fn read(text: &str) -> Option<Self> {
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        if lines.next()? != HEADER {
            return None;
        }
        let extra = lines.next()?.strip_prefix("extra ")?;
        let index = read_number(lines.next()?.strip_prefix("index ")?)?;
        let entry = BASE64_STANDARD.decode(extra).ok()?;
        if entry.len() > 8 + BODY_BYTES_MAX {
            return None;
        }
        let hashes: Vec<Hash> = lines.map(read_hash).collect::<Option<_>>()?;
        (hashes.len() <= HASHES_MAX).then(|| Self { index, entry, hashes, checkpoint: checkpoint.to_owned() })
    }

    /// Checks the whole: signature, origin, and that the entry is in the log at its index.
    ///
    /// # Errors
    /// [`ProofError`], saying which link fails.
    pub fn verify(&self, verifier: &Verifier) -> Result<VerifiedEntry, ProofError> {
        let checkpoint = Checkpoint::open_any(&self.checkpoint, verifier)?;
        let (time, body) = self.entry.split_first_chunk::<8>().ok_or(ProofError::Malformed)?;
        let leaf = leaf_hash(&self.entry);
        check_inclusion(&leaf, self.index, checkpoint.size, &checkpoint.root, &self.hashes)?;
        let time_ms = i64::from_be_bytes(*time);
        Ok(VerifiedEntry { index: self.index, time_ms, body: body.to_vec(), checkpoint })
    }
}

impl std::fmt::Display for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{HEADER}\nextra {}\nindex {}", BASE64_STANDARD.encode(&self.entry), self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{}", BASE64_STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

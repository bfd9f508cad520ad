//! C2SP tlog-checkpoint: which log, how many entries, which root. Signed as a note.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::note::{Note, NoteError, Signer, Verifier};
use crate::tree::Hash;

/// The largest tree size taken: what other implementations hold in a signed 64-bit number.
const SIZE_MAX: u64 = i64::MAX as u64;

/// Why a checkpoint is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The note that carries it.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text under the signature is no checkpoint.
    #[error("this is not a checkpoint")]
    Malformed,
    /// A checkpoint of another log than was asked for, or one that this key may not sign.
    #[error("this is the checkpoint of another log")]
    Origin,
}

/// The head of a log at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The RFC 6962 root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed: origin, size, root, a line each.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root))
    }

    /// Reads the text of a note, without its signatures. Extension lines are allowed and dropped; we
    /// write none.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`].
    pub fn from_text(text: &str) -> Result<Self, CheckpointError> {
        let text = text.strip_suffix('\n').ok_or(CheckpointError::Malformed)?;
        let lines: Vec<&str> = text.split('\n').collect();
        let [origin, size, root, ..] = lines.as_slice() else { return Err(CheckpointError::Malformed) };
        if lines.iter().any(|line| line.is_empty()) {
            return Err(CheckpointError::Malformed);
        }
        let size = read_number(size).filter(|n| *n <= SIZE_MAX).ok_or(CheckpointError::Malformed)?;
        let root = read_hash(root).ok_or(CheckpointError::Malformed)?;
        Ok(Self { origin: (*origin).to_owned(), size, root })
    }

    /// The signed note over this checkpoint, by one or several signers.
    ///
    /// # Errors
    /// [`NoteError`] for an origin that a note cannot carry, or when signing fails.
    pub fn sign(&self, signers: &[&Signer]) -> Result<String, NoteError> {
        if self.origin.is_empty() || self.origin.contains('\n') {
            return Err(NoteError::Malformed);
        }
        Ok(Note::sign(&self.text(), signers)?.to_string())
    }

    /// Reads and verifies a signed checkpoint of the log `origin`.
    ///
    /// # Errors
    /// [`CheckpointError`] when the note is not signed by this key, or is the head of another log.
    pub fn open(note: &str, origin: &str, verifier: &Verifier) -> Result<Self, CheckpointError> {
        let checkpoint = Self::open_any(note, verifier)?;
        if checkpoint.origin == origin { Ok(checkpoint) } else { Err(CheckpointError::Origin) }
    }

    /// Reads and verifies a signed checkpoint of any log that this key
    /// [speaks for](Verifier::speaks_for).
    ///
    /// # Errors
    /// [`CheckpointError`] when the note is not signed by this key, or not for it to sign.
    pub fn open_any(note: &str, verifier: &Verifier) -> Result<Self, CheckpointError> {
        let note = Note::parse(note)?;
        let checkpoint = Self::from_text(note.verify(verifier)?)?;
        if verifier.speaks_for(&checkpoint.origin) { Ok(checkpoint) } else { Err(CheckpointError::Origin) }
    }
}

/// An ASCII decimal without leading zeroes, as C2SP texts write numbers.
pub(crate) fn read_number(text: &str) -> Option<u64> {
    let canonical = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

/// A SHA-256 hash in base64.
pub(crate) fn read_hash(text: &str) -> Option<Hash> {
    BASE64_STANDARD.decode(text).ok()?.try_into().ok()
}

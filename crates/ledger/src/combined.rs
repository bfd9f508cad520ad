//! One signed note over the heads of all logs of an installation. It is no `tlog-checkpoint`, since
//! its tree does not only grow at its end; its first line keeps the two apart.
//!
//! ```text
//! amanah combined checkpoint v1
//! <origin>
//! <number of logs>
//! <root, base64: RFC 6962 tree over the texts of the checkpoints, in order>
//! <log id> <size> <root, base64> <origin of the log>      one line a log, by log id
//! ```

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::checkpoint::{Checkpoint, read_hash, read_number};
use crate::durable::LogId;
use crate::note::{Note, NoteError, Signer, Verifier};
use crate::tree::{Hash, TreeError, check_inclusion, leaf_hash, split, subtree_root};

const HEADER: &str = "amanah combined checkpoint v1";
/// The most logs in one note: keeps it below the size that a note may have.
const LOGS_MAX: usize = 4096;

/// Why a combined checkpoint is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CombinedError {
    /// The note that carries it.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is none, or its root is not that of its lines.
    #[error("this is not a combined checkpoint")]
    Malformed,
    /// It speaks for another installation than the key may.
    #[error("this is the combined checkpoint of another installation")]
    Origin,
    /// The same log twice, too many logs, or an origin that a line cannot carry.
    #[error("these checkpoints cannot be combined")]
    Logs,
}

/// The heads of all logs of an installation at one moment, by log id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Combined {
    origin: String,
    logs: Vec<(LogId, Checkpoint)>,
}

/// Shows that one log's checkpoint is under the root of a combined one, without showing the others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// The place of the log among all, by log id.
    pub index: u64,
    /// How many logs there are.
    pub count: u64,
    /// The inclusion proof (RFC 6962).
    pub hashes: Vec<Hash>,
}

impl Membership {
    /// Whether this checkpoint is under `root`.
    ///
    /// # Errors
    /// [`TreeError`] when it is not.
    pub fn check(&self, checkpoint: &Checkpoint, root: &Hash) -> Result<(), TreeError> {
        check_inclusion(&leaf(checkpoint), self.index, self.count, root, &self.hashes)
    }
}

fn leaf(checkpoint: &Checkpoint) -> Hash {
    leaf_hash(checkpoint.text().as_bytes())
}

impl Combined {
    /// Combines the heads; their order does not matter.
    ///
    /// # Errors
    /// [`CombinedError::Logs`].
    pub fn new(origin: &str, mut logs: Vec<(LogId, Checkpoint)>) -> Result<Self, CombinedError> {
        logs.sort_by_key(|(log, _)| *log);
        let twice = logs.windows(2).any(|pair| matches!(pair, [a, b] if a.0 == b.0));
        let fits = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        let fit = fits(origin) && logs.iter().all(|(_, c)| fits(&c.origin));
        if twice || !fit || logs.len() > LOGS_MAX {
            return Err(CombinedError::Logs);
        }
        Ok(Self { origin: origin.to_owned(), logs })
    }

    /// The name of the installation.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// All logs, by id.
    #[must_use]
    pub fn logs(&self) -> &[(LogId, Checkpoint)] {
        &self.logs
    }

    /// The checkpoint of one log.
    #[must_use]
    pub fn checkpoint(&self, log: LogId) -> Option<&Checkpoint> {
        self.logs.iter().find(|(id, _)| *id == log).map(|(_, checkpoint)| checkpoint)
    }

    /// The RFC 6962 root over the texts of the checkpoints.
    #[must_use]
    pub fn root(&self) -> Hash {
        subtree_root(&self.leaves())
    }

    fn leaves(&self) -> Vec<Hash> {
        self.logs.iter().map(|(_, checkpoint)| leaf(checkpoint)).collect()
    }

    /// The proof that one log is among these; `None` when it is not.
    #[must_use]
    pub fn membership(&self, log: LogId) -> Option<Membership> {
        let place = self.logs.iter().position(|(id, _)| *id == log)?;
        let leaves = self.leaves();
        let (mut row, mut at, mut hashes) = (leaves.as_slice(), place, Vec::new());
        while row.len() > 1 {
            let middle = usize::try_from(split(u64::try_from(row.len()).ok()?)).ok()?;
            let (left, right) = row.split_at_checked(middle)?;
            if at < middle {
                hashes.push(subtree_root(right));
                row = left;
            } else {
                hashes.push(subtree_root(left));
                (row, at) = (right, at - middle);
            }
        }
        hashes.reverse();
        let (index, count) = (u64::try_from(place).ok()?, u64::try_from(leaves.len()).ok()?);
        Some(Membership { index, count, hashes })
    }

    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let root = BASE64_STANDARD.encode(self.root());
        let mut text = format!("{HEADER}\n{}\n{}\n{root}\n", self.origin, self.logs.len());
        for (log, Checkpoint { origin, size, root }) in &self.logs {
            text.push_str(&format!("{log} {size} {} {origin}\n", BASE64_STANDARD.encode(root)));
        }
        text
    }

    /// The signed note.
    ///
    /// # Errors
    /// [`CombinedError::Origin`] when the signer may not speak for the origin, or that of the note.
    pub fn sign(&self, signer: &Signer) -> Result<String, CombinedError> {
        if !signer.verifier().speaks_for(&self.origin) {
            return Err(CombinedError::Origin);
        }
        Ok(Note::sign(&self.text(), &[signer])?.to_string())
    }

    /// Reads and verifies a signed combined checkpoint.
    ///
    /// # Errors
    /// [`CombinedError`].
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, CombinedError> {
        let note = Note::parse(note)?;
        let combined = Self::from_text(note.verify(verifier)?)?;
        if verifier.speaks_for(&combined.origin) { Ok(combined) } else { Err(CombinedError::Origin) }
    }

    /// Reads the text without its signature. Only the canonical form is taken, so equal heads give
    /// equal bytes.
    ///
    /// # Errors
    /// [`CombinedError::Malformed`].
    pub fn from_text(text: &str) -> Result<Self, CombinedError> {
        let combined = Self::read(text).ok_or(CombinedError::Malformed)?;
        // Writing it again checks count, order and root at once.
        if combined.text() == text { Ok(combined) } else { Err(CombinedError::Malformed) }
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != HEADER {
            return None;
        }
        let origin = lines.next()?;
        let (_count, _root) = (lines.next()?, lines.next()?);
        let mut logs = Vec::new();
        for line in lines {
            let mut parts = line.splitn(4, ' ');
            let log = LogId(u32::try_from(read_number(parts.next()?)?).ok()?);
            let size = read_number(parts.next()?)?;
            let root = read_hash(parts.next()?)?;
            logs.push((log, Checkpoint { origin: parts.next()?.to_owned(), size, root }));
        }
        Self::new(origin, logs).ok()
    }
}

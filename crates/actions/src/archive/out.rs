//! The archive as it is made: a ZIP that leaves in chunks while it is written. No file, no seeking; what is
//! kept is the chunk at hand and the list of files. A reader that is slow is waited for, for a while.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::error::{ActionError, Done};

/// Bytes that are collected before they leave.
const CHUNK_BYTES: usize = 64 * 1_024;
/// Chunks that wait for a slow reader, at most.
const CHUNKS_WAITING_MAX: usize = 4;
/// Seconds for which a reader that takes nothing is waited for.
const STALLED_SECONDS_MAX: u64 = 60;

/// What leaves: bytes, or why there are no more.
pub(crate) type Chunk = Result<Vec<u8>, ActionError>;

/// A file of an archive as its manifest names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedFile {
    /// Its name in the archive.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Whether a file is made smaller: pictures and documents are already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packed {
    Smaller,
    AsItIs,
}

/// Where the ZIP writer puts its bytes until they leave.
#[derive(Clone, Default)]
struct Filled(Arc<Mutex<Vec<u8>>>);

impl Filled {
    fn held(&self) -> MutexGuard<'_, Vec<u8>> {
        // Nobody panics while it holds whole writes.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Filled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive that is being written.
pub(crate) struct ArchiveOut {
    zip: ZipWriter<StreamWriter<Filled>>,
    filled: Filled,
    sender: mpsc::Sender<Chunk>,
    listed: Vec<ListedFile>,
    open: Option<(String, Context, u64)>,
}

fn not_written<E>(_: E) -> ActionError {
    ActionError::Internal("an archive cannot be written")
}

/// Whoever reads went away, or takes nothing any more: no fault of ours.
fn gone<E>(_: E) -> ActionError {
    ActionError::State("copy-broken-off")
}

impl ArchiveOut {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Chunk>) {
        let (sender, receiver) = mpsc::channel(CHUNKS_WAITING_MAX);
        let filled = Filled::default();
        let zip = ZipWriter::new_stream(filled.clone());
        (Self { zip, filled, sender, listed: Vec::new(), open: None }, receiver)
    }

    /// Begins a file; the one before is at its end.
    pub(crate) fn begin(&mut self, name: &str, packed: Packed) -> Done<()> {
        self.end();
        let method = match packed {
            Packed::Smaller => CompressionMethod::Deflated,
            Packed::AsItIs => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default().compression_method(method).unix_permissions(0o600);
        self.zip.start_file(name, options).map_err(not_written)?;
        self.open = Some((name.to_owned(), Context::new(&SHA256), 0));
        Ok(())
    }

    /// More of the file that was begun.
    pub(crate) async fn put(&mut self, bytes: &[u8]) -> Done<()> {
        let (_, digest, length) =
            self.open.as_mut().ok_or(ActionError::Internal("an archive has no open file"))?;
        digest.update(bytes);
        *length += bytes.len() as u64;
        // Pieces, so that what is packed leaves before the next is.
        for piece in bytes.chunks(CHUNK_BYTES) {
            self.zip.write_all(piece).map_err(not_written)?;
            if self.filled.held().len() >= CHUNK_BYTES {
                self.send().await?;
            }
        }
        Ok(())
    }

    /// A whole small file.
    pub(crate) async fn file(&mut self, name: &str, bytes: &[u8]) -> Done<()> {
        self.begin(name, Packed::Smaller)?;
        self.put(bytes).await
    }

    /// Everything that is packed leaves now.
    pub(crate) async fn send(&mut self) -> Done<()> {
        leave(&self.filled, &self.sender).await
    }

    fn end(&mut self) {
        if let Some((name, digest, bytes)) = self.open.take() {
            let sha256 = hex::encode(digest.finish());
            self.listed.push(ListedFile { name, bytes, sha256 });
        }
    }

    /// Every file so far, in order.
    pub(crate) fn listed(&mut self) -> &[ListedFile] {
        self.end();
        &self.listed
    }

    /// The end of the archive: its directory.
    pub(crate) async fn finish(self) -> Done<()> {
        let Self { zip, filled, sender, .. } = self;
        zip.finish().map_err(not_written)?;
        leave(&filled, &sender).await
    }

    /// By which whoever reads learns that there is no more, and that it is not whole.
    pub(crate) fn sender(&self) -> mpsc::Sender<Chunk> {
        self.sender.clone()
    }
}

async fn leave(filled: &Filled, sender: &mpsc::Sender<Chunk>) -> Done<()> {
    let full = core::mem::take(&mut *filled.held());
    if full.is_empty() {
        return Ok(());
    }
    let sending = sender.send(Ok(full));
    let sent = tokio::time::timeout(Duration::from_secs(STALLED_SECONDS_MAX), sending).await;
    sent.map_err(gone)?.map_err(gone)
}

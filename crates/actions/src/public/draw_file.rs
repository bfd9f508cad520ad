//! The published draw: everything that anybody needs to compute the order again, as a stream.

use std::io::{self, Write};

use amanah_domain::states::BatchState;
use amanah_store::StoreError;
use amanah_store::batches::{self, BatchRow};
use tokio::sync::mpsc;

use crate::batch::place_of;
use crate::draw::{self, Header, Line};
use crate::error::{ActionError, Done};
use crate::office::Office;

/// Bytes of a chunk.
const CHUNK_BYTES: usize = 64 * 1_024;
/// Chunks that wait for a slow reader, at most.
const CHUNKS_WAITING_MAX: usize = 4;

impl Office {
    /// The draw file of a drawn batch in chunks. The stream ends early where the reader goes away, or
    /// where the store fails: the file's header says how many lines there should be.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a number that does not exist; [`ActionError::State`] `batch-not-drawn`
    /// before the draw, `batch-nobody-entered` where there was nothing to draw.
    pub async fn draw_file(&self, number: i64) -> Done<mpsc::Receiver<Vec<u8>>> {
        let row = self.batch_of_number(number).await?;
        let header = self.draw_header(&row)?;
        let (sender, receiver) = mpsc::channel(CHUNKS_WAITING_MAX);
        let (store, batch) = (self.store.clone(), row.batch);
        let work = move || {
            store.scan_blocking(move |db| {
                let mut out = Chunks { sender: sender.clone(), filled: Vec::with_capacity(CHUNK_BYTES) };
                draw::write(&mut out, &header, std::iter::empty()).map_err(|_| StoreError::Closed)?;
                batches::each_line(db, &batch, &mut |pseudonym, code| {
                    let place =
                        place_of(code).ok_or(StoreError::Engine("a drawn line has no place".into()))?;
                    let line = Line { pseudonym, place };
                    draw::write_line(&mut out, &line).map_err(|_| StoreError::Closed)
                })?;
                out.flush().map_err(|_| StoreError::Closed)
            })
        };
        tokio::task::spawn_blocking(move || match work() {
            // A reader that went away is no fault.
            Ok(()) | Err(StoreError::Closed) => {}
            Err(error) => tracing::error!(%error, "a draw file broke off"),
        });
        Ok(receiver)
    }

    /// The header of a drawn batch's file.
    ///
    /// # Errors
    /// As [`Office::draw_file`].
    pub(crate) fn draw_header(&self, row: &BatchRow) -> Done<Header> {
        let (BatchState::Drawn, Some(public_value)) = (row.state, row.public_value.clone()) else {
            return Err(ActionError::State("batch-not-drawn"));
        };
        let Some(entrants_commitment) = row.entrants_commitment else {
            return Err(ActionError::State("batch-nobody-entered"));
        };
        Ok(Header {
            batch: format!("{} {}", self.programme.name, row.number),
            quota: u64::try_from(row.quota).unwrap_or(0),
            entrants: u64::try_from(row.entrants).unwrap_or(0),
            seed_commitment: row.seed_commitment,
            entrants_commitment,
            public_source: row.public_source.clone(),
            public_known_at: row.public_known_at.to_jiff().to_string(),
            public_value,
            seed: self.seed_of(row)?,
        })
    }
}

/// Collects what is written and hands it on in chunks; waits where the reader is slow.
struct Chunks {
    sender: mpsc::Sender<Vec<u8>>,
    filled: Vec<u8>,
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.filled.extend_from_slice(bytes);
        if self.filled.len() >= CHUNK_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let full = std::mem::replace(&mut self.filled, Vec::with_capacity(CHUNK_BYTES));
        match full.is_empty() {
            true => Ok(()),
            false => self.sender.blocking_send(full).map_err(|_| io::ErrorKind::BrokenPipe.into()),
        }
    }
}

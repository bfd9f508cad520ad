//! What the page of a drawn batch says beside its file: the revealed seed, the file's size and its hash.

use amanah_domain::Timestamp;
use amanah_store::settings;
use aws_lc_rs::digest;

use crate::draw::{self, Header};
use crate::error::{ActionError, Done};
use crate::office::Office;

/// Bytes of one entrant's line.
const LINE_BYTES: u64 = 35;
/// Entrants up to which the hash is worked out for whoever asks first; a larger file is hashed by the job
/// that draws it.
const ENTRANTS_AT_ONCE_MAX: u64 = 200_000;

/// A drawn batch's facts.
pub struct DrawFacts {
    /// When it was drawn.
    pub drawn_at: Timestamp,
    /// The public value.
    pub public_value: String,
    /// The seed.
    pub seed: [u8; 32],
    /// Bytes of the draw file.
    pub file_bytes: u64,
    /// SHA-256 of the draw file; `None` until it was worked out.
    pub file_hash: Option<[u8; 32]>,
}

fn setting(number: i64) -> String {
    format!("draw-file/{number}")
}

/// Bytes of the whole file: its header, then as many lines as entrants.
fn bytes_of(header: &Header) -> Done<u64> {
    let mut head = Vec::new();
    draw::write(&mut head, header, core::iter::empty())
        .map_err(|_| ActionError::Internal("a draw file's header cannot be written"))?;
    Ok(head.len() as u64 + LINE_BYTES * header.entrants)
}

impl Office {
    /// The facts of a drawn batch; `None` before the draw, and where nobody had entered.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a number that does not exist.
    pub async fn draw_facts(&self, number: i64) -> Done<Option<DrawFacts>> {
        let row = self.batch_of_number(number).await?;
        let header = match self.draw_header(&row) {
            Ok(header) => header,
            Err(ActionError::State(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let file_bytes = bytes_of(&header)?;
        let name = setting(number);
        let known = self.store.read(move |db| settings::read(db, &name)).await?;
        let file_hash = match known.and_then(|s| <[u8; 32]>::try_from(s.value).ok()) {
            Some(hash) => Some(hash),
            None if header.entrants <= ENTRANTS_AT_ONCE_MAX => self.keep_draw_hash(number).await?,
            None => None,
        };
        Ok(Some(DrawFacts {
            drawn_at: row.drawn_at.unwrap_or(row.closes_at),
            public_value: header.public_value,
            seed: header.seed,
            file_bytes,
            file_hash,
        }))
    }

    /// Hashes the draw file and remembers the hash; `None` where the file broke off.
    ///
    /// # Errors
    /// As [`Office::draw_file`].
    pub(crate) async fn keep_draw_hash(&self, number: i64) -> Done<Option<[u8; 32]>> {
        let expected = bytes_of(&self.draw_header(&self.batch_of_number(number).await?)?)?;
        let mut file = self.draw_file(number).await?;
        let (mut context, mut bytes) = (digest::Context::new(&digest::SHA256), 0_u64);
        while let Some(chunk) = file.recv().await {
            context.update(&chunk);
            bytes += chunk.len() as u64;
        }
        let Ok(hash) = <[u8; 32]>::try_from(context.finish().as_ref()) else { return Ok(None) };
        if bytes != expected {
            return Ok(None);
        }
        let name = setting(number);
        self.store.write(move |db| settings::put(db, &name, &hash).map(drop)).await?;
        Ok(Some(hash))
    }
}

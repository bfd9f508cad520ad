//! One part of a backup on its way to a shelf and back: blocks of rows are compressed one by one, sealed
//! in frames, counted and hashed. Everything runs on a thread of its own, in bounded memory.
//!
//! ```text
//! clear: (length 4 ‖ length when compressed 4 ‖ bytes)…     equal lengths: not compressed
//! ```

use amanah_store::portable::BLOCK_BYTES_MAX;
use amanah_vault::{PART_HEADER_BYTES, PartSealer, Vault};
use aws_lc_rs::digest;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use zstd::bulk::{Compressor, Decompressor};

use crate::operator::backup_error::{BackupError, PartRefused};
use crate::operator::backup_manifest::{Manifest, PartFacts, data_part, key_part};
use crate::operator::shelf::{Shelf, ShelfError, ShelfReader, ShelfWriter};

pub(crate) use amanah_vault::Part;

/// Level 1: what is sealed does not shrink at any, and the rest shrinks at the first.
const LEVEL: i32 = 1;
/// Sealed bytes that are handed to the shelf at once.
const PIECE_BYTES: usize = 4 << 20;

/// The word for a part in sentences.
pub(crate) fn word(part: Part) -> &'static str {
    match part {
        Part::Data => "data",
        Part::Keys => "key",
    }
}

/// The stored name of a part.
pub(crate) fn stored(part: Part, name: &str) -> String {
    match part {
        Part::Data => data_part(name),
        Part::Keys => key_part(name),
    }
}

/// Why a part could not be written, with the writer that is to be given up.
pub(crate) type Failed = Box<(Option<ShelfWriter>, BackupError)>;

/// A part that is being written. Blocks the thread; not for async ones.
pub(crate) struct PartWriter {
    sealer: PartSealer,
    compressor: Compressor<'static>,
    out: Vec<u8>,
    outlet: Outlet,
}

/// Hashes and writes one piece while the next is sealed.
struct Outlet {
    handle: Handle,
    here: Option<Outgoing>,
    away: Option<JoinHandle<(Outgoing, Result<(), ShelfError>)>>,
}

struct Outgoing {
    writer: ShelfWriter,
    hash: digest::Context,
    bytes: u64,
}

impl Outlet {
    fn new(writer: ShelfWriter, handle: Handle) -> Self {
        let hash = digest::Context::new(&digest::SHA256);
        Self { handle, here: Some(Outgoing { writer, hash, bytes: 0 }), away: None }
    }

    /// Returns once the piece before this one is written.
    fn push(&mut self, piece: Vec<u8>) -> Result<(), BackupError> {
        self.settle()?;
        let gone = BackupError::Internal("the writing of a backup ended");
        let mut out = self.here.take().ok_or(gone)?;
        let handle = self.handle.clone();
        self.away = Some(self.handle.spawn_blocking(move || {
            out.hash.update(&piece);
            out.bytes += piece.len() as u64;
            let written = handle.block_on(out.writer.push(piece));
            (out, written)
        }));
        Ok(())
    }

    fn settle(&mut self) -> Result<(), BackupError> {
        let Some(away) = self.away.take() else { return Ok(()) };
        let (out, written) =
            self.handle.block_on(away).map_err(|_| BackupError::Internal("a thread of the backup ended"))?;
        self.here = Some(out);
        Ok(written?)
    }

    fn end(mut self) -> Result<Outgoing, Failed> {
        let settled = self.settle();
        match (settled, self.here) {
            (Ok(()), Some(out)) => Ok(out),
            (settled, here) => {
                let gone = BackupError::Internal("the writing of a backup ended");
                Err(Box::new((here.map(|out| out.writer), settled.err().unwrap_or(gone))))
            }
        }
    }

    fn give_up(mut self) -> Option<ShelfWriter> {
        // Why the last piece was not written is of no matter any more.
        let _ = self.settle();
        self.here.map(|out| out.writer)
    }
}

impl PartWriter {
    pub(crate) fn begin(
        vault: &Vault,
        part: Part,
        backup: [u8; 16],
        writer: ShelfWriter,
        handle: Handle,
    ) -> Result<Self, Failed> {
        let sealed =
            vault.seal_part(part, backup).map_err(|_| BackupError::Internal("a part was not sealed"));
        let compressor = Compressor::new(LEVEL).map_err(|_| BackupError::Internal("no memory to compress"));
        let ((sealer, header), compressor) = match (sealed, compressor) {
            (Ok(sealed), Ok(compressor)) => (sealed, compressor),
            (Err(e), _) | (_, Err(e)) => return Err(Box::new((Some(writer), e))),
        };
        Ok(Self { sealer, compressor, out: header.to_vec(), outlet: Outlet::new(writer, handle) })
    }

    pub(crate) fn block(&mut self, block: &[u8]) -> Result<(), BackupError> {
        let compressed = self.compressor.compress(block);
        let compressed = compressed.map_err(|_| BackupError::Internal("a block was not compressed"))?;
        let body = if compressed.len() < block.len() { compressed.as_slice() } else { block };
        let mut head = [0; 8];
        let lengths = (block.len() as u32).to_be_bytes().into_iter().chain((body.len() as u32).to_be_bytes());
        head.iter_mut().zip(lengths).for_each(|(to, from)| *to = from);
        for clear in [head.as_slice(), body] {
            let sealed = self.sealer.push(clear, &mut self.out);
            sealed.map_err(|_| BackupError::Internal("a part was not sealed"))?;
        }
        if self.out.len() < PIECE_BYTES {
            return Ok(());
        }
        let room = Vec::with_capacity(PIECE_BYTES + (2 << 20));
        self.outlet.push(std::mem::replace(&mut self.out, room))
    }

    /// Seals the end. What is returned is durable only after [`ShelfWriter::finish`].
    pub(crate) fn end(self) -> Result<(ShelfWriter, PartFacts), Failed> {
        let Self { sealer, mut out, mut outlet, .. } = self;
        let sealed = sealer.finish(&mut out).map_err(|_| BackupError::Internal("a part was not sealed"));
        if let Err(e) = sealed.and_then(|()| outlet.push(out)) {
            return Err(Box::new((outlet.give_up(), e)));
        }
        let Outgoing { writer, hash, bytes } = outlet.end()?;
        Ok((writer, PartFacts { bytes, sha256: hex::encode(hash.finish()), ..PartFacts::default() }))
    }

    pub(crate) fn give_up(self) -> Option<ShelfWriter> {
        self.outlet.give_up()
    }
}

/// Reads a part to its end and hands over block by block; says at the end whether it is what the manifest
/// says. Blocks the thread.
///
/// # Errors
/// [`BackupError::Part`], and what `visit` returns.
pub(crate) fn read_part(
    shelf: &Shelf,
    vault: &Vault,
    manifest: &Manifest,
    part: Part,
    handle: &Handle,
    visit: &mut dyn FnMut(Vec<u8>) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    let refuse = |why: PartRefused| BackupError::Part { name: manifest.name.clone(), part: word(part), why };
    let facts = match part {
        Part::Data => &manifest.data,
        Part::Keys => &manifest.keys,
    };
    let id = manifest.id().ok_or_else(|| refuse(PartRefused::Inside("no id")))?;
    let mut reader: ShelfReader = match handle.block_on(shelf.open(&stored(part, &manifest.name))) {
        Err(ShelfError::Missing { .. }) => return Err(refuse(PartRefused::Missing)),
        opened => opened?,
    };
    if reader.bytes() != facts.bytes {
        return Err(refuse(PartRefused::Length { wanted: facts.bytes, found: reader.bytes() }));
    }
    let mut hash = digest::Context::new(&digest::SHA256);
    let (mut header, mut opener) = (Vec::new(), None);
    let mut blocks = Blocks::new().map_err(refuse)?;
    while let Some(piece) = handle.block_on(reader.next())? {
        hash.update(&piece);
        let mut rest = piece.as_slice();
        if opener.is_none() {
            let (now, later) = rest.split_at(rest.len().min(PART_HEADER_BYTES - header.len()));
            header.extend(now);
            rest = later;
            if header.len() < PART_HEADER_BYTES {
                continue;
            }
            opener = Some(vault.open_part(part, &header, id).map_err(|e| refuse(e.into()))?);
        }
        if let Some(opener) = &mut opener {
            opener.push(rest, &mut blocks.clear).map_err(|e| refuse(e.into()))?;
        }
        while let Some(block) = blocks.take().map_err(refuse)? {
            visit(block)?;
        }
    }
    match opener {
        Some(opener) => opener.finish().map_err(|e| refuse(e.into()))?,
        None => {
            vault.open_part(part, &header, id).map_err(|e| refuse(e.into()))?;
        }
    }
    if hex::encode(hash.finish()) != facts.sha256 {
        return Err(refuse(PartRefused::Checksum));
    }
    if !blocks.clear.is_empty() {
        return Err(refuse(PartRefused::Inside("a block without its end")));
    }
    Ok(())
}

/// Clear bytes that were not taken yet, and what takes blocks from them.
struct Blocks {
    clear: Vec<u8>,
    decompressor: Decompressor<'static>,
}

impl Blocks {
    fn new() -> Result<Self, PartRefused> {
        let decompressor = Decompressor::new().map_err(|_| PartRefused::Inside("no memory to decompress"))?;
        Ok(Self { clear: Vec::new(), decompressor })
    }

    fn take(&mut self) -> Result<Option<Vec<u8>>, PartRefused> {
        let Some((head, rest)) = self.clear.split_first_chunk::<8>() else { return Ok(None) };
        let length = |bytes: &[u8]| {
            bytes.first_chunk::<4>().map_or(usize::MAX, |bytes| u32::from_be_bytes(*bytes) as usize)
        };
        let (whole, stored) = (length(head), length(head.get(4..).unwrap_or_default()));
        if whole > BLOCK_BYTES_MAX || stored > whole {
            return Err(PartRefused::Inside("a block of an impossible length"));
        }
        let Some(body) = rest.get(..stored) else { return Ok(None) };
        let block = if stored == whole {
            body.to_vec()
        } else {
            let block = self.decompressor.decompress(body, whole);
            block.ok().filter(|block| block.len() == whole).ok_or(PartRefused::Inside("a damaged block"))?
        };
        self.clear.drain(..8 + stored);
        Ok(Some(block))
    }
}

//! The hashes of a stored log at one size: tiles from storage, partial tiles computed, and from them
//! roots and proofs. Nothing here is trusted: whoever uses it checks the result against a signed root.

use std::collections::BTreeMap;

use crate::durable::{Durable, LogId};
use crate::edge::RightEdge;
use crate::tile::{Resource, TILE_WIDTH, write_bundle};
use crate::tree::{Hash, empty_root, node_hash, split, subtree_root};

/// Why stored hashes cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E: std::error::Error + 'static> {
    /// The storage failed.
    #[error("the storage failed")]
    Storage(#[source] E),
    /// A full tile that a log of this size has is not stored, or is not 8192 bytes long.
    #[error("tile {index} of level {level} is missing or damaged")]
    TileMissing {
        /// The level of the tile.
        level: u8,
        /// Its index in the level.
        index: u64,
    },
    /// An entry that a log of this size has is not stored.
    #[error("entry {index} is missing")]
    EntryMissing {
        /// Its index.
        index: u64,
    },
    /// Asked for what a log of this size does not have.
    #[error("a log of this size does not have that")]
    OutOfTree,
}

/// Tiles that are kept while reading, at most: half a megabyte.
const TILES_KEPT_MAX: usize = 64;

/// Reads hashes of the log as it was at `size`.
pub struct Hashes<'a, D> {
    storage: &'a mut D,
    log: LogId,
    size: u64,
    edge: Option<&'a RightEdge>,
    /// Tiles already read: a proof needs a handful, a rebuilt edge at most 255 for each level.
    read: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl<'a, D: Durable> Hashes<'a, D> {
    /// The log as it was (or is) at `size`.
    pub fn new(storage: &'a mut D, log: LogId, size: u64) -> Self {
        Self { storage, log, size, edge: None, read: BTreeMap::new() }
    }

    /// The log at the size of this right edge, which spares computing the partial tiles.
    pub fn with_edge(storage: &'a mut D, log: LogId, edge: &'a RightEdge) -> Self {
        Self { storage, log, size: edge.size(), edge: Some(edge), read: BTreeMap::new() }
    }

    /// The number of leaves.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The number of hashes at a tile level.
    fn count(&self, level: u8) -> u64 {
        self.size.checked_shr(8 * u32::from(level)).unwrap_or(0)
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], ReadError<D::Error>> {
        let first = index.checked_mul(256).ok_or(ReadError::OutOfTree)?;
        let width = self.count(level).saturating_sub(first).min(256);
        if width == 0 {
            return Err(ReadError::OutOfTree);
        }
        if width < 256
            && let Some(edge) = self.edge
        {
            return Ok(edge.partial(level));
        }
        if !self.read.contains_key(&(level, index)) {
            let hashes = if width == 256 {
                self.full_tile(level, index)?
            } else if level == 0 {
                self.leaves(first, width)?
            } else {
                // Not kept: each of these full tiles is wanted for its one hash only.
                (first..first + width)
                    .map(|below| Ok(subtree_root(&self.full_tile(level - 1, below)?)))
                    .collect::<Result<_, _>>()?
            };
            // Whoever reads much reads from the left: the first of the lowest level is done with.
            if self.read.len() >= TILES_KEPT_MAX {
                self.read.pop_first();
            }
            self.read.insert((level, index), hashes);
        }
        self.read.get(&(level, index)).map(Vec::as_slice).ok_or(ReadError::TileMissing { level, index })
    }

    fn full_tile(&mut self, level: u8, index: u64) -> Result<Vec<Hash>, ReadError<D::Error>> {
        let bytes = self.storage.tile(self.log, level, index).map_err(ReadError::Storage)?;
        bytes.as_deref().and_then(read_tile).ok_or(ReadError::TileMissing { level, index })
    }

    fn leaves(&mut self, first: u64, count: u64) -> Result<Vec<Hash>, ReadError<D::Error>> {
        let wanted = u32::try_from(count).map_err(|_| ReadError::OutOfTree)?;
        let entries = self.storage.entries(self.log, first, wanted).map_err(ReadError::Storage)?;
        let mut leaves = Vec::with_capacity(entries.len());
        for (index, entry) in
            (first..first + count).zip(entries.iter().map(Some).chain(std::iter::repeat(None)))
        {
            match entry {
                Some(entry) if entry.index == index => leaves.push(entry.leaf()),
                _ => return Err(ReadError::EntryMissing { index }),
            }
        }
        Ok(leaves)
    }

    /// The root of the perfect subtree of `2^height` leaves, the `index`th of its height.
    fn node(&mut self, height: u32, index: u64) -> Result<Hash, ReadError<D::Error>> {
        let (level, inside) = (height / 8, height % 8);
        let level = u8::try_from(level).map_err(|_| ReadError::OutOfTree)?;
        let first = index << inside;
        let hashes = self.tile(level, first / 256)?;
        let start = usize::try_from(first % 256).map_err(|_| ReadError::OutOfTree)?;
        let nodes = hashes.get(start..start + (1 << inside)).ok_or(ReadError::OutOfTree)?;
        Ok(subtree_root(nodes))
    }

    /// The root over the leaves from `low` to before `high`, of which `low` is a multiple of a power
    /// of two not smaller than their number.
    pub(crate) fn range(&mut self, low: u64, high: u64) -> Result<Hash, ReadError<D::Error>> {
        let count = high - low;
        if count.is_power_of_two() {
            let height = count.trailing_zeros();
            return self.node(height, low >> height);
        }
        let middle = low + split(count);
        let left = self.range(low, middle)?;
        let right = self.range(middle, high)?;
        Ok(node_hash(&left, &right))
    }

    /// The root of the first `size` leaves.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn root_at(&mut self, size: u64) -> Result<Hash, ReadError<D::Error>> {
        match size {
            0 => Ok(empty_root()),
            _ if size > self.size => Err(ReadError::OutOfTree),
            _ => self.range(0, size),
        }
    }

    /// The proof that the leaf `index` is in the tree, from its sibling up (RFC 6962, 2.1.1).
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, ReadError<D::Error>> {
        if index >= self.size {
            return Err(ReadError::OutOfTree);
        }
        let (mut low, mut high, mut proof) = (0, self.size, Vec::new());
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                proof.push(self.range(middle, high)?);
                high = middle;
            } else {
                proof.push(self.range(low, middle)?);
                low = middle;
            }
        }
        proof.reverse();
        Ok(proof)
    }

    /// The proof that the tree of `old_size` leaves begins this tree (RFC 6962, 2.1.2).
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn consistency(&mut self, old_size: u64) -> Result<Vec<Hash>, ReadError<D::Error>> {
        if old_size > self.size {
            return Err(ReadError::OutOfTree);
        }
        if old_size == 0 || old_size == self.size {
            return Ok(Vec::new());
        }
        let (mut low, mut high, mut proof) = (0, self.size, Vec::new());
        while high != old_size {
            let middle = low + split(high - low);
            if old_size <= middle {
                proof.push(self.range(middle, high)?);
                high = middle;
            } else {
                proof.push(self.range(low, middle)?);
                low = middle;
            }
        }
        // A subtree that starts at 0 is the old tree itself, whose root the verifier has.
        if low != 0 {
            proof.push(self.range(low, high)?);
        }
        proof.reverse();
        Ok(proof)
    }

    /// The right edge at this size, rebuilt from full tiles and the last entries.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn right_edge(&mut self) -> Result<RightEdge, ReadError<D::Error>> {
        let mut partial = Vec::new();
        let mut level = 0;
        while self.count(level) > 0 {
            let count = self.count(level);
            let hashes =
                if count.is_multiple_of(256) { Vec::new() } else { self.tile(level, count / 256)?.to_vec() };
            partial.push(hashes);
            level += 1;
        }
        RightEdge::from_partial(self.size, partial).ok_or(ReadError::OutOfTree)
    }

    /// The bytes of a tile or an entry bundle, full or partial, as a tiled log serves them.
    ///
    /// # Errors
    /// [`ReadError::OutOfTree`] when a log of this size has none such (answer 404).
    pub fn resource(&mut self, resource: Resource) -> Result<Vec<u8>, ReadError<D::Error>> {
        match resource {
            Resource::Hashes { level, index, width } => {
                let hashes = self.tile(level, index)?;
                let wanted = hashes.get(..usize::from(width)).ok_or(ReadError::OutOfTree)?;
                Ok(wanted.concat())
            }
            Resource::Entries { index, width } => {
                let first = index.checked_mul(256).ok_or(ReadError::OutOfTree)?;
                if first.checked_add(u64::from(width)).is_none_or(|end| end > self.size) {
                    return Err(ReadError::OutOfTree);
                }
                let entries =
                    self.storage.entries(self.log, first, u32::from(width)).map_err(ReadError::Storage)?;
                let gap = (first..).zip(&entries).find(|(index, entry)| *index != entry.index);
                if gap.is_some() || entries.len() != usize::from(width) {
                    let index = gap.map_or(first, |(index, _)| index);
                    return Err(ReadError::EntryMissing { index });
                }
                let bytes: Vec<Vec<u8>> = entries.iter().map(crate::durable::Entry::bytes).collect();
                write_bundle(bytes.iter().map(Vec::as_slice)).ok_or(ReadError::OutOfTree)
            }
        }
    }
}

/// The hashes of a full tile; `None` when it is not 8192 bytes.
pub(crate) fn read_tile(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    (hashes.len() == TILE_WIDTH && rest.is_empty()).then(|| hashes.to_vec())
}

//! The right edge of a growing tree: all that must be in memory to append. It holds the peaks (one
//! hash for each bit of the size), so that an entry costs about one node hash and a root at most 64,
//! and for each level the hashes of the tile that is not yet full.

use crate::tile::{TILE_WIDTH, Tile};
use crate::tree::{Hash, empty_root, node_hash};

/// The right edge of a tree of `size` leaves.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct RightEdge {
    size: u64,
    /// Roots of the perfect subtrees that make up the tree, the largest first.
    peaks: Vec<Hash>,
    /// For each tile level the hashes of its partial tile.
    partial: Vec<Vec<Hash>>,
}

impl RightEdge {
    /// The edge of the empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Rebuilds the edge of a tree of `size` leaves from the partial tiles of each level, lowest
    /// first. `None` when their widths are not those of such a tree.
    #[must_use]
    pub fn from_partial(size: u64, mut partial: Vec<Vec<Hash>>) -> Option<Self> {
        while partial.last().is_some_and(Vec::is_empty) {
            partial.pop();
        }
        let mut covered = 0_u64;
        let mut peaks = Vec::new();
        for (level, hashes) in partial.iter().enumerate().rev() {
            let width = u64::try_from(hashes.len()).ok()?;
            covered = width.checked_shl(8 * u32::try_from(level).ok()?)?.checked_add(covered)?;
            let mut rest = hashes.as_slice();
            // Each bit of the width is one perfect subtree inside the tile.
            for bit in (0..8).rev().filter(|bit| width >> bit & 1 == 1) {
                let (subtree, right) = rest.split_at_checked(1 << bit)?;
                peaks.push(crate::tree::subtree_root(subtree));
                rest = right;
            }
            if !rest.is_empty() {
                return None;
            }
        }
        (covered == size).then_some(Self { size, peaks, partial })
    }

    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(smallest) = peaks.next() else { return empty_root() };
        peaks.fold(*smallest, |right, left| node_hash(left, &right))
    }

    /// The hashes of the tile at `level` that is not yet full; empty where there is none.
    #[must_use]
    pub fn partial(&self, level: u8) -> &[Hash] {
        self.partial.get(usize::from(level)).map_or(&[], Vec::as_slice)
    }

    /// Adds a leaf, and puts the tiles that it fills into `full`, the lowest level first.
    pub fn push(&mut self, leaf: Hash, full: &mut Vec<Tile>) {
        self.keep(0, leaf, full);
        let (mut node, mut height, mut bits) = (leaf, 0_u8, self.size);
        while bits & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            node = node_hash(&left, &node);
            height += 1;
            bits >>= 1;
            if height.is_multiple_of(8) {
                self.keep(height / 8, node, full);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    fn keep(&mut self, level: u8, hash: Hash, full: &mut Vec<Tile>) {
        let place = usize::from(level);
        if self.partial.len() <= place {
            self.partial.resize_with(place + 1, Vec::new);
        }
        let Some(hashes) = self.partial.get_mut(place) else { return };
        hashes.push(hash);
        if hashes.len() == TILE_WIDTH {
            let index = self.size.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0);
            full.push(Tile { level, index, bytes: hashes.concat() });
            hashes.clear();
        }
    }
}

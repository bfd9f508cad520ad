//! One proof for many entries of a log: the hashes that, together with the leaves of those entries, make
//! the signed root. What lies on the way of several entries stands in it once, and what their leaves make
//! by themselves not at all. Without positions: both sides walk the tree of RFC 6962 from the left.

use crate::durable::Durable;
use crate::hashes::{Hashes, ReadError};
use crate::tree::{Hash, TreeError, node_hash, split};

impl<D: Durable> Hashes<'_, D> {
    /// The hashes beside the leaves at `indices`, which ascend and are in the tree.
    ///
    /// # Errors
    /// [`ReadError`]; [`ReadError::OutOfTree`] for indices that do not ascend or are not in the tree.
    pub fn inclusion_of_many(&mut self, indices: &[u64]) -> Result<Vec<Hash>, ReadError<D::Error>> {
        let size = self.size();
        if !ascend(indices.iter().copied()) || indices.last().is_none_or(|last| *last >= size) {
            return Err(ReadError::OutOfTree);
        }
        let mut out = Vec::new();
        self.beside(0, size, indices, &mut out)?;
        Ok(out)
    }

    fn beside(
        &mut self,
        low: u64,
        high: u64,
        indices: &[u64],
        out: &mut Vec<Hash>,
    ) -> Result<(), ReadError<D::Error>> {
        if indices.is_empty() {
            out.push(self.range(low, high)?);
            return Ok(());
        }
        if high - low == 1 {
            return Ok(());
        }
        let middle = low + split(high - low);
        let (left, right) = indices.split_at(indices.partition_point(|index| *index < middle));
        self.beside(low, middle, left, out)?;
        self.beside(middle, high, right, out)
    }
}

fn ascend(indices: impl Iterator<Item = u64>) -> bool {
    indices.is_sorted_by(|a, b| a < b)
}

/// The root that leaves and a proof for many of them make, in a tree of `size` leaves.
///
/// # Errors
/// [`TreeError`] where indices do not ascend or are not in the tree, or there are more or fewer hashes than
/// such a proof has.
pub fn root_of_many(size: u64, leaves: &[(u64, Hash)], proof: &[Hash]) -> Result<Hash, TreeError> {
    let in_tree = leaves.last().is_some_and(|(last, _)| *last < size);
    if !in_tree || !ascend(leaves.iter().map(|(index, _)| *index)) {
        return Err(TreeError::OutOfTree);
    }
    let mut rest = proof;
    let root = fold(0, size, leaves, &mut rest)?;
    if rest.is_empty() { Ok(root) } else { Err(TreeError::Length) }
}

fn fold(low: u64, high: u64, leaves: &[(u64, Hash)], rest: &mut &[Hash]) -> Result<Hash, TreeError> {
    if leaves.is_empty() {
        let (first, after) = rest.split_first().ok_or(TreeError::Length)?;
        *rest = after;
        return Ok(*first);
    }
    if high - low == 1 {
        return leaves.first().map(|(_, leaf)| *leaf).ok_or(TreeError::OutOfTree);
    }
    let middle = low + split(high - low);
    let (left, right) = leaves.split_at(leaves.partition_point(|(index, _)| *index < middle));
    let left = fold(low, middle, left, rest)?;
    let right = fold(middle, high, right, rest)?;
    Ok(node_hash(&left, &right))
}

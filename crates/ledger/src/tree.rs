//! The RFC 6962 Merkle tree as pure arithmetic: hashes, and checking of proofs. Making proofs needs
//! stored tiles and lives in `hashes`; appending lives in `edge`.

use aws_lc_rs::digest::{SHA256, digest};

/// A SHA-256 hash: a leaf, a node or a root.
pub type Hash = [u8; 32];

/// Why a proof does not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TreeError {
    /// The index or the sizes do not fit each other.
    #[error("the index or the sizes do not fit the tree")]
    OutOfTree,
    /// More or fewer hashes than such a proof has.
    #[error("the proof has the wrong number of hashes")]
    Length,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
}

fn sha256(data: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, data).as_ref());
    hash
}

/// The root of the tree without leaves: SHA-256 of nothing (RFC 6962, 2.1).
#[must_use]
pub fn empty_root() -> Hash {
    sha256(&[])
}

/// The hash of a leaf: SHA-256(0x00 || data) (RFC 6962, 2.1).
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    let mut bytes = Vec::with_capacity(1 + data.len());
    bytes.push(0);
    bytes.extend_from_slice(data);
    sha256(&bytes)
}

/// The leaf of an entry: SHA-256(0x00 || time, 8 bytes big endian || body).
#[must_use]
pub fn entry_leaf(time_ms: i64, body: &[u8]) -> Hash {
    let mut bytes = Vec::with_capacity(9 + body.len());
    bytes.push(0);
    bytes.extend_from_slice(&time_ms.to_be_bytes());
    bytes.extend_from_slice(body);
    sha256(&bytes)
}

/// The hash of an inner node: SHA-256(0x01 || left || right) (RFC 6962, 2.1).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 65];
    let (_, pair) = bytes.split_at_mut(1);
    let (first, second) = pair.split_at_mut(32);
    first.copy_from_slice(left);
    second.copy_from_slice(right);
    sha256(&bytes)
}

/// The root over consecutive nodes of one height (RFC 6962's `MTH`): over leaves for a whole tree,
/// over the hashes of a full tile for the node that stands for that tile one level up.
#[must_use]
pub fn subtree_root(nodes: &[Hash]) -> Hash {
    let mut row = nodes.to_vec();
    // Pairing from the left, and lifting an odd last node as it is, gives the same tree as RFC 6962's
    // split at the largest power of two.
    while row.len() > 1 {
        row = row
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => node_hash(left, right),
                [alone] => *alone,
                _ => empty_root(),
            })
            .collect();
    }
    row.first().copied().unwrap_or_else(empty_root)
}

/// The largest power of two smaller than `n`; `n` is at least 2.
pub(crate) fn split(n: u64) -> u64 {
    1 << (63 - n.saturating_sub(1).max(1).leading_zeros())
}

/// Checks that `leaf` stands at `index` in the tree of `size` leaves with `root` (RFC 9162, 2.1.3.2;
/// same proofs as RFC 6962, 2.1.1).
///
/// # Errors
/// [`TreeError`] when it does not, or when the proof is not shaped like one of this tree.
pub fn check_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), TreeError> {
    if index >= size {
        return Err(TreeError::OutOfTree);
    }
    let (mut at, mut last, mut node) = (index, size - 1, *leaf);
    for other in proof {
        if last == 0 {
            return Err(TreeError::Length);
        }
        if at & 1 == 1 || at == last {
            node = node_hash(other, &node);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            node = node_hash(&node, other);
        }
        at >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(TreeError::Length);
    }
    if node == *root { Ok(()) } else { Err(TreeError::Root) }
}

/// Checks that the tree of `old_size` leaves with `old_root` is the beginning of the tree of `size`
/// leaves with `root` (RFC 9162, 2.1.4.2). The empty tree begins every tree, and needs no proof.
///
/// # Errors
/// [`TreeError`] when it is not, or when the proof is not shaped like one of these trees.
pub fn check_consistency(
    old_size: u64,
    old_root: &Hash,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), TreeError> {
    if old_size > size {
        return Err(TreeError::OutOfTree);
    }
    if old_size == size || old_size == 0 {
        if !proof.is_empty() {
            return Err(TreeError::Length);
        }
        let before = if old_size == 0 { &empty_root() } else { root };
        return if old_root == before { Ok(()) } else { Err(TreeError::Root) };
    }
    let (mut at, mut last) = (old_size - 1, size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    // An old tree that is a whole subtree of the new one is its own first hash.
    let (first, rest) = if old_size.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or(TreeError::Length)?
    };
    let (mut old, mut new) = (*first, *first);
    for other in rest {
        if last == 0 {
            return Err(TreeError::Length);
        }
        if at & 1 == 1 || at == last {
            old = node_hash(other, &old);
            new = node_hash(other, &new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, other);
        }
        at >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(TreeError::Length);
    }
    if old == *old_root && new == *root { Ok(()) } else { Err(TreeError::Root) }
}

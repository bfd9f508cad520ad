//! The tamper-evident ledger: bytes, hashes, tiles, proofs, checkpoints.
//!
//! This room knows no meanings: an entry is a time and opaque bytes. It opens no file, speaks to no
//! database ([`Durable`] does that for it), asks no clock, and links no cipher: of aws-lc-rs it uses
//! digest, HMAC and Ed25519 alone. So an auditor can use it by itself.
//!
//! What it writes are public formats, which tools that are not ours can check: RFC 6962 trees, C2SP
//! `signed-note`, `tlog-checkpoint`, `tlog-tiles` and `tlog-proof`.

mod checkpoint;
mod combined;
mod durable;
mod edge;
mod finding;
mod hashes;
mod judge;
mod log;
mod many;
mod note;
mod proof;
mod receipt;
mod tile;
mod tree;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use combined::{Combined, CombinedError, Membership};
pub use durable::{BATCH_ENTRIES_MAX, BODY_BYTES_MAX, Batch, Draft, Durable, Entry, LogId};
pub use edge::RightEdge;
pub use finding::{Finding, Report};
pub use hashes::{Hashes, ReadError};
pub use log::{Log, LogError};
pub use many::root_of_many;
pub use note::{Note, NoteError, Signature, Signer, Verifier};
pub use proof::{Proof, ProofError, VerifiedEntry};
pub use receipt::{Receipt, ReceiptChecker};
pub use tile::{PathError, Resource, TILE_WIDTH, Tile, read_bundle, write_bundle};
pub use tree::{
    Hash, TreeError, check_consistency, check_inclusion, empty_root, entry_leaf, leaf_hash, node_hash,
    subtree_root,
};
pub use verify::verify_log;

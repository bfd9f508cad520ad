//! Two trees that we did not write, `ct-merkle` and `tlog_tiles`, must agree with ours on roots and
//! proofs.

use amanah_ledger::{
    Durable, Hash, Hashes, Resource, RightEdge, Tile, check_consistency, check_inclusion, leaf_hash,
    subtree_root,
};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

use crate::memory::{LOG, Memory, draft, open};

/// A log of `size` entries in batches of `width`, and the same leaves in `ct-merkle`.
fn both(size: u64, width: u64) -> (Memory, RightEdge, MemoryBackedTree<Sha256, Vec<u8>>) {
    let mut storage = Memory::default();
    let mut log = open(&mut storage);
    while log.size() < size {
        let first = log.size();
        let drafts: Vec<_> = (first..size.min(first + width)).map(draft).collect();
        log.append(&mut storage, first as i64, &drafts).unwrap();
    }
    let mut tree = MemoryBackedTree::new();
    for entry in &storage.entries {
        tree.push(entry.bytes());
    }
    let edge = log.edge().clone();
    (storage, edge, tree)
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks(32).map(|hash| hash.try_into().unwrap()).collect()
}

fn theirs(proof: &[Hash]) -> Vec<tlog_tiles::Hash> {
    proof.iter().map(|hash| tlog_tiles::Hash(*hash)).collect()
}

/// Holds root, inclusion of `index` and consistency with `old` against both oracles, and checks that
/// nothing else passes for them.
fn agree(size: u64, width: u64, index: u64, old: u64) {
    let (mut storage, edge, tree) = both(size, width);
    let root: Hash = tree.root().as_bytes().as_slice().try_into().unwrap();
    assert_eq!(edge.root(), root);

    let expected = hashes(tree.prove_inclusion(index as usize).as_bytes());
    let leaf = storage.entries[index as usize].leaf();
    for proof in [
        Hashes::with_edge(&mut storage, LOG, &edge).inclusion(index).unwrap(),
        Hashes::new(&mut storage, LOG, size).inclusion(index).unwrap(),
    ] {
        assert_eq!(proof, expected);
        check_inclusion(&leaf, index, size, &root, &proof).unwrap();
        let (their_root, their_leaf) = (tlog_tiles::Hash(root), tlog_tiles::Hash(leaf));
        tlog_tiles::check_record(&theirs(&proof), size, their_root, index, their_leaf).unwrap();
        assert!(size == 1 || check_inclusion(&leaf, (index + 1) % size, size, &root, &proof).is_err());
        assert!(check_inclusion(&other(&leaf), index, size, &root, &proof).is_err());
        let longer = [proof.as_slice(), &[[0; 32]]].concat();
        assert!(check_inclusion(&leaf, index, size, &root, &longer).is_err());
        if let Some((_, shorter)) = proof.split_last() {
            assert!(check_inclusion(&leaf, index, size, &root, shorter).is_err());
        }
    }

    let mut reader = Hashes::new(&mut storage, LOG, size);
    let proof = reader.consistency(old).unwrap();
    let old_root = reader.root_at(old).unwrap();
    assert_eq!(proof, hashes(tree.prove_consistency((size - old) as usize).as_bytes()));
    check_consistency(old, &old_root, size, &root, &proof).unwrap();
    let (theirs_new, theirs_old) = (tlog_tiles::Hash(root), tlog_tiles::Hash(old_root));
    tlog_tiles::check_tree(&theirs(&proof), size, theirs_new, old, theirs_old).unwrap();
    assert!(check_consistency(old, &other(&old_root), size, &root, &proof).is_err());
    assert!(check_consistency(old, &old_root, size, &other(&root), &proof).is_err());
    let longer = [proof.as_slice(), &[[0; 32]]].concat();
    assert!(check_consistency(old, &old_root, size, &root, &longer).is_err());
    if let Some((_, shorter)) = proof.split_last() {
        assert!(check_consistency(old, &old_root, size, &root, shorter).is_err());
    }
    assert_eq!(reader.right_edge().unwrap(), edge);
}

fn other(hash: &Hash) -> Hash {
    let mut other = *hash;
    other[31] ^= 1;
    other
}

#[test]
fn roots_and_proofs_agree_at_every_small_size() {
    for size in 1..=34 {
        for index in 0..size {
            agree(size, 5, index, index + 1);
            agree(size, 1, size - 1 - index, index + 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn roots_and_proofs_agree(
        size in 1_u64..1_400,
        width in 1_u64..700,
        at in any::<prop::sample::Index>(),
        old in any::<prop::sample::Index>(),
    ) {
        let count = usize::try_from(size).unwrap();
        agree(size, width, at.index(count) as u64, 1 + old.index(count) as u64);
    }

    #[test]
    fn the_tiles_of_an_old_size_give_its_root(size in 1_u64..1_200, width in 1_u64..400, old in any::<prop::sample::Index>()) {
        let (mut storage, _, _) = both(size, width);
        let old = 1 + old.index(usize::try_from(size).unwrap()) as u64;
        let leaves: Vec<Hash> = storage.entries.iter().take(old as usize).map(|e| e.leaf()).collect();
        let mut reader = Hashes::new(&mut storage, LOG, old);
        prop_assert_eq!(reader.root_at(old).unwrap(), subtree_root(&leaves));
        // Every tile that tlog_tiles says such a tree has is served, and none more.
        for tile in tlog_tiles::Tile::new_tiles(8, 0, old) {
            let (level, index, width) = (tile.level(), tile.level_index(), tile.width() as u16);
            let bytes = reader.resource(Resource::Hashes { level, index, width }).unwrap();
            prop_assert_eq!(bytes.len(), 32 * usize::from(width));
            let path = Resource::Hashes { level, index, width }.to_string();
            prop_assert_eq!(path.replacen("tile/", "tile/8/", 1), tile.path());
            if level == 0 {
                let first = 256 * index as usize;
                prop_assert_eq!(&hashes(&bytes)[..], &leaves[first..first + usize::from(width)]);
                let bundle = reader.resource(Resource::Entries { index, width }).unwrap();
                let in_bundle: Vec<Hash> =
                    amanah_ledger::read_bundle(&bundle).unwrap().into_iter().map(leaf_hash).collect();
                prop_assert_eq!(in_bundle, hashes(&bytes));
            }
        }
        let beyond = Resource::Hashes { level: 0, index: old.div_ceil(256), width: 1 };
        prop_assert!(reader.resource(beyond).is_err());
        let beyond = Resource::Entries { index: old / 256, width: (old % 256 + 1) as u16 };
        prop_assert!(reader.resource(beyond).is_err());
    }

    #[test]
    fn outside_bytes_never_break_a_parser(text in "\\PC*|([—a+ =/0-9\n]|tile|index |extra |c2sp.org/tlog-proof@v1){0,80}", bytes in any::<Vec<u8>>()) {
        let verifier = crate::memory::verifier();
        let _ = amanah_ledger::Note::parse(&text).map(|note| note.to_string());
        let _ = amanah_ledger::Checkpoint::from_text(&text);
        let _ = amanah_ledger::Combined::from_text(&text);
        let _ = amanah_ledger::Verifier::from_vkey(&text);
        let _ = Resource::parse(&text);
        let _ = amanah_ledger::read_bundle(&bytes);
        if let Ok(proof) = amanah_ledger::Proof::parse(&text) {
            prop_assert_eq!(proof.to_string(), text.as_str());
            prop_assert!(proof.verify(&verifier).is_err());
        }
        if let Ok(note) = amanah_ledger::Note::parse(&text) {
            prop_assert_eq!(note.to_string(), text.as_str());
        }
    }
}

#[test]
fn two_levels_of_tiles_agree_with_the_oracle() {
    let size = 66_000;
    let (mut storage, edge, tree) = both(size, 33_000);
    let root: Hash = tree.root().as_bytes().as_slice().try_into().unwrap();
    assert_eq!(edge.root(), root);
    for index in [0, 255, 256, 40_000, 65_535, 65_536, 65_999] {
        let expected = hashes(tree.prove_inclusion(index).as_bytes());
        let before = storage.tile_reads;
        let proof = Hashes::with_edge(&mut storage, LOG, &edge).inclusion(index as u64).unwrap();
        assert_eq!(proof, expected);
        assert!(storage.tile_reads - before <= 3, "a proof reads a tile a level, not the log");
        assert_eq!(Hashes::new(&mut storage, LOG, size).inclusion(index as u64).unwrap(), expected);
    }
    let level_1 = storage.tile(LOG, 1, 0).unwrap().unwrap();
    let level_0 = storage.tile(LOG, 0, 7).unwrap().unwrap();
    assert_eq!(hashes(&level_1)[7], tlog_tiles::Tile::subtree_hash(&level_0).0);
    let mut full: Vec<Tile> = Vec::new();
    RightEdge::new().push([0; 32], &mut full);
    assert!(full.is_empty());
}

//! Proof files: verified with the key alone, refused after any change.

use amanah_ledger::{
    CheckpointError, Hashes, LogError, NoteError, Proof, ProofError, ReadError, Signer, TreeError,
    root_of_many,
};

use crate::memory::{body, draft, filled, open, verifier};

#[test]
fn every_proof_verifies_without_a_database() {
    let (mut storage, log) = filled(600);
    for index in (0..600).step_by(7).chain([255, 256, 511, 512, 599]) {
        let text = log.prove(&mut storage, index).unwrap().to_string();
        let verified = Proof::parse(&text).unwrap().verify(&verifier()).unwrap();
        assert_eq!((verified.index, verified.body), (index, body(index)));
        assert_eq!(verified.time_ms, storage.entries[index as usize].time_ms);
        assert_eq!((verified.checkpoint.size, verified.checkpoint.root), (600, log.root()));
    }
    let beyond = log.prove(&mut storage, 600);
    assert!(matches!(beyond, Err(LogError::Damaged(ReadError::OutOfTree))), "{beyond:?}");
}

#[test]
fn a_proof_of_a_log_of_one_has_no_hashes() {
    let (mut storage, log) = filled(1);
    let proof = log.prove(&mut storage, 0).unwrap();
    assert!(proof.hashes.is_empty());
    assert_eq!(Proof::parse(&proof.to_string()), Ok(proof.clone()));
    proof.verify(&verifier()).unwrap();
}

#[test]
fn a_changed_proof_proves_nothing() {
    let (mut storage, log) = filled(600);
    let good = log.prove(&mut storage, 300).unwrap();
    let changed = |change: &dyn Fn(&mut Proof)| {
        let mut proof = good.clone();
        change(&mut proof);
        proof.verify(&verifier()).unwrap_err()
    };
    assert!(matches!(changed(&|p| p.entry[9] ^= 1), ProofError::Tree(_)));
    assert!(matches!(changed(&|p| p.entry[0] ^= 1), ProofError::Tree(_)));
    assert!(matches!(changed(&|p| p.index = 301), ProofError::Tree(_)));
    assert!(matches!(changed(&|p| p.index = 600), ProofError::Tree(_)));
    assert!(matches!(changed(&|p| p.hashes[3][0] ^= 1), ProofError::Tree(_)));
    assert!(matches!(changed(&|p| p.hashes.truncate(3)), ProofError::Tree(_)));
    assert_eq!(changed(&|p| p.entry.truncate(7)), ProofError::Malformed);
    let forged = ProofError::Checkpoint(CheckpointError::Note(NoteError::Forged));
    assert_eq!(changed(&|p| p.checkpoint = p.checkpoint.replacen("600", "601", 1)), forged);
    let stranger = Signer::from_seed("ledger.example", &[6; 32]).unwrap();
    let unsigned = ProofError::Checkpoint(CheckpointError::Note(NoteError::Unsigned));
    assert_eq!(good.verify(stranger.verifier()), Err(unsigned));
}

#[test]
fn a_proof_stays_true_while_the_log_grows() {
    let (mut storage, mut log) = filled(300);
    let early = log.prove(&mut storage, 299).unwrap();
    log.append(&mut storage, 9_000, &[draft(300)]).unwrap();
    early.verify(&verifier()).unwrap();
    assert_eq!(open(&mut storage).prove(&mut storage, 300).unwrap(), log.prove(&mut storage, 300).unwrap());
}

#[test]
fn one_proof_serves_many_entries_and_none_that_is_not_there() {
    let (mut storage, log) = filled(1_030);
    let leaf = |storage: &crate::memory::Memory, index: u64| storage.entries[index as usize].leaf();
    let sets: [Vec<u64>; 5] = [
        vec![0],
        vec![1_029],
        (0..1_030).collect(),
        (0..1_030).step_by(97).collect(),
        vec![255, 256, 257, 1_024],
    ];
    for indices in sets {
        let leaves: Vec<_> = indices.iter().map(|index| (*index, leaf(&storage, *index))).collect();
        let hashes =
            Hashes::new(&mut storage, crate::memory::LOG, 1_030).inclusion_of_many(&indices).unwrap();
        assert_eq!(root_of_many(1_030, &leaves, &hashes), Ok(log.root()));
        // Shared nodes stand in it once: never more than the proofs one by one.
        let alone: usize =
            indices.iter().map(|index| log.prove(&mut storage, *index).unwrap().hashes.len()).sum();
        assert!(hashes.len() <= alone);
        let mut other = leaves.clone();
        other[0].1[0] ^= 1;
        assert_ne!(root_of_many(1_030, &other, &hashes), Ok(log.root()));
        let mut longer = hashes.clone();
        longer.push([0; 32]);
        assert_eq!(root_of_many(1_030, &leaves, &longer), Err(TreeError::Length));
        if let Some((_, fewer)) = hashes.split_last() {
            assert_eq!(root_of_many(1_030, &leaves, fewer), Err(TreeError::Length));
        }
    }
    let twice = [(3, [0; 32]), (3, [0; 32])];
    assert_eq!(root_of_many(1_030, &twice, &[]), Err(TreeError::OutOfTree));
    assert_eq!(root_of_many(2, &[(2, [0; 32])], &[]), Err(TreeError::OutOfTree));
    let mut hashes = Hashes::new(&mut storage, crate::memory::LOG, 1_030);
    for wrong in [vec![], vec![5, 5], vec![6, 5], vec![1_030]] {
        assert!(matches!(hashes.inclusion_of_many(&wrong), Err(ReadError::OutOfTree)), "{wrong:?}");
    }
}

//! The combined checkpoint over several logs.

use amanah_ledger::{
    Checkpoint, CheckpointError, Combined, CombinedError, LogId, Signer, leaf_hash, subtree_root,
};

use crate::memory::{signer, verifier};

fn head(number: u32) -> (LogId, Checkpoint) {
    let origin = format!("ledger.example/{number}");
    (LogId(number), Checkpoint { origin, size: u64::from(number) * 10, root: [number as u8; 32] })
}

#[test]
fn it_is_the_same_in_any_order_and_reads_back() {
    let combined = Combined::new("ledger.example", vec![head(3), head(1), head(2)]).unwrap();
    let note = combined.sign(&signer()).unwrap();
    assert_eq!(
        Combined::new("ledger.example", vec![head(2), head(3), head(1)]).unwrap().sign(&signer()).unwrap(),
        note
    );
    assert_eq!(Combined::open(&note, &verifier()), Ok(combined.clone()));
    assert_eq!(combined.checkpoint(LogId(2)), Some(&head(2).1));
    let leaves: Vec<_> = (1..4).map(|n| leaf_hash(head(n).1.text().as_bytes())).collect();
    assert_eq!(combined.root(), subtree_root(&leaves));
    assert!(note.starts_with("amanah combined checkpoint v1\nledger.example\n3\n"));
    // Nobody can take it for the checkpoint of a log.
    assert_eq!(Checkpoint::open_any(&note, &verifier()), Err(CheckpointError::Malformed));
}

#[test]
fn membership_of_one_log_is_shown_without_the_others() {
    for count in 1..20 {
        let combined = Combined::new("ledger.example", (1..=count).map(head).collect()).unwrap();
        for number in 1..=count {
            let membership = combined.membership(LogId(number)).unwrap();
            membership.check(&head(number).1, &combined.root()).unwrap();
            assert!(membership.check(&head(number + 1).1, &combined.root()).is_err());
        }
        assert!(combined.membership(LogId(0)).is_none());
    }
}

#[test]
fn changed_or_foreign_ones_are_refused() {
    let combined = Combined::new("ledger.example", (1..=3).map(head).collect()).unwrap();
    let note = combined.sign(&signer()).unwrap();
    assert!(matches!(
        Combined::open(&note.replace("2 20 ", "2 21 "), &verifier()),
        Err(CombinedError::Note(_))
    ));
    let text = combined.text();
    let lines: Vec<&str> = text.lines().collect();
    let swapped = [lines[0], lines[1], lines[2], lines[3], lines[5], lines[4], lines[6], ""].join("\n");
    for bad in
        [text.replace("2 20 ", "2 21 "), text.replace("\n3\n", "\n4\n"), swapped, text.replace("v1", "v2")]
    {
        assert_eq!(Combined::from_text(&bad), Err(CombinedError::Malformed));
    }
    assert_eq!(Combined::new("ledger.example", vec![head(1), head(1)]), Err(CombinedError::Logs));
    assert_eq!(Combined::new("two\nlines", vec![head(1)]), Err(CombinedError::Logs));
    let foreign = Signer::from_seed("elsewhere.example", &[1; 32]).unwrap();
    assert_eq!(combined.sign(&foreign), Err(CombinedError::Origin));
    let empty = Combined::new("ledger.example", Vec::new()).unwrap();
    assert_eq!(Combined::open(&empty.sign(&signer()).unwrap(), &verifier()), Ok(empty));
}

//! Appending: what is minted when, and what happens when the storage fails.

use amanah_ledger::{
    BATCH_ENTRIES_MAX, BODY_BYTES_MAX, Checkpoint, Draft, Log, LogError, Signer, subtree_root, verify_log,
};

use crate::memory::{Break, Fault, LOG, Memory, ORIGIN, body, draft, filled, open, signer, verifier};

fn sound(storage: &mut Memory) -> u64 {
    let report = verify_log(storage, LOG, ORIGIN, &verifier(), None, &mut |_, _| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
    report.size
}

#[test]
fn a_batch_gives_a_receipt_for_each_entry_and_one_commit() {
    let mut storage = Memory::default();
    let mut log = open(&mut storage);
    assert_eq!((log.size(), storage.commits), (0, 0));
    let receipts = log.append(&mut storage, 5_000, &[draft(0), draft(1), draft(2)]).unwrap();
    assert_eq!(receipts.iter().map(|r| r.index()).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!((log.size(), storage.commits), (3, 1));
    let checker = log.checker();
    for (number, receipt) in (0..).zip(&receipts) {
        assert_eq!((receipt.log(), receipt.time_ms()), (LOG, 5_000));
        assert!(checker.check(receipt, &body(number)));
        assert!(!checker.check(receipt, &body(number + 1)));
    }
    let other = Log::open(&mut Memory::default(), LOG, ORIGIN, signer(), [8; 32]).unwrap();
    assert!(!other.checker().check(&receipts[0], &body(0)));

    let head = Checkpoint::open(log.checkpoint(), ORIGIN, &verifier()).unwrap();
    assert_eq!((head.size, head.root), (3, log.root()));
    let leaves: Vec<_> = receipts.iter().map(|r| r.leaf()).collect();
    assert_eq!(subtree_root(&leaves), log.root());
    assert_eq!(storage.head.as_deref(), Some(log.checkpoint()));
    assert!(log.append(&mut storage, 6_000, &[]).unwrap().is_empty());
    assert_eq!(storage.commits, 1);
}

#[test]
fn time_never_goes_back_also_after_reopening() {
    let mut storage = Memory::default();
    let mut log = open(&mut storage);
    let time = |log: &mut Log, storage: &mut Memory, now| {
        log.append(storage, now, &[draft(0)]).unwrap()[0].time_ms()
    };
    assert_eq!(time(&mut log, &mut storage, -7), -7);
    assert_eq!(time(&mut log, &mut storage, 2_000), 2_000);
    assert_eq!(time(&mut log, &mut storage, 1_000), 2_000);
    let mut log = open(&mut storage);
    assert_eq!(time(&mut log, &mut storage, 1_500), 2_000);
    assert_eq!(time(&mut log, &mut storage, 2_001), 2_001);
    sound(&mut storage);
}

#[test]
fn a_reopened_log_has_the_same_root_and_goes_on() {
    for size in [1, 2, 255, 256, 257, 511, 512, 600, 768] {
        let (mut storage, log) = filled(size);
        let mut again = open(&mut storage);
        assert_eq!((again.size(), again.root(), again.checkpoint()), (size, log.root(), log.checkpoint()));
        assert_eq!(again.edge(), log.edge());
        again.append(&mut storage, 9_000, &[draft(size)]).unwrap();
        assert_eq!(sound(&mut storage), size + 1);
    }
    // Two levels of tiles.
    let mut storage = Memory::default();
    let mut log = open(&mut storage);
    for first in [0, 35_000] {
        let drafts: Vec<_> = (first..first + 35_000).map(draft).collect();
        log.append(&mut storage, 1, &drafts).unwrap();
    }
    assert_eq!(storage.tiles.len(), 273 + 1);
    assert_eq!(open(&mut storage).edge(), log.edge());
    assert_eq!(sound(&mut storage), 70_000);
}

#[test]
fn too_much_is_refused_and_nothing_is_written() {
    let (mut storage, mut log) = filled(3);
    let long = Draft { tags: [[0; 16]; 2], body: vec![0; BODY_BYTES_MAX + 1] };
    let refused = log.append(&mut storage, 1, &[draft(3), long]);
    assert!(matches!(refused, Err(LogError::BodyTooLong { draft: 1, bytes: 4097 })), "{refused:?}");
    let refused = log.append(&mut storage, 1, &vec![draft(0); BATCH_ENTRIES_MAX + 1]);
    assert!(matches!(refused, Err(LogError::BatchTooLarge { .. })), "{refused:?}");
    assert_eq!((log.size(), storage.size, log.is_stale()), (3, 3, false));
    let longest = Draft { tags: [[0; 16]; 2], body: vec![0; BODY_BYTES_MAX] };
    log.append(&mut storage, 1, &[longest]).unwrap();
}

#[test]
fn a_failed_commit_mints_nothing_and_the_next_append_goes_on() {
    let (mut storage, mut log) = filled(300);
    let before = log.checkpoint().to_owned();
    storage.next = Some(Break::Before);
    let failed = log.append(&mut storage, 9_000, &[draft(300)]);
    assert!(matches!(failed, Err(LogError::Storage(Fault::Before))), "{failed:?}");
    assert!(log.is_stale());
    assert_eq!((log.size(), log.checkpoint()), (300, before.as_str()));
    let receipts = log.append(&mut storage, 9_000, &[draft(300)]).unwrap();
    assert_eq!(receipts[0].index(), 300);
    assert_eq!(sound(&mut storage), 301);
}

#[test]
fn failed_yet_persisted_is_found_out() {
    for size in [0, 1, 255, 300, 511] {
        let (mut storage, mut log) = filled(size);
        storage.next = Some(Break::After);
        let failed = log.append(&mut storage, 9_000, &[draft(size)]);
        assert!(matches!(failed, Err(LogError::Storage(Fault::After))), "{failed:?}");
        assert_eq!((log.size(), storage.size), (size, size + 1));
        // The entry stands, without a receipt: more is on record than was used, never less.
        let receipts = log.append(&mut storage, 8_000, &[draft(size)]).unwrap();
        assert_eq!((receipts[0].index(), receipts[0].time_ms()), (size + 1, 9_000));
        assert_eq!(sound(&mut storage), size + 2);
    }
}

#[test]
fn a_log_stays_stale_until_the_head_can_be_read() {
    let (mut storage, mut log) = filled(2);
    storage.next = Some(Break::After);
    assert!(log.append(&mut storage, 9_000, &[draft(2)]).is_err());
    storage.next = Some(Break::Reads);
    let failed = log.append(&mut storage, 9_000, &[draft(3)]);
    assert!(matches!(failed, Err(LogError::Storage(Fault::Read))), "{failed:?}");
    assert!(log.is_stale());
    log.refresh(&mut storage).unwrap();
    assert_eq!((log.size(), log.is_stale()), (3, false));
}

#[test]
fn two_writers_never_write_over_each_other() {
    let (mut storage, mut one) = filled(10);
    let mut two = open(&mut storage);
    one.append(&mut storage, 9_000, &[draft(10)]).unwrap();
    let refused = two.append(&mut storage, 9_000, &[draft(11)]);
    assert!(matches!(refused, Err(LogError::Storage(Fault::Conflict(11)))), "{refused:?}");
    assert_eq!(two.append(&mut storage, 9_000, &[draft(11)]).unwrap()[0].index(), 11);
    assert_eq!(sound(&mut storage), 12);
}

#[test]
fn a_storage_rolled_back_under_a_running_log_is_refused() {
    let (old, _) = filled(300);
    let (mut storage, mut log) = filled(300);
    log.append(&mut storage, 9_000, &[draft(300)]).unwrap();
    let mut storage = old;
    assert!(log.append(&mut storage, 9_000, &[draft(301)]).is_err());
    let refused = log.append(&mut storage, 9_000, &[draft(301)]);
    assert!(matches!(refused, Err(LogError::RolledBack)), "{refused:?}");

    // The same size, other entries, signed with the same key.
    let (mut storage, mut log) = filled(300);
    let mut other = Memory::default();
    let mut drafts: Vec<_> = (0..300).map(draft).collect();
    drafts[7].body[0] ^= 1;
    open(&mut other).append(&mut other, 1, &drafts).unwrap();
    storage.next = Some(Break::Before);
    assert!(log.append(&mut storage, 9_000, &[draft(300)]).is_err());
    let refused = log.append(&mut other, 9_000, &[draft(300)]);
    assert!(matches!(refused, Err(LogError::RolledBack)), "{refused:?}");
}

#[test]
fn a_damaged_log_is_not_opened() {
    let refused = |change: &dyn Fn(&mut Memory)| {
        let (mut storage, _) = filled(600);
        change(&mut storage);
        Log::open(&mut storage, LOG, ORIGIN, signer(), [9; 32]).unwrap_err()
    };
    assert!(matches!(refused(&|s| s.entries[599].body[0] ^= 1), LogError::RootDiffers));
    assert!(matches!(refused(&|s| s.tiles.get_mut(&(0, 1)).unwrap()[0] ^= 1), LogError::RootDiffers));
    assert!(matches!(refused(&|s| drop(s.tiles.remove(&(0, 1)))), LogError::Damaged(_)));
    assert!(matches!(refused(&|s| drop(s.entries.pop())), LogError::Damaged(_)));
    assert!(matches!(refused(&|s| drop(s.entries.remove(550))), LogError::Damaged(_)));
    assert!(matches!(refused(&|s| s.head = None), LogError::EntriesBeyondHead { index: 0 }));
    assert!(matches!(refused(&|s| s.head = Some("nonsense".into())), LogError::Head(_)));
    let forge = |s: &mut Memory| {
        let thief = Signer::from_seed("ledger.example", &[6; 32]).unwrap();
        let head = Checkpoint::open(s.head.as_ref().unwrap(), ORIGIN, &verifier()).unwrap();
        s.head = Some(head.sign(&[&thief]).unwrap());
    };
    assert!(matches!(refused(&forge), LogError::Head(_)));
    let foreign = Signer::from_seed("elsewhere.example", &[42; 32]).unwrap();
    let error = Log::open(&mut Memory::default(), LOG, ORIGIN, foreign, [9; 32]).unwrap_err();
    assert!(matches!(error, LogError::Origin));
}

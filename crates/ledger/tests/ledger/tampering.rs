//! Everything that somebody with the database in hand could do, and what checking the log says.

use amanah_ledger::{Checkpoint, Finding, Report, Signer, verify_log};

use crate::memory::{LOG, Memory, ORIGIN, draft, filled, open, verifier};

fn check(storage: &mut Memory, kept: Option<&Checkpoint>) -> Report {
    let report = verify_log(storage, LOG, ORIGIN, &verifier(), kept, &mut |_, _| {}).unwrap();
    for finding in &report.findings {
        let said = finding.to_string();
        assert!(said.ends_with('.') && said.len() > 30, "{said}");
    }
    report
}

/// What is found in a log of 600 entries (two full tiles and 88 more) after a change.
fn found(change: impl Fn(&mut Memory)) -> Vec<Finding> {
    let (mut storage, _) = filled(600);
    change(&mut storage);
    check(&mut storage, None).findings
}

fn head(storage: &Memory) -> Checkpoint {
    Checkpoint::open(storage.head.as_ref().unwrap(), ORIGIN, &verifier()).unwrap()
}

/// Gives the entries the indexes of their places, as a careful forger would.
fn renumber(storage: &mut Memory) {
    for (index, entry) in (0..).zip(&mut storage.entries) {
        entry.index = index;
    }
}

#[test]
fn a_sound_log_has_no_findings() {
    for size in [0, 1, 255, 256, 257, 512, 600, 1_025] {
        let (mut storage, log) = filled(size);
        let report = check(&mut storage, None);
        assert_eq!(report, Report { size, root: log.root(), findings: vec![] });
        if size > 0 {
            let kept = head(&storage);
            assert!(check(&mut storage, Some(&kept)).is_sound());
        }
    }
}

#[test]
fn progress_is_told() {
    let (mut storage, _) = filled(3_000);
    let mut told = Vec::new();
    let mut progress = |done, total| told.push((done, total));
    verify_log(&mut storage, LOG, ORIGIN, &verifier(), None, &mut progress).unwrap();
    assert!(told.len() >= 3 && told.is_sorted());
    assert_eq!(told.last(), Some(&(3_000, 3_000)));
}

#[test]
fn an_altered_entry_is_named() {
    let altered = |index, count| vec![Finding::Altered { index, count }];
    assert_eq!(found(|s| s.entries[300].body[0] ^= 1), altered(300, 1));
    assert_eq!(found(|s| s.entries[0].body.clear()), altered(0, 1));
    assert_eq!(found(|s| s.entries[254..258].iter_mut().for_each(|e| e.body.push(0))), altered(254, 4));
    assert!(altered(300, 1)[0].to_string().starts_with("Entry 300: the content was changed"));
    assert!(altered(254, 4)[0].to_string().starts_with("Entries 254 to 257: "));
}

#[test]
fn an_alteration_where_no_full_tile_stands_is_found_and_narrowed_down() {
    let findings = found(|s| s.entries[599].body[0] ^= 1);
    assert_eq!(findings, [Finding::RootDiffers { index: 0, end: 600, untiled_from: 512 }]);
    assert!(findings[0].to_string().ends_with("it is one from 512 on."));

    // A checkpoint kept outside narrows it down for certain.
    let (mut storage, mut log) = filled(560);
    let kept = head(&storage);
    log.append(&mut storage, 9_000, &(560..600).map(draft).collect::<Vec<_>>()).unwrap();
    storage.entries[590].body[0] ^= 1;
    let findings = check(&mut storage, Some(&kept)).findings;
    assert_eq!(findings, [Finding::RootDiffers { index: 560, end: 600, untiled_from: 512 }]);
}

#[test]
fn an_entry_altered_together_with_its_tile_is_found() {
    let findings = found(|s| {
        s.entries[300].body[0] ^= 1;
        let leaf = s.entries[300].leaf();
        s.tiles.get_mut(&(0, 1)).unwrap()[44 * 32..45 * 32].copy_from_slice(&leaf);
    });
    assert_eq!(findings, [Finding::RootDiffers { index: 0, end: 600, untiled_from: 512 }]);
}

#[test]
fn a_removed_entry_is_named() {
    let removed = |index, count| Finding::Removed { index, count };
    assert_eq!(found(|s| drop(s.entries.remove(300))), [removed(300, 1)]);
    assert_eq!(found(|s| drop(s.entries.drain(100..400))), [removed(100, 300)]);
    assert_eq!(found(|s| drop(s.entries.remove(550))), [removed(550, 1), Finding::Unchecked { index: 550 }]);
    assert_eq!(found(|s| drop(s.entries.pop())), [removed(599, 1), Finding::Unchecked { index: 599 }]);
    assert!(removed(300, 1).to_string().contains("no longer in the database"));
}

#[test]
fn a_removed_entry_whose_gap_was_closed_is_named() {
    let findings = found(|s| {
        s.entries.remove(100);
        renumber(s);
    });
    assert!(findings.contains(&Finding::Removed { index: 100, count: 1 }), "{findings:?}");
    assert!(
        findings.contains(&Finding::Reordered { index: 100, count: 411, belongs_at: 101 }),
        "{findings:?}"
    );
}

#[test]
fn reordered_entries_are_named() {
    let findings = found(|s| {
        s.entries.swap(20, 40);
        let (a, b) = (s.entries[20].time_ms, s.entries[40].time_ms);
        assert_ne!(a, b);
        renumber(s);
    });
    assert!(findings.contains(&Finding::Reordered { index: 20, count: 1, belongs_at: 40 }), "{findings:?}");
    assert!(findings.contains(&Finding::Reordered { index: 40, count: 1, belongs_at: 20 }), "{findings:?}");
    assert!(!findings.iter().any(|f| matches!(f, Finding::Altered { .. } | Finding::Removed { .. })));
}

#[test]
fn an_inserted_entry_is_found() {
    let findings = found(|s| {
        let mut made_up = s.entries[100].clone();
        made_up.body = b"made up".to_vec();
        s.entries.insert(100, made_up);
        renumber(s);
    });
    assert!(findings.contains(&Finding::Altered { index: 100, count: 1 }), "{findings:?}");
    assert!(
        findings.contains(&Finding::Reordered { index: 101, count: 411, belongs_at: 100 }),
        "{findings:?}"
    );
    assert!(findings.contains(&Finding::EntriesBeyondHead { index: 600, count: 1 }), "{findings:?}");
}

#[test]
fn a_back_dated_entry_is_named() {
    let findings = found(|s| s.entries[300].time_ms = 7);
    let previous_ms = filled(600).0.entries[299].time_ms;
    assert!(findings.contains(&Finding::BackDated { index: 300, time_ms: 7, previous_ms }), "{findings:?}");
    assert!(findings.contains(&Finding::Altered { index: 300, count: 1 }), "{findings:?}");

    // Back-dated by whoever holds the key: hashes and signature hold, the time gives it away.
    let mut storage = Memory::default();
    let (mut early, mut late) = (open(&mut storage), open(&mut storage));
    early.append(&mut storage, 5_000, &[draft(0)]).unwrap();
    let mut forger = Memory::default();
    late.append(&mut forger, 1_000, &[draft(1)]).unwrap();
    let mut both = Memory { entries: vec![storage.entries[0].clone(), forger.entries[0].clone()], ..storage };
    renumber(&mut both);
    let leaves: Vec<_> = both.entries.iter().map(|e| e.leaf()).collect();
    let root = amanah_ledger::subtree_root(&leaves);
    both.head =
        Some(Checkpoint { origin: ORIGIN.into(), size: 2, root }.sign(&[&crate::memory::signer()]).unwrap());
    let findings = check(&mut both, None).findings;
    assert_eq!(findings, [Finding::BackDated { index: 1, time_ms: 1_000, previous_ms: 5_000 }]);
}

#[test]
fn a_wrong_or_missing_tile_is_named_and_the_entries_are_cleared() {
    let (level, index) = (0, 1);
    let differs = [Finding::TileDiffers { level, index }];
    assert_eq!(found(|s| s.tiles.get_mut(&(0, 1)).unwrap()[100] ^= 1), differs);
    assert_eq!(found(|s| s.tiles.get_mut(&(0, 1)).unwrap().truncate(100)), differs);
    assert_eq!(found(|s| drop(s.tiles.remove(&(0, 1)))), [Finding::TileMissing { level, index }]);
}

#[test]
fn tiles_above_the_lowest_level_are_checked() {
    let mut storage = Memory::default();
    let mut log = open(&mut storage);
    for _ in 0..2 {
        log.append(&mut storage, 1, &(0..33_000).map(draft).collect::<Vec<_>>()).unwrap();
    }
    assert!(check(&mut storage, None).is_sound());
    storage.tiles.get_mut(&(1, 0)).unwrap()[0] ^= 1;
    assert_eq!(check(&mut storage, None).findings, [Finding::TileDiffers { level: 1, index: 0 }]);
    storage.entries[40_000].body[0] ^= 1;
    let findings = check(&mut storage, None).findings;
    assert_eq!(
        findings,
        [Finding::Altered { index: 40_000, count: 1 }, Finding::TileDiffers { level: 1, index: 0 }]
    );
    storage.tiles.remove(&(1, 0));
    storage.entries[40_000].body[0] ^= 1;
    assert_eq!(check(&mut storage, None).findings, [Finding::TileMissing { level: 1, index: 0 }]);
}

#[test]
fn a_database_rolled_back_behind_the_kept_checkpoint_is_found() {
    let (mut old, _) = filled(300);
    let (newer, _) = filled(600);
    let findings = check(&mut old, Some(&head(&newer))).findings;
    assert_eq!(findings, [Finding::RolledBack { size: 300, kept_size: 600 }]);
    assert!(findings[0].to_string().contains("the entries from 300 on are lost"));
    let findings = check(&mut Memory::default(), Some(&head(&newer))).findings;
    assert_eq!(findings, [Finding::RolledBack { size: 0, kept_size: 600 }]);
}

#[test]
fn a_rewritten_history_is_found_at_the_same_and_at_a_larger_size() {
    let (kept, _) = filled(300);
    let kept = head(&kept);
    let rewritten = |size: u64| {
        let mut storage = Memory::default();
        let mut drafts: Vec<_> = (0..size).map(draft).collect();
        drafts[7].body[0] ^= 1;
        open(&mut storage).append(&mut storage, 1, &drafts).unwrap();
        storage
    };
    for size in [300, 301, 512, 700] {
        let findings = check(&mut rewritten(size), Some(&kept)).findings;
        assert_eq!(findings, [Finding::Rewritten { size, kept_size: 300 }]);
    }
    // A sound continuation is none.
    let (mut storage, mut log) = filled(300);
    log.append(&mut storage, 9_000, &(0..400).map(draft).collect::<Vec<_>>()).unwrap();
    assert!(check(&mut storage, Some(&kept)).is_sound());
    // And damage alone is not called a rewriting: the tiles still continue what was kept.
    storage.entries[3].body[0] ^= 1;
    assert_eq!(check(&mut storage, Some(&kept)).findings, [Finding::Altered { index: 3, count: 1 }]);
    let other = Checkpoint { origin: "ledger.example/2".into(), ..kept };
    storage.entries[3].body[0] ^= 1;
    let findings = check(&mut storage, Some(&other)).findings;
    assert_eq!(findings, [Finding::KeptOfAnotherLog { origin: "ledger.example/2".into() }]);
}

#[test]
fn a_forged_checkpoint_is_found() {
    let thief = Signer::from_seed("ledger.example", &[6; 32]).unwrap();
    let forged = |finding: &Finding| matches!(finding, Finding::ForgedCheckpoint { .. });
    let findings = found(|s| s.head = Some(head(s).sign(&[&thief]).unwrap()));
    assert!(matches!(findings.as_slice(), [one] if forged(one)), "{findings:?}");
    let findings = found(|s| s.head = Some(s.head.take().unwrap().replacen("600", "599", 1)));
    assert!(findings.iter().any(forged), "{findings:?}");
    assert!(findings.contains(&Finding::EntriesBeyondHead { index: 599, count: 1 }), "{findings:?}");
    let findings = found(|s| s.head = Some("nonsense".into()));
    assert!(matches!(findings.as_slice(), [one] if forged(one)), "{findings:?}");
    // A size that nobody could ever read through ends the check soon.
    let findings = found(|s| s.head = Some(s.head.take().unwrap().replacen("600", "6000000000000000000", 1)));
    assert!(findings.iter().any(forged), "{findings:?}");
    // The head of another log of the same installation.
    let other = Checkpoint { origin: "ledger.example/2".into(), ..head(&filled(600).0) };
    let findings = found(|s| s.head = Some(other.sign(&[&crate::memory::signer()]).unwrap()));
    assert!(matches!(findings.as_slice(), [one] if forged(one)), "{findings:?}");
}

#[test]
fn entries_beyond_the_head_are_found() {
    let (mut storage, mut log) = filled(500);
    let old = storage.head.clone();
    log.append(&mut storage, 9_000, &(500..600).map(draft).collect::<Vec<_>>()).unwrap();
    storage.head = old;
    let report = check(&mut storage, None);
    assert_eq!(report.findings, [Finding::EntriesBeyondHead { index: 500, count: 100 }]);
    assert_eq!(report.size, 500);
    storage.head = None;
    let findings = check(&mut storage, None).findings;
    assert_eq!(findings, [Finding::EntriesBeyondHead { index: 0, count: 600 }]);
}

#[test]
fn a_storage_that_repeats_itself_ends_the_check() {
    struct Stuck(Memory);
    impl amanah_ledger::Durable for Stuck {
        type Error = crate::memory::Fault;
        fn persist(&mut self, batch: &amanah_ledger::Batch<'_>) -> Result<(), Self::Error> {
            self.0.persist(batch)
        }
        fn head(&mut self, log: amanah_ledger::LogId) -> Result<Option<String>, Self::Error> {
            self.0.head(log)
        }
        fn tile(
            &mut self,
            log: amanah_ledger::LogId,
            level: u8,
            index: u64,
        ) -> Result<Option<Vec<u8>>, Self::Error> {
            self.0.tile(log, level, index)
        }
        fn entries(
            &mut self,
            log: amanah_ledger::LogId,
            _: u64,
            count_max: u32,
        ) -> Result<Vec<amanah_ledger::Entry>, Self::Error> {
            self.0.entries(log, 0, count_max)
        }
    }
    let mut stuck = Stuck(filled(600).0);
    let report = verify_log(&mut stuck, LOG, ORIGIN, &verifier(), None, &mut |_, _| {}).unwrap();
    assert_eq!(report.findings, [Finding::Disordered { expected: 600, index: 0 }]);
}

#[test]
fn a_log_in_ruins_gives_a_report_of_bounded_length() {
    let findings = found(|s| {
        for entry in s.entries.iter_mut().step_by(2) {
            entry.body.push(1);
        }
    });
    assert!(findings.len() <= 1_001);
    let (mut storage, _) = filled(5_000);
    for entry in storage.entries.iter_mut().step_by(2) {
        entry.body.push(1);
    }
    let findings = check(&mut storage, None).findings;
    assert_eq!(findings.len(), 1_001);
    assert!(matches!(findings.last(), Some(Finding::More { .. })), "{:?}", findings.last());
}

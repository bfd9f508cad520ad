//! Checks a whole stored log against its signed head, and against a checkpoint kept outside.
//!
//! Entries are hashed into one tree, stored leaf hashes into another. Whichever leads to the signed
//! root is what was signed; where the two differ, the other was tampered with. Memory is bounded: one
//! page of entries, one block of 256 leaves, and the differences.

use std::collections::VecDeque;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::durable::{Durable, Entry, LogId};
use crate::edge::RightEdge;
use crate::finding::{Finding, Report};
use crate::hashes::read_tile;
use crate::judge::{Differences, Findings};
use crate::note::{Note, Verifier};
use crate::tile::Tile;
use crate::tree::{Hash, empty_root};

/// Entries read at a time.
const PAGE_ENTRIES: u32 = 1024;

/// Reads the whole log and recomputes everything that is signed. `kept_outside` is a checkpoint that
/// the caller has from another place than this storage, and has verified. `progress` is told how many
/// entries are done, of how many.
///
/// # Errors
/// Only when the storage cannot be read; what is wrong with the log stands in the report.
pub fn verify_log<D: Durable>(
    reader: &mut D,
    log: LogId,
    origin: &str,
    verifier: &Verifier,
    kept_outside: Option<&Checkpoint>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, D::Error> {
    let mut findings = Findings::default();
    let claimed = claimed_head(reader.head(log)?, origin, verifier, &mut findings);
    let kept = match kept_outside {
        Some(kept) if kept.origin != origin => {
            findings.add(Finding::KeptOfAnotherLog { origin: kept.origin.clone() });
            None
        }
        other => other,
    };
    let walk = Walk {
        storage: reader,
        log,
        page: VecDeque::new(),
        from: 0,
        ended: false,
        previous_ms: i64::MIN,
        read: 0,
        findings,
        differences: Differences::default(),
        by_entries: Tree::new(kept),
        by_tiles: None,
        unchecked_from: None,
    };
    walk.run(claimed.as_ref(), kept, progress)
}

/// The head as stored. One that is not properly signed is a finding, and still tells what it claims.
fn claimed_head(
    stored: Option<String>,
    origin: &str,
    verifier: &Verifier,
    findings: &mut Findings,
) -> Option<Checkpoint> {
    let Some(stored) = stored else {
        return Some(Checkpoint { origin: origin.to_owned(), size: 0, root: empty_root() });
    };
    match Checkpoint::open(&stored, origin, verifier) {
        Ok(head) => Some(head),
        Err(error) => {
            findings.add(Finding::ForgedCheckpoint { reason: error.to_string() });
            Note::parse(&stored)
                .map_err(CheckpointError::from)
                .and_then(|note| Checkpoint::from_text(note.unverified_text()))
                .ok()
        }
    }
}

/// A tree being recomputed.
#[derive(Clone)]
struct Tree {
    edge: RightEdge,
    /// The size at which a root is wanted for comparison with the checkpoint kept outside.
    kept_size: Option<u64>,
    kept_root: Option<Hash>,
    /// Stored full tiles that differ from those of this tree, or are missing.
    wrong_tiles: Vec<Finding>,
}

impl Tree {
    fn new(kept: Option<&Checkpoint>) -> Self {
        let kept_size = kept.map(|kept| kept.size);
        let kept_root = (kept_size == Some(0)).then(empty_root);
        Self { edge: RightEdge::new(), kept_size, kept_root, wrong_tiles: Vec::new() }
    }

    fn push(&mut self, leaf: Hash, full: &mut Vec<Tile>) {
        self.edge.push(leaf, full);
        if self.kept_size == Some(self.edge.size()) {
            self.kept_root = Some(self.edge.root());
        }
    }

    fn compare(&mut self, stored: Option<&[u8]>, tile: &Tile) {
        let (level, index) = (tile.level, tile.index);
        match stored {
            Some(bytes) if bytes == tile.bytes => {}
            Some(_) => self.wrong_tiles.push(Finding::TileDiffers { level, index }),
            None => self.wrong_tiles.push(Finding::TileMissing { level, index }),
        }
    }
}

struct Walk<'a, D> {
    storage: &'a mut D,
    log: LogId,
    page: VecDeque<Entry>,
    from: u64,
    ended: bool,
    previous_ms: i64,
    read: u64,
    findings: Findings,
    differences: Differences,
    by_entries: Tree,
    /// The tree of the stored leaf hashes, from where it first differs from that of the entries.
    by_tiles: Option<Tree>,
    /// Where leaves ran out: neither an entry nor a stored hash.
    unchecked_from: Option<u64>,
}

impl<D: Durable> Walk<'_, D> {
    fn run(
        mut self,
        claimed: Option<&Checkpoint>,
        kept: Option<&Checkpoint>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Report, D::Error> {
        // Without a readable head everything that is stored is read.
        let limit = claimed.map_or(u64::MAX, |head| head.size);
        let total = claimed.map_or(0, |head| head.size);
        let mut first = 0_u64;
        while first < limit && self.unchecked_from.is_none() {
            if claimed.is_none() && self.peek()?.is_none() {
                break;
            }
            let end = first.saturating_add(256).min(limit);
            self.block(first, end, claimed.is_none())?;
            if first.is_multiple_of(u64::from(PAGE_ENTRIES)) {
                progress(self.read, total);
            }
            first = end;
        }
        self.rest(first, limit, claimed.is_some())?;
        progress(self.read, total);
        self.judge(claimed, kept);
        let root = self.by_entries.edge.root();
        Ok(Report { size: self.read, root, findings: self.findings.finish() })
    }

    /// The next entry, if there is one.
    fn peek(&mut self) -> Result<Option<&Entry>, D::Error> {
        if self.page.is_empty() && !self.ended {
            let entries = self.storage.entries(self.log, self.from, PAGE_ENTRIES)?;
            self.ended = entries.is_empty();
            for entry in entries {
                if entry.index < self.from {
                    // Going on could go round for ever.
                    self.findings.add(Finding::Disordered { expected: self.from, index: entry.index });
                    self.ended = true;
                    break;
                }
                self.from = entry.index.saturating_add(1);
                self.page.push_back(entry);
            }
        }
        Ok(self.page.front())
    }

    /// The next entry if it stands before `end`, its time checked.
    fn take(&mut self, end: u64) -> Result<Option<Entry>, D::Error> {
        match self.peek()? {
            Some(entry) if entry.index < end => {}
            _ => return Ok(None),
        }
        let Some(entry) = self.page.pop_front() else { return Ok(None) };
        if entry.time_ms < self.previous_ms {
            self.findings.add(Finding::BackDated {
                index: entry.index,
                time_ms: entry.time_ms,
                previous_ms: self.previous_ms,
            });
        }
        self.previous_ms = entry.time_ms;
        self.read += 1;
        Ok(Some(entry))
    }

    /// Hashes the entries from `first` to before `end`: one level-0 tile, or the part at the end.
    fn block(&mut self, first: u64, end: u64, open_end: bool) -> Result<(), D::Error> {
        let mut places = Vec::with_capacity(256);
        while let Some(entry) = self.take(end)? {
            let place = usize::try_from(entry.index - first).unwrap_or(usize::MAX);
            // Entries come in order, so only gaps before this one remain to be filled.
            places.resize(place, None);
            places.push(Some(entry.leaf()));
        }
        let width = usize::try_from(end - first).unwrap_or(256);
        if !(open_end && self.peek()?.is_none()) {
            places.resize(width, None);
        }
        let stored = if places.len() == 256 { self.storage.tile(self.log, 0, first / 256)? } else { None };
        let tile = stored.as_deref().and_then(read_tile);
        let mut full = Vec::new();
        let mut full_by_tiles = Vec::new();
        for (place, entry) in places.iter().enumerate() {
            let index = first + u64::try_from(place).unwrap_or(u64::MAX);
            let signed = tile.as_ref().and_then(|tile| tile.get(place)).copied();
            if entry.is_none() || (signed.is_some() && signed != *entry) {
                self.differences.add(index, *entry, signed);
            }
            if self.unchecked_from.is_some() {
                continue;
            }
            // A missing entry is reported as such; its stored hash stands in, so that the rest can still
            // be held against the signed root.
            let (Some(by_entry), Some(by_tile)) = (entry.or(signed), signed.or(*entry)) else {
                self.unchecked_from = Some(index);
                continue;
            };
            if by_entry != by_tile && self.by_tiles.is_none() {
                self.by_tiles = Some(self.by_entries.clone());
                full_by_tiles.clone_from(&full);
            }
            self.by_entries.push(by_entry, &mut full);
            if let Some(tree) = &mut self.by_tiles {
                tree.push(by_tile, &mut full_by_tiles);
            }
        }
        self.compare(&full, &full_by_tiles, stored.as_deref())
    }

    /// Compares the stored tiles with those that both trees just completed.
    fn compare(&mut self, full: &[Tile], by_tiles: &[Tile], level_0: Option<&[u8]>) -> Result<(), D::Error> {
        for (place, tile) in full.iter().enumerate() {
            let above = match tile.level {
                0 => None,
                level => self.storage.tile(self.log, level, tile.index)?,
            };
            let stored = if tile.level == 0 { level_0 } else { above.as_deref() };
            self.by_entries.compare(stored, tile);
            if let (Some(tree), Some(other)) = (&mut self.by_tiles, by_tiles.get(place)) {
                tree.compare(stored, other);
            }
        }
        Ok(())
    }

    /// What comes after the hashed part: entries behind a gap that cannot be bridged, the end of the
    /// log, and entries beyond the head.
    fn rest(&mut self, first: u64, limit: u64, has_head: bool) -> Result<(), D::Error> {
        let mut expected = first;
        while let Some(entry) = self.take(limit)? {
            if entry.index > expected {
                self.findings.add(Finding::Removed { index: expected, count: entry.index - expected });
            }
            expected = entry.index.saturating_add(1);
        }
        if has_head && expected < limit {
            self.findings.add(Finding::Removed { index: expected, count: limit - expected });
        }
        let (mut beyond, mut count) = (None, 0);
        while let Some(entry) = self.take(u64::MAX)? {
            beyond.get_or_insert(entry.index);
            count += 1;
        }
        if let Some(index) = beyond {
            self.read -= count;
            self.findings.add(Finding::EntriesBeyondHead { index, count });
        }
        Ok(())
    }

    /// Decides what was signed, and from that what the differences mean.
    fn judge(&mut self, claimed: Option<&Checkpoint>, kept: Option<&Checkpoint>) {
        let size = self.by_entries.edge.size();
        let signed =
            |tree: &Tree| claimed.is_some_and(|head| head.size == size && head.root == tree.edge.root());
        let entries_hold = signed(&self.by_entries);
        let tiles_hold = !entries_hold && self.by_tiles.as_ref().is_some_and(signed);

        let kept_root = |tree: Option<&Tree>| tree.and_then(|tree| tree.kept_root);
        let (by_entries, by_tiles) = (kept_root(Some(&self.by_entries)), kept_root(self.by_tiles.as_ref()));
        let kept_holds = kept.is_some_and(|kept| {
            (by_entries == Some(kept.root) && !tiles_hold) || (by_tiles == Some(kept.root) && !entries_hold)
        });

        if entries_hold {
            self.differences.missing(&mut self.findings);
        } else {
            self.differences.name(&mut self.findings);
            if let Some(index) = self.unchecked_from {
                self.findings.add(Finding::Unchecked { index });
            } else if !tiles_hold && claimed.is_some() {
                let index = if kept_holds { kept.map_or(0, |kept| kept.size) } else { 0 };
                let untiled_from = size - size % 256;
                self.findings.add(Finding::RootDiffers { index, end: size, untiled_from });
            }
        }
        let tree = match &self.by_tiles {
            Some(by_tiles) if !entries_hold => by_tiles,
            _ => &self.by_entries,
        };
        for finding in &tree.wrong_tiles {
            self.findings.add(finding.clone());
        }

        let Some(kept) = kept else { return };
        let size = claimed.map_or(size, |head| head.size);
        if kept.size > size {
            self.findings.add(Finding::RolledBack { size, kept_size: kept.size });
        } else {
            let other_head = claimed.is_some_and(|head| head.size == kept.size && head.root != kept.root);
            let compared = by_entries.is_some() || by_tiles.is_some();
            if other_head || (compared && !kept_holds) {
                self.findings.add(Finding::Rewritten { size, kept_size: kept.size });
            }
        }
    }
}

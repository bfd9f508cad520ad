//! What differences between stored entries and signed leaves mean: pure, and apart from the reading.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::finding::Finding;
use crate::tree::Hash;

/// Differences kept in detail; beyond that they are counted only.
const DIFFERENCES_MAX: usize = 65_536;
/// Findings listed in a report; beyond that they are counted only.
const FINDINGS_MAX: usize = 1_000;

/// Where entries and stored leaf hashes do not agree.
#[derive(Default)]
pub(crate) struct Differences {
    /// By index: the leaf of the entry that stands there, if one does, and the stored leaf hash, if
    /// there is one.
    places: BTreeMap<u64, (Option<Hash>, Option<Hash>)>,
    left_out: u64,
}

impl Differences {
    pub(crate) fn add(&mut self, index: u64, entry: Option<Hash>, tile: Option<Hash>) {
        if self.places.len() < DIFFERENCES_MAX {
            self.places.insert(index, (entry, tile));
        } else {
            self.left_out += 1;
        }
    }

    /// Only what is missing: the entries that do stand there have been proven right.
    pub(crate) fn missing(&self, findings: &mut Findings) {
        let missing = self.places.iter().filter(|(_, (entry, _))| entry.is_none());
        for (index, count) in runs(missing.map(|(index, _)| *index)) {
            findings.add(Finding::Removed { index, count });
        }
        findings.left_out += self.left_out;
    }

    /// Names what was done, taking the stored leaf hashes for what was signed.
    pub(crate) fn name(&self, findings: &mut Findings) {
        let signed: HashMap<Hash, u64> =
            self.places.iter().filter_map(|(index, (_, tile))| tile.map(|hash| (hash, *index))).collect();
        let mut moved: BTreeMap<u64, u64> = BTreeMap::new();
        for (index, (entry, _)) in &self.places {
            if let Some(from) = entry.and_then(|hash| signed.get(&hash)) {
                moved.insert(*index, *from);
            }
        }
        let found: BTreeSet<u64> = moved.values().copied().collect();
        let (mut altered, mut removed) = (Vec::new(), Vec::new());
        for (index, (entry, _)) in &self.places {
            if entry.is_some() && !moved.contains_key(index) {
                altered.push(*index);
            } else if !found.contains(index) {
                // Nothing stands here, or something from elsewhere, and what stood here is nowhere.
                removed.push(*index);
            }
        }
        for (index, count) in runs(altered) {
            findings.add(Finding::Altered { index, count });
        }
        for (index, count) in runs(removed) {
            findings.add(Finding::Removed { index, count });
        }
        let mut run: Option<(u64, u64, u64)> = None;
        for (index, from) in moved {
            match &mut run {
                Some((first, count, belongs_at))
                    if *first + *count == index && *belongs_at + *count == from =>
                {
                    *count += 1;
                }
                _ => {
                    findings.add_moved(run);
                    run = Some((index, 1, from));
                }
            }
        }
        findings.add_moved(run);
        findings.left_out += self.left_out;
    }
}

/// Rows of consecutive indexes as (first, count).
fn runs(indexes: impl IntoIterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for index in indexes {
        match runs.last_mut() {
            Some((first, count)) if *first + *count == index => *count += 1,
            _ => runs.push((index, 1)),
        }
    }
    runs
}

/// Findings up to a bound.
#[derive(Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    left_out: u64,
}

impl Findings {
    pub(crate) fn add(&mut self, finding: Finding) {
        if self.list.len() < FINDINGS_MAX {
            self.list.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    fn add_moved(&mut self, run: Option<(u64, u64, u64)>) {
        if let Some((index, count, belongs_at)) = run {
            self.add(Finding::Reordered { index, count, belongs_at });
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Finding> {
        if self.left_out > 0 {
            self.list.push(Finding::More { count: self.left_out });
        }
        self.list
    }
}

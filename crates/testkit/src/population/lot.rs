//! Lots that depend on a seed, a subject and an index alone: person 7,000,000 can be made without
//! making the others first.

use crate::clock_and_chance::{STEP, scatter};

/// A short stream of lots.
pub(super) struct Lot(pub(super) u64);

impl Lot {
    pub(super) fn of(seed: u64, subject: u64, index: u32) -> Self {
        Self(scatter(scatter(seed ^ subject.wrapping_mul(STEP)).wrapping_add(u64::from(index))))
    }

    pub(super) fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scatter(self.0)
    }

    /// A number below `bound` (0 for a bound of 0). The bias of 1 in 2^32 does not matter here.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        (((self.word() >> 32) * u64::from(bound)) >> 32) as u32
    }

    pub(super) fn within(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// True for so many of a thousand.
    pub(super) fn per_mille(&mut self, share: u32) -> bool {
        self.below(1_000) < share
    }

    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let at = self.below(u32::try_from(list.len()).unwrap_or(u32::MAX)) as usize;
        list.get(at).copied().unwrap_or_default()
    }

    /// One of the weighted; `None` where all weights are 0.
    pub(super) fn weigh<'a, T>(&mut self, list: &'a [(T, u32)]) -> Option<&'a T> {
        let total = list.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        list.iter()
            .find(|(_, weight)| {
                let here = left < *weight;
                left = left.saturating_sub(*weight);
                here
            })
            .map(|(item, _)| item)
    }
}

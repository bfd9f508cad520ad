//! Time that stands still and chance that repeats itself.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use amanah_domain::{Chance, Clock, Timestamp};

/// A clock that shows what it was told.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `now` until told otherwise.
    pub const fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.millis()))
    }

    /// Shows `now`, which may be earlier than before.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }

    /// Moves on by `seconds`.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds.saturating_mul(1_000), Ordering::SeqCst);
    }

    /// Moves on by `hours`.
    pub fn advance_hours(&self, hours: i64) {
        self.advance_seconds(hours.saturating_mul(3_600));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// The same bytes on every run for a seed (SplitMix64), as long as the calls come in the same order.
/// Anybody can foresee them: for tests, never for keys that guard anything.
#[derive(Debug)]
pub struct SeededChance(AtomicU64);

impl SeededChance {
    /// The stream of `seed`.
    pub const fn new(seed: u64) -> Self {
        // Seeds 1 and 2 must not give streams that are shifted by one step.
        Self(AtomicU64::new(scatter(seed)))
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
            let word = scatter(state).to_le_bytes();
            part.iter_mut().zip(word).for_each(|(byte, random)| *byte = random);
        }
    }
}

/// The step of SplitMix64 (Steele, Lea and Flood, 2014): the golden ratio in 64 bits.
pub(crate) const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finisher of SplitMix64: a permutation of the words that leaves no pattern of counting.
pub(crate) const fn scatter(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_differs_from_the_next() {
        let stream = |seed| {
            let chance = SeededChance::new(seed);
            (chance.bytes32(), chance.bytes16(), chance.below(1_000))
        };
        assert_eq!(stream(1), stream(1));
        assert_ne!(stream(1), stream(2));
        let chance = SeededChance::new(7);
        let mut odd = [0; 5];
        chance.fill(&mut odd);
        assert_ne!(odd, [0; 5]);
        let counts = (0..6_000).fold([0_u32; 6], |mut counts, _| {
            counts[chance.below(6) as usize] += 1;
            counts
        });
        assert!(counts.iter().all(|n| (850..1_150).contains(n)), "{counts:?}");
    }

    #[test]
    fn the_clock_moves_when_told() {
        let clock = FixedClock::at(Timestamp::from_millis(5));
        clock.advance_hours(72);
        assert_eq!(clock.now().millis(), 259_200_005);
        clock.set(Timestamp::from_millis(1));
        assert_eq!(clock.now().millis(), 1);
    }
}

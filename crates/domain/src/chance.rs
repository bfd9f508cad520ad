//! Randomness is handed in, so that tests and the synthetic population are the same on every run.

/// Where random bytes come from. In production the operating system's generator (`cli`),
/// in tests a seeded stream (`testkit`).
pub trait Chance: Send + Sync {
    /// Fills `bytes` with bytes nobody can foresee. Does not return when the source has failed:
    /// a key made from anything less would be worse than a stop.
    fn fill(&self, bytes: &mut [u8]);

    /// Sixteen random bytes: an id.
    fn bytes16(&self) -> [u8; 16] {
        let mut out = [0; 16];
        self.fill(&mut out);
        out
    }

    /// Thirty-two random bytes: a key or a seed.
    fn bytes32(&self) -> [u8; 32] {
        let mut out = [0; 32];
        self.fill(&mut out);
        out
    }

    /// A number below `bound` (at least 1), without bias.
    fn below(&self, bound: u64) -> u64 {
        let bound = bound.max(1);
        // Rejection: numbers at or above the largest multiple of `bound` are drawn again.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let mut raw = [0; 8];
            self.fill(&mut raw);
            let number = u64::from_le_bytes(raw);
            if number < limit {
                return number % bound;
            }
        }
    }
}

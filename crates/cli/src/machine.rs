//! The one file that asks the machine: the time, randomness, the environment. Everything else is
//! handed what it needs (`clippy.toml` forbids every other place).

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime};

use amanah_domain::{Chance, Clock, Timestamp};

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the place where the present comes from")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's clock, set back while the demonstration is filled with a past. It only ever moves
/// towards the present, as the ledger wants.
#[derive(Default)]
pub(crate) struct TravelClock(AtomicI64);

impl TravelClock {
    /// Shows the time so many days ago.
    pub(crate) fn days_back(&self, days: i64) {
        self.0.store(-days * 86_400_000, Ordering::Relaxed);
    }

    /// Shows the present again.
    pub(crate) fn come_home(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// The present, wherever the clock is.
    pub(crate) fn home() -> Timestamp {
        SystemClock.now()
    }
}

impl Clock for TravelClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(SystemClock.now().millis().saturating_add(self.0.load(Ordering::Relaxed)))
    }
}

/// The operating system's randomness.
pub(crate) struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "this is the place where randomness comes from")]
    fn fill(&self, bytes: &mut [u8]) {
        if aws_lc_rs::rand::fill(bytes).is_err() {
            // Keys made from anything less would be worse than a stop.
            std::process::abort();
        }
    }
}

/// A value of the environment.
#[expect(clippy::disallowed_methods, reason = "cli is the only reader of the environment")]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A stopwatch for `bench` and progress; never for decisions.
#[expect(clippy::disallowed_methods, reason = "benches measure the machine")]
pub(crate) fn stopwatch() -> Instant {
    Instant::now()
}

/// Seconds of processor time that this process has used.
pub(crate) fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field may hold spaces; the rest begins after its closing bracket.
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: Vec<f64> = rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// Bytes of memory that this process has in use.
pub(crate) fn resident_bytes() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    let kilobytes = line.split_whitespace().next().and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or_default() * 1_024.0
}

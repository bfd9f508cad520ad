//! Who listens to which conversation in this process, woken when something was said. Nothing that was said
//! is here: whoever is woken reads the store. Memory is bounded by the number of streams.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use amanah_domain::{CaseId, Timestamp};
use tokio::sync::Notify;

use crate::error::{ActionError, Done};

/// Streams of one process, at most (`chat_streams_max`).
pub const STREAMS_MAX: usize = 20_000;
/// Streams of one session, or of one visitor's chat, at most (`chat_streams_each_max`).
pub const STREAMS_EACH_MAX: usize = 6;
/// Milliseconds for which a permit is kept; it lives five seconds longer.
const KEPT_MS: i64 = 25_000;
/// Permits that are kept, at most; beyond that each is used once.
const KEPT_MAX: usize = 100_000;
/// Parts of each table, so that those who talk do not wait for each other.
const SHARDS: usize = 16;

/// Somebody who listens.
#[derive(Default)]
struct Ear {
    wake: Notify,
    dirty: Mutex<HashSet<CaseId>>,
}

/// What is kept for a while: whose conversation, who reads or writes, and how.
pub(crate) type KeptKey = (CaseId, [u8; 16], &'static str);
type KeptValue = (Timestamp, Arc<dyn Any + Send + Sync>);

#[derive(Default)]
struct Tables {
    cases: [Mutex<HashMap<CaseId, Vec<Arc<Ear>>>>; SHARDS],
    kept: [Mutex<HashMap<KeptKey, KeptValue>>; SHARDS],
    desk: Mutex<Vec<Arc<Ear>>>,
    holders: Mutex<Holders>,
    closed: AtomicBool,
}

#[derive(Default)]
struct Holders {
    each: HashMap<[u8; 16], usize>,
    all: usize,
}

/// The listeners of this process.
#[derive(Clone, Default)]
pub struct Live {
    tables: Arc<Tables>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn shard<'t, T>(shards: &'t [T; SHARDS], case: &CaseId) -> &'t T {
    let at = usize::from(case.as_bytes().first().copied().unwrap_or_default()) % SHARDS;
    let [first, ..] = shards;
    shards.get(at).unwrap_or(first)
}

impl Live {
    /// Something happened in a case: whoever listens to it looks.
    pub fn touched(&self, case: CaseId) {
        let table = lock(shard(&self.tables.cases, &case));
        for ear in table.get(&case).into_iter().flatten() {
            lock(&ear.dirty).insert(case);
            ear.wake.notify_one();
        }
    }

    /// Who waits, or who has what, is different from before.
    pub fn desk_changed(&self) {
        for ear in lock(&self.tables.desk).iter() {
            ear.wake.notify_one();
        }
    }

    /// Listens for `holder` (a session, a visitor's chat) to cases, and to the desk's list where asked.
    ///
    /// # Errors
    /// [`ActionError::Limit`] where this process, or this holder, listens often enough.
    pub fn listen(&self, holder: [u8; 16], cases: &[CaseId], desk: bool) -> Done<Listening> {
        {
            let mut holders = lock(&self.tables.holders);
            if holders.all >= STREAMS_MAX {
                return Err(ActionError::Limit { name: "chat_streams_max", retry_seconds: 30 });
            }
            let count = holders.each.entry(holder).or_default();
            if *count >= STREAMS_EACH_MAX {
                return Err(ActionError::Limit { name: "chat_streams_each_max", retry_seconds: 30 });
            }
            *count += 1;
            holders.all += 1;
        }
        let ear = Arc::new(Ear::default());
        if desk {
            lock(&self.tables.desk).push(Arc::clone(&ear));
        }
        let mut listening = Listening { live: self.clone(), ear, holder, cases: Vec::new() };
        listening.follow(cases);
        Ok(listening)
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        lock(&self.tables.holders).all
    }

    /// Whether a holder listens.
    pub fn is_listening(&self, holder: &[u8; 16]) -> bool {
        lock(&self.tables.holders).each.contains_key(holder)
    }

    /// The house closes: every stream ends.
    pub fn close(&self) {
        self.tables.closed.store(true, Ordering::Release);
        self.desk_changed();
        for table in &self.tables.cases {
            for ear in lock(table).values().flatten() {
                ear.wake.notify_one();
            }
        }
    }

    /// Whether the house closes.
    pub fn is_closed(&self) -> bool {
        self.tables.closed.load(Ordering::Acquire)
    }

    /// What was kept under a key, while it is fresh.
    pub(crate) fn kept<T: Send + Sync + 'static>(&self, key: &KeptKey, now: Timestamp) -> Option<Arc<T>> {
        let table = lock(shard(&self.tables.kept, &key.0));
        let (since, value) = table.get(key)?;
        let fresh = (0..KEPT_MS).contains(&now.since(*since));
        fresh.then(|| Arc::clone(value).downcast().ok()).flatten()
    }

    /// Keeps something for a while.
    pub(crate) fn keep<T: Send + Sync + 'static>(&self, key: KeptKey, value: &Arc<T>, now: Timestamp) {
        let mut table = lock(shard(&self.tables.kept, &key.0));
        if table.len() >= KEPT_MAX / SHARDS {
            table.retain(|_, (since, _)| now.since(*since) < KEPT_MS);
        }
        if table.len() < KEPT_MAX / SHARDS {
            let value: Arc<dyn Any + Send + Sync> = Arc::clone(value) as _;
            table.insert(key, (now, value));
        }
    }

    /// Lets go of what was kept.
    pub(crate) fn let_go(&self, key: &KeptKey) {
        lock(shard(&self.tables.kept, &key.0)).remove(key);
    }

    /// Lets go of everything whose time is over: a quiet conversation keeps no keys.
    pub(crate) fn let_go_of_old(&self, now: Timestamp) {
        for table in &self.tables.kept {
            lock(table).retain(|_, (since, _)| (0..KEPT_MS).contains(&now.since(*since)));
        }
    }
}

/// One who listens, until it is dropped.
pub struct Listening {
    live: Live,
    ear: Arc<Ear>,
    holder: [u8; 16],
    cases: Vec<CaseId>,
}

impl Listening {
    /// Waits until something happened, or the house closes. What happened before it was called counts.
    pub async fn changed(&self) {
        self.ear.wake.notified().await;
    }

    /// The cases in which something happened since it was asked last.
    pub fn dirty(&self) -> HashSet<CaseId> {
        std::mem::take(&mut *lock(&self.ear.dirty))
    }

    /// Listens to these cases from now on.
    pub fn follow(&mut self, cases: &[CaseId]) {
        for gone in self.cases.iter().filter(|case| !cases.contains(case)) {
            self.stop(gone);
        }
        for new in cases.iter().filter(|case| !self.cases.contains(case)) {
            let mut table = lock(shard(&self.live.tables.cases, new));
            table.entry(*new).or_default().push(Arc::clone(&self.ear));
        }
        self.cases = cases.to_vec();
    }

    fn stop(&self, case: &CaseId) {
        let mut table = lock(shard(&self.live.tables.cases, case));
        if let Some(ears) = table.get_mut(case) {
            ears.retain(|ear| !Arc::ptr_eq(ear, &self.ear));
            if ears.is_empty() {
                table.remove(case);
            }
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        for case in &self.cases {
            self.stop(case);
        }
        lock(&self.live.tables.desk).retain(|ear| !Arc::ptr_eq(ear, &self.ear));
        let mut holders = lock(&self.live.tables.holders);
        holders.all -= 1;
        if let Some(count) = holders.each.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                holders.each.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: CaseId = CaseId::from_bytes([1; 16]);
    const OTHER: CaseId = CaseId::from_bytes([2; 16]);

    #[tokio::test]
    async fn who_listens_is_woken_and_nobody_else() {
        let live = Live::default();
        let mine = live.listen([1; 16], &[CASE], false).unwrap();
        let mut theirs = live.listen([2; 16], &[OTHER], true).unwrap();
        live.touched(CASE);
        mine.changed().await;
        assert_eq!(mine.dirty(), HashSet::from([CASE]));
        assert_eq!((mine.dirty().len(), theirs.dirty().len()), (0, 0));
        theirs.follow(&[CASE]);
        live.touched(OTHER);
        live.touched(CASE);
        assert_eq!(theirs.dirty(), HashSet::from([CASE]));
        drop((mine, theirs));
        assert_eq!(live.listeners(), 0);
        assert!(live.tables.cases.iter().all(|table| lock(table).is_empty()), "nothing is left of them");
    }

    #[test]
    fn one_session_has_so_many_streams() {
        let live = Live::default();
        let all: Vec<_> = (0..STREAMS_EACH_MAX).map(|_| live.listen([1; 16], &[CASE], false)).collect();
        assert!(all.iter().all(Result::is_ok));
        assert!(matches!(live.listen([1; 16], &[CASE], false), Err(ActionError::Limit { .. })));
        live.listen([2; 16], &[CASE], false).unwrap();
        drop(all);
        live.listen([1; 16], &[CASE], false).unwrap();
    }

    #[test]
    fn what_is_kept_is_kept_for_a_while() {
        let (live, now) = (Live::default(), Timestamp::from_millis(1_800_000_000_000));
        let key = (CASE, [1; 16], "read");
        live.keep(key, &Arc::new(7_u32), now);
        assert_eq!(live.kept::<u32>(&key, now.plus_seconds(24)).as_deref(), Some(&7));
        assert_eq!(live.kept::<u32>(&key, now.plus_seconds(25)), None);
        assert_eq!(live.kept::<u32>(&key, now.plus_seconds(-1)), None, "a clock that was set back");
        assert_eq!(live.kept::<u32>(&(CASE, [2; 16], "read"), now), None);
        live.let_go_of_old(now.plus_seconds(25));
        assert_eq!(live.kept::<u32>(&key, now), None);
    }
}

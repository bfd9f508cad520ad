//! Work that the house does by itself every so often: one row of the queue, which writes the next one in
//! the transaction that completes it. Nobody has to queue the first: a running house sees to it.

use amanah_domain::Timestamp;
use amanah_store::{Connection, StoreError};

use crate::error::Done;
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;

/// The clock of the programme's office, in hours east of UTC: nights are meant in Jakarta.
const OFFICE_OFFSET_HOURS: i64 = 7;
const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// Something that is done every so many days, at an hour of the night.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Daily {
    /// The job's kind, as [`crate::jobs::run`] knows it.
    pub(crate) kind: &'static str,
    /// Every so many days: 1, or 7.
    pub(crate) every_days: i64,
    /// Not before this hour in Jakarta, 0 to 23.
    pub(crate) hour: i64,
}

impl Daily {
    /// The next time after `now`. Every process works out the same one.
    pub(crate) fn next_after(&self, now: Timestamp) -> Timestamp {
        let every = self.every_days.max(1).saturating_mul(DAY_MS);
        // What lies between midnight UTC and the hour in Jakarta.
        let shift = (self.hour - OFFICE_OFFSET_HOURS) * HOUR_MS;
        let slot = now.millis().saturating_sub(shift).div_euclid(every) + 1;
        Timestamp::from_millis(slot.saturating_mul(every).saturating_add(shift))
    }

    /// The job of the next time. Its key is that time: written twice, it is added once.
    pub(crate) fn next(&self, now: Timestamp) -> QueuedJob {
        let due = self.next_after(now);
        QueuedJob::once(self.kind, &due.millis().to_be_bytes(), due, &[])
    }

    /// Ends this time's job and queues the next, in the transaction of the work (or alone, after it).
    pub(crate) fn done(
        &self,
        db: &mut dyn Connection,
        task: &Task,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.next(now).write(db, now)?;
        task.done(db, now)
    }
}

impl Office {
    /// Sees to it that the next time of each of them is in the queue.
    pub(crate) async fn plan_daily(&self, all: &[Daily]) -> Done<()> {
        let now = self.now();
        let jobs: Vec<QueuedJob> = all.iter().map(|daily| daily.next(now)).collect();
        Ok(self.store.write(move |db| jobs.iter().try_for_each(|job| job.write(db, now))).await?)
    }

    /// Ends a job of this kind that needs no transaction of its own.
    pub(crate) async fn daily_done(&self, daily: Daily, task: &Task) -> Done<()> {
        let (now, task) = (self.now(), task.clone());
        Ok(self.store.write(move |db| daily.done(db, &task, now)).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHTLY: Daily = Daily { kind: "nightly", every_days: 1, hour: 2 };
    const WEEKLY: Daily = Daily { kind: "weekly", every_days: 7, hour: 2 };
    /// 22 November 2026, 10:00 in Jakarta.
    const MORNING: Timestamp = Timestamp::from_millis(1_795_316_400_000);

    #[test]
    fn the_next_time_is_two_at_night_in_jakarta() {
        let next = NIGHTLY.next_after(MORNING);
        assert_eq!(next.at(7).to_string(), "2026-11-23T02:00:00");
        // At the very moment it is the next night's turn, and a moment before it is this one's.
        assert_eq!(NIGHTLY.next_after(next), next.plus_hours(24));
        assert_eq!(NIGHTLY.next_after(Timestamp::from_millis(next.millis() - 1)), next);
    }

    #[test]
    fn a_week_has_one_time_whoever_asks() {
        let next = WEEKLY.next_after(MORNING);
        assert_eq!(next.at(7).time().to_string(), "02:00:00");
        for hour in 0..(7 * 24) {
            let asked = next.plus_hours(-hour - 1);
            assert_eq!(WEEKLY.next_after(asked), next);
        }
        assert_eq!(WEEKLY.next_after(next), next.plus_hours(7 * 24));
    }

    #[test]
    fn a_clock_before_1970_does_no_harm() {
        let long_ago = Timestamp::from_millis(-1);
        assert!(NIGHTLY.next_after(long_ago) > long_ago);
        assert!(NIGHTLY.next_after(Timestamp::from_millis(i64::MIN)).millis() < 0);
    }
}

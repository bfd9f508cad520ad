//! The daily look at the keys: rotates when the week is over, destroys what may go, and says so when it
//! could not. Nobody has to remember it.

use amanah_domain::Timestamp;
use amanah_domain::states::EpochState;
use amanah_store::key_epochs::{self, EpochRow, EscrowCopy};
use amanah_store::reports::{self, Report};
use amanah_store::{Connection, StoreError, people};

use crate::clock_guard::{ClockWord, never_was};
use crate::epochs::{CannotDestroy, EARLY_HOURS, KeyPlan};
use crate::error::Done;
use crate::jobs::daily::Daily;
use crate::jobs::rotate_keys;
use crate::jobs::task::Task;
use crate::office::Office;
use crate::told::Calendar;

pub(crate) const KIND: &str = "keys-daily";
/// The kind of report that it leaves.
pub(crate) const REPORT: &str = "keys";
/// In the quiet of the night.
pub(crate) const DAILY: Daily = Daily { kind: KIND, every_days: 1, hour: 2 };
/// Hours after its time from which a rotation that did not happen is told.
const LATE_HOURS: i64 = 36;
/// Hours that another machine's clock may be ahead of ours.
const AHEAD_HOURS: i64 = 1;

/// What the table knows.
struct Keys {
    plan: KeyPlan,
    epochs: Vec<EpochRow>,
    copies: Vec<EscrowCopy>,
    /// Epochs that have ended and still wrap somebody's keys.
    left: Vec<u32>,
    /// The newest of them opened in a future that the operator said never was.
    opened_never: bool,
    /// The latest moment that anybody wrote down here, such a future left out.
    latest: Option<Timestamp>,
}

impl Keys {
    fn read(db: &mut dyn Connection, now: Timestamp) -> Result<Self, StoreError> {
        let epochs = key_epochs::list(db)?;
        let mut left = Vec::new();
        for row in epochs.iter().filter(|row| row.state == EpochState::Closed) {
            if people::has_keys_of_epoch(db, i64::from(row.epoch))? {
                left.push(row.epoch);
            }
        }
        let (plan, copies) = (KeyPlan::read(db)?, key_epochs::copies(db)?);
        let last_report = reports::newest(db, REPORT)?;
        let times = epochs.iter().flat_map(|row| [Some(row.opened_at), row.closed_at, row.destroyed_at]);
        let mut latest = None;
        for at in times.flatten().chain(last_report.as_ref().map(|report| report.ran_at)) {
            if !never_was(db, at, now)? {
                latest = latest.max(Some(at));
            }
        }
        let opened_never = match epochs.last() {
            Some(row) => never_was(db, row.opened_at, now)?,
            None => false,
        };
        Ok(Self { plan, epochs, copies, left, opened_never, latest })
    }
}

impl Office {
    pub(crate) async fn keys_daily(&self, task: &Task) -> Done<()> {
        let (fine, summary) = self.look_after_keys().await?;
        if !fine {
            tracing::warn!(summary, "the keys want looking after");
        }
        let (now, task) = (self.now(), task.clone());
        let report = Report { kind: REPORT.to_owned(), ran_at: now, fine, summary };
        self.store
            .write(move |db| {
                reports::add(db, &report)?;
                DAILY.done(db, &task, now)
            })
            .await?;
        Ok(())
    }

    /// Whether all is as it should be, and what was done.
    async fn look_after_keys(&self) -> Done<(bool, String)> {
        let clock = self.clock_word().await?;
        if let ClockWord::WentBack(_) = clock {
            return Ok((false, clock.summary()));
        }
        let now = self.now();
        let keys = self.store.read(move |db| Keys::read(db, now)).await?;
        let limit = now.plus_hours(AHEAD_HOURS);
        if let Some(latest) = keys.latest.filter(|latest| *latest > limit) {
            let hours = latest.since(now) / 3_600_000;
            let told = format!(
                "the clock went back by {hours} hours or more: nothing is rotated, nothing destroyed"
            );
            return Ok((false, told));
        }
        self.keep_up_with_epochs().await?;
        let (mut done, mut wrong) = (Vec::new(), Vec::new());
        if let Some(newest) = keys.epochs.iter().rev().find(|row| row.state == EpochState::Open) {
            let due = if keys.opened_never { now } else { keys.plan.rotates_at(newest.opened_at) };
            // Left behind first: one that is unfinished is not made worse by another.
            let next = match keys.left.is_empty() {
                false => Some(newest.epoch),
                true if due.plus_hours(-EARLY_HOURS) <= now => Some(newest.epoch.saturating_add(1)),
                true => None,
            };
            if let Some(epoch) = next {
                self.begin_rotation(epoch).await?;
                done.push(format!("rotating to epoch {epoch}"));
            }
            if !keys.left.is_empty() && newest.opened_at.plus_hours(LATE_HOURS) < now {
                wrong.push(format!("rotation to epoch {} is unfinished", newest.epoch));
            } else if due.plus_hours(LATE_HOURS) < now {
                wrong.push("rotation is late".to_owned());
            }
            for row in keys.epochs.iter().filter(|row| row.state == EpochState::Closed) {
                if keys.plan.keeps(row.epoch, newest.epoch) {
                    continue;
                }
                // A rotation can be had again; a key that is destroyed by a wrong clock cannot.
                if clock != ClockWord::Right {
                    wrong.push(clock.summary());
                    break;
                }
                match self.destroy_epoch(row.epoch, false).await {
                    Ok(Ok(())) => done.push(format!("epoch {} destroyed", row.epoch)),
                    // Its time comes tomorrow.
                    Ok(Err(CannotDestroy::TooSoon { .. })) => {}
                    Ok(Err(refused)) => wrong.push(refused.to_string()),
                    Err(error) => {
                        tracing::error!(%error, epoch = row.epoch, "an epoch could not be destroyed");
                        wrong.push(format!("epoch {} could not be destroyed", row.epoch));
                    }
                }
            }
        }
        let late = keys.copies.iter().filter(|copy| refresh_due(copy) < now).count();
        if late > 0 {
            wrong.push(format!("{late} copies of the keyring were not refreshed in time"));
        }
        let late = self.store.read(move |db| Calendar::read(db, now)?.late(db)).await?;
        if late > 0 {
            wrong.push(format!(
                "{late} certificates of erasure tell a day that is over, and keys of copies are still there: see \
                 `amanah keys status`"
            ));
        }
        let fine = wrong.is_empty();
        wrong.extend(done);
        Ok((fine, if wrong.is_empty() { "nothing to do".to_owned() } else { wrong.join("; ") }))
    }

    /// Queues the job that begins `epoch`, or wakes the one that was given up.
    pub(crate) async fn begin_rotation(&self, epoch: u32) -> Done<()> {
        let (job, now) = (rotate_keys::job(self, epoch), self.now());
        Ok(self.store.write(move |db| job.write_or_wake(db, now)).await?)
    }
}

/// When a copy of the keyring is to be replaced by one of the present.
pub(crate) fn refresh_due(copy: &EscrowCopy) -> Timestamp {
    copy.confirmed_at.plus_hours(copy.refresh_days.saturating_mul(24))
}

//! The daily look at the keys: rotates when the week is over, destroys what may go, and says so when it
//! could not. Nobody has to remember it.

use amanah_domain::Timestamp;
use amanah_domain::states::EpochState;
use amanah_store::key_epochs::{self, EpochRow, EscrowCopy};
use amanah_store::reports::{self, Report};
use amanah_store::{Connection, StoreError, people};

use crate::epochs::{CannotDestroy, KeyPlan};
use crate::error::Done;
use crate::jobs::daily::Daily;
use crate::jobs::rotate_keys;
use crate::jobs::task::Task;
use crate::office::Office;

pub(crate) const KIND: &str = "keys-daily";
/// The kind of report that it leaves.
pub(crate) const REPORT: &str = "keys";
/// In the quiet of the night.
pub(crate) const DAILY: Daily = Daily { kind: KIND, every_days: 1, hour: 2 };
/// Hours before its time at which a rotation may begin: a rotation at two at night is followed by one at
/// two at night, whatever the seconds say.
const EARLY_HOURS: i64 = 12;
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
    last_report: Option<Report>,
}

impl Keys {
    fn read(db: &mut dyn Connection) -> Result<Self, StoreError> {
        let epochs = key_epochs::list(db)?;
        let mut left = Vec::new();
        for row in epochs.iter().filter(|row| row.state == EpochState::Closed) {
            if people::has_keys_of_epoch(db, i64::from(row.epoch))? {
                left.push(row.epoch);
            }
        }
        let (plan, copies) = (KeyPlan::read(db)?, key_epochs::copies(db)?);
        Ok(Self { plan, epochs, copies, left, last_report: reports::newest(db, REPORT)? })
    }

    /// The latest moment that anybody wrote down here.
    fn latest(&self) -> Option<Timestamp> {
        let times = self.epochs.iter().flat_map(|row| [Some(row.opened_at), row.closed_at, row.destroyed_at]);
        times.flatten().chain(self.last_report.as_ref().map(|report| report.ran_at)).max()
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
        let (now, keys) = (self.now(), self.store.read(Keys::read).await?);
        let limit = now.plus_hours(AHEAD_HOURS);
        if let Some(latest) = keys.latest().filter(|latest| *latest > limit) {
            let hours = latest.since(now) / 3_600_000;
            let told = format!(
                "the clock went back by {hours} hours or more: nothing is rotated, nothing destroyed"
            );
            return Ok((false, told));
        }
        self.keep_up_with_epochs().await?;
        let (mut done, mut wrong) = (Vec::new(), Vec::new());
        if let Some(newest) = keys.epochs.iter().rev().find(|row| row.state == EpochState::Open) {
            let due = keys.plan.rotates_at(newest.opened_at);
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

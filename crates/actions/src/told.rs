//! The date that people are told: from when on nobody can open a copy of what was erased. What may still
//! hold it, when the keys of that go by the calendar, and what has come of it since.

use amanah_domain::states::EpochState;
use amanah_domain::{Timestamp, Unreadable};
use amanah_store::key_epochs::{self, EpochRow, EscrowCopy};
use amanah_store::{Connection, StoreError};

use crate::epochs::{EARLY_HOURS, KeyPlan};

/// Hours after which a stranger is forgotten, and with them a letter that waited in vain.
pub(crate) const STRANGER_HOURS: i64 = 24;
/// Hours by which the sweep, or another machine's clock, may be late.
const SWEEP_LATE_HOURS: i64 = 2;
/// Days that a destruction may come later than the calendar says: the night's work begins at a fixed
/// hour, and may have to be tried twice.
const SLACK_DAYS: i64 = 2;
/// The day of those that is used up where nothing goes wrong: what the rotation lets go is destroyed the
/// night after.
const NIGHT_DAYS: i64 = 1;
const DAY_MS: i64 = 86_400_000;
/// Jakarta, seven hours east of UTC.
const OFFSET_MS: i64 = 7 * 3_600_000;

/// What is told of a removal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    /// The last epoch whose key can open a copy.
    pub last_epoch: u32,
    /// The midnight by which that key is gone everywhere.
    pub by: Timestamp,
}

/// Everything that a told date depends on.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    plan: KeyPlan,
    epochs: Vec<EpochRow>,
    copies: Vec<EscrowCopy>,
    now: Timestamp,
}

/// Whether the copy, as it was confirmed, still has the key of the epoch.
pub(crate) fn holds(copy: &EscrowCopy, epoch: &EpochRow) -> bool {
    epoch.epoch <= copy.confirmed_epoch && epoch.destroyed_at.is_none_or(|at| at > copy.confirmed_at)
}

/// What is told to somebody who erases at `now`, whose keys are wrapped by `epoch`.
///
/// # Errors
/// Those of the store.
pub fn told(db: &mut dyn Connection, epoch: u32, now: Timestamp) -> Result<Told, StoreError> {
    let calendar = Calendar::read(db, now)?;
    let last_epoch = calendar.last_epoch(epoch);
    Ok(Told { last_epoch, by: calendar.gone_by(last_epoch) })
}

/// For those who removed lately, when an epoch begins: from then on counts whoever may still have a letter
/// under way.
pub(crate) fn farewells_since(now: Timestamp) -> Timestamp {
    now.plus_hours(-(STRANGER_HOURS + SWEEP_LATE_HOURS))
}

impl Calendar {
    pub(crate) fn read(db: &mut dyn Connection, now: Timestamp) -> Result<Self, StoreError> {
        let (plan, epochs, copies) = (KeyPlan::read(db)?, key_epochs::list(db)?, key_epochs::copies(db)?);
        Ok(Self { plan, epochs, copies, now })
    }

    fn open(&self) -> Option<&EpochRow> {
        self.epochs.iter().rev().find(|row| row.state == EpochState::Open)
    }

    fn row(&self, epoch: i64) -> Option<&EpochRow> {
        self.epochs.iter().find(|row| i64::from(row.epoch) == epoch)
    }

    /// When the next epoch is due. One that is late begins as soon as it can; a clock that went back
    /// promises nothing early.
    fn due(&self) -> Timestamp {
        self.open().map_or(self.now, |row| self.plan.rotates_at(row.opened_at)).max(self.now)
    }

    /// The last epoch whose key can open a copy of what is erased now. Key parts of backups are sealed
    /// under the newest epoch, whatever the person's row is under; and the letter that says farewell lies
    /// under a stranger's keys, who may live to see the next epoch.
    pub(crate) fn last_epoch(&self, row_epoch: u32) -> u32 {
        let newest = self.open().map_or(row_epoch, |row| row.epoch);
        if row_epoch > newest {
            // It begins at this moment.
            return row_epoch;
        }
        let letter_until = self.now.plus_hours(STRANGER_HOURS + SWEEP_LATE_HOURS + EARLY_HOURS);
        newest.saturating_add(u32::from(self.due() <= letter_until))
    }

    /// When the key of an epoch is destroyed here: at the beginning of the epoch that lets it go.
    fn destroyed(&self, epoch: u32) -> Timestamp {
        if let Some(at) = self.row(i64::from(epoch)).and_then(|row| row.destroyed_at) {
            return at;
        }
        let lets_go = i64::from(epoch) + self.plan.key_parts_kept;
        if let Some(row) = self.row(lets_go) {
            return row.opened_at;
        }
        let newest = self.open().map_or(epoch, |row| row.epoch);
        let later = (lets_go - i64::from(newest) - 1).max(0);
        self.due().plus_hours(24_i64.saturating_mul(later.saturating_mul(self.plan.every_days)))
    }

    /// Days that the slowest copy with its key takes longer.
    fn refresh_days(&self, epoch: u32) -> i64 {
        let destroyed = self.row(i64::from(epoch)).filter(|row| row.destroyed_at.is_some());
        let with = self.copies.iter().filter(|copy| destroyed.is_none_or(|row| holds(copy, row)));
        with.map(|copy| copy.refresh_days).max().unwrap_or(0)
    }

    fn everywhere(&self, epoch: u32, grace_days: i64) -> Timestamp {
        let days = self.refresh_days(epoch).saturating_add(grace_days);
        self.destroyed(epoch).plus_hours(24_i64.saturating_mul(days))
    }

    /// The midnight by which no copy that the house knows of can open what the epoch's key opens.
    pub(crate) fn gone_by(&self, epoch: u32) -> Timestamp {
        end_of_day(self.everywhere(epoch, SLACK_DAYS))
    }

    /// When that comes where nothing else goes wrong.
    fn foreseen(&self, epoch: u32) -> Timestamp {
        self.everywhere(epoch, NIGHT_DAYS)
    }

    /// Up to which epoch all keys are gone everywhere; 0 where none is.
    fn gone(&self) -> u32 {
        self.epochs.iter().take_while(|row| row.gone_at.is_some()).last().map_or(0, |row| row.epoch)
    }

    /// What has become of a date that was told.
    pub(crate) fn state(&self, last_epoch: Option<u32>, told: Timestamp) -> Unreadable {
        let since = last_epoch.filter(|last| *last <= self.gone()).and_then(|last| {
            self.epochs.iter().filter(|row| row.epoch <= last).filter_map(|row| row.gone_at).max()
        });
        match (since, last_epoch) {
            (Some(at), _) => Unreadable::Since(at),
            (None, _) if told <= self.now => Unreadable::Late { told },
            (None, Some(last)) if self.foreseen(last) > told => Unreadable::By(self.gone_by(last).max(told)),
            (None, _) => Unreadable::By(told),
        }
    }

    /// Removals whose told date is over while a key that opens a copy is still there.
    pub(crate) fn late(&self, db: &mut dyn Connection) -> Result<u64, StoreError> {
        key_epochs::count_late(db, i64::from(self.gone()), self.now)
    }

    /// Removals whose told date held before a change and would not hold after it.
    pub(crate) fn moved(&self, db: &mut dyn Connection, after: &Self) -> Result<u64, StoreError> {
        let newest = self.open().map_or(0, |row| row.epoch);
        let mut moved = 0;
        for epoch in self.gone().saturating_add(1)..=newest.saturating_add(1) {
            // What has passed already is late, and stays so.
            let (from, to) = (self.foreseen(epoch).max(self.now), after.foreseen(epoch));
            if from < to {
                moved += key_epochs::count_told(db, epoch, from, to)?;
            }
        }
        Ok(moved)
    }

    pub(crate) fn with_plan(&self, plan: KeyPlan) -> Self {
        Self { plan, ..self.clone() }
    }

    pub(crate) fn with_copy(&self, copy: EscrowCopy) -> Self {
        let mut out = self.clone();
        out.copies.push(copy);
        out
    }
}

/// Midnight in Jakarta, at or after: people are told a day, and it must be over by then.
fn end_of_day(at: Timestamp) -> Timestamp {
    let shifted = at.millis().saturating_add(OFFSET_MS);
    let days = shifted.div_euclid(DAY_MS) + i64::from(shifted.rem_euclid(DAY_MS) > 0);
    Timestamp::from_millis(days.saturating_mul(DAY_MS).saturating_sub(OFFSET_MS))
}

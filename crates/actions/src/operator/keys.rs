//! What the operator does with keys: look, rotate, destroy, and keep account of copies of the keyring.

use std::time::Duration;

use amanah_domain::Timestamp;
use amanah_domain::states::EpochState;
use amanah_store::jobs::{self, State};
use amanah_store::key_epochs::{self, EpochRow, EscrowCopy};
use amanah_store::reports::{self, Report};
use amanah_store::{Engine, StoreError, people};

use crate::epochs::{CannotDestroy, EVERY_DAYS_MAX, KEPT_MAX, KeyPlan};
use crate::error::{ActionError, Done};
use crate::jobs::keys_daily::{self, refresh_due};
use crate::jobs::rotate_keys::{self, Rotation};
use crate::jobs::task::{LEASE_SECONDS, Task};
use crate::office::Office;
use crate::told::{Calendar, holds, told};

/// Milliseconds between two looks at a rotation that somebody else does.
const LOOK_MS: u64 = 500;
/// Days within which a copy can be said to be refreshed, at most.
pub const REFRESH_DAYS_MAX: i64 = 365;
/// Characters of a copy's name, at most.
pub const COPY_NAME_CHARACTERS_MAX: usize = 40;

/// How things stand with the keys.
#[derive(Clone, Debug)]
pub struct KeysStatus {
    /// Where the keyring lies, and how it is protected.
    pub keyring: String,
    /// How often it rotates.
    pub plan: KeyPlan,
    /// Every epoch there ever was.
    pub epochs: Vec<EpochStatus>,
    /// Copies of the keyring elsewhere.
    pub copies: Vec<CopyStatus>,
    /// When the next epoch is to begin.
    pub next_rotation_at: Option<Timestamp>,
    /// What somebody would be told who erased now: from then on nobody can read it.
    pub unreadable_at: Timestamp,
    /// The last report of a rotation, and of the daily look.
    pub last_reports: Vec<Report>,
}

/// An epoch.
#[derive(Clone, Debug)]
pub struct EpochStatus {
    /// As the table knows it.
    pub row: EpochRow,
    /// Key rows under it.
    pub rows: u64,
    /// Copies of the keyring that still hold its key.
    pub held_by: Vec<String>,
}

impl EpochStatus {
    /// Whether its key is gone from every place that the house knows of.
    pub fn gone_everywhere(&self) -> bool {
        self.row.state == EpochState::Destroyed && self.held_by.is_empty()
    }
}

/// A copy of the keyring.
#[derive(Clone, Debug)]
pub struct CopyStatus {
    /// As the table knows it.
    pub copy: EscrowCopy,
    /// Epochs whose keys it still holds.
    pub holds: Vec<u32>,
    /// When it is to be replaced.
    pub refresh_at: Timestamp,
}

/// What came of something that touches dates that were told to people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Changed<T> {
    /// It is done; so many certificates are touched by it.
    Done(T, u64),
    /// It would move the date on so many certificates, and nobody said that it may.
    Moves(u64),
}

impl Office {
    /// How things stand.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn keys_status(&self) -> Done<KeysStatus> {
        let now = self.now();
        let newest = self.vault.newest_epoch();
        let keyring = self.vault.describe_keyring();
        let status = self.store.scan(move |db| {
            let (plan, rows, copies) = (KeyPlan::read(db)?, key_epochs::list(db)?, key_epochs::copies(db)?);
            let counts = people::key_counts(db)?;
            let under =
                |epoch: u32| counts.iter().find(|(e, _)| *e == i64::from(epoch)).map_or(0, |(_, n)| *n);
            let held_by = |row: &EpochRow| {
                copies.iter().filter(|copy| holds(copy, row)).map(|copy| copy.name.clone()).collect()
            };
            let epochs: Vec<EpochStatus> = rows
                .iter()
                .map(|row| EpochStatus { row: *row, rows: under(row.epoch), held_by: held_by(row) })
                .collect();
            let held = |copy: &EscrowCopy| {
                rows.iter().filter(|row| holds(copy, row)).map(|row| row.epoch).collect::<Vec<_>>()
            };
            let copies: Vec<CopyStatus> = copies
                .iter()
                .map(|copy| CopyStatus {
                    copy: copy.clone(),
                    holds: held(copy),
                    refresh_at: refresh_due(copy),
                })
                .collect();
            let open = rows.iter().rev().find(|row| row.state == EpochState::Open);
            Ok::<_, StoreError>(KeysStatus {
                keyring: keyring.clone(),
                plan,
                epochs,
                copies,
                next_rotation_at: open.map(|row| plan.rotates_at(row.opened_at)),
                unreadable_at: told(db, newest, now)?.by,
                last_reports: [keys_daily::REPORT, rotate_keys::REPORT]
                    .into_iter()
                    .filter_map(|kind| reports::newest(db, kind).transpose())
                    .collect::<Result<_, _>>()?,
            })
        });
        Ok(status.await?)
    }

    /// Begins a new epoch and moves everybody into it; one that was left unfinished is finished instead.
    /// Ended in the middle it goes on at the next call, or by itself in a house that serves. `alone`: no
    /// server is known to run over this place; on SQLite nobody else can be at it then.
    ///
    /// # Errors
    /// Those of store and keyring; [`ActionError::State`] where it was given up.
    pub async fn rotate_now(&self, alone: bool, told: &mut (dyn FnMut(Rotation) + Send)) -> Done<Rotation> {
        self.keep_up_with_epochs().await?;
        let newest = self.vault.newest_epoch();
        let left = self.left_under_older(newest).await?;
        let epoch = if left > 0 { newest } else { newest.saturating_add(1) };
        self.begin_rotation(epoch).await?;
        let mut total = left;
        let mut last = Rotation { epoch, done: 0, total };
        let mut tell = |rotation: Rotation| {
            last = rotation;
            told(rotation);
        };
        loop {
            if let Some(task) = self.take_rotation(epoch, alone).await? {
                self.rotate_keys(&task, &mut tell).await?;
                break;
            }
            // Somebody else is at it; should they die, their lease ends and it is taken over here.
            let (left, over) = self.look_at_rotation(epoch).await?;
            total = total.max(left);
            tell(Rotation { epoch, done: total - left, total });
            if over {
                break;
            }
            tokio::time::sleep(Duration::from_millis(LOOK_MS)).await;
        }
        Ok(last)
    }

    async fn left_under_older(&self, newest: u32) -> Done<u64> {
        let counts = self.store.scan(people::key_counts).await?;
        Ok(counts.iter().filter(|(epoch, _)| *epoch < i64::from(newest)).map(|(_, rows)| rows).sum())
    }

    async fn take_rotation(&self, epoch: u32, alone: bool) -> Done<Option<Task>> {
        let (job, now, holder) = (rotate_keys::job(self, epoch), self.now(), self.chance.bytes16());
        let until = now.plus_seconds(LEASE_SECONDS);
        // What a process that was killed had taken is free where no other can live.
        let alone = alone && self.store.engine() == Engine::Sqlite;
        let due_by = if alone { Timestamp::from_millis(i64::MAX) } else { now };
        let leased =
            self.store.write(move |db| jobs::lease_one(db, job.key(), &holder, due_by, until)).await?;
        Ok(leased.map(|job| Task { job, holder }))
    }

    /// A rotation that somebody else does: key rows that are left, and whether it is through.
    async fn look_at_rotation(&self, epoch: u32) -> Done<(u64, bool)> {
        let (job, left) = (rotate_keys::job(self, epoch), self.left_under_older(epoch).await?);
        match self.store.read(move |db| jobs::read(db, job.key())).await?.map(|job| job.state) {
            Some(State::Open) => Ok((left, false)),
            Some(State::Done) | None => Ok((left, true)),
            Some(State::Dead) => Err(ActionError::State("rotation-given-up")),
        }
    }

    /// Destroys the key of an epoch; `kept_too`: also one that key parts of backups still need.
    ///
    /// # Errors
    /// Those of store and keyring; `Err` inside is the reason why it may not be done.
    pub async fn destroy_epoch_now(&self, epoch: u32, kept_too: bool) -> Done<Result<(), CannotDestroy>> {
        self.keep_up_with_epochs().await?;
        self.destroy_epoch(epoch, kept_too).await
    }

    /// Changes how often keys are rotated and what of them is kept; what is `None` stays. `yes`: also where
    /// dates that were told to people do not hold then.
    ///
    /// # Errors
    /// Those of the store; `Err` inside is what to do about it.
    pub async fn plan_keys(
        &self,
        every_days: Option<i64>,
        key_parts_kept: Option<i64>,
        yes: bool,
    ) -> Done<Result<Changed<KeyPlan>, String>> {
        if every_days.is_some_and(|days| !(1..=EVERY_DAYS_MAX).contains(&days)) {
            return Ok(Err(format!("an epoch lasts from 1 to {EVERY_DAYS_MAX} days")));
        }
        if key_parts_kept.is_some_and(|kept| !(1..=KEPT_MAX).contains(&kept)) {
            return Ok(Err(format!("the key parts of 1 to {KEPT_MAX} epochs can be kept")));
        }
        let now = self.now();
        let planned = self.store.write(move |db| {
            let (old, before) = (KeyPlan::read(db)?, Calendar::read(db, now)?);
            let plan = KeyPlan {
                every_days: every_days.unwrap_or(old.every_days),
                key_parts_kept: key_parts_kept.unwrap_or(old.key_parts_kept),
            };
            let moved = before.moved(db, &before.with_plan(plan))?;
            if moved > 0 && !yes {
                return Ok(Changed::Moves(moved));
            }
            plan.write(db)?;
            Ok::<_, StoreError>(Changed::Done(plan, moved))
        });
        Ok(Ok(planned.await?))
    }

    /// Lists a copy of the keyring, made at this moment. `yes`: also where dates that were told to people do
    /// not hold then.
    ///
    /// # Errors
    /// Those of the store; `Err` inside is what to do about it.
    pub async fn add_copy(
        &self,
        name: &str,
        refresh_days: i64,
        yes: bool,
    ) -> Done<Result<Changed<()>, String>> {
        let fits = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c);
        if name.is_empty() || name.len() > COPY_NAME_CHARACTERS_MAX || !name.chars().all(fits) {
            return Ok(Err(format!(
                "the name of a copy has 1 to {COPY_NAME_CHARACTERS_MAX} letters, digits, dots, dashes or \
                 underscores, as in bank-safe"
            )));
        }
        if !(1..=REFRESH_DAYS_MAX).contains(&refresh_days) {
            return Ok(Err(format!("a copy is refreshed every 1 to {REFRESH_DAYS_MAX} days")));
        }
        let (now, name) = (self.now(), name.to_owned());
        let confirmed_epoch = self.vault.newest_epoch();
        let copy = EscrowCopy { name, refresh_days, added_at: now, confirmed_at: now, confirmed_epoch };
        let added = self.store.write(move |db| {
            let before = Calendar::read(db, now)?;
            let moved = before.moved(db, &before.with_copy(copy.clone()))?;
            if moved > 0 && !yes {
                return Ok(Some(Changed::Moves(moved)));
            }
            Ok::<_, StoreError>(key_epochs::add_copy(db, &copy)?.then_some(Changed::Done((), moved)))
        });
        let max = key_epochs::ESCROW_COPIES_MAX;
        Ok(added.await?.ok_or_else(|| {
            format!("a copy of this name is listed already, or {max} are: `amanah keys status` lists them")
        }))
    }

    /// The copy was replaced by one of the present keyring. Whether one of this name is listed.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn confirm_copy(&self, name: &str) -> Done<bool> {
        self.keep_up_with_epochs().await?;
        let (now, name, epoch) = (self.now(), name.to_owned(), self.vault.newest_epoch());
        Ok(self.store.write(move |db| key_epochs::confirm_copy(db, &name, epoch, now)).await?)
    }

    /// The copy is no more. Whether one of this name was listed.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn remove_copy(&self, name: &str) -> Done<bool> {
        let (now, name) = (self.now(), name.to_owned());
        Ok(self.store.write(move |db| key_epochs::remove_copy(db, &name, now)).await?)
    }
}

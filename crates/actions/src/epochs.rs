//! Key epochs: how long they last, and that keys are wrapped by the one that is open. The work on the
//! keyring itself is in [`crate::keyring`], the date that people are told in [`crate::told`].

use std::sync::atomic::{AtomicI64, Ordering};

use amanah_domain::{PersonId, Timestamp};
use amanah_store::{Connection, StoreError, people, settings};
use amanah_vault::{KeyRow, Vault};

/// Minutes after its end before an epoch's key may be destroyed: no transaction that began under it is
/// still under way (the store gives a statement half a minute and an idle transaction one).
pub const CLOSED_MINUTES_MIN: i64 = 10;
/// Hours before its time at which a rotation may begin: a rotation at two at night is followed by one at
/// two at night, whatever the seconds say.
pub(crate) const EARLY_HOURS: i64 = 12;
/// Milliseconds between two readings of a keyring that lacks an epoch: unsealing it is costly.
const RELOAD_PAUSE_MS: i64 = 10_000;
/// The longest interval and the most epochs that a plan may have.
pub const EVERY_DAYS_MAX: i64 = 365;
/// Epochs whose key parts can be kept, at most.
pub const KEPT_MAX: i64 = 52;

const PLAN: &str = "key-plan";

/// How often keys are rotated, and for how many epochs the key part of a backup is of use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct KeyPlan {
    /// Days of an epoch.
    pub every_days: i64,
    /// The last so many epochs keep their keys, the newest included.
    pub key_parts_kept: i64,
}

impl Default for KeyPlan {
    fn default() -> Self {
        Self { every_days: 7, key_parts_kept: 2 }
    }
}

impl KeyPlan {
    /// The plan in force.
    ///
    /// # Errors
    /// Those of the store.
    pub fn read(db: &mut dyn Connection) -> Result<Self, StoreError> {
        let Some(setting) = settings::read(db, PLAN)? else { return Ok(Self::default()) };
        let mut numbers = str::from_utf8(&setting.value).unwrap_or_default().split(' ').map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(every_days)), Some(Ok(key_parts_kept))) => Ok(Self { every_days, key_parts_kept }),
            _ => Err(StoreError::Engine("the setting of the key plan is damaged".into())),
        }
    }

    pub(crate) fn write(self, db: &mut dyn Connection) -> Result<(), StoreError> {
        let text = format!("{} {}", self.every_days, self.key_parts_kept);
        settings::put(db, PLAN, text.as_bytes()).map(drop)
    }

    /// When an epoch that was opened then is followed by the next.
    pub fn rotates_at(self, opened_at: Timestamp) -> Timestamp {
        opened_at.plus_hours(self.every_days.saturating_mul(24))
    }

    /// Whether key parts of backups may still need the key of `epoch`.
    pub fn keeps(self, epoch: u32, newest: u32) -> bool {
        i64::from(epoch) > i64::from(newest) - self.key_parts_kept
    }
}

/// Why the key of an epoch is not destroyed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CannotDestroy {
    /// There never was such an epoch.
    #[error("there is no epoch {0}: `amanah keys status` lists them")]
    Unknown(u32),
    /// It is gone already.
    #[error("epoch {0} is destroyed already")]
    Destroyed(u32),
    /// New keys are wrapped by it.
    #[error("epoch {0} is the newest and in use: rotate first, then destroy it")]
    Open(u32),
    /// Somebody could not be read any more.
    #[error("the keys of {rows} people are still under epoch {epoch}: `amanah keys rotate` moves them")]
    InUse {
        /// The epoch.
        epoch: u32,
        /// Key rows under it.
        rows: u64,
    },
    /// What began under it may still be under way.
    #[error("epoch {epoch} ended less than {CLOSED_MINUTES_MIN} minutes ago: try again in {minutes} minutes")]
    TooSoon {
        /// The epoch.
        epoch: u32,
        /// Minutes until it may go.
        minutes: i64,
    },
    /// What the journal keeps sealed would be unreadable while an older key part can still be opened.
    #[error("epoch {older} is older and not destroyed yet: epochs go oldest first")]
    OutOfTurn {
        /// The oldest that is there.
        older: u32,
    },
    /// Key parts of backups open with it.
    #[error(
        "the key parts of backups made under epoch {0} would be of no more use: say --yes if that is what you want"
    )]
    Kept(u32),
    /// Nothing could be restored any more.
    #[error(
        "no backup that was read back opens without the key of epoch {0}: `amanah backup create` makes one, or say \
         --yes if that is what you want"
    )]
    NoBackup(u32),
}

/// When this process last read a keyring that lacked something.
#[derive(Debug, Default)]
pub struct KeyringWatch(AtomicI64);

impl KeyringWatch {
    /// Whether it may be read again now.
    pub(crate) fn may_reload(&self, now: Timestamp) -> bool {
        let last = self.0.load(Ordering::Relaxed);
        let may = now.millis().saturating_sub(last).saturating_abs() >= RELOAD_PAUSE_MS;
        if may {
            self.0.store(now.millis(), Ordering::Relaxed);
        }
        may
    }
}

/// Adds a new person's wrapped keys; wraps them anew where their epoch ended meanwhile. For write
/// closures: reading the keyring changes nothing, so it may be done again.
pub(crate) fn add_key(
    db: &mut dyn Connection,
    vault: &Vault,
    person: &PersonId,
    row: &KeyRow,
) -> Result<(), StoreError> {
    under_an_open_epoch(vault, person, row, |row| {
        people::add_key(db, person, i64::from(row.epoch), &row.wrapped)
    })
}

/// As [`add_key`], for keys that were changed (a salt dropped, a category salted anew).
pub(crate) fn change_key(
    db: &mut dyn Connection,
    vault: &Vault,
    person: &PersonId,
    version: i64,
    row: &KeyRow,
) -> Result<(), StoreError> {
    under_an_open_epoch(vault, person, row, |row| {
        people::change_key(db, person, version, i64::from(row.epoch), &row.wrapped)
    })
}

fn under_an_open_epoch(
    vault: &Vault,
    person: &PersonId,
    row: &KeyRow,
    mut write: impl FnMut(&KeyRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let ended = match write(row) {
        Err(StoreError::EpochClosed { epoch }) => epoch,
        done => return done,
    };
    if i64::from(vault.newest_epoch()) <= ended {
        // Another process rotates: its epoch is in the keyring already.
        vault.reload_keys().map_err(|e| StoreError::Engine(e.to_string()))?;
    }
    let fresh = vault.rewrap(*person, row).map_err(|e| StoreError::Engine(e.to_string()))?;
    write(&fresh)
}

//! Keyring and database are kept in step.
//!
//! The keyring is always ahead: an epoch begins there, durably, before the database hears of it, and its
//! end is on record before its key is destroyed. So a crash at any point leaves something to finish, and
//! never a key row without a key.

use std::sync::Arc;

use amanah_domain::purposes::RotateKeys;
use amanah_domain::states::EpochState;
use amanah_domain::{FieldSet, Operation, Outcome, PersonId, Timestamp, Unreadable};
use amanah_ledger::Receipt;
use amanah_store::key_epochs::{self, EpochRow};
use amanah_store::removals::RemovalRow;
use amanah_store::{Connection, StoreError, people};
use amanah_vault::{KeyRow, KeyringError, OpenError, PersonKeys, Vault};

use crate::access::{Want, Who};
use crate::clock_guard::never_was;
use crate::epochs::{CLOSED_MINUTES_MIN, CannotDestroy, KeyPlan};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::removal::steps::{place, remember_epoch_end};
use crate::told::{Calendar, farewells_since, told};

const MINUTE_MS: i64 = 60_000;

impl Office {
    /// Unwraps a person's keys. An epoch that another process began meanwhile is looked for in the keyring.
    ///
    /// # Errors
    /// As [`Vault::unlock`].
    pub(crate) async fn unlock(&self, person: PersonId, row: &KeyRow) -> Done<PersonKeys> {
        match self.vault.unlock(person, row) {
            Err(OpenError::NoEpoch { epoch })
                if epoch > self.vault.newest_epoch() && self.keyring_watch.may_reload(self.now()) =>
            {
                self.with_keyring(Vault::reload_keys).await?;
                Ok(self.vault.unlock(person, row)?)
            }
            done => Ok(done?),
        }
    }

    /// Works on the keyring, which may take a while, away from the threads that serve people.
    pub(crate) async fn with_keyring<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Vault) -> Result<T, KeyringError> + Send + 'static,
    ) -> Done<T> {
        let vault = Arc::clone(&self.vault);
        let worked = tokio::task::spawn_blocking(move || work(&vault)).await;
        let worked = worked.map_err(|_| ActionError::Internal("the keyring's thread ended"))?;
        worked.map_err(ActionError::Keyring)
    }

    /// How often keys are rotated, and what of them is kept.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn key_plan(&self) -> Done<KeyPlan> {
        Ok(self.store.read(KeyPlan::read).await?)
    }

    /// When nobody can open a copy any more of what is erased at `now`: see [`told`].
    ///
    /// # Errors
    /// Those of the store.
    pub async fn unreadable_after(&self, epoch: u32, now: Timestamp) -> Done<Timestamp> {
        Ok(self.store.read(move |db| told(db, epoch, now)).await?.by)
    }

    /// What has become of the date that was told of a removal; `None` where nothing went.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn unreadable_state(&self, row: &RemovalRow) -> Done<Option<Unreadable>> {
        let Some(told) = row.unreadable_at else { return Ok(None) };
        let now = self.now();
        let calendar = self.store.read(move |db| Calendar::read(db, now)).await?;
        Ok(Some(calendar.state(row.last_epoch, told)))
    }

    /// Tells the database of an epoch that began in the keyring; on record before it is used for long.
    pub(crate) async fn open_epoch(&self, epoch: u32) -> Done<()> {
        let rows = self.store.read(key_epochs::list).await?;
        if rows.iter().any(|row| row.epoch == epoch) {
            return Ok(());
        }
        if !rows.is_empty() {
            self.note_epoch(epoch, "opened", Operation::Update).await?;
        }
        let now = self.now();
        let opened = self.store.write(move |db| {
            key_epochs::open(db, epoch, now)?;
            key_epochs::raise_last(db, epoch, farewells_since(now)).map(drop)
        });
        Ok(opened.await?)
    }

    pub(crate) async fn note_epoch(&self, epoch: u32, what: &str, operation: Operation) -> Done<Receipt> {
        let note = format!("epoch {epoch} {what}");
        let want = Want { note: &note, ..Want::of(operation, FieldSet::EMPTY) };
        self.note::<RotateKeys>(Who::system(), want, Outcome::Allowed).await
    }

    /// Brings keyring and database in step when the house opens.
    ///
    /// # Errors
    /// A sentence where the keyring is not the one that the database was used with.
    pub(crate) async fn reconcile_epochs(&self) -> Result<(), String> {
        let failed = |e: ActionError| format!("the key epochs cannot be read: {e}");
        let before = self.store.read(key_epochs::list).await.map_err(|e| failed(e.into()))?;
        if !self.in_step(&before) {
            // Another process may be rotating at this moment.
            self.with_keyring(Vault::reload_keys).await.map_err(failed)?;
        }
        let (held, newest) = (self.vault.epochs(), self.vault.newest_epoch());
        let now = self.now();
        let rows = self
            .store
            .write(move |db| {
                let rows = key_epochs::list(db)?;
                // Older ones that the table never knew: a house from before there was such a table.
                for epoch in held.iter().filter(|e| **e < newest && rows.iter().all(|r| r.epoch != **e)) {
                    key_epochs::add(db, *epoch, EpochState::Closed, now, Some(now))?;
                }
                Ok::<_, StoreError>(rows)
            })
            .await
            .map_err(|e| failed(e.into()))?;
        if let Some(last) = rows.last().filter(|last| last.epoch > newest) {
            return Err(format!(
                "the database is at key epoch {}, the keyring ends with {newest}: it is an older copy. Put the \
                 newest one back",
                last.epoch
            ));
        }
        for row in &rows {
            self.reconcile(row).await?;
        }
        self.open_epoch(newest).await.map_err(failed)
    }

    /// One epoch that the database knows.
    async fn reconcile(&self, row: &EpochRow) -> Result<(), String> {
        let (epoch, now) = (row.epoch, self.now());
        let failed = |e: ActionError| format!("the key epochs cannot be read: {e}");
        match (row.state, self.vault.epochs().contains(&epoch)) {
            (EpochState::Destroyed, true) => {
                tracing::warn!(epoch, "the keyring held a destroyed epoch (an older copy?): destroyed again");
                self.with_keyring(move |vault| vault.destroy_epoch(epoch)).await.map_err(failed)
            }
            (EpochState::Open | EpochState::Closed, false) => {
                // Destroyed, and ended before that was written down; nothing may have been under it.
                let used = self.store.read(move |db| people::has_keys_of_epoch(db, i64::from(epoch))).await;
                if used.map_err(|e| failed(e.into()))? {
                    return Err(format!(
                        "the keyring lacks the key of epoch {epoch}, which people's keys are wrapped by: put the \
                         right copy of the keyring back"
                    ));
                }
                let destroyed = self.store.write(move |db| key_epochs::destroy(db, epoch, now)).await;
                destroyed.map(drop).map_err(|e| failed(e.into()))
            }
            _ => Ok(()),
        }
    }

    /// Takes up what another process did to the epochs: begun ones are loaded, destroyed ones forgotten.
    ///
    /// # Errors
    /// [`ActionError::Keyring`] where the keyring cannot be read; [`ActionError::Internal`] where it does
    /// not hold what the database says.
    pub async fn keep_up_with_epochs(&self) -> Done<()> {
        let rows = self.store.read(key_epochs::list).await?;
        if self.in_step(&rows) {
            return Ok(());
        }
        self.with_keyring(Vault::reload_keys).await?;
        if self.in_step(&rows) {
            return Ok(());
        }
        Err(ActionError::Internal("the keyring does not hold the epochs that the database knows"))
    }

    /// Destroys the key of an epoch that wraps nobody's keys any more: on record first, then in the keyring,
    /// then in the table. Taken up again after a crash, it does what is left. `kept_too`: also one that key
    /// parts of backups still need, or without which no backup opens.
    ///
    /// # Errors
    /// Those of store and keyring; `Err` inside is the reason why it may not be done.
    pub(crate) async fn destroy_epoch(&self, epoch: u32, kept_too: bool) -> Done<Result<(), CannotDestroy>> {
        let now = self.now();
        let refused = self.store.scan(move |db| cannot_destroy(db, epoch, kept_too, now)).await?;
        if let Some(refused) = refused {
            return Ok(Err(refused));
        }
        if !kept_too {
            // A shelf that cannot be looked at shows none.
            let outlived = self.backups_outlive(epoch).await.unwrap_or_else(|error| {
                tracing::error!(%error, epoch, "backups cannot be looked at: the epoch's key stays");
                false
            });
            if !outlived {
                return Ok(Err(CannotDestroy::NoBackup(epoch)));
            }
        }
        let entry = place(&self.note_epoch(epoch, "destroyed", Operation::Manage).await?);
        self.with_keyring(move |vault| vault.destroy_epoch(epoch)).await?;
        self.store
            .write(move |db| {
                // Certificates prove by it that the last copies are closed.
                remember_epoch_end(db, epoch, entry)?;
                key_epochs::destroy(db, epoch, now)
            })
            .await?;
        Ok(Ok(()))
    }

    fn in_step(&self, rows: &[EpochRow]) -> bool {
        let held = self.vault.epochs();
        let newest = self.vault.newest_epoch();
        rows.iter().all(|row| match row.state {
            EpochState::Destroyed => !held.contains(&row.epoch),
            EpochState::Open | EpochState::Closed => row.epoch <= newest,
        })
    }
}

fn cannot_destroy(
    db: &mut dyn Connection,
    epoch: u32,
    kept_too: bool,
    now: Timestamp,
) -> Result<Option<CannotDestroy>, StoreError> {
    let rows = key_epochs::list(db)?;
    let Some(row) = rows.iter().find(|row| row.epoch == epoch) else {
        return Ok(Some(CannotDestroy::Unknown(epoch)));
    };
    let closed_at = match (row.state, row.closed_at) {
        (EpochState::Destroyed, _) => return Ok(Some(CannotDestroy::Destroyed(epoch))),
        (EpochState::Open, _) | (EpochState::Closed, None) => return Ok(Some(CannotDestroy::Open(epoch))),
        (EpochState::Closed, Some(closed_at)) => closed_at,
    };
    let under = people::key_counts(db)?.into_iter().find(|(e, _)| *e == i64::from(epoch));
    if let Some((_, rows)) = under {
        return Ok(Some(CannotDestroy::InUse { epoch, rows }));
    }
    let waited = now.since(closed_at) / MINUTE_MS;
    if !never_was(db, closed_at, now)? && waited < CLOSED_MINUTES_MIN {
        // A clock that went back does not make it longer than it is.
        let minutes = (CLOSED_MINUTES_MIN - waited).clamp(1, CLOSED_MINUTES_MIN);
        return Ok(Some(CannotDestroy::TooSoon { epoch, minutes }));
    }
    let older = rows.iter().find(|row| row.epoch < epoch && row.state != EpochState::Destroyed);
    if let Some(older) = older {
        return Ok(Some(CannotDestroy::OutOfTurn { older: older.epoch }));
    }
    let newest = rows.last().map_or(epoch, |last| last.epoch);
    let kept = KeyPlan::read(db)?.keeps(epoch, newest);
    Ok((kept && !kept_too).then_some(CannotDestroy::Kept(epoch)))
}

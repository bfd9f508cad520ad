//! Key epochs and the copies of the keyring that lie elsewhere. A key row is added and changed only
//! under an epoch whose row here is open; the guard stands in the statements of [`crate::people`].
//!
//! The keys themselves are not here: this is what the database knows of the keyring.

use amanah_domain::Timestamp;
use amanah_domain::states::EpochState;

use crate::query::queries;
use crate::{Connection, Row, StoreError};

/// Copies of the keyring that can be listed, at most.
pub const ESCROW_COPIES_MAX: u64 = 100;

queries! {
    // What is destroyed is never opened again, whatever a restored keyring says.
    ADD = "insert into key_epoch (epoch, state, opened_at, closed_at, destroyed_at) \
        values ($1, $2, $3, $4, null) on conflict (epoch) do nothing";
    CLOSE_OLDER = "update key_epoch set state = 1, closed_at = $1 where state = 0 and epoch < $2";
    DESTROY = "update key_epoch set state = 2, destroyed_at = $1 where epoch = $2 and state = 1";
    READ = "select epoch, state, opened_at, closed_at, destroyed_at, gone_at from key_epoch where epoch = $1";
    LIST = "select epoch, state, opened_at, closed_at, destroyed_at, gone_at from key_epoch order by epoch";

    ADD_COPY = "insert into escrow_copy (name, refresh_days, added_at, confirmed_at, confirmed_epoch) \
        select $1, $2, $3, $4, $5 where (select count(*) from escrow_copy) < $6 on conflict (name) do nothing";
    CONFIRM_COPY = "update escrow_copy set confirmed_at = $1, confirmed_epoch = $2 where name = $3";
    REMOVE_COPY = "delete from escrow_copy where name = $1";
    LIST_COPIES = "select name, refresh_days, added_at, confirmed_at, confirmed_epoch from escrow_copy \
        order by name";

    // Destroyed, and in no copy that is listed: each was confirmed after it, or never held it.
    GONE = "update key_epoch set gone_at = $1 where state = 2 and gone_at is null and not exists \
        (select 1 from escrow_copy where confirmed_epoch >= epoch and confirmed_at < destroyed_at)";
    // Letters that say farewell may have been moved under the new epoch with their strangers.
    RAISE_LAST = "update removal set last_epoch = $1 where last_epoch < $2 and done_at >= $3";
    COUNT_TOLD = "select count(*) from removal where last_epoch = $1 and unreadable_at >= $2 \
        and unreadable_at < $3";
    COUNT_LATE = "select count(*) from removal where last_epoch > $1 and unreadable_at < $2";
}

/// An epoch as the database knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochRow {
    /// Its number, as in the keyring.
    pub epoch: u32,
    /// Open, closed or destroyed.
    pub state: EpochState,
    /// When new keys began to be wrapped by it.
    pub opened_at: Timestamp,
    /// When the next one took over.
    pub closed_at: Option<Timestamp>,
    /// When its key was destroyed.
    pub destroyed_at: Option<Timestamp>,
    /// When the last listed copy of the keyring that held it was replaced or destroyed as well.
    pub gone_at: Option<Timestamp>,
}

/// A copy of the keyring that lies elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EscrowCopy {
    /// The operator's word for it.
    pub name: String,
    /// Days within which it is replaced by a copy of the present keyring.
    pub refresh_days: i64,
    /// When it was listed.
    pub added_at: Timestamp,
    /// When somebody said last that it was replaced.
    pub confirmed_at: Timestamp,
    /// The newest epoch at that moment: it still holds this one, and those before it that were there.
    pub confirmed_epoch: u32,
}

/// Adds an epoch that the table does not know; whether it was added.
pub fn add(
    db: &mut dyn Connection,
    epoch: u32,
    state: EpochState,
    opened_at: Timestamp,
    closed_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let params = [epoch.into(), i64::from(state.code()).into(), opened_at.into(), closed_at.into()];
    Ok(db.execute(&ADD, &params)? == 1)
}

/// From now on new keys are wrapped by `epoch` alone: its row, and the end of the older ones.
pub fn open(db: &mut dyn Connection, epoch: u32, now: Timestamp) -> Result<(), StoreError> {
    add(db, epoch, EpochState::Open, now, None)?;
    db.execute(&CLOSE_OLDER, &[now.into(), epoch.into()]).map(drop)
}

/// The key of a closed epoch is gone. Whether it was closed.
pub fn destroy(db: &mut dyn Connection, epoch: u32, now: Timestamp) -> Result<bool, StoreError> {
    let destroyed = db.execute(&DESTROY, &[now.into(), epoch.into()])? == 1;
    note_gone(db, now)?;
    Ok(destroyed)
}

/// Destroyed epochs that no listed copy holds any more are gone from now on, for good.
fn note_gone(db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
    db.execute(&GONE, &[now.into()]).map(drop)
}

/// An epoch begins: what was removed at or after `since` may be found under it in backups, in letters
/// that are still to be handed over.
pub fn raise_last(db: &mut dyn Connection, epoch: u32, since: Timestamp) -> Result<u64, StoreError> {
    db.execute(&RAISE_LAST, &[epoch.into(), epoch.into(), since.into()])
}

/// Removals whose last epoch is `epoch` and whose told date lies at or after `from` and before `to`.
pub fn count_told(
    db: &mut dyn Connection,
    epoch: u32,
    from: Timestamp,
    to: Timestamp,
) -> Result<u64, StoreError> {
    db.query_one(&COUNT_TOLD, &[epoch.into(), from.into(), to.into()])?.count(0)
}

/// Removals whose told date is over, and whose last epoch comes after `gone`.
pub fn count_late(db: &mut dyn Connection, gone: i64, now: Timestamp) -> Result<u64, StoreError> {
    db.query_one(&COUNT_LATE, &[gone.into(), now.into()])?.count(0)
}

/// One epoch.
pub fn read(db: &mut dyn Connection, epoch: u32) -> Result<Option<EpochRow>, StoreError> {
    db.query_optional(&READ, &[epoch.into()])?.as_ref().map(epoch_row).transpose()
}

/// Every epoch there ever was, by number.
pub fn list(db: &mut dyn Connection) -> Result<Vec<EpochRow>, StoreError> {
    db.query(&LIST, &[])?.iter().map(epoch_row).collect()
}

fn epoch_row(row: &Row) -> Result<EpochRow, StoreError> {
    let state = EpochState::from_code(row.small(1)?)
        .ok_or_else(|| StoreError::Engine("a key epoch has an unknown state".into()))?;
    Ok(EpochRow {
        epoch: row.small(0)?,
        state,
        opened_at: row.time(2)?,
        closed_at: row.time_opt(3)?,
        destroyed_at: row.time_opt(4)?,
        gone_at: row.time_opt(5)?,
    })
}

/// Lists a copy of the keyring, made at this moment. `false` where the name is taken or
/// [`ESCROW_COPIES_MAX`] are listed.
pub fn add_copy(db: &mut dyn Connection, copy: &EscrowCopy) -> Result<bool, StoreError> {
    let params = [
        (&copy.name).into(),
        copy.refresh_days.into(),
        copy.added_at.into(),
        copy.confirmed_at.into(),
        copy.confirmed_epoch.into(),
        crate::value::int(ESCROW_COPIES_MAX)?.into(),
    ];
    Ok(db.execute(&ADD_COPY, &params)? == 1)
}

/// The copy was replaced by one of the present keyring, whose newest epoch is `epoch`. Whether there is
/// such a copy.
pub fn confirm_copy(
    db: &mut dyn Connection,
    name: &str,
    epoch: u32,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let confirmed = db.execute(&CONFIRM_COPY, &[now.into(), epoch.into(), name.into()])? == 1;
    note_gone(db, now)?;
    Ok(confirmed)
}

/// The copy is no more. Whether there was one.
pub fn remove_copy(db: &mut dyn Connection, name: &str, now: Timestamp) -> Result<bool, StoreError> {
    let removed = db.execute(&REMOVE_COPY, &[name.into()])? == 1;
    note_gone(db, now)?;
    Ok(removed)
}

/// Every copy, by name.
pub fn copies(db: &mut dyn Connection) -> Result<Vec<EscrowCopy>, StoreError> {
    let rows = db.query(&LIST_COPIES, &[])?;
    rows.iter()
        .map(|row| {
            Ok(EscrowCopy {
                name: row.text(0)?.to_owned(),
                refresh_days: row.int(1)?,
                added_at: row.time(2)?,
                confirmed_at: row.time(3)?,
                confirmed_epoch: row.small(4)?,
            })
        })
        .collect()
}

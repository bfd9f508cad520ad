//! The two parts of a backup may be of different moments: what a newer key part does not open any more is
//! dropped. It holds with no line of the journal.

use std::sync::Arc;

use amanah_domain::{Category, PersonId};
use amanah_store::{Connection, Store, StoreError, dump, people};
use amanah_vault::{KeyRow, PersonKeys, SealedRow, Vault};

use crate::operator::backup_error::BackupError;

/// People whose rows are compared with their keys in one transaction.
const PEOPLE_AT_ONCE: u32 = 500;

/// A row of a category that this program knows.
pub(crate) fn decode(person: PersonId, stored: &people::SealedRow) -> Result<Option<SealedRow>, StoreError> {
    let category = u8::try_from(stored.category).ok().and_then(Category::from_code);
    let damaged = || StoreError::Engine("a sealed row of the backup is damaged".into());
    category
        .map(|category| SealedRow::decode(person, category, &stored.body).map_err(|_| damaged()))
        .transpose()
}

/// Stores what is left of a row; nothing of it where nothing is left.
pub(crate) fn put_back(
    db: &mut dyn Connection,
    person: &PersonId,
    stored: &people::SealedRow,
    row: &SealedRow,
) -> Result<(), StoreError> {
    if row.fields().is_empty() {
        return people::delete_sealed(db, person, stored.category, stored.version);
    }
    people::write_sealed(db, person, stored.category, stored.version, &row.encode()).map(drop)
}

/// The keys of a person as the backup has them.
pub(crate) fn unlock(vault: &Vault, stored: &people::KeyRow) -> Result<PersonKeys, StoreError> {
    let damaged = || StoreError::Engine("a key row of the backup does not open with this keyring".into());
    let epoch = u32::try_from(stored.epoch).map_err(|_| damaged())?;
    let row = KeyRow { epoch, wrapped: stored.wrapped.clone() };
    vault.unlock(stored.person, &row).map_err(|_| damaged())
}

/// Brings parts of two moments together: rows of people without keys go, key rows without people go, and
/// values that the keys do not open any more. How many rows and values.
pub(crate) fn join_parts(store: &Store, vault: &Arc<Vault>) -> Result<u64, BackupError> {
    let mut dropped = store.write_blocking(dump::drop_orphans)?;
    let epochs = store.read_blocking(people::key_counts)?;
    for (epoch, _) in epochs {
        let mut after: Option<PersonId> = None;
        loop {
            let vault = Arc::clone(vault);
            let (count, last) = store.write_blocking(move |db| {
                let rows = people::keys_of_epoch(db, epoch, after.as_ref(), PEOPLE_AT_ONCE)?;
                let mut count = 0;
                for row in &rows {
                    count += drop_unreadable(db, &vault, row)?;
                }
                Ok::<_, StoreError>((count, rows.last().map(|row| row.person)))
            })?;
            dropped += count;
            match last {
                Some(person) => after = Some(person),
                None => break,
            }
        }
    }
    Ok(dropped)
}

fn drop_unreadable(
    db: &mut dyn Connection,
    vault: &Vault,
    stored: &people::KeyRow,
) -> Result<u64, StoreError> {
    let keys = unlock(vault, stored)?;
    let mut dropped = 0;
    for stored in people::read_sealed_all(db, &keys.person())? {
        let Some(mut row) = decode(keys.person(), &stored)? else { continue };
        let gone = row.drop_unreadable(&keys);
        if !gone.is_empty() {
            dropped += u64::from(gone.len());
            put_back(db, &keys.person(), &stored, &row)?;
        }
    }
    Ok(dropped)
}

//! What a restored database has to forget: who was removed after its rows were kept stands in the journal,
//! and what a newer key part does not open any more is dropped.
//!
//! The tables of the key part say by the removal's own row whether they know of it; rows of the data part
//! are judged by the time at which a value was collected, since the two parts may be of different times.

use std::collections::BTreeMap;
use std::sync::Arc;

use amanah_domain::states::{EligibilityState, IdentityState, RemovalAct};
use amanah_domain::{AgeGroup, Category, CategorySet, Chance, FieldId, FieldSet, PersonId, Timestamp};
use amanah_store::{
    Connection, Store, StoreError, accounts, cases, dump, jobs, outbox, people, removals, tags, trail,
};
use amanah_vault::{IndexId, KeyRow, SealedRow, Vault};

use crate::operator::backup_error::BackupError;
use crate::operator::journal::JournalLine;

/// Removals of one transaction.
const LINES_AT_ONCE: usize = 200;
/// People whose rows are compared with their keys in one transaction.
const PEOPLE_AT_ONCE: u32 = 500;

/// What was forgotten again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Replayed {
    /// Removals that the rows did not know yet.
    pub removals: u64,
    /// Single values that went, whose category keeps its salt: the older backups that hold them open with
    /// key parts made from here on, until those are too old.
    pub salts_kept: u64,
}

/// The last line about a removal counts; one that names nothing takes the removal back.
fn last_lines(lines: &[JournalLine]) -> Vec<JournalLine> {
    let mut last = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        last.insert(*line.removal.as_bytes(), (at, *line));
    }
    let mut kept: Vec<_> = last.into_values().collect();
    kept.sort_unstable_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, line)| line).collect()
}

/// Does every removal of the journal again. Done twice, nothing changes.
pub(crate) fn replay(
    store: &Store,
    vault: &Arc<Vault>,
    chance: &Arc<dyn Chance>,
    lines: &[JournalLine],
) -> Result<Replayed, BackupError> {
    let mut all = Replayed::default();
    for chunk in last_lines(lines).chunks(LINES_AT_ONCE) {
        let (vault, chance, chunk) = (Arc::clone(vault), Arc::clone(chance), chunk.to_vec());
        let done = store.write_blocking(move |db| {
            let mut done = Replayed::default();
            for line in &chunk {
                let one = Again { vault: &vault, chance: &*chance, line }.replay(db)?;
                done.removals += one.removals;
                done.salts_kept += one.salts_kept;
            }
            Ok::<_, StoreError>(done)
        })?;
        all.removals += done.removals;
        all.salts_kept += done.salts_kept;
    }
    Ok(all)
}

/// One removal.
struct Again<'a> {
    vault: &'a Vault,
    chance: &'a dyn Chance,
    line: &'a JournalLine,
}

impl Again<'_> {
    fn replay(&self, db: &mut dyn Connection) -> Result<Replayed, StoreError> {
        let JournalLine { removal, person, act, categories, fields, at } = *self.line;
        let nothing = act == RemovalAct::Erase && categories.is_empty() && fields.is_empty();
        if nothing || (accounts::read(db, &person)?.is_none() && people::read_key(db, &person)?.is_none()) {
            return Ok(Replayed::default());
        }
        let known = removals::read(db, &removal)?.is_some();
        let all = act == RemovalAct::Destroy && categories.contains_all(CategorySet::all());
        if all {
            removals::forget_person(db, &person)?;
            dump::remove_person(db, &person)?;
            return Ok(Replayed { removals: 1, salts_kept: 0 });
        }
        let went = self.values(db, &person, categories, fields, at)?;
        if !went.is_empty() {
            Self::facts(db, &person, went, at)?;
        }
        let mut done = Replayed { removals: u64::from(!known || !went.is_empty()), salts_kept: 0 };
        if act == RemovalAct::End || act == RemovalAct::Destroy {
            if !known {
                accounts::end(db, &person, at)?;
                jobs::forget_person(db, &person)?;
            }
            if act == RemovalAct::End {
                return Ok(done);
            }
        }
        if !known {
            self.salts(db, &person)?;
            self.tags(db, &person)?;
            if categories.contains(Category::Correspondence) {
                outbox::forget_person(db, &person)?;
                trail::forget_person(db, &person)?;
                cases::forget_person(db, &person, None)?;
            }
            done.salts_kept = u64::from(!fields.is_empty());
        }
        Ok(done)
    }

    /// Takes values out of the sealed rows that were collected before the removal. Which fields went.
    fn values(
        &self,
        db: &mut dyn Connection,
        person: &PersonId,
        categories: CategorySet,
        fields: FieldSet,
        at: Timestamp,
    ) -> Result<FieldSet, StoreError> {
        let mut went = FieldSet::EMPTY;
        for stored in people::read_sealed_all(db, person)? {
            let Some(mut row) = decode(*person, &stored)? else { continue };
            let whole = categories.contains(row.category());
            let older = |field: &FieldId| row.origin(*field).is_some_and(|(_, collected)| collected <= at);
            let goes: Vec<FieldId> =
                row.fields().iter().filter(|f| whole || fields.contains(*f)).filter(older).collect();
            if goes.is_empty() {
                continue;
            }
            for field in goes {
                went = went.with(field);
                row.remove(field);
            }
            put_back(db, person, &stored, &row)?;
        }
        Ok(went)
    }

    /// The salts of whole categories, as the removal itself did.
    fn salts(&self, db: &mut dyn Connection, person: &PersonId) -> Result<(), StoreError> {
        let Some(stored) = people::read_key(db, person)? else { return Ok(()) };
        if self.line.categories.is_empty() {
            return Ok(());
        }
        let damaged = || StoreError::Engine("a key row of the backup does not open with this keyring".into());
        let epoch = u32::try_from(stored.epoch).map_err(|_| damaged())?;
        let row = KeyRow { epoch, wrapped: stored.wrapped };
        let mut keys = self.vault.unlock(*person, &row).map_err(|_| damaged())?;
        for category in self.line.categories.iter().filter(|category| keys.has(*category)).collect::<Vec<_>>()
        {
            if self.line.act == RemovalAct::Destroy && category != Category::Correspondence {
                keys.drop_category(category);
            } else {
                keys.resalt(category, self.chance).map_err(|_| damaged())?;
            }
        }
        let row = self.vault.wrap(&keys).map_err(|_| damaged())?;
        people::change_key(db, person, stored.version, i64::from(row.epoch), &row.wrapped)
    }

    fn tags(&self, db: &mut dyn Connection, person: &PersonId) -> Result<(), StoreError> {
        let goes = |index: i64| {
            let field = [
                (IndexId::Nik, FieldId::Nik),
                (IndexId::Kk, FieldId::Kk),
                (IndexId::Email, FieldId::Email),
                (IndexId::Phone, FieldId::Phone),
            ];
            let field = field.iter().find(|(id, _)| id.code() == index);
            let field = field.map_or(FieldId::PayoutAccount, |(_, field)| *field);
            self.line.act == RemovalAct::Destroy
                || self.line.categories.contains(field.category())
                || self.line.fields.contains(field)
        };
        for (index, tag) in tags::claims_of_person(db, person)?.iter().filter(|(index, _)| goes(*index)) {
            tags::release(db, *index, tag, person)?;
        }
        for tag in tags::of_person(db, person)?.iter().filter(|tag| goes(tag.index_id)) {
            tags::remove(db, tag.index_id, &tag.tag, person)?;
        }
        Ok(())
    }

    /// Facts in the clear that were derived from what went.
    fn facts(
        db: &mut dyn Connection,
        person: &PersonId,
        went: FieldSet,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if went.contains(FieldId::Nik) {
            accounts::set_identity(db, person, IdentityState::None, at)?;
        }
        if went.contains(FieldId::BirthDate) {
            accounts::set_age(db, person, AgeGroup::Unknown, at)?;
        }
        if went.contains(FieldId::Address) {
            accounts::set_province(db, person, 0)?;
        }
        accounts::set_eligibility(db, person, EligibilityState::Open, at)
    }
}

/// A row of a category that this program knows.
fn decode(person: PersonId, stored: &people::SealedRow) -> Result<Option<SealedRow>, StoreError> {
    let category = u8::try_from(stored.category).ok().and_then(Category::from_code);
    let damaged = || StoreError::Engine("a sealed row of the backup is damaged".into());
    category
        .map(|category| SealedRow::decode(person, category, &stored.body).map_err(|_| damaged()))
        .transpose()
}

/// Stores what is left of a row; nothing of it where nothing is left.
fn put_back(
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
    let damaged = || StoreError::Engine("a key row of the backup does not open with this keyring".into());
    let epoch = u32::try_from(stored.epoch).map_err(|_| damaged())?;
    let row = KeyRow { epoch, wrapped: stored.wrapped.clone() };
    let keys = vault.unlock(stored.person, &row).map_err(|_| damaged())?;
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

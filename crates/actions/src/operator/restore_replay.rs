//! What a restored database has to forget: who was removed after its rows were kept stands in the journal.
//!
//! The tables of the key part say by the removal's own row whether they know of it; what comes from the data
//! part is judged by time, since the two parts may be of different moments. A removal that is not known is
//! put back as a row first: its certificate is found again, its recipients are told, its tag stays, and
//! at the next restore it is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use amanah_domain::cases::NoticeKind;
use amanah_domain::states::{EligibilityState, IdentityState, NoticeState, RemovalAct, RemovalState};
use amanah_domain::{
    AgeGroup, Category, CategorySet, Chance, FieldId, FieldSet, PersonId, PersonState, Role, Timestamp,
};
use amanah_store::accounts::AccountKind;
use amanah_store::kept_tags::{self, KeptTag};
use amanah_store::notices::{self, NoticeRow};
use amanah_store::removals::{self, RemovalRow};
use amanah_store::{Connection, Store, StoreError, accounts, batches, dump, jobs, people, tags};
use amanah_vault::{IndexId, Vault};

use crate::jobs::tell_recipient;
use crate::operator::backup_error::BackupError;
use crate::operator::journal::{JournalLine, JournalRecord};
use crate::operator::restore_join::{decode, put_back, unlock};
use crate::removal::scope::categories_of;
use crate::removal::traces;

/// Removals of one transaction.
const LINES_AT_ONCE: usize = 100;
/// A backup that began so long after a removal holds all of it: no transaction lasts longer.
const SETTLED_SECONDS: i64 = 600;
/// The number of the first line of a removal.
const FIRST_LINE: u32 = 1;

/// What was forgotten again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Replayed {
    /// Removals that the rows did not know yet.
    pub removals: u64,
    /// Categories of which single values went: what is left of them was sealed anew, unseen, under a new
    /// salt, so that the older backups do not open with what is here.
    pub resealed: u64,
    /// Removals of the journal that nobody reads any more: no key part that old can be opened.
    pub past: u64,
}

/// The last line about a removal counts; one that names nothing takes the removal back. What was written
/// later to make up for a crash does not know of the tag that stays: an earlier line does.
fn last_lines(records: &[(u64, JournalRecord)]) -> Vec<(u64, JournalRecord)> {
    let mut last: BTreeMap<[u8; 16], (usize, u64, JournalRecord)> = BTreeMap::new();
    for (at, (number, record)) in records.iter().enumerate() {
        let mut record = record.clone();
        let id = *record.line.removal.as_bytes();
        let before = last.remove(&id).and_then(|(_, _, before)| before.facts?.once);
        if let Some(facts) = record.facts.as_mut() {
            facts.once = facts.once.take().or(before);
        }
        last.insert(id, (at, *number, record));
    }
    let mut kept: Vec<_> = last.into_values().collect();
    kept.sort_unstable_by_key(|(at, ..)| *at);
    kept.into_iter().map(|(_, number, record)| (number, record)).collect()
}

/// How removals are done again.
#[derive(Clone)]
pub(crate) struct Replay {
    pub(crate) vault: Arc<Vault>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) now: Timestamp,
    /// When the data part was begun, where it may be older than the key part.
    pub(crate) data_made_at: Option<Timestamp>,
}

impl Replay {
    /// Does every removal of the journal again. Done twice, nothing changes.
    pub(crate) fn run(
        &self,
        store: &Store,
        records: &[(u64, JournalRecord)],
    ) -> Result<Replayed, BackupError> {
        let mut all = Replayed::default();
        for chunk in last_lines(records).chunks(LINES_AT_ONCE) {
            let (replay, chunk) = (self.clone(), chunk.to_vec());
            let done = store.write_blocking(move |db| {
                let mut done = Replayed::default();
                for (number, record) in &chunk {
                    let again = Again { replay: &replay, number: *number, record, line: &record.line };
                    let one = again.replay(db)?;
                    done.removals += one.removals;
                    done.resealed += one.resealed;
                }
                Ok::<_, StoreError>(done)
            })?;
            all.removals += done.removals;
            all.resealed += done.resealed;
        }
        Ok(all)
    }
}

/// One removal.
struct Again<'a> {
    replay: &'a Replay,
    number: u64,
    record: &'a JournalRecord,
    line: &'a JournalLine,
}

impl Again<'_> {
    fn replay(&self, db: &mut dyn Connection) -> Result<Replayed, StoreError> {
        let JournalLine { removal, person, act, categories, fields, at } = *self.line;
        if act == RemovalAct::Erase && categories.is_empty() && fields.is_empty() {
            return Ok(Replayed::default());
        }
        let account = accounts::read(db, &person)?;
        let there = account.is_some() || people::read_key(db, &person)?.is_some();
        let known = removals::read(db, &removal)?.is_some();
        let all = act == RemovalAct::Destroy && categories.contains_all(CategorySet::all());
        if !known {
            self.put_back_row(db, account.is_some() && !all)?;
        }
        if !there {
            return Ok(Replayed::default());
        }
        if all {
            removals::forget_person(db, &person)?;
            dump::remove_person(db, &person)?;
            return Ok(Replayed { removals: 1, resealed: 0, past: 0 });
        }
        let (went, given_again) = self.values(db)?;
        if !went.is_empty() {
            Self::facts(db, &person, went, at)?;
        }
        let mut done = Replayed { removals: u64::from(!known || !went.is_empty()), resealed: 0, past: 0 };
        let settled = at.plus_seconds(SETTLED_SECONDS);
        let old_data = self.replay.data_made_at.is_some_and(|made_at| made_at < settled);
        if let Some(account) = account.filter(|_| act != RemovalAct::Erase && (!known || old_data)) {
            done.removals = done.removals.max(u64::from(account.state != PersonState::Ended));
            self.end(db, account.state, account.kind == AccountKind::Staff)?;
        }
        if !known && act != RemovalAct::End {
            done.resealed = self.salts(db, given_again)?;
            self.tags(db, given_again)?;
            let touched = categories.either(categories_of(self.line.fields)).without(given_again);
            traces::forget_beside_values(db, &person, touched, self.replay.now)?;
            traces::forget_alone(db, &person, (act, categories), None, self.replay.now, &mut |_, _| {})?;
        }
        Ok(done)
    }

    /// The removal as it was told: row, lines, the tag that stays, and whom is to be told.
    fn put_back_row(&self, db: &mut dyn Connection, of_person: bool) -> Result<(), StoreError> {
        let (line, facts) = (self.line, self.record.facts.as_ref());
        let row = RemovalRow {
            removal: line.removal,
            person: of_person.then_some(line.person),
            act: line.act,
            asked_by: facts.map_or(Role::System, |facts| facts.asked_by),
            ground: facts.map_or_else(String::new, |facts| facts.ground.clone()),
            categories: line.categories,
            fields: line.fields,
            state: RemovalState::Gone,
            journal: None,
            asked_at: facts.map_or(line.at, |facts| facts.asked_at),
            done_at: Some(line.at),
            unreadable_at: facts.and_then(|facts| facts.unreadable_at),
            last_epoch: facts.and_then(|facts| facts.last_epoch),
        };
        // A code that was never given opens no certificate.
        let tag = facts.map_or_else(|| self.replay.chance.bytes32(), |facts| facts.tag);
        removals::add(db, &tag, &row)?;
        removals::confirm(db, &line.removal, self.number)?;
        let Some(facts) = facts else { return Ok(()) };
        removals::add_lines(db, &line.removal, FIRST_LINE, &facts.lines)?;
        if let Some(once) = &facts.once {
            let kept = KeptTag { ground: once.ground.clone(), kept_from: line.at, until: once.until };
            kept_tags::keep(db, IndexId::OncePerPerson.code(), &once.tag, &kept)?;
        }
        for (notice, recipient, reference) in &facts.notices {
            let notice = NoticeRow {
                notice: *notice,
                kind: NoticeKind::Removal,
                removal: line.removal,
                fields: FieldSet::EMPTY,
                purpose: None,
                recipient: *recipient,
                reference: *reference,
                state: NoticeState::Waiting,
                attempts: 0,
                created_at: line.at,
                due_at: None,
                told_at: None,
                answered_at: None,
                answer: None,
                by_hand: None,
            };
            notices::add(db, &notice)?;
        }
        if facts.notices.is_empty() {
            return Ok(());
        }
        tell_recipient::job(line.removal, self.replay.now).write_or_wake(db, self.replay.now)
    }

    /// The account has ended, and what lay beside the values of one who is destroyed is gone.
    fn end(&self, db: &mut dyn Connection, state: PersonState, is_staff: bool) -> Result<(), StoreError> {
        let JournalLine { person, act, at, .. } = self.line;
        if state != PersonState::Ended {
            accounts::end(db, person, *at)?;
        }
        let entries = batches::entries(db, person)?;
        traces::leave_open(db, person, &entries, *at)?;
        if *act == RemovalAct::Destroy {
            // Something stays, so places that were drawn are the ground of it.
            return traces::forget_beside(db, person, is_staff, true, &mut |_, _| {});
        }
        jobs::forget_person(db, person).map(drop)
    }

    /// Takes values out of the sealed rows that were collected before the removal. Which fields went, and
    /// which categories have values that were collected after it.
    fn values(&self, db: &mut dyn Connection) -> Result<(FieldSet, CategorySet), StoreError> {
        let JournalLine { person, categories, fields, at, .. } = self.line;
        let (mut went, mut given_again) = (FieldSet::EMPTY, CategorySet::EMPTY);
        for stored in people::read_sealed_all(db, person)? {
            let Some(mut row) = decode(*person, &stored)? else { continue };
            let whole = categories.contains(row.category());
            let older = |field: &FieldId| row.origin(*field).is_some_and(|(_, collected)| collected <= *at);
            if row.fields().iter().any(|field| !older(&field)) {
                given_again = given_again.with(row.category());
            }
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
        Ok((went, given_again))
    }

    /// The salts, as the removal itself did: of whole categories, and of those of which single values went.
    /// What was given again lies under the salt that is there. How many categories were sealed anew.
    fn salts(&self, db: &mut dyn Connection, given_again: CategorySet) -> Result<u64, StoreError> {
        let JournalLine { person, act, categories, fields, .. } = self.line;
        let Some(stored) = people::read_key(db, person)? else { return Ok(0) };
        let single = categories_of(*fields).without(*categories);
        if categories.is_empty() && single.is_empty() {
            return Ok(0);
        }
        let damaged = || StoreError::Engine("keys of the backup could not be changed".into());
        let (vault, chance) = (&self.replay.vault, &*self.replay.chance);
        let mut keys = unlock(vault, &stored)?;
        for category in categories.without(given_again).iter() {
            if !keys.has(category) {
                continue;
            }
            if *act == RemovalAct::Destroy && category != Category::Correspondence {
                keys.drop_category(category);
            } else {
                keys.resalt(category, chance).map_err(|_| damaged())?;
            }
        }
        let mut resealed = 0;
        for stored in people::read_sealed_all(db, person)? {
            let Some(row) = decode(*person, &stored)? else { continue };
            let category = row.category();
            if !single.without(given_again).contains(category) || !keys.has(category) {
                continue;
            }
            let anew = vault.resalt_restored(&row, &mut keys).map_err(|_| damaged())?;
            put_back(db, person, &stored, &anew)?;
            resealed += 1;
        }
        let row = vault.wrap(&keys).map_err(|_| damaged())?;
        people::change_key(db, person, stored.version, i64::from(row.epoch), &row.wrapped)?;
        Ok(resealed)
    }

    fn tags(&self, db: &mut dyn Connection, given_again: CategorySet) -> Result<(), StoreError> {
        let JournalLine { person, act, categories, fields, .. } = self.line;
        let goes = |index: i64| {
            let field = [
                (IndexId::Nik, FieldId::Nik),
                (IndexId::Kk, FieldId::Kk),
                (IndexId::Email, FieldId::Email),
                (IndexId::Phone, FieldId::Phone),
            ];
            let field = field.iter().find(|(id, _)| id.code() == index);
            let field = field.map_or(FieldId::PayoutAccount, |(_, field)| *field);
            let asked = categories.contains(field.category()) || fields.contains(field);
            *act == RemovalAct::Destroy || (asked && !given_again.contains(field.category()))
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

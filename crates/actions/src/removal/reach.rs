//! What there is of a person: read in one go before anything is decided, and held against what is there
//! when it goes.

use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{
    BatchId, Category, CategorySet, Entry, FieldSet, Outcome, PersonId, PersonState, Pseudonym,
    RecipientClass, SmallSet, Timestamp,
};
use amanah_policy::LifeEvents;
use amanah_store::accounts::{self, Account};
use amanah_store::batches::{self, EntryRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::holds::{self, HoldRow};
use amanah_store::ledger_rows::{self, Tag};
use amanah_store::retention::{self, Life};
use amanah_store::{Connection, StoreError, people, sessions, staff, tags};
use amanah_vault::{IndexId, KeyRow, SealedRow};

use crate::access::{Who, decode, key_row};
use crate::error::{ActionError, Done};
use crate::retention::life::events;
use crate::told::{Told, told};

/// Entries of a trail that one read takes.
const TRAIL_STEP: u32 = 500;
/// People of one family card who are assessed again, at most.
const HOUSEHOLD_MAX: u32 = 64;

/// Classes of recipients.
pub(crate) type RecipientSet = SmallSet<RecipientClass>;

/// Everything of a person that a removal looks at. Nothing is opened for it.
#[derive(Clone)]
pub(crate) struct Reach {
    pub(crate) person: PersonId,
    pub(crate) account: Account,
    pub(crate) keys: KeyRow,
    pub(crate) keys_version: i64,
    pub(crate) rows: Vec<(SealedRow, i64)>,
    pub(crate) claims: Vec<(i64, Vec<u8>)>,
    pub(crate) tags: Vec<tags::TagRow>,
    pub(crate) entries: Vec<EntryRow>,
    /// Closed batches that are not revealed: the line stays, the place is given back.
    pub(crate) entered: Vec<(BatchId, i64)>,
    pub(crate) cases: Vec<CaseRow>,
    pub(crate) hold: Option<HoldRow>,
    pub(crate) roles_in_force: bool,
    /// What times to keep are counted from.
    pub(crate) life: Life,
    pub(crate) sessions: u64,
    pub(crate) consents: u64,
    pub(crate) household: Vec<PersonId>,
    /// What is told of copies.
    pub(crate) told: Told,
    pub(crate) related: bool,
    /// Whoever asks lifted a hold of this person.
    pub(crate) lifted_by_asker: bool,
    pub(crate) actor_keys: Option<KeyRow>,
}

impl Reach {
    /// Reads it; `None` for nobody.
    pub(crate) fn load(
        db: &mut dyn Connection,
        who: Who,
        person: PersonId,
        now: Timestamp,
    ) -> Done<Option<Self>> {
        let Some(account) = accounts::read(db, &person)? else { return Ok(None) };
        let Some(stored) = people::read_key(db, &person)? else { return Ok(None) };
        let Some(life) = retention::life(db, &person)? else { return Ok(None) };
        let keys_version = stored.version;
        let keys = key_row(stored)?;
        let rows = people::read_sealed_all(db, &person)?;
        let entries = batches::entries(db, &person)?;
        let mut entered = Vec::new();
        for entry in entries.iter().filter(|entry| entry.state == EntryState::Entered) {
            if let Some(batch) = batches::read(db, &entry.batch)?
                && batch.state == BatchState::Closed
                && batch.public_value.is_none()
            {
                entered.push((batch.batch, batch.number));
            }
        }
        let own_tags = tags::of_person(db, &person)?;
        let mut household = Vec::new();
        for tag in own_tags.iter().filter(|tag| tag.index_id == IndexId::Kk.code()) {
            let others = tags::find(db, tag.index_id, &tag.tag, HOUSEHOLD_MAX)?;
            household.extend(others.into_iter().map(|tag| tag.person).filter(|other| *other != person));
        }
        // Read after the account: a hold that was in force there, and is lifted now, is found here.
        let lifted_by_asker = match who.id().filter(|_| who.role().is_staff()) {
            Some(asker) => holds::of_person(db, &person)?.iter().any(|row| row.lifted_by == Some(asker)),
            None => false,
        };
        let (actor_keys, related) = match who.id() {
            Some(actor) if who.role().is_staff() => {
                let keys = people::read_key(db, &actor)?.map(key_row).transpose()?;
                (keys, staff::is_related(db, &actor, &person)?)
            }
            _ => (None, false),
        };
        let epoch = keys.epoch;
        Ok(Some(Self {
            person,
            rows: rows.iter().map(|row| decode(person, row)).collect::<Result<_, _>>()?,
            claims: tags::claims_of_person(db, &person)?,
            tags: own_tags,
            cases: cases::of_person(db, &person)?,
            hold: if account.legal_hold { holds::in_force(db, &person)? } else { None },
            roles_in_force: staff::roles_of(db, &person)?.iter().any(|role| role.in_force(now)),
            sessions: sessions::list(db, &person, now)?.len() as u64,
            consents: accounts::list_consents(db, &person)?.len() as u64,
            told: told(db, epoch, now)?,
            life,
            account,
            keys,
            keys_version,
            entries,
            entered,
            household,
            related,
            lifted_by_asker,
            actor_keys,
        }))
    }

    /// Fields of a category that have a value.
    pub(crate) fn fields_of(&self, category: Category) -> FieldSet {
        let row = self.rows.iter().find(|(row, _)| row.category() == category);
        row.map_or(FieldSet::EMPTY, |(row, _)| row.fields())
    }

    /// Fields that have a value.
    pub(crate) fn fields(&self) -> FieldSet {
        self.rows.iter().fold(FieldSet::EMPTY, |set, (row, _)| set.either(row.fields()))
    }

    /// The categories that have a row.
    pub(crate) fn categories(&self) -> CategorySet {
        self.rows.iter().fold(CategorySet::EMPTY, |set, (row, _)| set.with(row.category()))
    }

    /// Whether the person was given a benefit: a place was drawn for them.
    pub(crate) fn has_benefit(&self) -> bool {
        self.entries.iter().any(|entry| entry.state == EntryState::Selected)
    }

    /// The events that times to keep are counted from; `ends`: as if the account were ended now.
    pub(crate) fn events(&self, ends: bool, now: Timestamp) -> LifeEvents {
        let mut life = self.life.clone();
        if ends && life.ended_at.is_none() {
            (life.state, life.ended_at) = (PersonState::Ended, Some(now));
        }
        events(&life, now)
    }

    /// The tag of the NIK that the person holds, or states.
    pub(crate) fn nik_tag(&self) -> Option<&[u8]> {
        let nik = IndexId::Nik.code();
        let claimed = self.claims.iter().find(|(index, _)| *index == nik).map(|(_, tag)| tag.as_slice());
        claimed.or_else(|| self.tags.iter().find(|tag| tag.index_id == nik).map(|tag| tag.tag.as_slice()))
    }

    /// The rows as they were read are the rows that are there: what came in since is not left behind.
    pub(crate) fn check(&self, db: &mut dyn Connection) -> Result<(), StoreError> {
        let now = people::sealed_versions(db, &self.person)?;
        let read = self.rows.iter().map(|(row, version)| (i64::from(row.category().code()), *version));
        if now.into_iter().eq(read) { Ok(()) } else { Err(StoreError::Stale { table: "sealed_row" }) }
    }
}

/// Which classes received something of the person, by their trail.
pub(crate) fn recipients_of(
    db: &mut dyn Connection,
    pseudonym: &Pseudonym,
) -> Result<RecipientSet, ActionError> {
    recipients_where(db, pseudonym, |_| true)
}

/// Which of them are told of what happens later. Another controller is not: it has the data at the person's
/// own order, for which it answers to the person alone (article 13).
pub(crate) fn told_of(classes: RecipientSet) -> RecipientSet {
    classes.without(RecipientSet::of(&[RecipientClass::OtherController]))
}

/// Which classes received something in a use of the person's data that is meant.
pub(crate) fn recipients_where(
    db: &mut dyn Connection,
    pseudonym: &Pseudonym,
    meant: impl Fn(&Entry) -> bool,
) -> Result<RecipientSet, ActionError> {
    let (mut out, mut before) = (RecipientSet::EMPTY, None);
    loop {
        let start = Timestamp::from_millis(0);
        let page = ledger_rows::trail(db, Tag::First, pseudonym.as_bytes(), start, before, TRAIL_STEP)?;
        let Some(last) = page.last() else { break };
        before = Some(last.position());
        for entry in page.iter().filter_map(|found| Entry::decode(&found.entry.body)) {
            if let (Outcome::Allowed, Some(class)) = (entry.outcome, entry.recipient)
                && meant(&entry)
            {
                out = out.with(class);
            }
        }
        if page.len() < TRAIL_STEP as usize {
            break;
        }
    }
    Ok(out)
}

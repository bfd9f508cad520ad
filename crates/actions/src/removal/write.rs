//! The transaction that removes: everything is prepared before it, and it may be run again.
//!
//! The account comes first: whoever seals a value of this person waits for it or comes too late. Then the
//! keys, so that nothing that follows matters for what can be read.

use std::sync::Arc;

use amanah_domain::states::{
    BatchState, EligibilityState, EntryState, IdentityState, RemovalAct, RemovalLine, Trace,
};
use amanah_domain::{AgeGroup, BatchId, Category, FieldId, Pseudonym, Timestamp};
use amanah_policy::Policy;
use amanah_store::accounts::AccountKind;
use amanah_store::kept_tags::{self, KeptTag};
use amanah_store::notices::{self, NoticeRow};
use amanah_store::removals::{self, LineRow, RemovalRow};
use amanah_store::{Connection, StoreError, accounts, batches, holds, jobs, people, tags};
use amanah_vault::{IndexId, KeyRow, Vault};

use crate::batch::place_code;
use crate::draw::Place;
use crate::epochs;
use crate::jobs::task::QueuedJob;
use crate::removal::farewell::Farewell;
use crate::removal::reach::Reach;
use crate::removal::scope::{Scope, categories_of};
use crate::removal::traces;
use crate::removal::{StayLine, What};

/// The number of the first line.
const FIRST_LINE: u32 = 1;

/// Everything that the transaction writes.
#[derive(Clone)]
pub(crate) struct RemovalWrite {
    pub(crate) vault: Arc<Vault>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) reach: Reach,
    pub(crate) scope: Scope,
    /// The keys without what goes; `None` where nothing changes, or nothing stays.
    pub(crate) keys: Option<KeyRow>,
    /// What stays of categories that are sealed anew: category, version, body.
    pub(crate) resealed: Vec<(i64, i64, Vec<u8>)>,
    /// Lines of closed draws whose place is given back.
    pub(crate) lines: Vec<(BatchId, Pseudonym)>,
    pub(crate) once_tag: Option<[u8; 32]>,
    pub(crate) tag: [u8; 32],
    pub(crate) row: RemovalRow,
    pub(crate) notices: Vec<NoticeRow>,
    pub(crate) farewell: Farewell,
    pub(crate) follows: Vec<QueuedJob>,
    pub(crate) now: Timestamp,
}

/// What went, counted as it goes.
#[derive(Default)]
struct Gone(Vec<LineRow>);

impl Gone {
    fn add(&mut self, what: What, number: u64, always: bool) {
        if number > 0 || always {
            self.0.push(LineRow {
                kind: RemovalLine::Gone,
                what: what.to_text(),
                number,
                ground: String::new(),
                at: None,
                entry: None,
            });
        }
    }

    fn trace(&mut self, trace: Trace, number: u64) {
        self.add(What::Trace(trace), number, false);
    }

    fn values(&mut self, reach: &Reach, scope: &Scope) {
        for (row, _) in &reach.rows {
            let category = row.category();
            if scope.takes(category) {
                self.add(What::Category(category), u64::from(row.fields().len()), true);
            }
            for field in row.fields().both(scope.single).iter() {
                self.add(What::Field(field), 1, true);
            }
        }
    }
}

/// What the journal can say of a removal before it happens: the values that go, and what stays.
pub(crate) fn foreseen(reach: &Reach, scope: &Scope) -> Vec<LineRow> {
    let mut gone = Gone::default();
    if scope.act != RemovalAct::End {
        gone.values(reach, scope);
    }
    gone.0.into_iter().chain(scope.stays.iter().map(kept_line)).collect()
}

/// What stays, as it is stored: ground, article and clause in one text, parted by spaces.
fn kept_line(stay: &StayLine) -> LineRow {
    let or_none = |text: &str| if text.is_empty() { "-".to_owned() } else { text.replace(' ', "_") };
    LineRow {
        kind: RemovalLine::Kept,
        what: stay.kept.to_text(),
        number: 0,
        ground: format!("{} {} {}", stay.purpose.name(), or_none(&stay.article), or_none(&stay.clause)),
        at: stay.until,
        entry: None,
    }
}

impl RemovalWrite {
    pub(crate) fn write(&self, db: &mut dyn Connection) -> Result<(), StoreError> {
        let (person, now) = (&self.reach.person, self.now);
        accounts::begin_removal(db, person, self.reach.account.removals, now)?;
        // Placed between our reading and here: the policy is asked again, and says no.
        if self.scope.act != RemovalAct::End && !self.reach.account.legal_hold {
            match holds::in_force(db, person)? {
                None => {}
                Some(_) => return Err(StoreError::Stale { table: "legal_hold" }),
            }
        }
        self.reach.check(db)?;
        let mut gone = Gone::default();
        match self.scope.act {
            RemovalAct::End => self.end(db, &mut gone)?,
            RemovalAct::Erase => self.erase(db, &mut gone)?,
            RemovalAct::Destroy => self.destroy(db, &mut gone)?,
        }
        let mut lines = gone.0;
        lines.extend(self.scope.stays.iter().map(kept_line));
        removals::add(db, &self.tag, &self.row)?;
        removals::add_lines(db, &self.row.removal, FIRST_LINE, &lines)?;
        for notice in &self.notices {
            notices::add(db, notice)?;
        }
        for job in &self.follows {
            job.write(db, now)?;
        }
        self.farewell.write(db, now)
    }

    /// Article 42: state, consents, and what waits to be done. The sealed rows stay as they are.
    fn end(&self, db: &mut dyn Connection, gone: &mut Gone) -> Result<(), StoreError> {
        let person = &self.reach.person;
        gone.trace(Trace::Consents, accounts::end(db, person, self.now)?);
        gone.trace(Trace::Jobs, jobs::forget_person(db, person)?);
        gone.trace(Trace::Batches, self.leave_batches(db)?);
        Ok(())
    }

    /// Article 43: salts, rows, and what was derived from them.
    fn erase(&self, db: &mut dyn Connection, gone: &mut Gone) -> Result<(), StoreError> {
        let person = &self.reach.person;
        if let Some(keys) = &self.keys {
            epochs::change_key(db, &self.vault, person, self.reach.keys_version, keys)?;
        }
        for (row, version) in &self.reach.rows {
            if self.scope.takes(row.category()) {
                people::delete_sealed(db, person, i64::from(row.category().code()), *version)?;
            }
        }
        for (category, version, body) in &self.resealed {
            people::write_sealed(db, person, *category, *version, body)?;
        }
        gone.values(&self.reach, &self.scope);
        gone.trace(Trace::Tags, self.drop_tags(db)?);
        let touched = self.scope.whole.either(categories_of(self.scope.single));
        traces::forget_beside_values(db, person, touched, self.now)?;
        self.alone(db, gone)?;
        self.keep_once(db)?;
        self.facts(db)
    }

    /// The tag that stays for once per person. Where it stays already, the term that was told first counts.
    fn keep_once(&self, db: &mut dyn Connection) -> Result<(), StoreError> {
        let (Some((purpose, until)), Some(tag)) = (self.scope.once, &self.once_tag) else { return Ok(()) };
        let index = IndexId::OncePerPerson.code();
        if kept_tags::find(db, index, tag, self.now)?.is_some() {
            return Ok(());
        }
        let kept = KeptTag { ground: purpose.name().to_owned(), kept_from: self.now, until };
        kept_tags::keep(db, index, tag, &kept)
    }

    /// Article 44: everything that has no ground to stay, and the account.
    fn destroy(&self, db: &mut dyn Connection, gone: &mut Gone) -> Result<(), StoreError> {
        let person = &self.reach.person;
        match &self.keys {
            Some(keys) => {
                epochs::change_key(db, &self.vault, person, self.reach.keys_version, keys)?;
                for (row, version) in &self.reach.rows {
                    if self.scope.takes(row.category()) {
                        people::delete_sealed(db, person, i64::from(row.category().code()), *version)?;
                    }
                }
            }
            None => {
                gone.trace(Trace::Keys, u64::from(people::delete_key(db, person)?));
                people::delete_sealed_all(db, person)?;
            }
        }
        gone.values(&self.reach, &self.scope);
        let claims = self.reach.claims.len() as u64;
        gone.trace(Trace::Tags, claims + tags::forget_person(db, person)?);
        self.leave_batches(db)?;
        self.alone(db, gone)?;
        let (is_staff, keeps) = (self.reach.account.kind == AccountKind::Staff, self.scope.keeps_places());
        traces::forget_beside(db, person, is_staff, keeps, &mut |trace, number| gone.trace(trace, number))?;
        // Of what was wrong, withdrawn or restricted nobody needs to be told any more: all of it goes.
        for notice in &self.notices {
            notices::forget_reference(db, &notice.reference)?;
        }
        self.keep_once(db)?;
        if self.scope.nothing_stays {
            removals::forget_person(db, person)?;
            gone.trace(Trace::Account, u64::from(accounts::forget_person(db, person)?));
        } else {
            accounts::end(db, person, self.now)?;
            self.facts(db)?;
        }
        Ok(())
    }

    /// Values that lie alone in places of their own.
    fn alone(&self, db: &mut dyn Connection, gone: &mut Gone) -> Result<(), StoreError> {
        let (person, act, whole) = (&self.reach.person, self.scope.act, self.scope.whole);
        let tell = &mut |trace, number| gone.trace(trace, number);
        traces::forget_alone(db, person, (act, whole), Some(&self.policy), self.now, tell)
    }

    /// Blind indexes of what goes; how many tags and claims.
    fn drop_tags(&self, db: &mut dyn Connection) -> Result<u64, StoreError> {
        let person = &self.reach.person;
        let goes = |index: i64| {
            let field = match index {
                _ if index == IndexId::Nik.code() => FieldId::Nik,
                _ if index == IndexId::Kk.code() => FieldId::Kk,
                _ if index == IndexId::Email.code() => FieldId::Email,
                _ if index == IndexId::Phone.code() => FieldId::Phone,
                // Mail or phone: with the first of them that goes.
                _ if index == IndexId::Writer.code() && self.scope.takes_field(FieldId::Email) => {
                    FieldId::Email
                }
                _ if index == IndexId::Writer.code() => FieldId::Phone,
                _ => FieldId::PayoutAccount,
            };
            self.scope.takes_field(field)
        };
        let mut count = 0;
        for (index, tag) in self.reach.claims.iter().filter(|(index, _)| goes(*index)) {
            count += u64::from(tags::release(db, *index, tag, person)?);
        }
        for tag in self.reach.tags.iter().filter(|tag| goes(tag.index_id)) {
            count += u64::from(tags::remove(db, tag.index_id, &tag.tag, person)?);
        }
        Ok(count)
    }

    /// Facts in the clear that were derived from what goes.
    fn facts(&self, db: &mut dyn Connection) -> Result<(), StoreError> {
        let (person, now) = (&self.reach.person, self.now);
        if self.scope.takes_field(FieldId::Nik) {
            accounts::set_identity(db, person, IdentityState::None, now)?;
        }
        if self.scope.takes_field(FieldId::BirthDate) {
            accounts::set_age(db, person, AgeGroup::Unknown, now)?;
        }
        if self.scope.takes(Category::Address) {
            accounts::set_province(db, person, 0)?;
        }
        accounts::set_eligibility(db, person, EligibilityState::Open, now)
    }

    /// Out of batches that are not drawn: from open ones as if the person left, from closed ones as if
    /// they withdrew, so that the committed entrants stay what they are. How many.
    fn leave_batches(&self, db: &mut dyn Connection) -> Result<u64, StoreError> {
        let (person, now) = (&self.reach.person, self.now);
        let mut count = traces::leave_open(db, person, &self.reach.entries, now)?;
        for (batch, pseudonym) in &self.lines {
            let row = batches::read(db, batch)?;
            if row.is_some_and(|row| row.state == BatchState::Closed && row.public_value.is_none()) {
                let (from, to) = (EntryState::Entered, EntryState::Withdrawn);
                if batches::set_entry(db, person, batch, from, to, now)? {
                    batches::place_line(db, batch, pseudonym, 0, place_code(Place::Withdrawn))?;
                    count += 1;
                }
            }
        }
        Ok(count)
    }
}

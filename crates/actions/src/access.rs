//! The one way to a person's data: read the sealed rows, ask the policy, write it down, and only then
//! hold a permit. Every action that opens or seals a value comes through here.
//!
//! [`Actor`] and [`Facts`] are built in this file alone.

use amanah_domain::values::Statement;
use amanah_domain::{
    Actor, AgeGroup, Category, Entry, Facts, Field, FieldSet, MayRead, MayWrite, Operation, Outcome,
    PersonId, PersonState, Purpose, PurposeSet, RecipientClass, Role, Source, Timestamp,
};
use amanah_ledger::Receipt;
use amanah_policy::{Ask, Refusal};
use amanah_store::accounts::{self, Account, AccountKind};
use amanah_store::{Connection, StoreError, people, trail};
use amanah_vault::{KeyRow, Opened, Permit, PersonKeys, SealedRow, Seen, Use, draft_of};

use crate::error::{ActionError, Done};
use crate::office::Office;

mod changes;
mod earlier;
mod held;
mod many;
mod may_send;
mod new_person;
mod note;
mod removal;
mod tie;
mod touched;

pub(crate) use changes::{Changes, Unchanged};
pub(crate) use held::Held;
pub(crate) use new_person::NewPerson;
pub(crate) use removal::Read;
pub(crate) use tie::Tie;
use touched::Touched;

/// Who acts. Made from a session, or by a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Who(Actor);

impl Who {
    /// The person concerned, for themselves.
    pub(crate) fn person(person: PersonId) -> Self {
        Self(Actor { role: Role::Person, person: Some(person) })
    }

    /// A guardian or helper, for whoever they stand in for (checked where the facts are read).
    pub(crate) fn helper(helper: PersonId) -> Self {
        Self(Actor { role: Role::Helper, person: Some(helper) })
    }

    /// A member of staff in a role that is in force (checked by `session`).
    pub(crate) fn staff(person: PersonId, role: Role) -> Self {
        Self(Actor { role, person: Some(person) })
    }

    /// A job.
    pub(crate) fn system() -> Self {
        Self(Actor { role: Role::System, person: None })
    }

    /// In what capacity.
    pub fn role(self) -> Role {
        self.0.role
    }

    /// Whether an entry names them by their pseudonym: whoever acts on another person's data.
    fn is_named(self) -> bool {
        self.0.role.is_staff() || self.0.role == Role::Helper
    }

    /// Whoever it is; `None` for a job.
    pub fn id(self) -> Option<PersonId> {
        self.0.person
    }
}

/// What is wanted, and why it is wanted where somebody must say so.
pub(crate) struct Want<'a> {
    pub(crate) operation: Operation,
    pub(crate) fields: FieldSet,
    pub(crate) recipient: Option<RecipientClass>,
    pub(crate) reason: Option<&'a Statement>,
    /// What the entry is about beside the person: ASCII, never personal.
    pub(crate) note: &'a str,
    /// Stands whole in the place of the reason's commitment where there is no reason: what a batch
    /// commits itself to (its seed, its entrants) fits no note.
    pub(crate) commitment: Option<[u8; 32]>,
}

impl Want<'_> {
    pub(crate) fn of(operation: Operation, fields: FieldSet) -> Self {
        Self { operation, fields, recipient: None, reason: None, note: "", commitment: None }
    }

    fn ask(&self) -> Ask {
        Ask { operation: self.operation, fields: self.fields, recipient: self.recipient }
    }
}

/// A permit with the sealed rows it is for.
pub struct Looked<'o, P: Purpose> {
    office: &'o Office,
    permit: Permit<P>,
    /// The account as it was read.
    pub account: Account,
    rows: Vec<(SealedRow, i64)>,
    touched: Touched,
}

impl<P: Purpose> Looked<'_, P> {
    /// Whose data.
    pub fn person(&self) -> PersonId {
        self.permit.person()
    }

    /// The record it rests on.
    pub fn receipt(&self) -> &Receipt {
        self.permit.receipt()
    }

    /// Whether the person has given a value of the field.
    pub fn has<F: Field>(&self) -> bool {
        self.rows.iter().any(|(row, _)| row.fields().contains(F::ID))
    }

    /// The fields that have a value.
    pub fn fields(&self) -> FieldSet {
        self.rows.iter().fold(FieldSet::EMPTY, |set, (row, _)| set.either(row.fields()))
    }

    /// Source and time of a field's value.
    pub fn origin(&self, field: amanah_domain::FieldId) -> Option<(Source, Timestamp)> {
        self.rows.iter().find_map(|(row, _)| row.origin(field))
    }

    /// Opens a field; `None` where the person never gave it.
    ///
    /// # Errors
    /// As [`amanah_vault::Vault::open`].
    pub fn open<F: Field>(&self) -> Done<Option<Opened<'_, F>>>
    where
        P: MayRead<F>,
    {
        let found = self.rows.iter().find_map(|(row, _)| row.get::<F>());
        Ok(found.map(|sealed| self.office.vault.open(&sealed, &self.permit)).transpose()?)
    }

    /// Opens a value that lies alone in a row of its own (a draft, a device, a statement).
    ///
    /// # Errors
    /// [`ActionError::Row`] for other bytes; as [`amanah_vault::Vault::open`].
    pub fn open_alone<F: Field>(&self, body: &[u8]) -> Done<Option<Opened<'_, F>>>
    where
        P: MayRead<F>,
    {
        let row = SealedRow::decode(self.person(), F::ID.category(), body)?;
        Ok(row.get::<F>().map(|sealed| self.office.vault.open(&sealed, &self.permit)).transpose()?)
    }

    /// Seals a value that is to lie alone in a row of its own.
    pub(crate) fn seal_alone<F: Field>(&self, value: &F, source: Source) -> Done<Vec<u8>>
    where
        P: MayWrite<F>,
    {
        let mut row = SealedRow::empty(self.person(), F::ID.category());
        row.put(self.office.vault.seal(value, source, &self.permit)?)?;
        Ok(row.encode())
    }

    /// Seals a value into the person's rows; written by [`Looked::changes`].
    pub(crate) fn put<F: Field>(&mut self, value: &F, source: Source) -> Done<()>
    where
        P: MayWrite<F>,
    {
        self.keep_earlier(value)?;
        let sealed = self.office.vault.seal(value, source, &self.permit)?;
        self.row(F::ID.category()).put(sealed)?;
        Ok(())
    }

    /// Takes a value out of the person's rows.
    pub(crate) fn clear<F: Field>(&mut self)
    where
        P: MayWrite<F>,
    {
        // What the person takes out is not kept: that would be no way to take it out.
        self.row(F::ID.category()).remove(F::ID);
    }

    fn row(&mut self, category: Category) -> &mut SealedRow {
        if !self.touched.categories.contains(&category) {
            self.touched.categories.push(category);
        }
        let at = match self.rows.iter().position(|(row, _)| row.category() == category) {
            Some(at) => at,
            None => {
                self.rows.push((SealedRow::empty(self.permit.person(), category), 0));
                self.rows.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the position was found or made in the lines above")]
        &mut self.rows[at].0
    }

    /// What was put and cleared, for the action's transaction.
    pub(crate) fn changes(&self) -> Changes {
        let rows = self
            .rows
            .iter()
            .filter(|(row, _)| self.touched.categories.contains(&row.category()))
            .map(|(row, version)| (i64::from(row.category().code()), *version, row.encode()))
            .collect();
        let earlier = self.touched.earlier.clone();
        Changes { person: self.person(), removals: self.account.removals, rows, earlier }
    }

    /// The rows as they were read, to be held against those of a later transaction: what was found out
    /// about values that were changed meanwhile is worth nothing.
    pub(crate) fn unchanged(&self) -> Unchanged {
        let rows = self.rows.iter().map(|(row, version)| (i64::from(row.category().code()), *version));
        Unchanged { person: self.person(), rows: rows.collect() }
    }

    /// What stands for the person in the ledger.
    pub(crate) fn pseudonym(&self) -> amanah_domain::Pseudonym {
        self.permit.pseudonym()
    }

    /// What stands for the person towards one class of recipients.
    pub(crate) fn recipient_reference(&self, class: RecipientClass) -> Done<[u8; 16]> {
        Ok(self.permit.recipient_reference(class)?)
    }

    /// What stays of a row, sealed under other keys of the same person.
    pub(crate) fn reseal(&self, row: &SealedRow, keep: FieldSet, to: &PersonKeys) -> Done<SealedRow> {
        Ok(self.office.vault.reseal(row, keep, &self.permit, to)?)
    }

    /// What stands for the person in one draw.
    pub(crate) fn draw_pseudonym(&self, batch: &amanah_domain::BatchId) -> Done<amanah_domain::Pseudonym> {
        Ok(self.permit.draw_pseudonym(batch.as_bytes())?)
    }
}

/// What one read brings of a person.
struct Stored {
    account: Account,
    keys: KeyRow,
    rows: Vec<(SealedRow, i64)>,
    actor_keys: Option<KeyRow>,
    tie: Tie,
}

/// A key row of the store as the vault takes it.
pub(crate) fn key_row(row: people::KeyRow) -> Result<KeyRow, StoreError> {
    let epoch = u32::try_from(row.epoch)
        .map_err(|_| StoreError::Engine("the epoch of a key row is out of range".into()))?;
    Ok(KeyRow { epoch, wrapped: row.wrapped })
}

fn categories(fields: FieldSet) -> Vec<i64> {
    let mut out: Vec<i64> = fields.iter().map(|f| i64::from(f.category().code())).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// What is not a person's rows are no rows: the store moved bytes that the vault does not know.
pub(crate) fn decode(person: PersonId, row: &people::SealedRow) -> Result<(SealedRow, i64), ActionError> {
    let category = u8::try_from(row.category)
        .ok()
        .and_then(Category::from_code)
        .ok_or(ActionError::Internal("a sealed row has an unknown category"))?;
    Ok((SealedRow::decode(person, category, &row.body)?, row.version))
}

fn load(
    db: &mut dyn Connection,
    who: Who,
    person: PersonId,
    wanted: &[i64],
    now: Timestamp,
) -> Result<Option<Stored>, ActionError> {
    let Some(account) = accounts::read(db, &person)? else { return Ok(None) };
    let Some(keys) = people::read_key(db, &person)? else { return Ok(None) };
    let rows = if wanted.is_empty() { Vec::new() } else { people::read_sealed(db, &person, wanted)? };
    let actor_keys = match who.id() {
        Some(actor) if who.is_named() => people::read_key(db, &actor)?.map(key_row).transpose()?,
        _ => None,
    };
    Ok(Some(Stored {
        account,
        keys: key_row(keys)?,
        rows: rows.iter().map(|row| decode(person, row)).collect::<Result<_, _>>()?,
        actor_keys,
        tie: Tie::read(db, who, &person, now)?,
    }))
}

impl Office {
    fn facts(&self, who: Who, person: PersonId, account: &Account, tie: Tie, want: &Want<'_>) -> Facts {
        Facts {
            consents: account.consents,
            objections: account.objections,
            restricted: account.restricted,
            age: account.age,
            disputed: account.disputed,
            legal_hold: account.legal_hold,
            // A stranger is being asked at this moment.
            policy_accepted: account.kind != AccountKind::Participant
                || account.policy_version >= i64::from(self.policy.version()),
            state: account.state,
            is_self: who.id() == Some(person)
                || (who.role() == Role::Helper && tie.stands(want.operation, want.fields)),
            related: tie.related,
        }
    }

    fn strangers_facts(is_self: bool) -> Facts {
        Facts {
            consents: PurposeSet::EMPTY,
            objections: PurposeSet::EMPTY,
            restricted: false,
            age: AgeGroup::Unknown,
            disputed: FieldSet::EMPTY,
            legal_hold: false,
            policy_accepted: true,
            state: PersonState::Active,
            is_self,
            related: false,
        }
    }

    /// Reads, asks, records; then the permit. A refusal is recorded as well.
    pub(crate) async fn look<P: Purpose>(
        &self,
        who: Who,
        person: PersonId,
        want: Want<'_>,
    ) -> Done<Looked<'_, P>> {
        let (wanted, now) = (categories(want.fields), self.now());
        // Before the facts are read: whatever changes from here on ends the permit.
        let seen = self.vault.seen(person);
        let stored = self
            .store
            .read(move |db| load(db, who, person, &wanted, now))
            .await?
            .ok_or(ActionError::NotFound)?;
        let keys = self.unlock(person, &stored.keys).await?;
        let actor = self.actor_pseudonym(who, stored.actor_keys.as_ref()).await?;
        let facts = self.facts(who, person, &stored.account, stored.tie, &want);
        let permit = self.permit::<P>(who, seen, keys, actor, &facts, want).await?;
        Ok(Looked {
            office: self,
            permit,
            account: stored.account,
            rows: stored.rows,
            touched: Touched::default(),
        })
    }

    async fn actor_pseudonym(&self, who: Who, row: Option<&KeyRow>) -> Done<amanah_domain::Pseudonym> {
        match (who.id(), row) {
            (Some(actor), Some(row)) if who.is_named() => Ok(self.unlock(actor, row).await?.pseudonym()),
            (_, _) if who.is_named() => Err(ActionError::SignInNeeded),
            _ => Ok(Entry::NOBODY),
        }
    }

    async fn permit<P: Purpose>(
        &self,
        who: Who,
        seen: Seen,
        keys: PersonKeys,
        actor: amanah_domain::Pseudonym,
        facts: &Facts,
        want: Want<'_>,
    ) -> Done<Permit<P>> {
        let granted = self.granted::<P>(who, seen, keys, actor, facts, want).await?;
        let receipt = self.store.record(vec![granted.draft()]).await?.pop();
        let receipt = receipt.ok_or(ActionError::Internal("the ledger gave no receipt"))?;
        Ok(Permit::new(&self.vault, granted, receipt)?)
    }

    /// Asks, and keeps the reason; a refusal is recorded here, a grant by whoever uses it.
    async fn granted<P: Purpose>(
        &self,
        who: Who,
        seen: Seen,
        keys: PersonKeys,
        actor: amanah_domain::Pseudonym,
        facts: &Facts,
        want: Want<'_>,
    ) -> Done<Use<P>> {
        let (person, pseudonym) = (keys.person(), keys.pseudonym());
        let now = self.now();
        let decided = self.policy.decide::<P>(&who.0, Some(person), &want.ask(), facts, now);
        let commitment = match want.reason {
            None => want.commitment.unwrap_or_default(),
            // Kept for a refusal as well: what is committed can be shown.
            Some(reason) => {
                let (commitment, salt) = self.vault.salt_reason(reason.as_str());
                let body = self.vault.seal_reason(&keys, reason)?.encode();
                let row = trail::ReasonRow { person, salt, body };
                self.store.write(move |db| trail::add_reason(db, &commitment, &row, now)).await?;
                commitment
            }
        };
        let grant = match decided {
            Ok(grant) => grant,
            Err(refusal) => {
                let entry = self.entry::<P>(who, actor, pseudonym, &want, commitment, Outcome::Refused);
                self.store.record(vec![draft_of(&entry)]).await?;
                return Err(refused(refusal));
            }
        };
        Ok(Use::new(seen, grant, keys, actor, commitment, want.note)?)
    }

    fn entry<P: Purpose>(
        &self,
        who: Who,
        actor: amanah_domain::Pseudonym,
        person: amanah_domain::Pseudonym,
        want: &Want<'_>,
        reason: [u8; 32],
        outcome: Outcome,
    ) -> Entry {
        Entry {
            operation: want.operation,
            purpose: P::ID,
            role: who.role(),
            outcome,
            policy: self.policy.hash(),
            actor,
            person,
            reason,
            fields: want.fields,
            recipient: want.recipient,
            note: want.note.to_owned(),
        }
    }
}

fn refused(refusal: Refusal) -> ActionError {
    metrics::counter!("amanah_refusals_total").increment(1);
    ActionError::Refused(refusal)
}

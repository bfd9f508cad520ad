//! Accounts: what stands in the clear beside a person's random id, and the consents with their
//! history. Everything here is a fact that a decision of the policy rests on, or a state for a queue.

use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_domain::{AgeGroup, FieldSet, PersonId, PersonState, PurposeId, PurposeSet, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into account (person_id, kind, language, created_at, changed_at, consents, objections, \
        restricted, legal_hold, disputed, age, state, policy_version, identity, eligibility, province) \
        values ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0, 0, $6, 0, 0, 0)";
    READ = "select kind, language, created_at, changed_at, consents, objections, restricted, legal_hold, \
        disputed, age, state, policy_version, identity, eligibility, province, removals from account where person_id = $1";
    SET_KIND = "update account set kind = $1, changed_at = $2, policy_version = $3 where person_id = $4";
    SET_LANGUAGE = "update account set language = $1 where person_id = $2";
    SET_IDENTITY = "update account set identity = $1, changed_at = $2 where person_id = $3";
    SET_ELIGIBILITY = "update account set eligibility = $1, changed_at = $2 where person_id = $3";
    SET_PROVINCE = "update account set province = $1 where person_id = $2";
    PROVINCE = "select province from account where person_id = $1";
    SET_AGE = "update account set age = $1, changed_at = $2 where person_id = $3";
    SET_CONSENT = "update account set consents = consents | $1, changed_at = $2 where person_id = $3";
    UNSET_CONSENT = "update account set consents = consents & $1, changed_at = $2 where person_id = $3";
    ADD_CONSENT = "insert into consent (person_id, purpose, given_at, policy_version, source, withdrawn_at) \
        values ($1, $2, $3, $4, $5, null) on conflict (person_id, purpose, given_at) do update set withdrawn_at = null";
    END_CONSENT = "update consent set withdrawn_at = $1 where person_id = $2 and purpose = $3 and withdrawn_at is null";
    LIST_CONSENTS = "select purpose, given_at, policy_version, source, withdrawn_at from consent \
        where person_id = $1 order by given_at, purpose";
    COUNT_STATES = "select identity, eligibility, count(*) from account where kind = $1 group by identity, eligibility";
    COUNT_PROVINCES = "select province, count(*) from account where kind = $1 group by province order by province";
    ANY_STAFF = "select person_id from account where kind = 2 limit 1";
    COUNT_SINCE = "select count(*) from account where kind = $1 and created_at >= $2 and created_at < $3";
    // Writes nothing new; until the transaction ends no removal of this person comes in between.
    HOLD_KEYS = "update account set removals = removals where person_id = $1 and removals = $2";
    BEGIN_REMOVAL = "update account set removals = removals + 1, changed_at = $1 where person_id = $2 and removals = $3";
    END = "update account set state = 1, ended_at = coalesce(ended_at, $1), consents = 0, changed_at = $2 where person_id = $3";
    END_CONSENTS = "update consent set withdrawn_at = $1 where person_id = $2 and withdrawn_at is null";
    FORGET_CONSENTS = "delete from consent where person_id = $1";
    FORGET_PERSON = "delete from account where person_id = $1";
    KEEP_STRANGER = "update account set created_at = $1 where person_id = $2 and kind = 0";
    REMOVE_STRANGER = "delete from account where person_id = $1 and kind = 0";
    REMOVE_STRANGERS = "delete from account where kind = 0 and created_at < $1";
    REMOVE_STRANGER_KEYS = "delete from key_row where person_id in \
        (select person_id from account where kind = 0 and created_at < $1)";
    REMOVE_STRANGER_ROWS = "delete from sealed_row where person_id in \
        (select person_id from account where kind = 0 and created_at < $1)";
}

/// What an account is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountKind {
    /// An unconfirmed registrant or somebody signing in; gone after a day.
    Stranger = 0,
    /// A participant.
    Participant = 1,
    /// A member of staff.
    Staff = 2,
    /// Somebody who wrote to us and has no account: kept as long as what they wrote.
    Writer = 3,
}

impl AccountKind {
    pub(crate) fn from_code(code: i64) -> Self {
        match code {
            1 => Self::Participant,
            2 => Self::Staff,
            3 => Self::Writer,
            _ => Self::Stranger,
        }
    }
}

/// One account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// What it is.
    pub kind: AccountKind,
    /// Language code.
    pub language: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a fact last changed.
    pub changed_at: Timestamp,
    /// Purposes consented to.
    pub consents: PurposeSet,
    /// Purposes objected to.
    pub objections: PurposeSet,
    /// Article 41.
    pub restricted: bool,
    /// A legal hold.
    pub legal_hold: bool,
    /// Disputed fields.
    pub disputed: FieldSet,
    /// What is known of the age.
    pub age: AgeGroup,
    /// Goes on, or ended.
    pub state: PersonState,
    /// Version of the policy accepted last (0: none).
    pub policy_version: i64,
    /// How far the NIK is believed.
    pub identity: IdentityState,
    /// What the rules say.
    pub eligibility: EligibilityState,
    /// Province code of the home address (0: not given), for statistics.
    pub province: i64,
    /// How often something was removed of this person.
    pub removals: i64,
}

/// One consent in its history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConsentRow {
    /// For what.
    pub purpose: PurposeId,
    /// When given.
    pub given_at: Timestamp,
    /// Under which version.
    pub policy_version: i64,
    /// Through which door (a source code).
    pub source: i64,
    /// When withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

fn code(row: &Row, position: usize) -> Result<u8, StoreError> {
    row.small(position)
}

/// Adds an account.
pub fn add(
    db: &mut dyn Connection,
    person: &PersonId,
    kind: AccountKind,
    language: i64,
    policy_version: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(
        &ADD,
        &[
            person.into(),
            (kind as i64).into(),
            language.into(),
            now.into(),
            now.into(),
            policy_version.into(),
        ],
    )?;
    Ok(())
}

/// Reads an account.
pub fn read(db: &mut dyn Connection, person: &PersonId) -> Result<Option<Account>, StoreError> {
    let Some(row) = db.query_optional(&READ, &[person.into()])? else { return Ok(None) };
    Ok(Some(Account {
        kind: AccountKind::from_code(row.int(0)?),
        language: row.int(1)?,
        created_at: row.time(2)?,
        changed_at: row.time(3)?,
        consents: PurposeSet::from_bits(row.count(4)?),
        objections: PurposeSet::from_bits(row.count(5)?),
        restricted: row.int(6)? != 0,
        legal_hold: row.int(7)? != 0,
        disputed: FieldSet::from_bits(row.count(8)?),
        age: AgeGroup::from_code(code(&row, 9)?).unwrap_or(AgeGroup::Unknown),
        state: PersonState::from_code(code(&row, 10)?).unwrap_or(PersonState::Ended),
        policy_version: row.int(11)?,
        identity: IdentityState::from_code(code(&row, 12)?).unwrap_or(IdentityState::None),
        eligibility: EligibilityState::from_code(code(&row, 13)?).unwrap_or(EligibilityState::Open),
        province: row.int(14)?,
        removals: row.int(15)?,
    }))
}

/// Turns a stranger into what they confirmed to be.
pub fn set_kind(
    db: &mut dyn Connection,
    person: &PersonId,
    kind: AccountKind,
    policy_version: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(&SET_KIND, &[(kind as i64).into(), now.into(), policy_version.into(), person.into()])?;
    Ok(())
}

/// Remembers the language for letters.
pub fn set_language(db: &mut dyn Connection, person: &PersonId, language: i64) -> Result<(), StoreError> {
    db.execute(&SET_LANGUAGE, &[language.into(), person.into()])?;
    Ok(())
}

/// How far the NIK is believed.
pub fn set_identity(
    db: &mut dyn Connection,
    person: &PersonId,
    state: IdentityState,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(&SET_IDENTITY, &[i64::from(state.code()).into(), now.into(), person.into()])?;
    Ok(())
}

/// What the rules say.
pub fn set_eligibility(
    db: &mut dyn Connection,
    person: &PersonId,
    state: EligibilityState,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(&SET_ELIGIBILITY, &[i64::from(state.code()).into(), now.into(), person.into()])?;
    Ok(())
}

/// Province of the home address, for statistics.
pub fn set_province(db: &mut dyn Connection, person: &PersonId, province: i64) -> Result<(), StoreError> {
    db.execute(&SET_PROVINCE, &[province.into(), person.into()])?;
    Ok(())
}

/// Province of the home address (0: not given): whose clock times are told by.
pub fn province(db: &mut dyn Connection, person: &PersonId) -> Result<i64, StoreError> {
    let row = db.query_optional(&PROVINCE, &[person.into()])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// What is known of the age.
pub fn set_age(
    db: &mut dyn Connection,
    person: &PersonId,
    age: AgeGroup,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(&SET_AGE, &[i64::from(age.code()).into(), now.into(), person.into()])?;
    Ok(())
}

/// Records a consent and lets it count from this moment. The set changes in one statement, so that two
/// consents given at once both count.
pub fn give_consent(
    db: &mut dyn Connection,
    person: &PersonId,
    purpose: PurposeId,
    policy_version: i64,
    source: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let given = PurposeSet::of(&[purpose]).bits();
    changed(db.execute(&SET_CONSENT, &[(given as i64).into(), now.into(), person.into()])?)?;
    db.execute(
        &ADD_CONSENT,
        &[person.into(), i64::from(purpose.code()).into(), now.into(), policy_version.into(), source.into()],
    )?;
    Ok(())
}

/// Ends a consent from this moment; its history stays.
pub fn withdraw_consent(
    db: &mut dyn Connection,
    person: &PersonId,
    purpose: PurposeId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let kept = !PurposeSet::of(&[purpose]).bits();
    changed(db.execute(&UNSET_CONSENT, &[(kept as i64).into(), now.into(), person.into()])?)?;
    db.execute(&END_CONSENT, &[now.into(), person.into(), i64::from(purpose.code()).into()])?;
    Ok(())
}

fn changed(count: u64) -> Result<(), StoreError> {
    if count == 1 { Ok(()) } else { Err(StoreError::NoRow { query: READ.name() }) }
}

/// The history of a person's consents, oldest first.
pub fn list_consents(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<ConsentRow>, StoreError> {
    let mut out = Vec::new();
    for row in db.query(&LIST_CONSENTS, &[person.into()])? {
        let Some(purpose) = PurposeId::from_code(code(&row, 0)?) else { continue };
        out.push(ConsentRow {
            purpose,
            given_at: row.time(1)?,
            policy_version: row.int(2)?,
            source: row.int(3)?,
            withdrawn_at: row.time_opt(4)?,
        });
    }
    Ok(out)
}

/// Participants by identity and eligibility state.
pub fn count_states(
    db: &mut dyn Connection,
) -> Result<Vec<(IdentityState, EligibilityState, u64)>, StoreError> {
    let mut out = Vec::new();
    for row in db.query(&COUNT_STATES, &[(AccountKind::Participant as i64).into()])? {
        let (Some(identity), Some(eligibility)) =
            (IdentityState::from_code(code(&row, 0)?), EligibilityState::from_code(code(&row, 1)?))
        else {
            continue;
        };
        out.push((identity, eligibility, row.count(2)?));
    }
    Ok(out)
}

/// Participants by province code (0: not given).
pub fn count_provinces(db: &mut dyn Connection) -> Result<Vec<(i64, u64)>, StoreError> {
    db.query(&COUNT_PROVINCES, &[(AccountKind::Participant as i64).into()])?
        .iter()
        .map(|row| Ok((row.int(0)?, row.count(1)?)))
        .collect()
}

/// Whether anybody works here yet.
pub fn any_staff(db: &mut dyn Connection) -> Result<bool, StoreError> {
    Ok(!db.query(&ANY_STAFF, &[])?.is_empty())
}

/// Participants who registered in a span of time.
pub fn count_since(db: &mut dyn Connection, from: Timestamp, to: Timestamp) -> Result<u64, StoreError> {
    db.query_one(&COUNT_SINCE, &[(AccountKind::Participant as i64).into(), from.into(), to.into()])?.count(0)
}

/// Holds the person's keys as they were read: [`StoreError::Stale`] where something was removed of them
/// since, and nothing is until this transaction ends. First in it, as in a removal.
pub fn hold_keys(db: &mut dyn Connection, person: &PersonId, removals: i64) -> Result<(), StoreError> {
    match db.execute(&HOLD_KEYS, &[person.into(), removals.into()])? {
        1 => Ok(()),
        _ => Err(StoreError::Stale { table: "account" }),
    }
}

/// Begins a removal: of two at once, and of a removal and whoever seals a value, one comes first and the
/// other finds [`StoreError::Stale`].
pub fn begin_removal(
    db: &mut dyn Connection,
    person: &PersonId,
    removals: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    match db.execute(&BEGIN_REMOVAL, &[now.into(), person.into(), removals.into()])? {
        1 => Ok(()),
        _ => Err(StoreError::Stale { table: "account" }),
    }
}

/// Ends the processing of a person's data: state, time, and every consent. How many consents.
pub fn end(db: &mut dyn Connection, person: &PersonId, now: Timestamp) -> Result<u64, StoreError> {
    db.execute(&END, &[now.into(), now.into(), person.into()])?;
    db.execute(&END_CONSENTS, &[now.into(), person.into()])
}

/// Removes the history of a person's consents. How many.
pub fn forget_consents(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_CONSENTS, &[person.into()])
}

/// Removes the account itself, whatever its kind; whether there was one. Keys and rows go before.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<bool, StoreError> {
    Ok(db.execute(&FORGET_PERSON, &[person.into()])? == 1)
}

/// A stranger who waits for an answer: their day is counted from then.
pub fn keep_stranger(db: &mut dyn Connection, person: &PersonId, until: Timestamp) -> Result<(), StoreError> {
    db.execute(&KEEP_STRANGER, &[until.into(), person.into()])?;
    Ok(())
}

/// Removes one stranger, keys first; people who registered are not touched.
pub fn remove_stranger(db: &mut dyn Connection, person: &PersonId) -> Result<(), StoreError> {
    if db.execute(&REMOVE_STRANGER, &[person.into()])? == 1 {
        crate::people::delete_key(db, person)?;
        crate::people::delete_sealed_all(db, person)?;
    }
    Ok(())
}

/// Removes strangers made before `before`, keys first: what they typed is unreadable from then on.
pub fn remove_strangers(db: &mut dyn Connection, before: Timestamp) -> Result<u64, StoreError> {
    db.execute(&REMOVE_STRANGER_KEYS, &[before.into()])?;
    db.execute(&REMOVE_STRANGER_ROWS, &[before.into()])?;
    db.execute(&REMOVE_STRANGERS, &[before.into()])
}

//! Who stands in for whom: guardians of children, helpers of people with a disability.

use amanah_domain::cases::{Standing, StandingState};
use amanah_domain::{CaseId, PersonId, SmallSet, StandingId, Timestamp, rights::Right};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into standing (person_id, standing_id, helper_id, case_id, kind, state, rights, asked_at, begins_at, \
        ends_at, ended_at, asker) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    OF_PERSON = "select person_id, standing_id, helper_id, case_id, kind, state, rights, asked_at, begins_at, ends_at, \
        ended_at, asker from standing where person_id = $1 order by asked_at desc, standing_id";
    OF_HELPER = "select person_id, standing_id, helper_id, case_id, kind, state, rights, asked_at, begins_at, ends_at, \
        ended_at, asker from standing where helper_id = $1 order by asked_at desc, standing_id";
    SET = "update standing set state = $1, rights = $2, begins_at = $3, ends_at = $4, ended_at = $5 \
        where person_id = $6 and standing_id = $7 and state = $8";
    FORGET_PERSON = "delete from standing where person_id = $1";
    FORGET_HELPER = "delete from standing where helper_id = $1";
}

/// One standing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StandingRow {
    /// Who is stood in for.
    pub person: PersonId,
    /// Its id.
    pub standing: StandingId,
    /// Who stands in.
    pub helper: PersonId,
    /// The case in which it was decided.
    pub case: CaseId,
    /// As what.
    pub kind: Standing,
    /// How far it is.
    pub state: StandingState,
    /// For which rights.
    pub rights: SmallSet<Right>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// From when.
    pub begins_at: Option<Timestamp>,
    /// Until when.
    pub ends_at: Option<Timestamp>,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
    /// Who asks, as they call themselves: sealed under the keys of the person.
    pub asker: Vec<u8>,
}

impl StandingRow {
    /// Whether it is in force.
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.state == StandingState::Active
            && self.begins_at.is_some_and(|at| at <= now)
            && self.ends_at.is_some_and(|at| at > now)
    }
}

fn parse(row: &Row) -> Result<StandingRow, StoreError> {
    Ok(StandingRow {
        person: row.person(0)?,
        standing: StandingId::from_bytes(row.bytes(1)?),
        helper: row.person(2)?,
        case: CaseId::from_bytes(row.bytes(3)?),
        kind: Standing::from_code(row.small(4)?).unwrap_or(Standing::Helper),
        // What is not known to be in force is not.
        state: StandingState::from_code(row.small(5)?).unwrap_or(StandingState::Ended),
        rights: SmallSet::from_bits(row.int(6)?.cast_unsigned()),
        asked_at: row.time(7)?,
        begins_at: row.time_opt(8)?,
        ends_at: row.time_opt(9)?,
        ended_at: row.time_opt(10)?,
        asker: row.blob(11)?.to_vec(),
    })
}

/// Adds a standing.
pub fn add(db: &mut dyn Connection, row: &StandingRow) -> Result<(), StoreError> {
    let params = [
        (&row.person).into(),
        (&row.standing).into(),
        (&row.helper).into(),
        (&row.case).into(),
        i64::from(row.kind.code()).into(),
        i64::from(row.state.code()).into(),
        row.rights.bits().cast_signed().into(),
        row.asked_at.into(),
        row.begins_at.into(),
        row.ends_at.into(),
        row.ended_at.into(),
        (&row.asker).into(),
    ];
    db.execute(&ADD, &params).map(drop)
}

/// Who stands in for a person, or did; the last first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<StandingRow>, StoreError> {
    db.query(&OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// For whom somebody stands in, or did; the last first.
pub fn of_helper(db: &mut dyn Connection, helper: &PersonId) -> Result<Vec<StandingRow>, StoreError> {
    db.query(&OF_HELPER, &[helper.into()])?.iter().map(parse).collect()
}

/// Changes a standing that is in state `from`; false when it is not.
pub fn set(db: &mut dyn Connection, row: &StandingRow, from: StandingState) -> Result<bool, StoreError> {
    let params = [
        i64::from(row.state.code()).into(),
        row.rights.bits().cast_signed().into(),
        row.begins_at.into(),
        row.ends_at.into(),
        row.ended_at.into(),
        (&row.person).into(),
        (&row.standing).into(),
        i64::from(from.code()).into(),
    ];
    Ok(db.execute(&SET, &params)? == 1)
}

/// Removes every standing of a person, in both directions. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    let of_person = db.execute(&FORGET_PERSON, &[person.into()])?;
    Ok(of_person + db.execute(&FORGET_HELPER, &[person.into()])?)
}

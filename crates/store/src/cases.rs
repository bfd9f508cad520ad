//! Cases that a human decides. What was said is sealed under the person's keys.

use amanah_domain::states::{CaseKind, CaseState};
use amanah_domain::{CaseId, PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into case_file (person_id, case_id, kind, subject, state, opened_at, decided_at, decided_by, \
        statement, answer) values ($1, $2, $3, $4, 0, $5, null, null, $6, null) on conflict do nothing";
    READ = "select person_id, case_id, kind, subject, state, opened_at, decided_at, decided_by, statement, answer \
        from case_file where case_id = $1";
    LIST_OF_PERSON = "select person_id, case_id, kind, subject, state, opened_at, decided_at, decided_by, statement, \
        answer from case_file where person_id = $1 order by opened_at desc, case_id";
    LIST_OPEN = "select person_id, case_id, kind, subject, state, opened_at, decided_at, decided_by, statement, answer \
        from case_file where state = 0 and (opened_at, case_id) > ($1, $2) order by opened_at, case_id limit $3";
    LIST_PAGE = "select person_id, case_id, kind, subject, state, opened_at, decided_at, decided_by, statement, answer \
        from case_file where kind >= $1 and kind <= $2 and state >= $3 and state <= $4 order by opened_at, case_id \
        limit $5 offset $6";
    FIND_OPEN = "select person_id, case_id, kind, subject, state, opened_at, decided_at, decided_by, statement, answer \
        from case_file where person_id = $1 and kind = $2 and subject = $3 and state = 0";
    DECIDE = "update case_file set state = $1, decided_at = $2, decided_by = $3, answer = $4 \
        where person_id = $5 and case_id = $6 and state = 0";
    SAY = "update case_file set statement = $1 where person_id = $2 and case_id = $3 and state = 0";
    FORGET_PERSON = "delete from case_file where person_id = $1 and kind <> $2";
    FORGET_DECIDER = "update case_file set decided_by = null where decided_by = $1";
    COUNT = "select kind, state, count(*) from case_file group by kind, state order by kind, state";
}

/// One case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRow {
    /// Whose.
    pub person: PersonId,
    /// Its id.
    pub case: CaseId,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about within the kind: the id of a rule; never personal.
    pub subject: String,
    /// Open or decided.
    pub state: CaseState,
    /// Since when.
    pub opened_at: Timestamp,
    /// When decided.
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: Option<PersonId>,
    /// What the person said, sealed.
    pub statement: Vec<u8>,
    /// What the decider answered, sealed.
    pub answer: Option<Vec<u8>>,
}

fn parse(row: &Row) -> Result<CaseRow, StoreError> {
    Ok(CaseRow {
        person: row.person(0)?,
        case: CaseId::from_bytes(row.bytes(1)?),
        kind: CaseKind::from_code(row.small(2)?).unwrap_or(CaseKind::Eligibility),
        subject: row.text(3)?.to_owned(),
        state: CaseState::from_code(row.small(4)?).unwrap_or(CaseState::Open),
        opened_at: row.time(5)?,
        decided_at: row.time_opt(6)?,
        decided_by: row.bytes_opt(7)?.map(PersonId::from_bytes),
        statement: row.blob(8)?.to_vec(),
        answer: row.blob_opt(9)?.map(<[u8]>::to_vec),
    })
}

/// Opens a case; false when the person has an open one about the same subject.
pub fn add(db: &mut dyn Connection, row: &CaseRow) -> Result<bool, StoreError> {
    let added = db.execute(
        &ADD,
        &[
            (&row.person).into(),
            (&row.case).into(),
            i64::from(row.kind.code()).into(),
            (&row.subject).into(),
            row.opened_at.into(),
            (&row.statement).into(),
        ],
    )?;
    Ok(added == 1)
}

/// Reads a case.
pub fn read(db: &mut dyn Connection, case: &CaseId) -> Result<Option<CaseRow>, StoreError> {
    db.query_optional(&READ, &[case.into()])?.as_ref().map(parse).transpose()
}

/// A person's cases, newest first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<CaseRow>, StoreError> {
    db.query(&LIST_OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// Open cases, oldest first, after a position.
pub fn open(
    db: &mut dyn Connection,
    after: Option<(Timestamp, CaseId)>,
    count_max: u32,
) -> Result<Vec<CaseRow>, StoreError> {
    let (at, case) = after.unwrap_or((Timestamp::from_millis(i64::MIN), CaseId::from_bytes([0; 16])));
    db.query(&LIST_OPEN, &[at.into(), (&case).into(), count_max.into()])?.iter().map(parse).collect()
}

/// A page of cases whose kind and state (by code) lie within two spans, oldest first.
pub fn page(
    db: &mut dyn Connection,
    kinds: (CaseKind, CaseKind),
    states: (CaseState, CaseState),
    skip: u32,
    count_max: u32,
) -> Result<Vec<CaseRow>, StoreError> {
    let code = |code: u8| i64::from(code);
    db.query(
        &LIST_PAGE,
        &[
            code(kinds.0.code()).into(),
            code(kinds.1.code()).into(),
            code(states.0.code()).into(),
            code(states.1.code()).into(),
            count_max.into(),
            skip.into(),
        ],
    )?
    .iter()
    .map(parse)
    .collect()
}

/// The open case of a person about one subject.
pub fn find_open(
    db: &mut dyn Connection,
    person: &PersonId,
    kind: CaseKind,
    subject: &str,
) -> Result<Option<CaseRow>, StoreError> {
    let rows = db.query(&FIND_OPEN, &[person.into(), i64::from(kind.code()).into(), subject.into()])?;
    rows.first().map(parse).transpose()
}

/// The person says something (else) about an open case; false when it was decided meanwhile.
pub fn say(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    statement: &[u8],
) -> Result<bool, StoreError> {
    Ok(db.execute(&SAY, &[statement.into(), person.into(), case.into()])? == 1)
}

/// Decides an open case; false when somebody else decided it meanwhile.
pub fn decide(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    state: CaseState,
    by: &PersonId,
    answer: &[u8],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = db.execute(
        &DECIDE,
        &[i64::from(state.code()).into(), now.into(), by.into(), answer.into(), person.into(), case.into()],
    )?;
    Ok(changed == 1)
}

/// Removes the cases of a person, all but those of one kind where it has a ground to stay: what was said
/// and what was answered. How many.
pub fn forget_person(
    db: &mut dyn Connection,
    person: &PersonId,
    stays: Option<CaseKind>,
) -> Result<u64, StoreError> {
    let stays = stays.map_or(-1, |kind| i64::from(kind.code()));
    db.execute(&FORGET_PERSON, &[person.into(), stays.into()])
}

/// Takes a member of staff out of the cases that they decided. How many.
pub fn forget_decider(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_DECIDER, &[person.into()])
}

/// Cases by kind and state.
pub fn counts(db: &mut dyn Connection) -> Result<Vec<(CaseKind, CaseState, u64)>, StoreError> {
    let mut out = Vec::new();
    for row in db.query(&COUNT, &[])? {
        if let (Some(kind), Some(state)) =
            (CaseKind::from_code(row.small(0)?), CaseState::from_code(row.small(1)?))
        {
            out.push((kind, state, row.count(2)?));
        }
    }
    Ok(out)
}

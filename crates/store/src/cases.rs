//! Cases: everything that a person asks, whatever the channel. What was said is sealed under the keys of
//! the person, or of the stranger who wrote.
//!
//! `events` counts what happened in a case and is its version: whoever changes a case says how many events
//! they had seen, so of two who change it at once one is told.

use amanah_domain::cases::{CaseChannel, CaseKind, CaseState, Desk, Level};
use amanah_domain::rights::RefusalGround;
use amanah_domain::{CaseClock, CaseId, ClockRun, FieldSet, PersonId, PurposeId, Timestamp};

use crate::case_events::{self, NewEvent};
use crate::query::queries;
use crate::{Connection, Param, Row, StoreError};

/// Where a case stands in a queue whose clock stands, or that has none.
const NOT_URGENT: i64 = 9_000_000_000_000_000;

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " person_id, case_id, kind, subject, state, opened_at, decided_at, decided_by, statement, answer, \
            channel, receipt, code, holder, fields, purpose, appeal_of, due_at, left_ms, total_ms, next_at, stage, \
            level, proposal, proposed_by, ground, wanted, events, changed_at, said_at ",
            $after
        )
    };
}

queries! {
    ADD = "insert into case_file (person_id, case_id, kind, subject, state, opened_at, statement, channel, desk, \
        receipt, code, fields, purpose, appeal_of, due_at, left_ms, total_ms, next_at, urgency, stage, level, wanted, \
        events, changed_at, said_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
        $17, $18, $19, $20, $21, $22, $23, $24, $25) on conflict do nothing";
    READ = columns!("select", "from case_file where case_id = $1");
    READ_RECEIPT = columns!("select", "from case_file where receipt = $1 order by case_id limit 1");
    LIST_OF_PERSON = columns!("select", "from case_file where person_id = $1 order by opened_at desc, case_id");
    FIND_OPEN = columns!("select", "from case_file where person_id = $1 and kind = $2 and subject = $3 \
        and decided_at is null");
    DUE = columns!("select", "from case_file where next_at <= $1 and (next_at, case_id) > ($2, $3) \
        order by next_at, case_id limit $4");
    CHANGE = "update case_file set kind = $1, desk = $2, subject = $3, state = $4, decided_at = $5, decided_by = $6, \
        statement = $7, answer = $8, holder = $9, fields = $10, due_at = $11, left_ms = $12, total_ms = $13, \
        next_at = $14, urgency = $15, stage = $16, level = $17, proposal = $18, proposed_by = $19, ground = $20, \
        wanted = $21, events = $22, changed_at = $23, said_at = $24 \
        where person_id = $25 and case_id = $26 and events = $27";
    NEXT_EVENT = "update case_file set events = events + 1, changed_at = $1, \
        said_at = case when $2 = 1 then $3 else said_at end \
        where person_id = $4 and case_id = $5 and decided_at is null returning events";
    FORGET_PERSON = "delete from case_file where person_id = $1 and kind <> $2";
    CLEAR_WANTED = "update case_file set wanted = null where person_id = $1 and case_id = $2";
    FORGET_DECIDER = "update case_file set decided_by = null where decided_by = $1";
    FORGET_HOLDER = "update case_file set holder = null where holder = $1";
    FORGET_PROPOSER = "update case_file set proposed_by = null where proposed_by = $1";
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
    /// What it is about within the kind: the id of a rule, of a batch, or its own; never personal.
    pub subject: String,
    /// Where it stands.
    pub state: CaseState,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it came to its end.
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: Option<PersonId>,
    /// What the person said first, sealed; empty where nothing was said.
    pub statement: Vec<u8>,
    /// What was answered last, sealed.
    pub answer: Option<Vec<u8>>,
    /// By which way it came.
    pub channel: CaseChannel,
    /// The number that the person quotes; empty where they need none.
    pub receipt: String,
    /// The tag of the code that goes with it.
    pub code: Option<[u8; 32]>,
    /// Who has it.
    pub holder: Option<PersonId>,
    /// Which fields it is about.
    pub fields: FieldSet,
    /// Which purpose it is about.
    pub purpose: Option<PurposeId>,
    /// The case whose decision it appeals against.
    pub appeal_of: Option<CaseId>,
    /// Its clock.
    pub clock: CaseClock,
    /// Whose list it is on.
    pub level: Level,
    /// A proposed decision, and by whom.
    pub proposal: Option<(CaseState, PersonId)>,
    /// On which ground it was refused.
    pub ground: Option<RefusalGround>,
    /// What the person wants to stand instead, sealed: a value alone in a row.
    pub wanted: Option<Vec<u8>>,
    /// How many events it has.
    pub events: u32,
    /// When something last happened.
    pub changed_at: Timestamp,
    /// When the person last said something.
    pub said_at: Option<Timestamp>,
}

impl CaseRow {
    /// A case that is opened at `now`, without words, clock, receipt or ties.
    pub fn new(person: PersonId, case: CaseId, kind: CaseKind, subject: &str, now: Timestamp) -> Self {
        Self {
            person,
            case,
            kind,
            subject: subject.to_owned(),
            state: CaseState::Open,
            opened_at: now,
            decided_at: None,
            decided_by: None,
            statement: Vec::new(),
            answer: None,
            channel: CaseChannel::System,
            receipt: String::new(),
            code: None,
            holder: None,
            fields: FieldSet::EMPTY,
            purpose: None,
            appeal_of: None,
            clock: CaseClock::OFF,
            level: Level::Officer,
            proposal: None,
            ground: None,
            wanted: None,
            events: 0,
            changed_at: now,
            said_at: None,
        }
    }

    /// Who works on it.
    pub const fn desk(&self) -> Desk {
        self.kind.desk()
    }
}

/// When it is to be done, for the order of queues.
pub(crate) fn urgency(row: &CaseRow) -> i64 {
    row.clock.due_at().map_or(NOT_URGENT, Timestamp::millis)
}

/// The clock as it is stored.
struct ClockColumns {
    due: Option<Timestamp>,
    left: Option<i64>,
    next: Option<Timestamp>,
    urgency: i64,
}

impl ClockColumns {
    fn of(row: &CaseRow) -> Self {
        let left = match row.clock.run {
            ClockRun::Standing { left_ms, .. } => Some(left_ms),
            ClockRun::Off | ClockRun::Running(_) => None,
        };
        Self { due: row.clock.due_at(), left, next: row.clock.next_at(), urgency: urgency(row) }
    }
}

fn ground(row: &Row, position: usize) -> Result<Option<RefusalGround>, StoreError> {
    Ok(row.int_opt(position)?.and_then(|code| RefusalGround::from_code(u8::try_from(code).ok()?)))
}

pub(crate) fn parse(row: &Row) -> Result<CaseRow, StoreError> {
    let proposal = row.int_opt(23)?.and_then(|code| CaseState::from_code(u8::try_from(code).ok()?));
    let run = match (row.time_opt(17)?, row.int_opt(18)?) {
        (Some(due), _) => ClockRun::Running(due),
        (None, Some(left_ms)) => ClockRun::Standing { left_ms, until: row.time_opt(20)? },
        (None, None) => ClockRun::Off,
    };
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
        channel: CaseChannel::from_code(row.small(10)?).unwrap_or(CaseChannel::System),
        receipt: row.text(11)?.to_owned(),
        code: row.bytes_opt(12)?,
        holder: row.bytes_opt(13)?.map(PersonId::from_bytes),
        fields: FieldSet::from_bits(row.int(14)?.cast_unsigned()),
        purpose: row.int_opt(15)?.and_then(|code| PurposeId::from_code(u8::try_from(code).ok()?)),
        appeal_of: row.bytes_opt(16)?.map(CaseId::from_bytes),
        clock: CaseClock { run, total_ms: row.int(19)?, stage: row.small(21)? },
        level: Level::from_code(row.small(22)?).unwrap_or(Level::Dpo),
        proposal: proposal.zip(row.bytes_opt(24)?.map(PersonId::from_bytes)),
        ground: ground(row, 25)?,
        wanted: row.blob_opt(26)?.map(<[u8]>::to_vec),
        events: row.small(27)?,
        changed_at: row.time(28)?,
        said_at: row.time_opt(29)?,
    })
}

fn code(code: u8) -> Param<'static> {
    i64::from(code).into()
}

/// Opens a case with its first events; false when the person has an open one about the same subject.
pub fn add(db: &mut dyn Connection, row: &CaseRow, events: &[NewEvent]) -> Result<bool, StoreError> {
    let clock = ClockColumns::of(row);
    let added = db.execute(
        &ADD,
        &[
            (&row.person).into(),
            (&row.case).into(),
            code(row.kind.code()),
            (&row.subject).into(),
            code(row.state.code()),
            row.opened_at.into(),
            (&row.statement).into(),
            code(row.channel.code()),
            code(row.desk().code()),
            (&row.receipt).into(),
            row.code.as_ref().into(),
            row.fields.bits().cast_signed().into(),
            row.purpose.map(|purpose| i64::from(purpose.code())).into(),
            row.appeal_of.as_ref().into(),
            clock.due.into(),
            clock.left.into(),
            row.clock.total_ms.into(),
            clock.next.into(),
            clock.urgency.into(),
            code(row.clock.stage),
            code(row.level.code()),
            row.wanted.as_ref().into(),
            Param::Int(events.len() as i64),
            row.changed_at.into(),
            row.said_at.into(),
        ],
    )?;
    if added == 1 {
        case_events::add(db, &row.person, &row.case, 1, events)?;
    }
    Ok(added == 1)
}

/// Writes a changed case with what happened in it; `row.events` is what its writer had seen.
///
/// # Errors
/// [`StoreError::Stale`] when something else happened meanwhile.
pub fn change(db: &mut dyn Connection, row: &CaseRow, events: &[NewEvent]) -> Result<(), StoreError> {
    let clock = ClockColumns::of(row);
    let changed = db.execute(
        &CHANGE,
        &[
            code(row.kind.code()),
            code(row.desk().code()),
            (&row.subject).into(),
            code(row.state.code()),
            row.decided_at.into(),
            row.decided_by.as_ref().into(),
            (&row.statement).into(),
            row.answer.as_ref().into(),
            row.holder.as_ref().into(),
            row.fields.bits().cast_signed().into(),
            clock.due.into(),
            clock.left.into(),
            row.clock.total_ms.into(),
            clock.next.into(),
            clock.urgency.into(),
            code(row.clock.stage),
            code(row.level.code()),
            row.proposal.map(|(state, _)| i64::from(state.code())).into(),
            row.proposal.as_ref().map(|(_, by)| by).into(),
            row.ground.map(|ground| i64::from(ground.code())).into(),
            row.wanted.as_ref().into(),
            Param::Int(i64::from(row.events) + events.len() as i64),
            row.changed_at.into(),
            row.said_at.into(),
            (&row.person).into(),
            (&row.case).into(),
            row.events.into(),
        ],
    )?;
    if changed == 0 {
        return Err(StoreError::Stale { table: "case_file" });
    }
    case_events::add(db, &row.person, &row.case, row.events + 1, events)
}

/// Adds one thing that was said to an open case, whoever else writes to it at the same moment. Its number;
/// `None` when the case is at its end. A message whose key is known already has the number that it got then.
pub fn append(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    event: &NewEvent,
) -> Result<Option<u32>, StoreError> {
    if let Some(key) = &event.key
        && let Some(known) = case_events::find(db, person, case, key)?
    {
        return Ok(Some(known));
    }
    let by_person = Param::Int(i64::from(event.is_of_person()));
    let params = [event.at.into(), by_person, event.said_at.into(), person.into(), case.into()];
    let Some(row) = db.query_optional(&NEXT_EVENT, &params)? else { return Ok(None) };
    let number = row.small(0)?;
    case_events::add(db, person, case, number, core::slice::from_ref(event))?;
    Ok(Some(number))
}

/// Reads a case.
pub fn read(db: &mut dyn Connection, case: &CaseId) -> Result<Option<CaseRow>, StoreError> {
    db.query_optional(&READ, &[case.into()])?.as_ref().map(parse).transpose()
}

/// The case of a receipt number.
pub fn read_receipt(db: &mut dyn Connection, receipt: &str) -> Result<Option<CaseRow>, StoreError> {
    db.query_optional(&READ_RECEIPT, &[receipt.into()])?.as_ref().map(parse).transpose()
}

/// A person's cases, newest first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<CaseRow>, StoreError> {
    db.query(&LIST_OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// The open case of a person about one subject.
pub fn find_open(
    db: &mut dyn Connection,
    person: &PersonId,
    kind: CaseKind,
    subject: &str,
) -> Result<Option<CaseRow>, StoreError> {
    let rows = db.query(&FIND_OPEN, &[person.into(), code(kind.code()), subject.into()])?;
    rows.first().map(parse).transpose()
}

/// Cases whose clock has something to say by now, the longest overdue first, after the one that is named by
/// its time and id: one that cannot be worked on must not stand in the way of all others.
pub fn due(
    db: &mut dyn Connection,
    now: Timestamp,
    after: Option<(Timestamp, CaseId)>,
    count_max: u32,
) -> Result<Vec<CaseRow>, StoreError> {
    let (at, case) = after.unwrap_or((Timestamp::from_millis(i64::MIN), CaseId::from_bytes([0; 16])));
    let params = [now.into(), at.into(), (&case).into(), count_max.into()];
    db.query(&DUE, &params)?.iter().map(parse).collect()
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

/// Takes the wanted value out of a case: it has taken its place, or is not needed any more.
pub fn clear_wanted(db: &mut dyn Connection, person: &PersonId, case: &CaseId) -> Result<(), StoreError> {
    db.execute(&CLEAR_WANTED, &[person.into(), case.into()]).map(drop)
}

/// Takes a member of staff out of the cases that they had, decided or proposed to decide. How many.
pub fn forget_staff(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    let decided = db.execute(&FORGET_DECIDER, &[person.into()])?;
    let held = db.execute(&FORGET_HOLDER, &[person.into()])?;
    Ok(decided + held + db.execute(&FORGET_PROPOSER, &[person.into()])?)
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

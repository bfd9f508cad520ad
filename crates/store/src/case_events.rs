//! What happened in a case: one row each, numbered, never changed (what became of a sent message aside).
//! Messages of every channel and the lines of a chat are events like any other.

use amanah_domain::cases::{CaseChannel, CaseEvent, Fate};
use amanah_domain::{CaseId, PersonId, Role, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into case_event (person_id, case_id, number, kind, at_time, said_at, author, role, channel, shown, \
        code, hours, fate, key, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    FIND = "select number from case_event where person_id = $1 and case_id = $2 and key = $3";
    LIST = "select number, kind, at_time, said_at, author, role, channel, shown, code, hours, fate, key, body \
        from case_event where person_id = $1 and case_id = $2 and number > $3 order by number limit $4";
    OF_KIND = "select number, kind, at_time, said_at, author, role, channel, shown, code, hours, fate, key, body \
        from case_event where person_id = $1 and case_id = $2 and kind = $3 order by number limit $4";
    // Reports of a carrier come in any order; what was known to be further stays.
    SET_FATE = "update case_event set fate = $1 where person_id = $2 and case_id = $3 and number = $4 and fate < $5";
    FORGET_PERSON = "delete from case_event where person_id = $1 and case_id not in \
        (select case_id from case_file where person_id = $2 and kind = $3)";
    FORGET_AUTHOR = "update case_event set author = null where author = $1";
    FORGET_CASE = "delete from case_event where person_id = $1 and case_id = $2";
}

/// Events read at once, at most.
pub const EVENTS_MAX: u32 = 1_000;

/// Something that happened, to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEvent {
    /// What.
    pub kind: CaseEvent,
    /// When it was written down.
    pub at: Timestamp,
    /// When it was said, by the clock of its channel.
    pub said_at: Timestamp,
    /// Who; `None` for the system, and for the person themselves.
    pub author: Option<PersonId>,
    /// In what capacity.
    pub role: Role,
    /// By which way.
    pub channel: CaseChannel,
    /// Whether the person sees it.
    pub shown: bool,
    /// Ground, reason, template, recipient: a code of our own.
    pub code: String,
    /// Hours that were given.
    pub hours: u32,
    /// What became of it where it was sent.
    pub fate: Fate,
    /// A tag of the id that its sender gave it, so that it comes in once.
    pub key: Option<[u8; 32]>,
    /// What was said, sealed.
    pub body: Option<Vec<u8>>,
}

impl NewEvent {
    /// Something without words, code or hours.
    pub const fn new(kind: CaseEvent, role: Role, author: Option<PersonId>, at: Timestamp) -> Self {
        Self {
            kind,
            at,
            said_at: at,
            author,
            role,
            channel: CaseChannel::System,
            shown: true,
            code: String::new(),
            hours: 0,
            fate: Fate::None,
            key: None,
            body: None,
        }
    }

    /// Whether the person it is about (or who wrote) said it.
    pub const fn is_of_person(&self) -> bool {
        matches!(self.kind, CaseEvent::Said | CaseEvent::Appealed)
    }
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventRow {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What it was.
    pub event: NewEvent,
}

fn parse(row: &Row) -> Result<EventRow, StoreError> {
    let event = NewEvent {
        kind: CaseEvent::from_code(row.small(1)?).unwrap_or(CaseEvent::Note),
        at: row.time(2)?,
        said_at: row.time(3)?,
        author: row.bytes_opt(4)?.map(PersonId::from_bytes),
        role: Role::from_code(row.small(5)?).unwrap_or(Role::System),
        channel: CaseChannel::from_code(row.small(6)?).unwrap_or(CaseChannel::System),
        // What is not known to be for the person is not.
        shown: row.int(7)? == 1,
        code: row.text(8)?.to_owned(),
        hours: row.small(9)?,
        fate: Fate::from_code(row.small(10)?).unwrap_or(Fate::None),
        key: row.bytes_opt(11)?,
        body: row.blob_opt(12)?.map(<[u8]>::to_vec),
    };
    Ok(EventRow { number: row.small(0)?, event })
}

/// Adds events from a number on. For the writer of the case alone: the numbers are the case's version.
pub(crate) fn add(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    first: u32,
    events: &[NewEvent],
) -> Result<(), StoreError> {
    for (number, event) in (first..).zip(events) {
        db.execute(
            &ADD,
            &[
                person.into(),
                case.into(),
                number.into(),
                i64::from(event.kind.code()).into(),
                event.at.into(),
                event.said_at.into(),
                event.author.as_ref().into(),
                i64::from(event.role.code()).into(),
                i64::from(event.channel.code()).into(),
                event.shown.into(),
                (&event.code).into(),
                event.hours.into(),
                i64::from(event.fate.code()).into(),
                event.key.as_ref().into(),
                event.body.as_ref().into(),
            ],
        )?;
    }
    Ok(())
}

/// The number of a message that came before under the same key.
pub fn find(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    key: &[u8; 32],
) -> Result<Option<u32>, StoreError> {
    db.query_optional(&FIND, &[person.into(), case.into(), key.into()])?.map(|row| row.small(0)).transpose()
}

/// What happened after the event `after` (0: from the beginning), in order, at most [`EVENTS_MAX`].
pub fn list(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    after: u32,
    count_max: u32,
) -> Result<Vec<EventRow>, StoreError> {
    let params = [person.into(), case.into(), after.into(), count_max.min(EVENTS_MAX).into()];
    db.query(&LIST, &params)?.iter().map(parse).collect()
}

/// The first event of a case that has so many, and the newest, in order, at most [`EVENTS_MAX`].
pub fn newest(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    events: u32,
) -> Result<Vec<EventRow>, StoreError> {
    if events <= EVENTS_MAX {
        return list(db, person, case, 0, EVENTS_MAX);
    }
    let mut found = list(db, person, case, 0, 1)?;
    found.extend(list(db, person, case, events - (EVENTS_MAX - 1), EVENTS_MAX - 1)?);
    Ok(found)
}

/// Everything of one kind that happened in a case, in order, at most [`EVENTS_MAX`].
pub fn of_kind(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    kind: CaseEvent,
) -> Result<Vec<EventRow>, StoreError> {
    let params = [person.into(), case.into(), i64::from(kind.code()).into(), EVENTS_MAX.into()];
    db.query(&OF_KIND, &params)?.iter().map(parse).collect()
}

/// A carrier reports what became of a message; false when more was known already.
pub fn set_fate(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    number: u32,
    fate: Fate,
) -> Result<bool, StoreError> {
    let fate = i64::from(fate.code());
    let changed =
        db.execute(&SET_FATE, &[fate.into(), person.into(), case.into(), number.into(), fate.into()])?;
    Ok(changed == 1)
}

/// Removes what happened in the cases of a person, all but those of one kind. Before the cases themselves.
/// How many.
pub fn forget_person(
    db: &mut dyn Connection,
    person: &PersonId,
    stays: Option<amanah_domain::cases::CaseKind>,
) -> Result<u64, StoreError> {
    let stays = stays.map_or(-1, |kind| i64::from(kind.code()));
    db.execute(&FORGET_PERSON, &[person.into(), person.into(), stays.into()])
}

/// Takes a member of staff out of what they did. How many.
pub fn forget_author(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_AUTHOR, &[person.into()])
}

/// Removes what happened in one case. How many.
pub fn forget_case(db: &mut dyn Connection, person: &PersonId, case: &CaseId) -> Result<u64, StoreError> {
    db.execute(&FORGET_CASE, &[person.into(), case.into()])
}

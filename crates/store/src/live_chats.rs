//! Chats that go on, who has them, and who is at the desk. What was said stands in the case.

use amanah_domain::{CaseId, PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into live_chat (person_id, case_id, state, since, agent) values ($1, $2, 0, $3, null)";
    READ = "select person_id, case_id, state, since, agent from live_chat where person_id = $1 and case_id = $2";
    WAITING = "select person_id, case_id, state, since, agent from live_chat where state = 0 \
        order by since, case_id limit $1";
    OF_AGENT = "select person_id, case_id, state, since, agent from live_chat where agent = $1 and state = 1 \
        order by since, case_id limit $2";
    COUNT_OF_AGENT = "select count(*) from live_chat where agent = $1 and state = 1";
    // What was said since the last answer.
    UNANSWERED = "select count(*) from case_event where person_id = $1 and case_id = $2 and kind = 1 and number > \
        (select coalesce(max(number), 0) from case_event where person_id = $3 and case_id = $4 and kind = 2)";
    TAKE = "update live_chat set state = 1, agent = $1, since = $2 where person_id = $3 and case_id = $4 and state = 0";
    HAND_OVER = "update live_chat set agent = $1, since = $2 \
        where person_id = $3 and case_id = $4 and state = 1 and agent = $5";
    GIVE_BACK = "update live_chat set state = 0, since = $1, agent = null \
        where person_id = $2 and case_id = $3 and state = 1 and agent = $4";
    ANY = "select 1 from live_chat union all select 1 from desk_presence limit 1";
    END = "update live_chat set state = 2, since = $1, agent = null where person_id = $2 and case_id = $3 and state < 2";
    // Everything that may have changed since a moment; the table is small.
    CHANGED = "select c.case_id, c.events from live_chat l join case_file c \
        on c.person_id = l.person_id and c.case_id = l.case_id where c.changed_at >= $1";
    SWEEP = "delete from live_chat where state = 2 and since < $1";
    FORGET_PERSON = "delete from live_chat where person_id = $1";
    FORGET_AGENT = "update live_chat set state = 0, agent = null where agent = $1";
    BE_THERE = "insert into desk_presence (person_id, seen_at) values ($1, $2) \
        on conflict (person_id) do update set seen_at = excluded.seen_at";
    LEAVE = "delete from desk_presence where person_id = $1";
    PRESENT = "select person_id from desk_presence where seen_at >= $1 order by seen_at desc limit $2";
    SEEN_AT = "select seen_at from desk_presence where person_id = $1";
    SWEEP_PRESENCE = "delete from desk_presence where seen_at < $1";
}

/// How far a chat is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatState {
    /// Nobody has taken it yet.
    Waiting = 0,
    /// An agent has it.
    Taken = 1,
    /// Over.
    Ended = 2,
}

/// A chat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChatRow {
    /// Whose.
    pub person: PersonId,
    /// The case that it is.
    pub case: CaseId,
    /// How far it is.
    pub state: ChatState,
    /// Since when.
    pub since: Timestamp,
    /// Who has it.
    pub agent: Option<PersonId>,
}

fn parse(row: &Row) -> Result<ChatRow, StoreError> {
    Ok(ChatRow {
        person: row.person(0)?,
        case: CaseId::from_bytes(row.bytes(1)?),
        state: match row.int(2)? {
            0 => ChatState::Waiting,
            1 => ChatState::Taken,
            _ => ChatState::Ended,
        },
        since: row.time(3)?,
        agent: row.bytes_opt(4)?.map(PersonId::from_bytes),
    })
}

/// A chat begins, and waits.
pub fn add(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(&ADD, &[person.into(), case.into(), now.into()]).map(drop)
}

/// Reads a chat; `None` where it was over some time ago.
pub fn read(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
) -> Result<Option<ChatRow>, StoreError> {
    db.query_optional(&READ, &[person.into(), case.into()])?.as_ref().map(parse).transpose()
}

/// Chats that nobody has taken yet, the longest waiting first.
pub fn waiting(db: &mut dyn Connection, count_max: u32) -> Result<Vec<ChatRow>, StoreError> {
    db.query(&WAITING, &[count_max.into()])?.iter().map(parse).collect()
}

/// Chats that an agent has, in the order in which they were taken.
pub fn of_agent(
    db: &mut dyn Connection,
    agent: &PersonId,
    count_max: u32,
) -> Result<Vec<ChatRow>, StoreError> {
    db.query(&OF_AGENT, &[agent.into(), count_max.into()])?.iter().map(parse).collect()
}

/// How many chats an agent has.
pub fn count_of_agent(db: &mut dyn Connection, agent: &PersonId) -> Result<u64, StoreError> {
    db.query_one(&COUNT_OF_AGENT, &[agent.into()])?.count(0)
}

/// How many lines were said in a case since its last answer.
pub fn unanswered(db: &mut dyn Connection, person: &PersonId, case: &CaseId) -> Result<u64, StoreError> {
    db.query_one(&UNANSWERED, &[person.into(), case.into(), person.into(), case.into()])?.count(0)
}

/// An agent takes a chat; false when it does not wait (any more).
pub fn take(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    agent: &PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&TAKE, &[agent.into(), now.into(), person.into(), case.into()])? == 1)
}

/// An agent hands a chat to another; false when it is not (or no longer) theirs.
pub fn hand_over(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    from: &PersonId,
    to: &PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let params = [to.into(), now.into(), person.into(), case.into(), from.into()];
    Ok(db.execute(&HAND_OVER, &params)? == 1)
}

/// An agent gives a chat back to whoever takes it first; false when it is not (or no longer) theirs.
pub fn give_back(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    from: &PersonId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&GIVE_BACK, &[now.into(), person.into(), case.into(), from.into()])? == 1)
}

/// Whether there is anything here at all.
pub fn any(db: &mut dyn Connection) -> Result<bool, StoreError> {
    Ok(db.query_optional(&ANY, &[])?.is_some())
}

/// Ends a chat; false when it was over already.
pub fn end(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&END, &[now.into(), person.into(), case.into()])? == 1)
}

/// Chats in which something may have happened since, with how many events they have by now.
pub fn changed(db: &mut dyn Connection, since: Timestamp) -> Result<Vec<(CaseId, u32)>, StoreError> {
    let rows = db.query(&CHANGED, &[since.into()])?;
    rows.iter().map(|row| Ok((CaseId::from_bytes(row.bytes(0)?), row.small(1)?))).collect()
}

/// Takes away what ended before, and who was at the desk before. How many rows.
pub fn sweep(db: &mut dyn Connection, before: Timestamp) -> Result<u64, StoreError> {
    let chats = db.execute(&SWEEP, &[before.into()])?;
    Ok(chats + db.execute(&SWEEP_PRESENCE, &[before.into()])?)
}

/// Removes the chats of a person. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

/// Takes a member of staff out: what they had waits for somebody else. How many.
pub fn forget_agent(db: &mut dyn Connection, agent: &PersonId) -> Result<u64, StoreError> {
    let had = db.execute(&FORGET_AGENT, &[agent.into()])?;
    Ok(had + leave(db, agent)?)
}

/// An agent is at the desk.
pub fn be_there(db: &mut dyn Connection, agent: &PersonId, now: Timestamp) -> Result<(), StoreError> {
    db.execute(&BE_THERE, &[agent.into(), now.into()]).map(drop)
}

/// An agent leaves the desk. 1 where they were there.
pub fn leave(db: &mut dyn Connection, agent: &PersonId) -> Result<u64, StoreError> {
    db.execute(&LEAVE, &[agent.into()])
}

/// Agents at the desk since a moment, the last seen first.
pub fn present(
    db: &mut dyn Connection,
    since: Timestamp,
    count_max: u32,
) -> Result<Vec<PersonId>, StoreError> {
    db.query(&PRESENT, &[since.into(), count_max.into()])?.iter().map(|row| row.person(0)).collect()
}

/// When an agent was last seen at the desk.
pub fn seen_at(db: &mut dyn Connection, agent: &PersonId) -> Result<Option<Timestamp>, StoreError> {
    db.query_optional(&SEEN_AT, &[agent.into()])?.map(|row| row.time(0)).transpose()
}

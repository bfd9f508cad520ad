//! What is to leave the house: mail, text, letters, files, calls. Written in the transaction that causes
//! it, handed over by a worker.
//!
//! `queued` → `handing over` (durable **before** the recipient is spoken to) → `handed over` or `failed`.
//! A worker that dies in between leaves a message whose fate nobody knows; it is handed over once more
//! under the same message id, and never a third time.

use amanah_domain::{PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Param, Row, StoreError};

/// The longest body, in bytes. Files lie in the document store; a message refers to them.
pub const BODY_BYTES_MAX: usize = 256 * 1_024;
/// Messages taken at once, at most.
pub const TAKE_COUNT_MAX: u32 = 256;
/// Repeats after an unknown outcome, at most.
const REPEATS_MAX: u32 = 1;

queries! {
    ADD = "insert into outbox (person_id, message_id, channel, state, due_at, attempts, repeats, created_at, \
        body) values ($1, $2, $3, 0, $4, 0, 0, $5, $6) on conflict (person_id, message_id) do nothing";
    GIVE_UP_UNKNOWN = "update outbox set state = 3, failure = 'outcome-unknown', lease_holder = null \
        where state = 1 and due_at <= $1 and repeats >= $2";
    // Before TAKE: a message that was being handed over when its worker died.
    REPEAT_UNKNOWN = "update outbox set state = 0, repeats = repeats + 1, lease_holder = null \
        where state = 1 and due_at <= $1 and repeats < $2";
    TAKE = "update outbox set state = 1, lease_holder = $1, due_at = $2, attempts = attempts + 1 \
        where (person_id, message_id) in (select person_id, message_id from outbox \
        where state = 0 and channel = $3 and due_at <= $4 order by due_at limit $5) and state = 0 \
        returning person_id, message_id, channel, attempts, repeats, body";
    HANDED_OVER = "update outbox set state = 2, handed_at = $1, lease_holder = null, failure = null \
        where person_id = $2 and message_id = $3 and state = 1 and lease_holder = $4";
    PUT_BACK = "update outbox set state = 0, due_at = $1, failure = $2, lease_holder = null \
        where person_id = $3 and message_id = $4 and state = 1 and lease_holder = $5";
    FAIL = "update outbox set state = 3, failure = $1, lease_holder = null \
        where person_id = $2 and message_id = $3 and state = 1 and lease_holder = $4";
    READ = "select person_id, message_id, channel, state, due_at, attempts, repeats, failure, created_at, \
        handed_at from outbox where person_id = $1 and message_id = $2";
    READ_BODY = "select body from outbox where person_id = $1 and message_id = $2";
    LIST_OF_PERSON = "select person_id, message_id, channel, state, due_at, attempts, repeats, failure, \
        created_at, handed_at from outbox where person_id = $1 order by created_at desc, message_id limit $2";
    LIST = "select person_id, message_id, channel, state, due_at, attempts, repeats, failure, created_at, \
        handed_at from outbox where state = $1 and (due_at, person_id, message_id) > ($2, $3, $4) \
        order by due_at, person_id, message_id limit $5";
    COUNT = "select channel, state, count(*), min(due_at) from outbox group by channel, state \
        order by channel, state";
    PURGE_HANDED = "delete from outbox where state = 2 and handed_at < $1";
    // Letters to strangers: their keys are gone after a day, so nobody can read these rows again.
    PURGE_UNREADABLE = "delete from outbox where state >= 2 and created_at < $1 \
        and not exists (select 1 from key_row where key_row.person_id = outbox.person_id)";
    FORGET_PERSON = "delete from outbox where person_id = $1";
}

/// Where a message stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Waits.
    Queued = 0,
    /// A worker speaks to the recipient, or died doing so.
    HandingOver = 1,
    /// The recipient has it.
    HandedOver = 2,
    /// Given up.
    Failed = 3,
}

impl State {
    fn from_code(row: &Row, position: usize) -> Result<Self, StoreError> {
        match row.int(position)? {
            0 => Ok(Self::Queued),
            1 => Ok(Self::HandingOver),
            2 => Ok(Self::HandedOver),
            3 => Ok(Self::Failed),
            _ => Err(StoreError::Engine("a message has an unknown state".into())),
        }
    }
}

/// A message to hand over.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// Whom it concerns (for messages about nobody: the system's own person).
    pub person: PersonId,
    /// Random; the recipient's idempotency key.
    pub message_id: [u8; 16],
    /// Which worker takes it: `mail`, `text`, `letter`, a partner's name.
    pub channel: &'a str,
    /// Not before.
    pub due_at: Timestamp,
    /// Sealed bytes, at most [`BODY_BYTES_MAX`].
    pub body: &'a [u8],
}

/// A message that is being handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenMessage {
    /// Whom it concerns.
    pub person: PersonId,
    /// The recipient's idempotency key.
    pub message_id: [u8; 16],
    /// The channel.
    pub channel: String,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// Whether the recipient may have it already: an earlier try ended without an outcome.
    pub is_repeat: bool,
    /// Sealed bytes.
    pub body: Vec<u8>,
}

/// A message as staff see it: no body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageStatus {
    /// Whom it concerns.
    pub person: PersonId,
    /// Its id.
    pub message_id: [u8; 16],
    /// The channel.
    pub channel: String,
    /// Where it stands.
    pub state: State,
    /// When it may be taken, or its hand-over counts as lost.
    pub due_at: Timestamp,
    /// Tries so far.
    pub attempts: u32,
    /// Repeats after an unknown outcome.
    pub repeats: u32,
    /// Code of the last failure.
    pub failure: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When the recipient had it.
    pub handed_at: Option<Timestamp>,
}

/// How many messages of a channel are in a state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageCount {
    /// The channel.
    pub channel: String,
    /// Where they stand.
    pub state: State,
    /// How many.
    pub count: u64,
    /// The earliest due time among them.
    pub oldest_due_at: Timestamp,
}

/// Queues a message in the caller's transaction; `false` when its id is known already.
pub fn add(db: &mut dyn Connection, message: &NewMessage<'_>, now: Timestamp) -> Result<bool, StoreError> {
    if message.body.len() > BODY_BYTES_MAX {
        let given = message.body.len();
        return Err(StoreError::TooMany { what: "bytes of a message", given, max: BODY_BYTES_MAX });
    }
    let added = db.execute(
        &ADD,
        &[
            (&message.person).into(),
            (&message.message_id).into(),
            message.channel.into(),
            message.due_at.into(),
            now.into(),
            message.body.into(),
        ],
    )?;
    Ok(added == 1)
}

/// Takes due messages of a channel, oldest first, and marks them as being handed over. The recipient
/// may be spoken to only after this transaction is committed. Messages whose outcome is unknown since
/// `lost_at` passed are taken once more, then given up.
pub fn take(
    db: &mut dyn Connection,
    channel: &str,
    holder: &[u8; 16],
    now: Timestamp,
    lost_at: Timestamp,
    count_max: u32,
) -> Result<Vec<TakenMessage>, StoreError> {
    db.execute(&GIVE_UP_UNKNOWN, &[now.into(), REPEATS_MAX.into()])?;
    db.execute(&REPEAT_UNKNOWN, &[now.into(), REPEATS_MAX.into()])?;
    let count = count_max.min(TAKE_COUNT_MAX);
    let params = [holder.into(), lost_at.into(), channel.into(), now.into(), count.into()];
    db.query(&TAKE, &params)?
        .into_iter()
        .map(|mut row| {
            Ok(TakenMessage {
                person: row.person(0)?,
                message_id: row.bytes(1)?,
                channel: row.text(2)?.to_owned(),
                attempt: row.small(3)?,
                is_repeat: row.int(4)? > 0,
                body: row.take_blob(5)?,
            })
        })
        .collect()
}

/// The recipient has it.
pub fn handed_over(
    db: &mut dyn Connection,
    message: &TakenMessage,
    holder: &[u8; 16],
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = &message.message_id;
    held(db.execute(&HANDED_OVER, &[now.into(), (&message.person).into(), id.into(), holder.into()])?)
}

/// The recipient certainly does not have it: try again at `due_at`. `failure` is a code of our own.
pub fn put_back(
    db: &mut dyn Connection,
    message: &TakenMessage,
    holder: &[u8; 16],
    due_at: Timestamp,
    failure: &str,
) -> Result<(), StoreError> {
    let id = &message.message_id;
    let params = [due_at.into(), failure.into(), (&message.person).into(), id.into(), holder.into()];
    held(db.execute(&PUT_BACK, &params)?)
}

/// The recipient refuses it for good. `failure` is a code of our own.
pub fn fail(
    db: &mut dyn Connection,
    message: &TakenMessage,
    holder: &[u8; 16],
    failure: &str,
) -> Result<(), StoreError> {
    let id = &message.message_id;
    held(db.execute(&FAIL, &[failure.into(), (&message.person).into(), id.into(), holder.into()])?)
}

fn held(changed: u64) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale { table: "outbox" }) }
}

/// One message.
pub fn read(
    db: &mut dyn Connection,
    person: &PersonId,
    message_id: &[u8; 16],
) -> Result<Option<MessageStatus>, StoreError> {
    let row = db.query_optional(&READ, &[person.into(), message_id.into()])?;
    row.as_ref().map(status).transpose()
}

/// The sealed body of a message (the person's copy, and `/outbox` in demo mode).
pub fn body(
    db: &mut dyn Connection,
    person: &PersonId,
    message_id: &[u8; 16],
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = db.query_optional(&READ_BODY, &[person.into(), message_id.into()])?;
    row.map(|mut row| row.take_blob(0)).transpose()
}

/// Messages of a person, newest first, at most `count_max`.
pub fn of_person(
    db: &mut dyn Connection,
    person: &PersonId,
    count_max: u32,
) -> Result<Vec<MessageStatus>, StoreError> {
    db.query(&LIST_OF_PERSON, &[person.into(), count_max.into()])?.iter().map(status).collect()
}

/// Messages in a state by due time, after the message `after`, at most `count_max`.
pub fn list(
    db: &mut dyn Connection,
    state: State,
    after: Option<&MessageStatus>,
    count_max: u32,
) -> Result<Vec<MessageStatus>, StoreError> {
    let none: &[u8] = &[];
    let (due_at, person, id) = after.map_or((i64::MIN, none, none), |message| {
        (message.due_at.millis(), &message.person.as_bytes()[..], &message.message_id[..])
    });
    let state = Param::Int(state as i64);
    let params = [state, due_at.into(), person.into(), id.into(), count_max.into()];
    db.query(&LIST, &params)?.iter().map(status).collect()
}

fn status(row: &Row) -> Result<MessageStatus, StoreError> {
    Ok(MessageStatus {
        person: row.person(0)?,
        message_id: row.bytes(1)?,
        channel: row.text(2)?.to_owned(),
        state: State::from_code(row, 3)?,
        due_at: row.time(4)?,
        attempts: row.small(5)?,
        repeats: row.small(6)?,
        failure: row.text_opt(7)?.map(str::to_owned),
        created_at: row.time(8)?,
        handed_at: row.time_opt(9)?,
    })
}

/// How many messages there are, by channel and state.
pub fn counts(db: &mut dyn Connection) -> Result<Vec<MessageCount>, StoreError> {
    let rows = db.query(&COUNT, &[])?;
    rows.iter()
        .map(|row| {
            Ok(MessageCount {
                channel: row.text(0)?.to_owned(),
                state: State::from_code(row, 1)?,
                count: row.count(2)?,
                oldest_due_at: row.time(3)?,
            })
        })
        .collect()
}

/// Removes messages handed over before `before`. How many.
pub fn purge_handed(db: &mut dyn Connection, before: Timestamp) -> Result<u64, StoreError> {
    db.execute(&PURGE_HANDED, &[before.into()])
}

/// Removes messages queued before `before` whose person has no keys any more. How many.
pub fn purge_unreadable(db: &mut dyn Connection, before: Timestamp) -> Result<u64, StoreError> {
    db.execute(&PURGE_UNREADABLE, &[before.into()])
}

/// Removes every message of a person. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

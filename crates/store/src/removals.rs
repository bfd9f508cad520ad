//! End, erase, destroy: what was asked, what it reached, who was told.
//!
//! `asked` is not stored: a removal comes in with the transaction that makes it so. `person_id` is emptied
//! when the person is destroyed; from then on the rows lead to nobody.

use amanah_domain::states::{NoticeState, NoticeWay, RemovalAct, RemovalLine, RemovalState};
use amanah_domain::{CategorySet, FieldSet, NoticeId, PersonId, RecipientClass, RemovalId, Role, Timestamp};

use crate::query::queries;
use crate::value::int;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into removal (removal_id, person_id, tag, act, asked_by, ground, categories, fields, state, \
        journal, asked_at, done_at, unreadable_at, last_epoch) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10, $11, $12, $13)";
    ADD_LINE = "insert into removal_line (removal_id, line, kind, what, number, ground, at_time, log_id, idx) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (removal_id, line) do nothing";
    CONFIRM = "update removal set state = 2, journal = $1 where removal_id = $2 and state = 1";
    READ = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, asked_at, \
        done_at, unreadable_at, last_epoch from removal where removal_id = $1";
    READ_TAG = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, asked_at, \
        done_at, unreadable_at, last_epoch from removal where tag = $1";
    TAG = "select tag from removal where removal_id = $1";
    LIST = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, asked_at, \
        done_at, unreadable_at, last_epoch from removal order by removal_id in \
        (select removal_id from removal_notice where state < 2 and created_at <= $1) desc, asked_at desc, removal_id \
        limit $2 offset $3";
    LIST_OF_PERSON = "select removal_id, person_id, act, asked_by, ground, categories, fields, state, journal, \
        asked_at, done_at, unreadable_at, last_epoch from removal where person_id = $1 order by asked_at desc, removal_id";
    COUNT = "select act, state, count(*) from removal group by act, state order by act, state";
    LINES = "select kind, what, number, ground, at_time, log_id, idx from removal_line where removal_id = $1 \
        order by line";
    NEXT_LINE = "select coalesce(max(line), 0) + 1 from removal_line where removal_id = $1";
    FORGET_PERSON = "update removal set person_id = null where person_id = $1";
    ADD_NOTICE = "insert into removal_notice (notice_id, removal_id, recipient, reference, state, attempts, \
        created_at, told_at, answered_at, answer, way, word_at, recorded_at) \
        values ($1, $2, $3, $4, 0, 0, $5, null, null, null, null, null, null) \
        on conflict (notice_id) do nothing";
    NOTICES = "select notice_id, removal_id, recipient, reference, state, attempts, created_at, told_at, \
        answered_at, answer, way, word_at, recorded_at from removal_notice where removal_id = $1 order by recipient, notice_id";
    READ_NOTICE = "select notice_id, removal_id, recipient, reference, state, attempts, created_at, told_at, \
        answered_at, answer, way, word_at, recorded_at from removal_notice where notice_id = $1";
    UNSIGNED_NOTICES = "select notice_id, removal_id, recipient, reference, state, attempts, created_at, told_at, \
        answered_at, answer, way, word_at, recorded_at from removal_notice where state >= $1 \
        and state <= $2 and recipient = $3 and (created_at, notice_id) > ($4, $5) order by created_at, notice_id limit $6";
    COUNT_WAITING = "select recipient, count(*) from removal_notice where state < 2 and created_at <= $1 \
        group by recipient order by recipient";
    // What was recorded by hand stays so until a signed answer is here.
    TOLD = "update removal_notice set state = case state when 3 then 3 else 1 end, attempts = attempts + 1, \
        told_at = coalesce(told_at, $1) where notice_id = $2 and state <> 2";
    TRIED = "update removal_notice set attempts = attempts + 1 where notice_id = $1 and state <> 2";
    ANSWERED = "update removal_notice set state = 2, attempts = attempts + 1, told_at = coalesce(told_at, $1), \
        answered_at = $2, answer = $3 where notice_id = $4 and state <> 2";
    RECORDED = "update removal_notice set state = 3, way = $1, word_at = $2, recorded_at = $3 \
        where notice_id = $4 and state <> 2";
}

/// One removal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovalRow {
    /// Its id.
    pub removal: RemovalId,
    /// Whose; `None` once they are destroyed.
    pub person: Option<PersonId>,
    /// Which act.
    pub act: RemovalAct,
    /// Who asked.
    pub asked_by: Role,
    /// On which ground: codes of `actions`.
    pub ground: String,
    /// Whole categories.
    pub categories: CategorySet,
    /// Single fields.
    pub fields: FieldSet,
    /// How far it is.
    pub state: RemovalState,
    /// Its number in the journal.
    pub journal: Option<u64>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// From when on no copy can be opened, as it was told.
    pub unreadable_at: Option<Timestamp>,
    /// The last epoch whose key can open a copy of what went.
    pub last_epoch: Option<u32>,
}

/// One line of a removal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineRow {
    /// Gone, kept, proof.
    pub kind: RemovalLine,
    /// What: a code of `actions`.
    pub what: String,
    /// How many.
    pub number: u64,
    /// On which ground it stays; empty otherwise.
    pub ground: String,
    /// Until when it stays.
    pub at: Option<Timestamp>,
    /// Log and index of the entry that proves it.
    pub entry: Option<(u32, u64)>,
}

/// What one recipient is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeRow {
    /// Its id: the recipient's idempotency key.
    pub notice: NoticeId,
    /// The removal.
    pub removal: RemovalId,
    /// Which class.
    pub recipient: RecipientClass,
    /// What the recipient knows the person by.
    pub reference: [u8; 16],
    /// Where it stands.
    pub state: NoticeState,
    /// Tries so far.
    pub attempts: u64,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was handed over first.
    pub told_at: Option<Timestamp>,
    /// When the acknowledgement came.
    pub answered_at: Option<Timestamp>,
    /// The acknowledgement.
    pub answer: Option<String>,
    /// Told by another way and answered, as the data protection officer recorded it; kept when a signed
    /// acknowledgement comes later.
    pub by_hand: Option<ByHand>,
}

impl NoticeRow {
    /// Its reference was taken out: nobody can be asked about it any more.
    pub fn is_spent(&self) -> bool {
        self.reference == [0; 16]
    }
}

/// That a recipient was told by another way, and answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByHand {
    /// How it was told.
    pub way: NoticeWay,
    /// The day of its answer.
    pub word_at: Timestamp,
    /// When that was written down.
    pub recorded_at: Timestamp,
}

/// Adds a removal under the tag of its certificate's code.
pub fn add(db: &mut dyn Connection, tag: &[u8; 32], row: &RemovalRow) -> Result<(), StoreError> {
    db.execute(
        &ADD,
        &[
            (&row.removal).into(),
            row.person.as_ref().into(),
            tag.into(),
            i64::from(row.act.code()).into(),
            i64::from(row.asked_by.code()).into(),
            (&row.ground).into(),
            int(row.categories.bits())?.into(),
            int(row.fields.bits())?.into(),
            i64::from(row.state.code()).into(),
            row.asked_at.into(),
            row.done_at.into(),
            row.unreadable_at.into(),
            row.last_epoch.map(i64::from).into(),
        ],
    )?;
    Ok(())
}

/// Adds lines after those that are there.
pub fn add_lines(
    db: &mut dyn Connection,
    removal: &RemovalId,
    first: u32,
    lines: &[LineRow],
) -> Result<(), StoreError> {
    for (line, number) in lines.iter().zip(first..) {
        let (log, index) = match line.entry {
            Some((log, index)) => (Some(i64::from(log)), Some(int(index)?)),
            None => (None, None),
        };
        db.execute(
            &ADD_LINE,
            &[
                removal.into(),
                number.into(),
                i64::from(line.kind.code()).into(),
                (&line.what).into(),
                int(line.number)?.into(),
                (&line.ground).into(),
                line.at.into(),
                log.into(),
                index.into(),
            ],
        )?;
    }
    Ok(())
}

/// The number of the next line.
pub fn next_line(db: &mut dyn Connection, removal: &RemovalId) -> Result<u32, StoreError> {
    db.query_one(&NEXT_LINE, &[removal.into()])?.small(0)
}

/// On record and in the journal; false when that was written down already.
pub fn confirm(db: &mut dyn Connection, removal: &RemovalId, journal: u64) -> Result<bool, StoreError> {
    Ok(db.execute(&CONFIRM, &[int(journal)?.into(), removal.into()])? == 1)
}

fn parse(row: &Row) -> Result<RemovalRow, StoreError> {
    Ok(RemovalRow {
        removal: RemovalId::from_bytes(row.bytes(0)?),
        person: row.bytes_opt(1)?.map(PersonId::from_bytes),
        act: RemovalAct::from_code(row.small(2)?).unwrap_or(RemovalAct::End),
        asked_by: Role::from_code(row.small(3)?).unwrap_or(Role::System),
        ground: row.text(4)?.to_owned(),
        categories: CategorySet::from_bits(row.count(5)?),
        fields: FieldSet::from_bits(row.count(6)?),
        state: RemovalState::from_code(row.small(7)?).unwrap_or(RemovalState::Asked),
        journal: row.int_opt(8)?.and_then(|number| u64::try_from(number).ok()),
        asked_at: row.time(9)?,
        done_at: row.time_opt(10)?,
        unreadable_at: row.time_opt(11)?,
        last_epoch: row.int_opt(12)?.and_then(|epoch| u32::try_from(epoch).ok()),
    })
}

/// Reads a removal.
pub fn read(db: &mut dyn Connection, removal: &RemovalId) -> Result<Option<RemovalRow>, StoreError> {
    db.query_optional(&READ, &[removal.into()])?.as_ref().map(parse).transpose()
}

/// The tag of a removal's certificate.
pub fn tag(db: &mut dyn Connection, removal: &RemovalId) -> Result<Option<[u8; 32]>, StoreError> {
    db.query_optional(&TAG, &[removal.into()])?.map(|row| row.bytes(0)).transpose()
}

/// Reads a removal by the tag of its certificate's code.
pub fn read_tag(db: &mut dyn Connection, tag: &[u8; 32]) -> Result<Option<RemovalRow>, StoreError> {
    db.query_optional(&READ_TAG, &[tag.into()])?.as_ref().map(parse).transpose()
}

/// Every removal, `skip` of them left out: first those with a notice made at or before `late` that nobody
/// has answered, then the others; newest first.
pub fn list(
    db: &mut dyn Connection,
    late: Timestamp,
    skip: u32,
    count_max: u32,
) -> Result<Vec<RemovalRow>, StoreError> {
    db.query(&LIST, &[late.into(), count_max.into(), skip.into()])?.iter().map(parse).collect()
}

/// The removals of a person who is still there, newest first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<RemovalRow>, StoreError> {
    db.query(&LIST_OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// Removals by act and state.
pub fn counts(db: &mut dyn Connection) -> Result<Vec<(RemovalAct, RemovalState, u64)>, StoreError> {
    let mut out = Vec::new();
    for row in db.query(&COUNT, &[])? {
        if let (Some(act), Some(state)) =
            (RemovalAct::from_code(row.small(0)?), RemovalState::from_code(row.small(1)?))
        {
            out.push((act, state, row.count(2)?));
        }
    }
    Ok(out)
}

/// The lines of a removal in order.
pub fn lines(db: &mut dyn Connection, removal: &RemovalId) -> Result<Vec<LineRow>, StoreError> {
    db.query(&LINES, &[removal.into()])?
        .iter()
        .map(|row| {
            Ok(LineRow {
                kind: RemovalLine::from_code(row.small(0)?).unwrap_or(RemovalLine::Gone),
                what: row.text(1)?.to_owned(),
                number: row.count(2)?,
                ground: row.text(3)?.to_owned(),
                at: row.time_opt(4)?,
                entry: match row.is_null(5)? {
                    true => None,
                    false => Some((row.small(5)?, row.count(6)?)),
                },
            })
        })
        .collect()
}

/// A person is destroyed: their removals lead to nobody. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

/// Adds what a recipient is to be told.
pub fn add_notice(db: &mut dyn Connection, row: &NoticeRow) -> Result<(), StoreError> {
    db.execute(
        &ADD_NOTICE,
        &[
            (&row.notice).into(),
            (&row.removal).into(),
            i64::from(row.recipient.code()).into(),
            (&row.reference).into(),
            row.created_at.into(),
        ],
    )?;
    Ok(())
}

fn parse_notice(row: &Row) -> Result<NoticeRow, StoreError> {
    Ok(NoticeRow {
        notice: NoticeId::from_bytes(row.bytes(0)?),
        removal: RemovalId::from_bytes(row.bytes(1)?),
        recipient: RecipientClass::from_code(row.small(2)?)
            .ok_or_else(|| StoreError::Engine("a notice has an unknown recipient".into()))?,
        reference: row.bytes(3)?,
        state: NoticeState::from_code(row.small(4)?).unwrap_or(NoticeState::Waiting),
        attempts: row.count(5)?,
        created_at: row.time(6)?,
        told_at: row.time_opt(7)?,
        answered_at: row.time_opt(8)?,
        answer: row.text_opt(9)?.map(str::to_owned),
        by_hand: match (row.int_opt(10)?, row.time_opt(11)?, row.time_opt(12)?) {
            (Some(_), Some(word_at), Some(recorded_at)) => {
                let way = NoticeWay::from_code(row.small(10)?)
                    .ok_or_else(|| StoreError::Engine("a recipient was told in an unknown way".into()))?;
                Some(ByHand { way, word_at, recorded_at })
            }
            _ => None,
        },
    })
}

/// The notices of a removal.
pub fn notices(db: &mut dyn Connection, removal: &RemovalId) -> Result<Vec<NoticeRow>, StoreError> {
    db.query(&NOTICES, &[removal.into()])?.iter().map(parse_notice).collect()
}

/// One notice.
pub fn read_notice(db: &mut dyn Connection, notice: &NoticeId) -> Result<Option<NoticeRow>, StoreError> {
    db.query_optional(&READ_NOTICE, &[notice.into()])?.as_ref().map(parse_notice).transpose()
}

/// Which notices are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsigned {
    /// No answer of any kind is here.
    Waiting,
    /// An answer was recorded by hand.
    Recorded,
}

/// Notices to a class of recipients whose acknowledgement is not here, oldest first, after a position.
pub fn unsigned_notices(
    db: &mut dyn Connection,
    which: Unsigned,
    recipient: RecipientClass,
    after: Option<(Timestamp, NoticeId)>,
    count_max: u32,
) -> Result<Vec<NoticeRow>, StoreError> {
    let (at, notice) = after.unwrap_or((Timestamp::from_millis(i64::MIN), NoticeId::from_bytes([0; 16])));
    let (first, last) = match which {
        Unsigned::Waiting => (NoticeState::Waiting, NoticeState::Told),
        Unsigned::Recorded => (NoticeState::Recorded, NoticeState::Recorded),
    };
    db.query(
        &UNSIGNED_NOTICES,
        &[
            i64::from(first.code()).into(),
            i64::from(last.code()).into(),
            i64::from(recipient.code()).into(),
            at.into(),
            (&notice).into(),
            count_max.into(),
        ],
    )?
    .iter()
    .map(parse_notice)
    .collect()
}

/// How many notices made at or before a moment wait for an answer, by class.
pub fn count_waiting(
    db: &mut dyn Connection,
    made_by: Timestamp,
) -> Result<Vec<(RecipientClass, u64)>, StoreError> {
    let mut out = Vec::new();
    for row in db.query(&COUNT_WAITING, &[made_by.into()])? {
        if let Some(class) = RecipientClass::from_code(row.small(0)?) {
            out.push((class, row.count(1)?));
        }
    }
    Ok(out)
}

/// Handed over; the acknowledgement is still to come. False when it came already.
pub fn told(db: &mut dyn Connection, notice: &NoticeId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(db.execute(&TOLD, &[now.into(), notice.into()])? == 1)
}

/// Tried in vain.
pub fn tried(db: &mut dyn Connection, notice: &NoticeId) -> Result<bool, StoreError> {
    Ok(db.execute(&TRIED, &[notice.into()])? == 1)
}

/// The signed acknowledgement came and was checked; false when one was here already.
pub fn answered(
    db: &mut dyn Connection,
    notice: &NoticeId,
    answer: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&ANSWERED, &[now.into(), now.into(), answer.into(), notice.into()])? == 1)
}

/// Told by another way, and answered. Recorded anew it is corrected; false when the signed
/// acknowledgement is here.
pub fn record(db: &mut dyn Connection, notice: &NoticeId, by_hand: &ByHand) -> Result<bool, StoreError> {
    let way = i64::from(by_hand.way.code());
    let values = [way.into(), by_hand.word_at.into(), by_hand.recorded_at.into(), notice.into()];
    Ok(db.execute(&RECORDED, &values)? == 1)
}

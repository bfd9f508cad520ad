//! What recipients are told: that what they received is to go, was wrong, rests on no consent any more, is
//! restricted; and their acknowledgements.

use amanah_domain::cases::NoticeKind;
use amanah_domain::states::{NoticeState, NoticeWay};
use amanah_domain::{FieldSet, NoticeId, PurposeId, RecipientClass, RemovalId, Timestamp};

use crate::query::queries;
use crate::value::int;
use crate::{Connection, Row, StoreError};

macro_rules! columns {
    ($after:literal) => {
        concat!(
            "select notice_id, removal_id, recipient, reference, state, attempts, created_at, told_at, answered_at, \
            answer, way, word_at, recorded_at, kind, fields, purpose, due_at from removal_notice ",
            $after
        )
    };
}

queries! {
    ADD = "insert into removal_notice (notice_id, removal_id, recipient, reference, state, attempts, \
        created_at, told_at, answered_at, answer, way, word_at, recorded_at, kind, fields, purpose, due_at) \
        values ($1, $2, $3, $4, 0, 0, $5, null, null, null, null, null, null, $6, $7, $8, $9) \
        on conflict (notice_id) do nothing";
    LIST = columns!("where removal_id = $1 order by recipient, notice_id");
    READ = columns!("where notice_id = $1");
    UNSIGNED = columns!("where state >= $1 and state <= $2 and recipient = $3 and (created_at, notice_id) > ($4, $5) \
        order by created_at, notice_id limit $6");
    OVERDUE = columns!("where state < 2 and due_at <= $1 order by due_at, notice_id limit $2");
    DROP_ANSWERED = "delete from removal_notice where kind <> 0 and state >= 2 and created_at <= $1";
    FORGET_REFERENCE = "delete from removal_notice where reference = $1 and kind <> 0";
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

/// What one recipient is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeRow {
    /// Its id: the recipient's idempotency key.
    pub notice: NoticeId,
    /// Of what it tells.
    pub kind: NoticeKind,
    /// The removal; of another kind the case that was decided, or a random id for what was done without one.
    pub removal: RemovalId,
    /// Which fields it is about; none of a removal, which says so itself.
    pub fields: FieldSet,
    /// The purpose that it is about: a consent that was withdrawn.
    pub purpose: Option<PurposeId>,
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
    /// Until when an acknowledgement is to be here; of a removal its own bound counts.
    pub due_at: Option<Timestamp>,
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

/// Adds what a recipient is to be told.
pub fn add(db: &mut dyn Connection, row: &NoticeRow) -> Result<(), StoreError> {
    db.execute(
        &ADD,
        &[
            (&row.notice).into(),
            (&row.removal).into(),
            i64::from(row.recipient.code()).into(),
            (&row.reference).into(),
            row.created_at.into(),
            i64::from(row.kind.code()).into(),
            int(row.fields.bits())?.into(),
            row.purpose.map(|purpose| i64::from(purpose.code())).into(),
            row.due_at.into(),
        ],
    )?;
    Ok(())
}

fn parse(row: &Row) -> Result<NoticeRow, StoreError> {
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
        kind: NoticeKind::from_code(row.small(13)?)
            .ok_or_else(|| StoreError::Engine("a notice has an unknown kind".into()))?,
        fields: FieldSet::from_bits(row.count(14)?),
        purpose: row.int_opt(15)?.and_then(|code| PurposeId::from_code(u8::try_from(code).ok()?)),
        due_at: row.time_opt(16)?,
    })
}

/// The notices of a removal, of a case, of a withdrawal.
pub fn of(db: &mut dyn Connection, removal: &RemovalId) -> Result<Vec<NoticeRow>, StoreError> {
    db.query(&LIST, &[removal.into()])?.iter().map(parse).collect()
}

/// One notice.
pub fn read(db: &mut dyn Connection, notice: &NoticeId) -> Result<Option<NoticeRow>, StoreError> {
    db.query_optional(&READ, &[notice.into()])?.as_ref().map(parse).transpose()
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
pub fn unsigned(
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
        &UNSIGNED,
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
    .map(parse)
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

/// Notices whose acknowledgement is overdue and that tell of something else than a removal, the longest first.
pub fn overdue(
    db: &mut dyn Connection,
    now: Timestamp,
    count_max: u32,
) -> Result<Vec<NoticeRow>, StoreError> {
    db.query(&OVERDUE, &[now.into(), count_max.into()])?.iter().map(parse).collect()
}

/// Removes acknowledged notices that belong to no removal and were made at or before a moment. How many.
pub fn drop_answered(db: &mut dyn Connection, made_by: Timestamp) -> Result<u64, StoreError> {
    db.execute(&DROP_ANSWERED, &[made_by.into()])
}

/// Whoever a reference names is destroyed: they are told of that, and of nothing else any more. How many.
pub fn forget_reference(db: &mut dyn Connection, reference: &[u8; 16]) -> Result<u64, StoreError> {
    db.execute(&FORGET_REFERENCE, &[reference.into()])
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

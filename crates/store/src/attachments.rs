//! Files that people sent, sealed under their own keys.

use amanah_domain::cases::{AttachmentState, MediaKind};
use amanah_domain::{AttachmentId, CaseId, PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    ADD = "insert into attachment (person_id, attachment_id, case_id, event, state, media, evidence, bytes, failure, \
        added_at, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LIST = "select attachment_id, case_id, event, state, media, evidence, bytes, failure, added_at from attachment \
        where person_id = $1 and case_id = $2 order by added_at, attachment_id";
    READ = "select attachment_id, case_id, event, state, media, evidence, bytes, failure, added_at, body \
        from attachment where person_id = $1 and attachment_id = $2";
    LIST_OF_PERSON = "select attachment_id, case_id, event, state, media, evidence, bytes, failure, added_at \
        from attachment where person_id = $1 order by added_at, attachment_id";
    SET = "update attachment set state = $1, media = $2, bytes = $3, failure = $4, body = $5 \
        where person_id = $6 and attachment_id = $7 and state = 0";
    USED = "select cast(coalesce(sum(bytes), 0) as bigint) from attachment where person_id = $1";
    FORGET_KIND = "delete from attachment where person_id = $1 and evidence = $2";
    FORGET_CASE = "delete from attachment where person_id = $1 and case_id = $2";
}

/// A file without its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachmentRow {
    /// Its id.
    pub attachment: AttachmentId,
    /// To which case it came.
    pub case: CaseId,
    /// With which event of the case.
    pub event: u32,
    /// Where it stands.
    pub state: AttachmentState,
    /// What it is; `None` as long as it is not here.
    pub media: Option<MediaKind>,
    /// Whether it is evidence (an identity document) and not part of a conversation: under another key.
    pub evidence: bool,
    /// Bytes of content.
    pub bytes: u32,
    /// Why it was not taken: a code of our own; empty where it was.
    pub failure: String,
    /// When it came.
    pub added_at: Timestamp,
}

/// A file and its sealed content; none where it is not here.
pub type WithContent = (AttachmentRow, Option<Vec<u8>>);

fn parse(row: &Row) -> Result<AttachmentRow, StoreError> {
    Ok(AttachmentRow {
        attachment: AttachmentId::from_bytes(row.bytes(0)?),
        case: CaseId::from_bytes(row.bytes(1)?),
        event: row.small(2)?,
        state: AttachmentState::from_code(row.small(3)?).unwrap_or(AttachmentState::Refused),
        media: row.int_opt(4)?.and_then(|code| MediaKind::from_code(u8::try_from(code).ok()?)),
        evidence: row.int(5)? == 1,
        bytes: row.small(6)?,
        failure: row.text(7)?.to_owned(),
        added_at: row.time(8)?,
    })
}

/// Adds a file; without a body where it is still to be fetched, or was not taken.
pub fn add(
    db: &mut dyn Connection,
    person: &PersonId,
    row: &AttachmentRow,
    body: Option<&[u8]>,
) -> Result<(), StoreError> {
    let params = [
        person.into(),
        (&row.attachment).into(),
        (&row.case).into(),
        row.event.into(),
        i64::from(row.state.code()).into(),
        row.media.map(|media| i64::from(media.code())).into(),
        row.evidence.into(),
        row.bytes.into(),
        (&row.failure).into(),
        row.added_at.into(),
        body.into(),
    ];
    db.execute(&ADD, &params).map(drop)
}

/// The files of a case, oldest first.
pub fn of_case(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
) -> Result<Vec<AttachmentRow>, StoreError> {
    db.query(&LIST, &[person.into(), case.into()])?.iter().map(parse).collect()
}

/// The files of a person, oldest first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<AttachmentRow>, StoreError> {
    db.query(&LIST_OF_PERSON, &[person.into()])?.iter().map(parse).collect()
}

/// One file with its sealed content.
pub fn read(
    db: &mut dyn Connection,
    person: &PersonId,
    attachment: &AttachmentId,
) -> Result<Option<WithContent>, StoreError> {
    let row = db.query_optional(&READ, &[person.into(), attachment.into()])?;
    row.map(|row| Ok((parse(&row)?, row.blob_opt(9)?.map(<[u8]>::to_vec)))).transpose()
}

/// A file that was awaited is here, or is given up; false when that is known already.
pub fn set(
    db: &mut dyn Connection,
    person: &PersonId,
    row: &AttachmentRow,
    body: Option<&[u8]>,
) -> Result<bool, StoreError> {
    let params = [
        i64::from(row.state.code()).into(),
        row.media.map(|media| i64::from(media.code())).into(),
        row.bytes.into(),
        (&row.failure).into(),
        body.into(),
        person.into(),
        (&row.attachment).into(),
    ];
    Ok(db.execute(&SET, &params)? == 1)
}

/// Bytes of all files of a person.
pub fn used(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.query_one(&USED, &[person.into()])?.count(0)
}

/// Removes the files of a person that are evidence, or those that are not. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId, evidence: bool) -> Result<u64, StoreError> {
    db.execute(&FORGET_KIND, &[person.into(), evidence.into()])
}

/// Removes the files of one case. How many.
pub fn forget_case(db: &mut dyn Connection, person: &PersonId, case: &CaseId) -> Result<u64, StoreError> {
    db.execute(&FORGET_CASE, &[person.into(), case.into()])
}

//! Notices to recipients whose reference nobody needs any more.

use amanah_domain::{NoticeId, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    // The reference stays needed until the recipient has answered.
    SPENT = "select notice_id, answer from removal_notice where state >= 2 and reference <> $1 \
        and removal_id in (select removal_id from removal where unreadable_at <= $2) \
        order by notice_id limit $3";
    TAKE_OUT = "update removal_notice set reference = $1, answer = $2 where notice_id = $3";
}

/// A reference that was taken out.
const BLANK: [u8; 16] = [0; 16];

/// Notices that were answered, of removals whose last copy is unreadable by `now`, with their answers, at
/// most `count_max`: nobody needs the reference by which the recipient knew the person any more.
pub fn list(
    db: &mut dyn Connection,
    now: Timestamp,
    count_max: u32,
) -> Result<Vec<(NoticeId, Option<String>)>, StoreError> {
    let params = [(&BLANK).into(), now.into(), count_max.into()];
    let found = db.query(&SPENT, &params)?;
    let notice = |row: &Row| Ok((NoticeId::from_bytes(row.bytes(0)?), row.text_opt(1)?.map(str::to_owned)));
    found.iter().map(notice).collect()
}

/// Takes the reference out of a notice, and puts `answer` in place of the one that repeats it.
pub fn blank(db: &mut dyn Connection, notice: &NoticeId, answer: Option<&str>) -> Result<bool, StoreError> {
    Ok(db.execute(&TAKE_OUT, &[(&BLANK).into(), answer.into(), notice.into()])? == 1)
}

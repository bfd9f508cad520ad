//! Keyed tags that outlive a person, on a stated ground and for a stated term. A tag says of a number that
//! comes again that it was here; it leads to nobody.

use amanah_domain::Timestamp;

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    KEEP = "insert into kept_tag (index_id, tag, ground, kept_from, until_at) values ($1, $2, $3, $4, $5) \
        on conflict (index_id, tag) do update set ground = excluded.ground, until_at = excluded.until_at \
        where kept_tag.until_at < excluded.until_at";
    FIND = "select ground, kept_from, until_at from kept_tag where index_id = $1 and tag = $2 and until_at > $3";
    DROP_OVER = "delete from kept_tag where (index_id, tag) in \
        (select index_id, tag from kept_tag where until_at <= $1 limit $2)";
    COUNT = "select count(*) from kept_tag";
}

/// Why and until when a tag is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptTag {
    /// On which ground: a code of `actions`.
    pub ground: String,
    /// Since when.
    pub kept_from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// Keeps a tag; where it is kept already, the longer term counts.
pub fn keep(
    db: &mut dyn Connection,
    index_id: i64,
    tag: &[u8; 32],
    kept: &KeptTag,
) -> Result<(), StoreError> {
    let params =
        [index_id.into(), tag.into(), (&kept.ground).into(), kept.kept_from.into(), kept.until.into()];
    db.execute(&KEEP, &params).map(drop)
}

/// Whether a tag is kept at this moment.
pub fn find(
    db: &mut dyn Connection,
    index_id: i64,
    tag: &[u8; 32],
    now: Timestamp,
) -> Result<Option<KeptTag>, StoreError> {
    db.query_optional(&FIND, &[index_id.into(), tag.into(), now.into()])?
        .map(|row| {
            Ok(KeptTag { ground: row.text(0)?.to_owned(), kept_from: row.time(1)?, until: row.time(2)? })
        })
        .transpose()
}

/// Drops tags whose term is over, at most `count_max`. How many.
pub fn drop_over(db: &mut dyn Connection, now: Timestamp, count_max: u32) -> Result<u64, StoreError> {
    db.execute(&DROP_OVER, &[now.into(), count_max.into()])
}

/// How many are kept.
pub fn count(db: &mut dyn Connection) -> Result<u64, StoreError> {
    db.query_one(&COUNT, &[])?.count(0)
}

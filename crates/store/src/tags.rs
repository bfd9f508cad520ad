//! Blind indexes: keyed tags by which a person is found, and claims by which a tag has one holder.
//!
//! Two processes that insert the same tags would deadlock if each began elsewhere, so tags are always
//! inserted in sorted order.

use amanah_domain::{PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    PUT = "insert into index_tag (index_id, tag, person_id, state, created_at) values ($1, $2, $3, $4, $5) \
        on conflict (index_id, tag, person_id) do update set state = excluded.state";
    FIND = "select person_id, state, created_at from index_tag where index_id = $1 and tag = $2 \
        order by created_at, person_id limit $3";
    COUNT = "select count(*) from index_tag where index_id = $1 and tag = $2 and state = $3";
    LIST_OF_PERSON = "select index_id, tag, state, created_at from index_tag where person_id = $1 \
        order by index_id, tag";
    CLAIMS_OF_PERSON = "select index_id, tag from index_claim where person_id = $1 order by index_id, tag";
    DROP_ONE = "delete from index_tag where index_id = $1 and tag = $2 and person_id = $3";
    DROP_OF_PERSON = "delete from index_tag where person_id = $1";
    CLAIM = "insert into index_claim (index_id, tag, person_id, claimed_at) values ($1, $2, $3, $4) \
        on conflict (index_id, tag) do nothing";
    HOLDER = "select person_id from index_claim where index_id = $1 and tag = $2";
    RELEASE = "delete from index_claim where index_id = $1 and tag = $2 and person_id = $3";
    RELEASE_OF_PERSON = "delete from index_claim where person_id = $1";
}

/// A tag of a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TagRow {
    /// Which index.
    pub index_id: i64,
    /// The keyed HMAC.
    pub tag: Vec<u8>,
    /// Whose.
    pub person: PersonId,
    /// A code of the index's own (pending, confirmed…).
    pub state: i64,
    /// When it was first put.
    pub created_at: Timestamp,
}

/// Puts tags; for those that a person has already, the state is set. Sorts `tags`.
pub fn put(db: &mut dyn Connection, tags: &mut [TagRow]) -> Result<(), StoreError> {
    tags.sort();
    for tag in tags.iter() {
        let (state, created_at) = (tag.state.into(), tag.created_at.into());
        let params = [tag.index_id.into(), (&tag.tag).into(), (&tag.person).into(), state, created_at];
        db.execute(&PUT, &params)?;
    }
    Ok(())
}

/// Who has the tag, first come first, at most `count_max`.
pub fn find(
    db: &mut dyn Connection,
    index_id: i64,
    tag: &[u8],
    count_max: u32,
) -> Result<Vec<TagRow>, StoreError> {
    let rows = db.query(&FIND, &[index_id.into(), tag.into(), count_max.into()])?;
    rows.iter()
        .map(|row| {
            let (state, created_at) = (row.int(1)?, row.time(2)?);
            Ok(TagRow { index_id, tag: tag.to_vec(), person: row.person(0)?, state, created_at })
        })
        .collect()
}

/// How many people have the tag in this state.
pub fn count(db: &mut dyn Connection, index_id: i64, tag: &[u8], state: i64) -> Result<u64, StoreError> {
    db.query_one(&COUNT, &[index_id.into(), tag.into(), state.into()])?.count(0)
}

/// The tags of a person.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<TagRow>, StoreError> {
    let rows = db.query(&LIST_OF_PERSON, &[person.into()])?;
    rows.into_iter()
        .map(|mut row| {
            let (state, created_at) = (row.int(2)?, row.time(3)?);
            Ok(TagRow { index_id: row.int(0)?, tag: row.take_blob(1)?, person: *person, state, created_at })
        })
        .collect()
}

/// Takes one tag from a person; whether they had it.
pub fn remove(
    db: &mut dyn Connection,
    index_id: i64,
    tag: &[u8],
    person: &PersonId,
) -> Result<bool, StoreError> {
    Ok(db.execute(&DROP_ONE, &[index_id.into(), tag.into(), person.into()])? == 1)
}

/// Claims a tag for one person alone. Returns who holds it now: `person`, or whoever was first.
/// Within a transaction claim in sorted order of index and tag.
pub fn claim(
    db: &mut dyn Connection,
    index_id: i64,
    tag: &[u8],
    person: &PersonId,
    now: Timestamp,
) -> Result<PersonId, StoreError> {
    if db.execute(&CLAIM, &[index_id.into(), tag.into(), person.into(), now.into()])? == 1 {
        return Ok(*person);
    }
    // Released in this very moment by its holder: the caller asks again.
    holder(db, index_id, tag)?.ok_or(StoreError::Stale { table: "index_claim" })
}

/// Who has claimed the tag.
pub fn holder(db: &mut dyn Connection, index_id: i64, tag: &[u8]) -> Result<Option<PersonId>, StoreError> {
    db.query_optional(&HOLDER, &[index_id.into(), tag.into()])?.map(|row| row.person(0)).transpose()
}

/// What a person has claimed: index and tag, sorted.
pub fn claims_of_person(
    db: &mut dyn Connection,
    person: &PersonId,
) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let rows = db.query(&CLAIMS_OF_PERSON, &[person.into()])?;
    rows.into_iter().map(|mut row| Ok((row.int(0)?, row.take_blob(1)?))).collect()
}

/// Gives a claim back; whether the person held it.
pub fn release(
    db: &mut dyn Connection,
    index_id: i64,
    tag: &[u8],
    person: &PersonId,
) -> Result<bool, StoreError> {
    Ok(db.execute(&RELEASE, &[index_id.into(), tag.into(), person.into()])? == 1)
}

/// Drops every tag and claim of a person: part of erasure. How many tags.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&RELEASE_OF_PERSON, &[person.into()])?;
    db.execute(&DROP_OF_PERSON, &[person.into()])
}

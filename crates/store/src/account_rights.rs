//! What stands in an account because of a right: processing restricted (article 41), purposes objected to
//! (article 10), values in dispute, and by which way a person wants to be written to. Each set changes in one
//! statement, so that two changes at once both count.

use amanah_domain::states::Channel;
use amanah_domain::{FieldSet, PersonId, PurposeSet, Timestamp};

use crate::query::queries;
use crate::value::int;
use crate::{Connection, StoreError};

queries! {
    RESTRICT = "update account set restricted = $1, changed_at = $2 where person_id = $3 and restricted <> $4";
    OBJECT = "update account set objections = objections | $1, changed_at = $2 where person_id = $3";
    END_OBJECTION = "update account set objections = objections & $1, changed_at = $2 where person_id = $3";
    DISPUTE = "update account set disputed = disputed | $1, changed_at = $2 where person_id = $3";
    END_DISPUTE = "update account set disputed = disputed & $1, changed_at = $2 where person_id = $3";
    SET_LETTER_CHANNEL = "update account set letter_channel = $1 where person_id = $2";
    LETTER_CHANNEL = "select letter_channel from account where person_id = $1";
}

/// Restricts the processing of a person's data, or lifts that. False where it stands so already.
pub fn restrict(
    db: &mut dyn Connection,
    person: &PersonId,
    restricted: bool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(db.execute(&RESTRICT, &[restricted.into(), now.into(), person.into(), restricted.into()])? == 1)
}

/// The person objects to these purposes from this moment.
pub fn object(
    db: &mut dyn Connection,
    person: &PersonId,
    purposes: PurposeSet,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(&OBJECT, &[int(purposes.bits())?.into(), now.into(), person.into()]).map(drop)
}

/// The person no longer objects to these purposes.
pub fn end_objection(
    db: &mut dyn Connection,
    person: &PersonId,
    purposes: PurposeSet,
    now: Timestamp,
) -> Result<(), StoreError> {
    let kept = (!purposes.bits()).cast_signed();
    db.execute(&END_OBJECTION, &[kept.into(), now.into(), person.into()]).map(drop)
}

/// These values are in dispute from this moment.
pub fn dispute(
    db: &mut dyn Connection,
    person: &PersonId,
    fields: FieldSet,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(&DISPUTE, &[int(fields.bits())?.into(), now.into(), person.into()]).map(drop)
}

/// These values are in dispute no longer.
pub fn end_dispute(
    db: &mut dyn Connection,
    person: &PersonId,
    fields: FieldSet,
    now: Timestamp,
) -> Result<(), StoreError> {
    let kept = (!fields.bits()).cast_signed();
    db.execute(&END_DISPUTE, &[kept.into(), now.into(), person.into()]).map(drop)
}

/// By which way the person wants to be written to; `None`: by mail where there is an address.
pub fn set_letter_channel(
    db: &mut dyn Connection,
    person: &PersonId,
    channel: Option<Channel>,
) -> Result<(), StoreError> {
    let channel = channel.map(|channel| i64::from(channel.code()));
    db.execute(&SET_LETTER_CHANNEL, &[channel.into(), person.into()]).map(drop)
}

/// By which way the person wants to be written to.
pub fn letter_channel(db: &mut dyn Connection, person: &PersonId) -> Result<Option<Channel>, StoreError> {
    let Some(row) = db.query_optional(&LETTER_CHANNEL, &[person.into()])? else { return Ok(None) };
    Ok(row.int_opt(0)?.and_then(|code| Channel::from_code(u8::try_from(code).ok()?)))
}

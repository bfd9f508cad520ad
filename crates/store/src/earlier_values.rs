//! Values that were replaced: kept sealed, under the same category's key, as long as a rule says.

use amanah_domain::{CategorySet, FieldId, FieldSet, PersonId, Timestamp, ValueId};

use crate::query::queries;
use crate::{Connection, StoreError};

queries! {
    ADD = "insert into earlier_value (person_id, value_id, field, replaced_at, until_at, body) \
        values ($1, $2, $3, $4, $5, $6)";
    LIST = "select value_id, field, replaced_at, until_at, body from earlier_value where person_id = $1 \
        order by replaced_at desc, value_id";
    FORGET_FIELD = "delete from earlier_value where person_id = $1 and field = $2";
    FORGET_PERSON = "delete from earlier_value where person_id = $1";
    DROP_OVER = "delete from earlier_value where until_at <= $1 and person_id in \
        (select person_id from account where legal_hold = 0)";
}

/// A value that was replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EarlierRow {
    /// Its id.
    pub value: ValueId,
    /// Of which field.
    pub field: FieldId,
    /// When it was replaced.
    pub replaced_at: Timestamp,
    /// Until when it is kept.
    pub until: Timestamp,
    /// The value alone in a row, sealed with the source and time that it had.
    pub body: Vec<u8>,
}

/// Keeps a replaced value.
pub fn add(db: &mut dyn Connection, person: &PersonId, row: &EarlierRow) -> Result<(), StoreError> {
    let params = [
        person.into(),
        (&row.value).into(),
        i64::from(row.field.code()).into(),
        row.replaced_at.into(),
        row.until.into(),
        (&row.body).into(),
    ];
    db.execute(&ADD, &params).map(drop)
}

/// What was replaced of a person's, the last first.
pub fn of_person(db: &mut dyn Connection, person: &PersonId) -> Result<Vec<EarlierRow>, StoreError> {
    let rows = db.query(&LIST, &[person.into()])?;
    rows.iter()
        .map(|row| {
            let field = FieldId::from_code(row.small(1)?)
                .ok_or_else(|| StoreError::Engine("a replaced value has an unknown field".into()))?;
            Ok(EarlierRow {
                value: ValueId::from_bytes(row.bytes(0)?),
                field,
                replaced_at: row.time(2)?,
                until: row.time(3)?,
                body: row.blob(4)?.to_vec(),
            })
        })
        .collect()
}

/// Removes what was replaced of these categories and fields. How many.
pub fn forget_person(
    db: &mut dyn Connection,
    person: &PersonId,
    categories: CategorySet,
    fields: FieldSet,
) -> Result<u64, StoreError> {
    if categories == CategorySet::all() {
        return db.execute(&FORGET_PERSON, &[person.into()]);
    }
    let mut count = 0;
    for field in FieldId::ALL.iter().filter(|f| categories.contains(f.category()) || fields.contains(**f)) {
        count += db.execute(&FORGET_FIELD, &[person.into(), i64::from(field.code()).into()])?;
    }
    Ok(count)
}

/// Removes what was kept long enough. How many.
pub fn drop_over(db: &mut dyn Connection, now: Timestamp) -> Result<u64, StoreError> {
    db.execute(&DROP_OVER, &[now.into()])
}

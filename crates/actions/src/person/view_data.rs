//! Everything we hold of a person, for their own eyes (clause 7.2).

use amanah_domain::purposes::ViewOwn;
use amanah_domain::{Field, FieldId, FieldSet, MayRead, Operation, Timestamp};
use amanah_store::earlier_values::{self, EarlierRow};
use amanah_vault::Opened;

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// The fields of the data page, in the order in which they are shown.
pub const OWN_FIELDS: &[FieldId] = &[
    FieldId::Name,
    FieldId::Gender,
    FieldId::BirthDate,
    FieldId::Email,
    FieldId::Phone,
    FieldId::Address,
    FieldId::Nik,
    FieldId::Kk,
    FieldId::Occupation,
    FieldId::Education,
    FieldId::PayoutAccount,
];

/// A value that was replaced and is still kept.
pub struct EarlierValue {
    /// When it was replaced.
    pub replaced_at: Timestamp,
    /// Until when it is kept.
    pub until: Timestamp,
    field: FieldId,
    body: Vec<u8>,
}

impl EarlierValue {
    /// Of which field.
    pub fn field(&self) -> FieldId {
        self.field
    }

    /// Opens it under the permit of the page; `None` for another field, and for what cannot be opened any more.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn open<'l, F: Field>(&self, looked: &'l Looked<'_, ViewOwn>) -> Done<Option<Opened<'l, F>>>
    where
        ViewOwn: MayRead<F>,
    {
        if self.field != F::ID {
            return Ok(None);
        }
        match looked.open_alone::<F>(&self.body) {
            // Erased between the two reads of the page.
            Err(ActionError::Conflict) => Ok(None),
            opened => opened,
        }
    }
}

impl Office {
    /// What was replaced of the person's values and is still kept, the last first. Opens nothing.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn earlier_values(&self, session: &Session) -> Done<Vec<EarlierValue>> {
        let person = session.person;
        let rows = self.store.read(move |db| earlier_values::of_person(db, &person)).await?;
        let value = |row: EarlierRow| EarlierValue {
            replaced_at: row.replaced_at,
            until: row.until,
            field: row.field,
            body: row.body,
        };
        Ok(rows.into_iter().map(value).collect())
    }

    /// Opens what the person asked to see of themselves.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_own(&self, session: &Session, fields: &[FieldId]) -> Done<Looked<'_, ViewOwn>> {
        let who = session.as_self();
        self.look(who, session.person, Want::of(Operation::Display, FieldSet::of(fields))).await
    }
}

//! Everything we hold of a person, for their own eyes (clause 7.2).

use amanah_domain::purposes::ViewOwn;
use amanah_domain::{FieldId, FieldSet, Operation};

use crate::access::{Looked, Want};
use crate::error::Done;
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

impl Office {
    /// Opens what the person asked to see of themselves.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_own(&self, session: &Session, fields: &[FieldId]) -> Done<Looked<'_, ViewOwn>> {
        let who = session.as_self();
        self.look(who, session.person, Want::of(Operation::Display, FieldSet::of(fields))).await
    }
}

//! What stands in the person's own forms before they type (clause 7.2: complete, update, correct).

use amanah_domain::purposes::{CompleteProfile, EditOwn};
use amanah_domain::{FieldId, FieldSet, Operation};

use crate::access::{Looked, Want};
use crate::error::Done;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Opens what a step of the profile asks for.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_profile(
        &self,
        session: &Session,
        fields: &[FieldId],
    ) -> Done<Looked<'_, CompleteProfile>> {
        let want = Want::of(Operation::Display, FieldSet::of(fields));
        self.look(session.as_person()?, session.person, want).await
    }

    /// Opens one value that is to be corrected.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_for_edit(&self, session: &Session, field: FieldId) -> Done<Looked<'_, EditOwn>> {
        let want = Want::of(Operation::Display, FieldSet::of(&[field]));
        self.look(session.as_person()?, session.person, want).await
    }
}

//! What the steps of the profile share.

use amanah_domain::purposes::CompleteProfile;
use amanah_domain::{Category, FieldSet, Operation};
use amanah_store::people;

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;

/// What the person warrants with each submission (clause 2.6) stands in the entry.
const ATTESTED: &str = "attested";

impl Office {
    /// A permit to write the fields of a step: obtained the first time, updated afterwards.
    pub(crate) async fn profile_step(
        &self,
        session: &Session,
        category: Category,
        fields: FieldSet,
    ) -> Done<Looked<'_, CompleteProfile>> {
        let who = session.as_person()?;
        let person = session.person;
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), self.now())?;
        let code = i64::from(category.code());
        let known = self
            .store
            .read(move |db| {
                Ok::<_, ActionError>(people::sealed_versions(db, &person)?.iter().any(|(c, _)| *c == code))
            })
            .await?;
        let operation = if known { Operation::Update } else { Operation::Obtain };
        self.look(who, person, Want { note: ATTESTED, ..Want::of(operation, fields) }).await
    }

    /// A permit to take the fields of an optional step out again.
    pub(crate) async fn profile_clear(
        &self,
        session: &Session,
        fields: FieldSet,
    ) -> Done<Looked<'_, CompleteProfile>> {
        let who = session.as_person()?;
        self.limits.take(CHANGES_PER_PERSON, session.person.as_bytes(), self.now())?;
        self.look(who, session.person, Want::of(Operation::Delete, fields)).await
    }
}

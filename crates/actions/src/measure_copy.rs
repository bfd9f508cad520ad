//! What `amanah bench access` calls: the archive as it is made for its person, and entries in bulk.

use std::sync::Arc;

use amanah_domain::purposes::ViewOwn;
use amanah_domain::{Entry, FieldId, FieldSet, Operation, Outcome, PersonId, Pseudonym, PurposeId, Role};
use amanah_vault::draft_of;

use crate::access::{Want, Who};
use crate::archive::Archive;
use crate::archive::source::Source;
use crate::error::Done;
use crate::office::Office;

impl Office {
    /// A person's archive; the link before it is left out.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn measure_archive(self: &Arc<Self>, person: PersonId) -> Done<Archive> {
        self.begin_archive(Source {
            who: Who::person(person),
            person,
            operation: Operation::Display,
            recipient: None,
            note: "copy bench".to_owned(),
            without: FieldSet::EMPTY,
        })
        .await
    }

    /// What stands for a person in the ledger.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn measure_pseudonym(&self, person: PersonId) -> Done<Pseudonym> {
        let want = Want::of(Operation::Display, FieldSet::EMPTY);
        Ok(self.look::<ViewOwn>(Who::person(person), person, want).await?.pseudonym())
    }

    /// Entries about these, in order, as an assessment leaves them.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn measure_entries(&self, about: &[Pseudonym]) -> Done<()> {
        let entry = |person: &Pseudonym| Entry {
            operation: Operation::Analyse,
            purpose: PurposeId::DueDiligence,
            role: Role::System,
            outcome: Outcome::Allowed,
            policy: self.policy.hash(),
            actor: Entry::NOBODY,
            person: *person,
            reason: [0; 32],
            fields: FieldSet::of(&[FieldId::Nik, FieldId::BirthDate]),
            recipient: None,
            note: String::new(),
        };
        self.store.record(about.iter().map(|person| draft_of(&entry(person))).collect()).await?;
        Ok(())
    }
}

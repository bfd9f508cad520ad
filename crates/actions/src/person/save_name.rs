//! The person corrects their name. Once the civil registry has confirmed it, that takes evidence (see
//! `correct`).

use amanah_domain::purposes::EditOwn;
use amanah_domain::states::IdentityState;
use amanah_domain::values::PersonName;
use amanah_domain::{FieldId, FieldSet, Operation, Source};
use amanah_store::{StoreError, accounts};

use crate::access::Want;
use crate::error::{ActionError, Done, FieldError};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::person::correct::{evidence_needed, needs_evidence};
use crate::session::Session;

impl Office {
    /// Saves the name as typed.
    ///
    /// # Errors
    /// [`ActionError::Input`] at `name`, `needs-evidence` among it once the registry has confirmed it; [`ActionError::Conflict`] where it changes at this moment.
    pub async fn save_name(&self, session: &Session, typed: &str) -> Done<()> {
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let name = PersonName::parse(typed)
            .map_err(|refused| ActionError::Input(vec![FieldError::new("name", refused)]))?;
        let want = Want::of(Operation::Update, FieldSet::of(&[FieldId::Name]));
        let mut looked = self.look::<EditOwn>(who, person, want).await?;
        if looked.open::<PersonName>()?.is_some_and(|old| *old.expose() == name) {
            return Ok(());
        }
        if needs_evidence(FieldId::Name, looked.account.identity) {
            return Err(ActionError::Input(vec![evidence_needed("name")]));
        }
        looked.put(&name, Source::WebsiteInput)?;
        let changes = looked.changes();
        let ask = self.verify_later(person);
        self.store
            .write(move |db| {
                changes.write(db)?;
                let account = accounts::read(db, &person)?;
                // Without a NIK there is nothing to ask; a contested one waits for a human.
                let asked = |state| {
                    matches!(
                        state,
                        IdentityState::Claimed | IdentityState::Verified | IdentityState::Mismatch
                    )
                };
                if account.is_some_and(|a| asked(a.identity)) {
                    accounts::set_identity(db, &person, IdentityState::Claimed, now)?;
                    ask.write(db, now)?;
                }
                Ok(())
            })
            .await
            .map_err(|e: StoreError| ActionError::from(e).of_write())?;
        self.vault.facts_changed(person);
        Ok(())
    }
}

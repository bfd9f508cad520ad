//! Consents: each given and withdrawn in one step, in force from that moment (articles 9, 21, 40).

use amanah_domain::purposes::EditOwn;
use amanah_domain::{FieldSet, Operation, PurposeId, Source};
use amanah_store::accounts::{self, ConsentRow};

use crate::access::Want;
use crate::error::{ActionError, Done};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// The history of the person's consents, oldest first. Purposes and times, no personal value.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_consents(&self, session: &Session) -> Done<Vec<ConsentRow>> {
        let person = session.as_person()?.id().ok_or(ActionError::SignInNeeded)?;
        Ok(self.store.read(move |db| accounts::list_consents(db, &person)).await?)
    }

    /// Gives a consent.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a purpose that does not rest on consent.
    pub async fn give_consent(&self, session: &Session, purpose: PurposeId) -> Done<()> {
        self.change_consent(session, purpose, true).await
    }

    /// Withdraws a consent: it holds from this moment.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a purpose that does not rest on consent.
    pub async fn withdraw_consent(&self, session: &Session, purpose: PurposeId) -> Done<()> {
        self.change_consent(session, purpose, false).await
    }

    async fn change_consent(&self, session: &Session, purpose: PurposeId, give: bool) -> Done<()> {
        if !self.consent_purposes().contains(&purpose) {
            return Err(ActionError::NotFound);
        }
        let (who, person, now) = (session.as_person()?, session.person, self.now());
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), now)?;
        let note =
            if give { format!("consent {}", purpose.name()) } else { format!("withdraw {}", purpose.name()) };
        let want = Want { note: &note, ..Want::of(Operation::Update, FieldSet::EMPTY) };
        let looked = self.look::<EditOwn>(who, person, want).await?;
        let has = looked.account.consents.contains(purpose);
        if has == give {
            return Ok(());
        }
        let version = i64::from(self.policy.version());
        self.store
            .write(move |db| {
                if give {
                    let source = i64::from(Source::WebsiteInput.code());
                    accounts::give_consent(db, &person, purpose, version, source, now)
                } else {
                    accounts::withdraw_consent(db, &person, purpose, now)
                }
            })
            .await?;
        self.vault.facts_changed(person);
        Ok(())
    }
}

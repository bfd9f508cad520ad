//! Consents: each given and withdrawn in one step, in force from that moment (articles 9, 21, 40): letters
//! that wait for that purpose do not leave any more, and whoever received data for it is told and is to
//! acknowledge within the clock.

use amanah_domain::cases::NoticeKind;
use amanah_domain::purposes::EditOwn;
use amanah_domain::rights::Right;
use amanah_domain::{FieldSet, Operation, PersonId, PurposeId, PurposeSet, Source, Timestamp};
use amanah_store::accounts::{self, ConsentRow};
use amanah_store::{account_rights, outbox_purpose};

use crate::access::Want;
use crate::error::{ActionError, Done};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::removal::notices::NoticeStatus;
use crate::session::Session;

/// A consent in its history, with whoever was told that it was withdrawn.
pub struct OwnConsent {
    /// The consent.
    pub row: ConsentRow,
    /// Recipients who had received data for it.
    pub told: Vec<NoticeStatus>,
}

impl Office {
    /// The same with who was told of a withdrawal, and who has acknowledged.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn view_consents(&self, session: &Session) -> Done<Vec<OwnConsent>> {
        let mut out = Vec::new();
        for row in self.list_consents(session).await? {
            let told = match row.withdrawn_at {
                Some(at) => self.notices_of(self.withdrawal_id(session.person, row.purpose, at)).await?,
                None => Vec::new(),
            };
            out.push(OwnConsent { row, told });
        }
        Ok(out)
    }

    /// Under which id the notices of a withdrawal stand: a keyed tag, so that they lead to nobody.
    fn withdrawal_id(&self, person: PersonId, purpose: PurposeId, at: Timestamp) -> [u8; 16] {
        let said = [&person.as_bytes()[..], &[purpose.code()], &at.millis().to_be_bytes()].concat();
        let tag = self.vault.token_tag("withdrawal", &said).0;
        core::array::from_fn(|i| tag.get(i).copied().unwrap_or_default())
    }

    /// The history of the person's consents, oldest first. Purposes and times, no personal value.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_consents(&self, session: &Session) -> Done<Vec<ConsentRow>> {
        session.as_person()?;
        session.may(Right::Access)?;
        let person = session.person;
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
        // Whoever stands in may take a consent back where that is theirs to do, and give none.
        if give { session.in_person().map(drop) } else { session.may(Right::Withdraw) }?;
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
        let notices = match give {
            true => None,
            false => {
                let id = self.withdrawal_id(person, purpose, now);
                let kind = NoticeKind::Withdrawal;
                Some(self.notices_for(person, kind, FieldSet::EMPTY, Some(purpose), id).await?)
            }
        };
        self.store
            .write(move |db| {
                if let Some(notices) = &notices {
                    accounts::withdraw_consent(db, &person, purpose, now)?;
                    outbox_purpose::drop_waiting(db, &person, purpose)?;
                    return notices.write(db, now);
                }
                let source = i64::from(Source::WebsiteInput.code());
                accounts::give_consent(db, &person, purpose, version, source, now)?;
                // Whoever says yes anew no longer says no.
                account_rights::end_objection(db, &person, PurposeSet::of(&[purpose]), now)
            })
            .await?;
        self.vault.facts_changed(person);
        Ok(())
    }
}

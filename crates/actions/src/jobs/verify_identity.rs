//! The civil registry is asked whether a claimed NIK, name and birth date belong together. People go on
//! meanwhile; when the registry is slow or away, the question waits and is asked again.

use amanah_domain::purposes::VerifyIdentity;
use amanah_domain::states::IdentityState;
use amanah_domain::values::{BirthDate, Kk, Nik, PersonName};
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, PersonalValue, RecipientClass};
use amanah_store::{StoreError, accounts};

use crate::access::{Looked, Want, Who};
use crate::error::{ActionError, Done};
use crate::jobs::task::{QueuedJob, Task};
use crate::letters::LetterKind;
use crate::office::Office;
use crate::registry::RegistryQuestion;

pub(crate) const KIND: &str = "verify-identity";
/// Pauses grow to six hours, so this is most of a year: no registry is away for longer.
const ATTEMPTS_MAX: u32 = 1_000;

impl Office {
    /// The job that asks, for the transaction that stores the claim.
    pub(crate) fn verify_later(&self, person: PersonId) -> QueuedJob {
        QueuedJob::about(self, KIND, person, ATTEMPTS_MAX)
    }

    pub(crate) async fn verify_identity(&self, task: &Task, person: PersonId) -> Done<()> {
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        // Answered already, contested (a human looks at it first), or taken out of the profile.
        if account.as_ref().is_none_or(|a| a.identity != IdentityState::Claimed) {
            return self.nothing_to_do(task).await;
        }
        let fields = FieldSet::of(&[FieldId::Nik, FieldId::Kk, FieldId::Name, FieldId::BirthDate]);
        // What is disputed is asked about once that is settled (`cases::effect_correction` asks at once).
        if account.is_some_and(|account| !account.disputed.both(fields).is_empty()) {
            return Err(ActionError::State("waits-for-correction"));
        }
        let want =
            Want { recipient: Some(RecipientClass::Government), ..Want::of(Operation::Disclose, fields) };
        let looked = self.look::<VerifyIdentity>(Who::system(), person, want).await?;
        let Some(question) = self.registry_question(task, &looked)? else {
            return self.nothing_to_do(task).await;
        };
        let unchanged = looked.unchanged();
        drop(looked);
        let answer = self.registry.ask(&question).await.map_err(|no| {
            tracing::info!(why = no.0, "the civil registry gave no answer");
            ActionError::State("registry-away")
        })?;
        let matched = answer.verifies();
        let state = if matched { IdentityState::Verified } else { IdentityState::Mismatch };
        let letter = self.queue_letter(person, LetterKind::IdentityResult { matched }).await?;
        let (assess, now, task) = (self.assess_later(person), self.now(), task.clone());
        let written = self
            .store
            .write(move |db| {
                // The answer is about these values and no others.
                unchanged.check(db)?;
                let account = accounts::read(db, &person)?;
                if account.is_some_and(|a| a.identity == IdentityState::Claimed) {
                    accounts::set_identity(db, &person, state, now)?;
                    letter.write(db, now)?;
                    assess.write(db, now)?;
                }
                task.done(db, now)
            })
            .await;
        written.map_err(|e: StoreError| ActionError::from(e).of_write())?;
        self.vault.facts_changed(person);
        metrics::counter!("amanah_identity_answers_total", "matched" => matched.to_string()).increment(1);
        Ok(())
    }

    /// `None` where a value is missing. The id is the same for the same question of the same job, so that
    /// the registry counts a repeat once; it says nothing about the person.
    fn registry_question(
        &self,
        task: &Task,
        looked: &Looked<'_, VerifyIdentity>,
    ) -> Done<Option<RegistryQuestion>> {
        let (Some(nik), Some(kk), Some(name), Some(born)) = (
            looked.open::<Nik>()?,
            looked.open::<Kk>()?,
            looked.open::<PersonName>()?,
            looked.open::<BirthDate>()?,
        ) else {
            return Ok(None);
        };
        let mut question = RegistryQuestion {
            request_id: String::new(),
            reference: hex::encode(looked.recipient_reference(RecipientClass::Government)?),
            nik: nik.expose().as_str().to_owned(),
            kk: kk.expose().as_str().to_owned(),
            name: name.expose().as_str().to_owned(),
            birth_date: born.expose().show().to_string(),
        };
        let asked = [&question.nik, &question.kk, &question.birth_date, &question.name];
        let asked: Vec<u8> = asked.iter().flat_map(|part| [part.as_bytes(), b"\n"].concat()).collect();
        question.request_id =
            hex::encode(self.vault.token_tag("registry", &[&task.job.key[..], &asked].concat()).0);
        Ok(Some(question))
    }

    pub(crate) async fn nothing_to_do(&self, task: &Task) -> Done<()> {
        let (task, now) = (task.clone(), self.now());
        Ok(self.store.write(move |db| task.done(db, now)).await?)
    }
}

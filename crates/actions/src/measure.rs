//! What `amanah bench` calls: the real ways through, with nothing left out and nothing put in.

use amanah_domain::purposes::{AssessEligibility, SendLetter};
use amanah_domain::values::{BirthDate, Education, Kk, Letter, Nik, Occupation, PersonalValue};
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, RecipientClass};
use amanah_store::accounts::AccountKind;
use amanah_store::{outbox, sessions, tickets};

use crate::access::{Want, Who};
use crate::correspond::LetterSpec;
use crate::error::{ActionError, Done};
use crate::letters::LetterKind;
use crate::office::Office;
use crate::session::Session;

/// The five fields that the reading bench opens.
const FIVE: [FieldId; 5] =
    [FieldId::Nik, FieldId::Kk, FieldId::BirthDate, FieldId::Occupation, FieldId::Education];

impl Office {
    /// Opens five fields of a person as the assessment does: rows read, policy asked, use on record and
    /// durable, values opened. Returns how many bytes were opened.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn measure_reading(&self, person: PersonId) -> Done<usize> {
        let want = Want::of(Operation::Analyse, FieldSet::of(&FIVE));
        let looked = self.look::<AssessEligibility>(Who::system(), person, want).await?;
        let mut bytes = 0;
        if let Some(value) = looked.open::<Nik>()? {
            bytes += value.expose().to_bytes().len();
        }
        if let Some(value) = looked.open::<Kk>()? {
            bytes += value.expose().to_bytes().len();
        }
        if let Some(value) = looked.open::<BirthDate>()? {
            bytes += value.expose().to_bytes().len();
        }
        if let Some(value) = looked.open::<Occupation>()? {
            bytes += value.expose().to_bytes().len();
        }
        if let Some(value) = looked.open::<Education>()? {
            bytes += value.expose().to_bytes().len();
        }
        Ok(bytes)
    }
}

impl Office {
    /// The code of a ticket whose letter waits in the outbox: the bench reads its own letters under the
    /// permit of the hand-over, without waiting for a post office.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where there is no such letter.
    pub async fn measure_code(&self, ticket: &str) -> Done<String> {
        let raw = hex::decode(ticket).map_err(|_| ActionError::NotFound)?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let found = self
            .store
            .read(move |db| {
                let Some(row) = tickets::read(db, &tag)? else { return Ok(None) };
                let Some(waiting) = outbox::of_person(db, &row.person, 1)?.pop() else { return Ok(None) };
                let body = outbox::body(db, &row.person, &waiting.message_id)?;
                Ok::<_, ActionError>(body.map(|body| (row.person, body)))
            })
            .await?;
        let (person, body) = found.ok_or(ActionError::NotFound)?;
        let want = Want {
            recipient: Some(RecipientClass::MessagingHouses),
            ..Want::of(Operation::Disclose, FieldSet::of(&[FieldId::Letter]))
        };
        let looked = self.look::<SendLetter>(Who::system(), person, want).await?;
        let letter = looked.open_alone::<Letter>(&body)?.ok_or(ActionError::NotFound)?;
        match serde_json::from_str::<LetterSpec>(letter.expose().as_str()) {
            Ok(LetterSpec { kind: LetterKind::Code { code, .. }, .. }) => Ok(code),
            _ => Err(ActionError::NotFound),
        }
    }
}

impl Office {
    /// A session of a person, as if they had signed in: the bench has no post office.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn measure_session(&self, person: PersonId) -> Done<Session> {
        let new = self.new_session(person, AccountKind::Participant, "bench").await?;
        let (tag, row) = (new.tag, new.row);
        self.store.write(move |db| sessions::add(db, &tag, &row)).await?;
        self.session(&new.token).await
    }
}

//! The person says, corrects or takes back their gender: optional everywhere.

use amanah_domain::purposes::EditOwn;
use amanah_domain::values::Gender;
use amanah_domain::{FieldId, FieldSet, Operation, Source};

use crate::access::Want;
use crate::error::{ActionError, Done, FieldError};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Saves what was chosen; nothing chosen takes the value out.
    ///
    /// # Errors
    /// [`ActionError::Input`] at `gender`; [`ActionError::Conflict`] where it changes at this moment.
    pub async fn save_gender(&self, session: &Session, chosen: &str) -> Done<()> {
        let (who, person) = (session.as_person()?, session.person);
        self.limits.take(CHANGES_PER_PERSON, person.as_bytes(), self.now())?;
        let gender = match chosen.trim() {
            "" => None,
            name => Some(
                Gender::parse(name).map_err(|r| ActionError::Input(vec![FieldError::new("gender", r)]))?,
            ),
        };
        let operation = if gender.is_some() { Operation::Update } else { Operation::Delete };
        let want = Want::of(operation, FieldSet::of(&[FieldId::Gender]));
        let mut looked = self.look::<EditOwn>(who, person, want).await?;
        match gender {
            Some(gender) => looked.put(&gender, Source::WebsiteInput)?,
            None => looked.clear::<Gender>(),
        }
        let changes = looked.changes();
        self.store.write(move |db| changes.write(db)).await.map_err(|e| ActionError::from(e).of_write())
    }
}

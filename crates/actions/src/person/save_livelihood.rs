//! Occupation and education: groups that the eligibility rules tell apart, no more.

use amanah_domain::values::{Education, Occupation};
use amanah_domain::{Category, FieldId, FieldSet, Refused, Source};

use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;

/// What was chosen.
pub struct LivelihoodInput {
    /// A name of [`Occupation`].
    pub occupation: String,
    /// A name of [`amanah_domain::values::EducationLevel`].
    pub education: String,
    /// `yes` where the person is enrolled in a school or university now, `no` where not.
    pub enrolled: String,
}

fn fields() -> FieldSet {
    FieldSet::of(&[FieldId::Occupation, FieldId::Education])
}

impl Office {
    /// Stores occupation and education.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `occupation`, `education`, `enrolled`.
    pub async fn save_livelihood(&self, session: &Session, input: &LivelihoodInput) -> Done<()> {
        let enrolled = match input.enrolled.trim() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(FieldError::new("enrolled", Refused::because("choose"))),
        };
        let occupation = Occupation::parse(&input.occupation).map_err(|r| FieldError::new("occupation", r));
        let education = Education::parse(&input.education, enrolled.unwrap_or_default())
            .map_err(|r| FieldError::new("education", r));
        let errors = [occupation.as_ref().err(), education.as_ref().err(), enrolled.as_ref().err()];
        let errors: Vec<FieldError> = errors.into_iter().flatten().copied().collect();
        let (Ok(occupation), Ok(education), true) = (occupation, education, errors.is_empty()) else {
            return Err(ActionError::Input(errors));
        };
        let mut looked = self.profile_step(session, Category::Livelihood, fields()).await?;
        looked.put(&occupation, Source::WebsiteInput)?;
        looked.put(&education, Source::WebsiteInput)?;
        let (changes, assess, now) = (looked.changes(), self.assess_later(session.person), self.now());
        self.store
            .write(move |db| {
                changes.write(db)?;
                assess.write(db, now).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)
    }

    /// Takes occupation and education out again; without them eligibility cannot be told.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn clear_livelihood(&self, session: &Session) -> Done<()> {
        let mut looked = self.profile_clear(session, fields()).await?;
        looked.clear::<Occupation>();
        looked.clear::<Education>();
        let (changes, assess, now) = (looked.changes(), self.assess_later(session.person), self.now());
        self.store
            .write(move |db| {
                changes.write(db)?;
                assess.write(db, now).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)
    }
}

//! The person ends, erases or destroys (clause 7.4): at once, with a certificate.

use amanah_domain::purposes::RemoveOwn;
use amanah_domain::states::RemovalGround;

use crate::error::Done;
use crate::limits::REMOVALS_PER_PERSON;
use crate::office::Office;
use crate::removal::perform::Asked;
use crate::removal::{RemovalRequest, Removed};
use crate::session::Session;

impl Office {
    /// Removes what the person asked for. When it returns, it is gone, on record and in the journal.
    ///
    /// # Errors
    /// [`ActionError::State`](crate::ActionError::State): `stale-sign-in`; `removal-nothing`,
    /// `removal-all-kept`, `removal-needs-contact`, `removal-whole-only`, `removal-ended`; and
    /// `removal-unconfirmed` where it is gone and the confirmation follows.
    /// [`ActionError::Refused`](crate::ActionError::Refused) under a legal hold (on record);
    /// [`ActionError::Conflict`](crate::ActionError::Conflict) where the person's data kept changing.
    pub async fn remove_own(&self, session: &Session, request: RemovalRequest) -> Done<Removed> {
        let who = session.in_person()?;
        self.need_fresh(session)?;
        self.limits.take(REMOVALS_PER_PERSON, session.person.as_bytes(), self.now())?;
        let asked = Asked { who, ground: RemovalGround::Request, rule: "", reason: None };
        self.remove::<RemoveOwn>(asked, session.person, request).await
    }
}

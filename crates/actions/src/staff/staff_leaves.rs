//! Somebody leaves: every role and every session ends in one transaction.

use amanah_domain::PersonId;
use amanah_store::{sessions, staff};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Ends all roles and sessions of a member of staff; how many sessions there were.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for whoever is no member of staff; [`ActionError::SignInNeeded`] where
    /// it is somebody else and one is no administrator.
    pub async fn staff_leaves(&self, session: &Session, person: PersonId) -> Done<u64> {
        let who = self.who_ends(session, person)?;
        self.record_staff_change(who, person, "left: roles and sessions ended").await?;
        let now = self.now();
        self.store
            .write(move |db| {
                staff::end_roles(db, &person, now)?;
                Ok::<_, ActionError>(sessions::end_all(db, &person)?)
            })
            .await
    }
}

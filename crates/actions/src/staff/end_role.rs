//! A role is taken back, at once: sessions look their roles up with every request.

use amanah_domain::{PersonId, Role};
use amanah_store::staff;

use crate::access::Who;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Takes a role back; one's own may always be given back.
    ///
    /// # Errors
    /// [`ActionError::State`] `role-not-in-force` where there is none.
    pub async fn end_role(&self, session: &Session, person: PersonId, role: Role) -> Done<()> {
        let who = self.who_ends(session, person)?;
        self.record_staff_change(who, person, &format!("role ended: {}", role.name())).await?;
        let now = self.now();
        match self.store.write(move |db| staff::end_role(db, &person, role, now)).await? {
            true => Ok(()),
            false => Err(ActionError::State("role-not-in-force")),
        }
    }

    /// Everybody may give up what is theirs; for others it takes an administrator.
    pub(crate) fn who_ends(&self, session: &Session, person: PersonId) -> Done<Who> {
        if session.person == person && session.staff {
            Ok(session.as_self())
        } else {
            session.as_staff(Role::Administrator)
        }
    }
}

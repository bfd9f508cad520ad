//! A role is reviewed by another administrator: it goes on for another term, also where the
//! old one has lapsed. One that nobody ever approved cannot be reviewed into force.

use amanah_domain::{PersonId, Role};
use amanah_store::staff;

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Reviews a role that was approved and not taken back.
    ///
    /// # Errors
    /// [`ActionError::State`] `role-not-in-force`; [`ActionError::Refused`] (recorded) for oneself.
    pub async fn review_role(&self, session: &Session, person: PersonId, role: Role) -> Done<()> {
        let who = session.as_staff(Role::Administrator)?;
        self.record_staff_change(who, person, &format!("role reviewed: {}", role.name())).await?;
        let now = self.now();
        let ends_at = now.plus_hours(self.programme.role_days * 24);
        let reviewed =
            self.store.write(move |db| staff::review_role(db, &person, role, ends_at, now)).await?;
        if reviewed { Ok(()) } else { Err(ActionError::State("role-not-in-force")) }
    }
}

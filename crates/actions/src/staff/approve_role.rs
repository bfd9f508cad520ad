//! The second pair of eyes: never those that granted, never one's own. While a single administrator is
//! in force nobody could approve the second, so whoever runs the machine is the second pair then.

use amanah_domain::{PersonId, Role};
use amanah_store::staff;
use amanah_vault::IndexId;

use crate::access::Who;
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Approves a role that somebody else granted; it is in force from now on.
    ///
    /// # Errors
    /// [`ActionError::State`] `role-own-grant` for one's own grant, `role-not-waiting` where there is
    /// nothing to approve; [`ActionError::Refused`] (recorded) for oneself.
    pub async fn approve_role(&self, session: &Session, person: PersonId, role: Role) -> Done<()> {
        let who = session.as_staff(Role::Administrator)?;
        let me = session.person;
        let rows = self.store.read(move |db| staff::roles_of(db, &person)).await?;
        let Some(row) = rows.into_iter().find(|r| r.role == role && r.approved_at.is_none()) else {
            return Err(ActionError::State("role-not-waiting"));
        };
        if row.granted_by == me {
            return Err(ActionError::State("role-own-grant"));
        }
        self.record_staff_change(who, person, &format!("role approved: {}", role.name())).await?;
        self.approve(person, role, me).await
    }

    /// Approves the second administrator from the command line, while there is exactly one.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `email`; [`ActionError::NotFound`]; [`ActionError::State`]
    /// `staff-admins-approve` once two administrators are in force, `role-not-waiting`.
    pub async fn approve_second_administrator(&self, email: &str) -> Done<()> {
        let email = amanah_domain::values::Email::parse(email)
            .map_err(|refused| ActionError::Input(vec![FieldError::new("email", refused)]))?;
        let index = IndexId::Email;
        let tag = self.vault.tag(index, email.index_form().as_bytes()).0;
        let now = self.now();
        let (holder, count) = self
            .store
            .read(move |db| {
                let holder = amanah_store::tags::holder(db, index.code(), &tag)?;
                Ok::<_, ActionError>((holder, staff::count_role(db, Role::Administrator, now)?))
            })
            .await?;
        if count != 1 {
            return Err(ActionError::State("staff-admins-approve"));
        }
        let person = holder.ok_or(ActionError::NotFound)?;
        self.record_staff_change(Who::system(), person, "second administrator approved by the operator")
            .await?;
        // The operator has no account: the approval stands under the nobody of the ledger.
        self.approve(person, Role::Administrator, PersonId::from_bytes([0; 16])).await
    }

    async fn approve(&self, person: PersonId, role: Role, by: PersonId) -> Done<()> {
        let now = self.now();
        match self.store.write(move |db| staff::approve_role(db, &person, role, &by, now)).await? {
            true => Ok(()),
            false => Err(ActionError::State("role-not-waiting")),
        }
    }
}

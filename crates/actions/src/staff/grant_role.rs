//! A role is granted: the first pair of eyes. It is not in force until somebody else approves it.
//! Nobody grants anything to themselves: for the policy that is one's own case.

use amanah_domain::purposes::RunStaff;
use amanah_domain::values::Email;
use amanah_domain::{FieldSet, Operation, PersonId, Refused, Role};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::tags;
use amanah_vault::IndexId;

use crate::access::{Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;
use crate::staff::invite_staff::grant;

impl Office {
    /// Grants a role to a member of staff.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `role`; [`ActionError::NotFound`] for whoever is no member of staff;
    /// [`ActionError::State`] `role-held`; [`ActionError::Refused`] (recorded) for oneself.
    pub async fn grant_role(&self, session: &Session, person: PersonId, role: Role) -> Done<()> {
        let who = session.as_staff(Role::Administrator)?;
        if !role.is_staff() {
            return Err(ActionError::Input(vec![FieldError::new("role", Refused::because("choose"))]));
        }
        self.record_staff_change(who, person, &format!("role granted: {}", role.name())).await?;
        let (granter, now) = (session.person, self.now());
        let ends_at = now.plus_hours(self.programme.role_days * 24);
        match self.store.write(move |db| grant(db, person, role, granter, ends_at, now)).await? {
            true => Ok(()),
            false => Err(ActionError::State("role-held")),
        }
    }

    /// The member of staff with an e-mail address.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `email`: not an address, nobody's, or one's own.
    pub async fn staff_by_email(&self, session: &Session, email: &str) -> Done<PersonId> {
        session.as_staff(Role::Administrator)?;
        let wrong = |refused: Refused| ActionError::Input(vec![FieldError::new("email", refused)]);
        let email = Email::parse(email).map_err(wrong)?;
        let index = IndexId::Email;
        let tag = self.vault.tag(index, email.index_form().as_bytes()).0;
        let found = self
            .store
            .read(move |db| {
                let Some(holder) = tags::holder(db, index.code(), &tag)? else { return Ok(None) };
                let kind = accounts::read(db, &holder)?.map(|account| account.kind);
                Ok::<_, ActionError>(Some(holder).filter(|_| kind == Some(AccountKind::Staff)))
            })
            .await?;
        match found {
            Some(person) if person == session.person => Err(wrong(Refused::because("own-role"))),
            Some(person) => Ok(person),
            None => Err(wrong(Refused::because("no-such-member"))),
        }
    }

    /// On record before it happens: in the trail of whoever it concerns, by whom and what.
    pub(crate) async fn record_staff_change(&self, who: Who, person: PersonId, note: &str) -> Done<()> {
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        if account.is_none_or(|account| account.kind != AccountKind::Staff) {
            return Err(ActionError::NotFound);
        }
        let want = Want { note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.look::<RunStaff>(who, person, want).await.map(drop)
    }
}

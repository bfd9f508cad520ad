//! The link of an invitation comes back: a session, once. The page behind the link only asks; this is
//! its button, so that whatever fetches links in advance accepts nothing.

use amanah_domain::purposes::RunStaff;
use amanah_domain::{FieldId, FieldSet, Operation, Refused, Role, Timestamp};
use amanah_store::accounts::AccountKind;
use amanah_store::staff::{self, RoleRow};
use amanah_store::tickets::{self, TicketRow};
use amanah_store::{Connection, sessions, settings};

use crate::access::{Looked, Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::person::confirm_code::Confirmed;
use crate::staff::invite_staff::{KIND_FIRST_ADMINISTRATOR, KIND_INVITATION};

/// The row on which two who would both be first wait for each other.
const FIRST: &str = "first-administrator";

/// An invitation that can still be accepted.
pub struct OpenInvitation<'o> {
    /// Opens the name of whoever is invited.
    pub looked: Looked<'o, RunStaff>,
    /// Until when.
    pub ends_at: Timestamp,
}

impl Office {
    /// What an invitation says, for the page behind its link.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `link` where it was used, ended or never was.
    pub async fn view_invitation(&self, token: &str) -> Done<OpenInvitation<'_>> {
        let (_, row) = self.invitation(token).await?;
        let want =
            Want { note: "invitation", ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Name])) };
        let looked = self.look::<RunStaff>(Who::person(row.person), row.person, want).await?;
        Ok(OpenInvitation { looked, ends_at: row.ends_at })
    }

    /// Accepts it.
    ///
    /// # Errors
    /// As [`Office::view_invitation`]; [`ActionError::State`] `staff-admin-exists` where somebody else
    /// became the first administrator meanwhile.
    pub async fn accept_invitation(&self, token: &str, device: &str) -> Done<Confirmed> {
        let (tag, row) = self.invitation(token).await?;
        let (person, first, now) = (row.person, row.kind == KIND_FIRST_ADMINISTRATOR, self.now());
        let note =
            if first { "first administrator, approved by construction" } else { "invitation accepted" };
        let want = Want { note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        // By the system: nobody in force approves the first administrator, and the ledger says so.
        let who = if first { Who::system() } else { Who::person(person) };
        self.look::<RunStaff>(who, person, want).await?;
        let session = self.new_session(person, AccountKind::Staff, device).await?;
        let ends_at = now.plus_hours(self.programme.role_days * 24);
        let (session_tag, session_row) = (session.tag, session.row);
        self.store
            .write(move |db| {
                if tickets::end(db, &tag)? == 0 {
                    return Err(spent_link());
                }
                if first {
                    let role = RoleRow {
                        person,
                        role: Role::Administrator,
                        granted_by: person,
                        granted_at: now,
                        approved_by: Some(person),
                        approved_at: Some(now),
                        ends_at,
                        reviewed_at: Some(now),
                        ended_at: None,
                    };
                    become_first(db, &role)?;
                }
                sessions::add(db, &session_tag, &session_row).map_err(ActionError::from)
            })
            .await?;
        Ok(Confirmed { token: session.token, staff: true, new: true })
    }

    async fn invitation(&self, token: &str) -> Done<([u8; 32], TicketRow)> {
        let raw = <[u8; 32]>::try_from(hex::decode(token).unwrap_or_default()).map_err(|_| spent_link())?;
        let tag = self.vault.token_tag("ticket", &raw).0;
        let now = self.now();
        let row = self.store.read(move |db| tickets::read(db, &tag)).await?;
        let good = |row: &TicketRow| {
            [KIND_INVITATION, KIND_FIRST_ADMINISTRATOR].contains(&row.kind) && row.ends_at > now
        };
        row.filter(good).map(|row| (tag, row)).ok_or_else(spent_link)
    }
}

fn become_first(db: &mut dyn Connection, role: &RoleRow) -> Done<()> {
    // Writing the row first makes a second one wait for this commit, and then see its administrator.
    settings::put(db, FIRST, b"taken")?;
    let now = role.granted_at;
    if staff::count_role(db, Role::Administrator, now)? > 0 {
        return Err(ActionError::State("staff-admin-exists"));
    }
    // An earlier term may have ended without being taken back, or lie there unapproved.
    staff::end_role(db, &role.person, Role::Administrator, now)?;
    if staff::add_role(db, role)? { Ok(()) } else { Err(ActionError::Conflict) }
}

fn spent_link() -> ActionError {
    ActionError::Input(vec![FieldError::new("link", Refused::because("link-spent"))])
}

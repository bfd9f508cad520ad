//! Who works here, with which roles. Names are personal data of staff too: each look is on record.

use amanah_domain::purposes::RunStaff;
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, Role, Timestamp};
use amanah_store::numbers;
use amanah_store::staff::{self, RoleRow};

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::invite_staff::{KIND_FIRST_ADMINISTRATOR, KIND_INVITATION};

/// Members of staff of a page.
pub const PAGE_STAFF: u32 = 30;
/// Days before the end of a term from which a role is to be reviewed.
const REVIEW_DAYS: i64 = 14;

/// How far a role is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RoleStanding {
    /// Granted; waits for the second pair of eyes.
    Waiting,
    /// In force.
    InForce,
    /// In force, and its term ends soon.
    ToReview,
    /// Its term is over; nobody reviewed it.
    Lapsed,
}

/// A role somebody holds or is to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeldRole {
    /// Which.
    pub role: Role,
    /// How far it is.
    pub standing: RoleStanding,
    /// Since when it was granted.
    pub granted_at: Timestamp,
    /// Until when, unless it is reviewed.
    pub ends_at: Timestamp,
    /// Granted by whoever reads this: somebody else approves it.
    pub own_grant: bool,
}

/// A member of staff.
pub struct StaffMember<'o> {
    /// Their random id.
    pub person: PersonId,
    /// Whoever reads this.
    pub is_self: bool,
    /// Until when their invitation can be accepted, where it was not yet.
    pub invited_until: Option<Timestamp>,
    /// Roles that were not taken back.
    pub roles: Vec<HeldRole>,
    /// Opens the name and the address.
    pub looked: Looked<'o, RunStaff>,
}

/// A page of staff.
pub struct StaffPage<'o> {
    /// In the order in which they came.
    pub members: Vec<StaffMember<'o>>,
    /// How many there are.
    pub count: u64,
}

impl Office {
    /// Lists staff accounts, a page from 0; those who left are among them, without a role.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without the role of an administrator.
    pub async fn list_staff(&self, session: &Session, page: u32) -> Done<StaffPage<'_>> {
        let who = session.as_staff(Role::Administrator)?;
        let now = self.now();
        let (people, count, rows, invited) = self
            .store
            .read(move |db| {
                let (people, count) = numbers::staff(db, page.saturating_mul(PAGE_STAFF), PAGE_STAFF)?;
                let kinds = (KIND_INVITATION, KIND_FIRST_ADMINISTRATOR);
                let invited = numbers::invited(db, kinds, now)?;
                Ok::<_, ActionError>((people, count, staff::all_roles(db)?, invited))
            })
            .await?;
        let mut members = Vec::new();
        for person in people {
            let is_self = person == session.person;
            let want = Want {
                note: "staff list",
                ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Name, FieldId::Email]))
            };
            // One's own line is shown to oneself; the policy lets nobody run their own account.
            let who = if is_self { session.as_self() } else { who };
            let looked = self.look::<RunStaff>(who, person, want).await?;
            let roles = rows.iter().filter(|row| row.person == person);
            let roles = roles.map(|row| held(row, session.person, now)).collect();
            let invited_until = invited.iter().find(|(who, _)| *who == person).map(|(_, until)| *until);
            members.push(StaffMember { person, is_self, invited_until, roles, looked });
        }
        Ok(StaffPage { members, count })
    }
}

pub(crate) fn held(row: &RoleRow, reader: PersonId, now: Timestamp) -> HeldRole {
    let standing = match row {
        row if row.in_force(now) && row.ends_at <= now.plus_hours(REVIEW_DAYS * 24) => RoleStanding::ToReview,
        row if row.in_force(now) => RoleStanding::InForce,
        row if row.approved_at.is_none() && row.ends_at > now => RoleStanding::Waiting,
        _ => RoleStanding::Lapsed,
    };
    HeldRole {
        role: row.role,
        standing,
        granted_at: row.granted_at,
        ends_at: row.ends_at,
        own_grant: row.granted_by == reader,
    }
}

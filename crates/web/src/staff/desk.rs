//! What stands on top of every page of the console: the role and purpose in force, and the doors. What
//! was chosen stands in a cookie (two names of the registers, nothing about anybody); whether it is
//! still the reader's to choose is looked up with every request.

use amanah_actions::ActionError;
use amanah_actions::staff::case_queue::kinds_of;
use amanah_actions::staff::purposes_of_role::{RolePurpose, StaffPurpose};
use amanah_domain::{FieldSet, PurposeId, Role};
use amanah_pages::refusal::Refused;
use amanah_pages::staff::{Desk, Door, InForce, StaffRefused};
use axum::http::{HeaderValue, StatusCode};

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::visitor::Visitor;

/// What is in force.
#[derive(Clone)]
pub(crate) struct Chosen {
    pub(crate) role: Role,
    pub(crate) offered: RolePurpose,
}

impl Chosen {
    /// As it stands in the cookie and in forms that must not go out under another purpose.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.role.name(), self.offered.serves.name())
    }

    pub(crate) fn purpose(&self) -> StaffPurpose {
        self.offered.purpose
    }
}

/// The purpose of a role of the reader's, if it is theirs and open.
pub(crate) fn find(visitor: &Visitor, role: &str, purpose: &str) -> Result<Option<Chosen>, Failure> {
    let session = visitor.staff()?;
    let (Some(role), Some(purpose)) = (Role::from_name(role), PurposeId::from_name(purpose)) else {
        return Ok(None);
    };
    if !session.roles().contains(&role) {
        return Ok(None);
    }
    let offered = visitor.app.office.purposes_of_role(role).into_iter();
    let found = offered.filter(|o| o.closed.is_none()).find(|o| o.serves == purpose);
    Ok(found.map(|offered| Chosen { role, offered }))
}

/// What the reader chose, as long as it is theirs.
pub(crate) fn chosen(visitor: &Visitor) -> Result<Option<Chosen>, Failure> {
    let cookie = visitor.cookie(cookies::PURPOSE).and_then(|value| value.split_once('.'));
    cookie.map_or(Ok(None), |(role, purpose)| find(visitor, role, purpose))
}

/// The cookie that keeps the choice as long as a session of staff.
pub(crate) fn keep(visitor: &Visitor, chosen: &Chosen) -> HeaderValue {
    let seconds = visitor.app.office.programme.staff_session_hours * 3_600;
    cookies::set(cookies::PURPOSE, &chosen.name(), seconds)
}

/// The console around a page.
pub(crate) async fn desk(visitor: &Visitor) -> Result<Desk, Failure> {
    let session = visitor.staff()?;
    let roles = session.roles();
    let chosen = chosen(visitor)?;
    let office = &visitor.app.office;
    let looks_up = |role: &Role| office.purposes_of_role(*role).iter().any(|o| o.purpose.looks_people_up());
    let open = |door: &Door| match door {
        Door::Cases => !kinds_of(roles).is_empty(),
        Door::Lead => roles.contains(&Role::Lead),
        Door::Chats => roles.contains(&Role::ContactAgent),
        Door::Calls => roles.contains(&Role::ContactAgent),
        Door::LookUp => roles.iter().any(looks_up),
        Door::Batches | Door::Numbers | Door::Relations => !roles.is_empty(),
        Door::Members => roles.contains(&Role::Administrator),
        Door::Removals => roles.contains(&Role::Dpo),
        Door::Operation => roles.contains(&Role::Administrator) || roles.contains(&Role::Dpo),
    };
    Ok(Desk {
        in_force: chosen.map(|chosen| InForce {
            role: chosen.role,
            purpose: chosen.offered.serves,
            clause: chosen.offered.clause.unwrap_or_default(),
            opens: chosen.offered.fields,
        }),
        doors: Door::ALL.into_iter().filter(open).collect(),
        cases_waiting: office.cases_waiting(session).await?,
    })
}

/// The console around removals and holds: they have one purpose, whatever else was chosen, and open
/// nothing.
pub(crate) async fn removal_desk(visitor: &Visitor) -> Result<Desk, Failure> {
    visitor.staff()?.as_staff(Role::Dpo)?;
    let rule = visitor.app.office.policy.purpose(PurposeId::Retention);
    let in_force = InForce {
        role: Role::Dpo,
        purpose: PurposeId::Retention,
        clause: rule.and_then(|rule| rule.clause).map(|clause| clause.to_string()).unwrap_or_default(),
        opens: FieldSet::EMPTY,
    };
    Ok(Desk { in_force: Some(in_force), ..desk(visitor).await? })
}

/// A refusal of the policy as a page of the console; anything else as usual.
pub(crate) fn refused(visitor: &Visitor, desk: Desk, error: ActionError) -> Reply {
    let ActionError::Refused(refusal) = error else { return Err(error.into()) };
    tracing::info!(reason = %refusal, "the policy refused");
    let page = StaffRefused {
        frame: visitor.frame(),
        desk,
        refused: Refused {
            reason: refusal.reason.name().to_owned(),
            clause: refusal.clause.as_ref().map(ToString::to_string),
        },
        recorded_at: Some(visitor.app.office.now()),
    };
    visitor.page_with(StatusCode::FORBIDDEN, &page)
}

//! `/staff/members`: who works here, and what waits for a second pair of eyes.

use amanah_actions::staff::invite_staff::{INVITATION_HOURS, InvitationInput};
use amanah_actions::staff::list_staff::{HeldRole as Held, RoleStanding};
use amanah_actions::{ActionError, FieldError};
use amanah_domain::values::{Email, PersonName};
use amanah_domain::{PersonId, Refused, Role};
use amanah_pages::staff::{GrantRole, HeldRole, Invite, Member, Members, RoleState};
use amanah_pages::{FormView, Shown};
use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::staff::desk::{desk, refused};
use crate::visitor::Visitor;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    page: u32,
}

fn days(visitor: &Visitor) -> u32 {
    u32::try_from(visitor.app.office.programme.role_days).unwrap_or_default()
}

fn held(role: &Held) -> HeldRole {
    let state = match role.standing {
        RoleStanding::Waiting => RoleState::Granted { by_reader: role.own_grant },
        RoleStanding::InForce => RoleState::InForce { until: role.ends_at },
        RoleStanding::ToReview => RoleState::ToReview { until: role.ends_at },
        RoleStanding::Lapsed => RoleState::Lapsed { since: role.ends_at },
    };
    HeldRole { role: role.role, state }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let staff = visitor.app.office.list_staff(visitor.staff()?, asked.page.saturating_sub(1)).await?;
    let mut opened = Vec::with_capacity(staff.members.len());
    for member in &staff.members {
        opened.push((member, member.looked.open::<PersonName>()?, member.looked.open::<Email>()?));
    }
    let mut members: Vec<_> = opened
        .iter()
        .map(|(member, name, email)| Member {
            id: member.person.to_hex(),
            name: name.as_ref().map_or_else(|| Shown::typed("–"), Shown::of),
            email: email.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
            invited_until: member.invited_until,
            is_reader: member.is_self,
            roles: member.roles.iter().map(held).collect(),
        })
        .collect();
    let waits = |member: &Member<'_>| {
        let pressing =
            |held: &HeldRole| matches!(held.state, RoleState::Granted { .. } | RoleState::ToReview { .. });
        !member.roles.iter().any(pressing)
    };
    members.sort_by_key(waits);
    let page = Members {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        members,
        role_days: days(&visitor),
        may_change: true,
    };
    visitor.page(&page)
}

/// What a button of the list is about.
fn about(visitor: &Visitor, id: &str, fields: &Fields) -> Result<(PersonId, Role), Failure> {
    visitor.check_csrf(fields.get("csrf"))?;
    let person = PersonId::from_hex(id).ok_or(Failure::NotFound)?;
    let role = Role::from_name(fields.get("role")).ok_or(Failure::NotFound)?;
    Ok((person, role))
}

async fn back(visitor: &Visitor, done: Result<(), ActionError>) -> Reply {
    match done {
        Ok(()) => visitor.to("/staff/members"),
        Err(error) => refused(visitor, desk(visitor).await?, error),
    }
}

pub(crate) async fn approve(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let (person, role) = about(&visitor, &id, &fields)?;
    let done = visitor.app.office.approve_role(visitor.staff()?, person, role).await;
    back(&visitor, done).await
}

pub(crate) async fn review(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let (person, role) = about(&visitor, &id, &fields)?;
    let done = visitor.app.office.review_role(visitor.staff()?, person, role).await;
    back(&visitor, done).await
}

pub(crate) async fn end(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let (person, role) = about(&visitor, &id, &fields)?;
    let done = visitor.app.office.end_role(visitor.staff()?, person, role).await;
    back(&visitor, done).await
}

pub(crate) async fn left(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let person = PersonId::from_hex(&id).ok_or(Failure::NotFound)?;
    let done = visitor.app.office.staff_leaves(visitor.staff()?, person).await;
    back(&visitor, done.map(drop)).await
}

async fn show_grant(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    visitor.staff()?.as_staff(Role::Administrator)?;
    let page = GrantRole {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        roles: Role::ALL.iter().copied().filter(|role| role.is_staff()).collect(),
        role_days: days(visitor),
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn grant_form(visitor: Visitor) -> Reply {
    show_grant(&visitor, visitor.frame().form(), false).await
}

pub(crate) async fn grant_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let granted = match Role::from_name(fields.get("role")) {
        None => Err(ActionError::Input(vec![FieldError::new("role", Refused::because("choose"))])),
        Some(role) => grant(&visitor, fields.get("email"), role).await,
    };
    match granted {
        Err(ActionError::Input(errors)) => {
            show_grant(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(ActionError::State("role-held")) => {
            let held = FieldError::new("role", Refused::because("role-held"));
            show_grant(&visitor, refill(visitor.frame().form(), &fields, &[held]), true).await
        }
        other => back(&visitor, other).await,
    }
}

async fn grant(visitor: &Visitor, email: &str, role: Role) -> Result<(), ActionError> {
    let office = &visitor.app.office;
    let session = visitor.staff().map_err(|_| ActionError::SignInNeeded)?;
    let person = office.staff_by_email(session, email).await?;
    office.grant_role(session, person, role).await
}

async fn show_invite(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    visitor.staff()?.as_staff(Role::Administrator)?;
    let page = Invite { frame: visitor.frame(), desk: desk(visitor).await?, form, hours: INVITATION_HOURS };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn invite_form(visitor: Visitor) -> Reply {
    show_invite(&visitor, visitor.frame().form(), false).await
}

pub(crate) async fn invite_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let input = InvitationInput {
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        roles: Vec::new(),
    };
    match visitor.app.office.invite_staff(visitor.staff()?, input).await {
        Err(ActionError::Input(errors)) => {
            show_invite(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        // The link goes by letter to whoever is invited, not to whoever invites.
        other => back(&visitor, other.map(drop)).await,
    }
}

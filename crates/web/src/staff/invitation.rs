//! `/invitation/<token>`: somebody invited begins to work here. Opening the address accepts nothing.

use amanah_actions::{ActionError, FieldError};
use amanah_domain::Refused;
use amanah_domain::values::PersonName;
use amanah_pages::staff::{Invitation, InvitationState};
use amanah_pages::{FormView, Shown};
use axum::extract::Path;

use crate::cookies;
use crate::failure::Reply;
use crate::form::Fields;
use crate::help::refill;
use crate::visitor::{Visitor, with_cookie};

async fn show(visitor: &Visitor, token: &str, form: FormView<'_>, wrong: bool) -> Reply {
    let invitation = match visitor.app.office.view_invitation(token).await {
        Ok(invitation) => invitation,
        Err(ActionError::Input(_)) => {
            return visitor.page(&Invitation { frame: visitor.frame(), form, state: InvitationState::Over });
        }
        Err(other) => return Err(other.into()),
    };
    let name = invitation.looked.open::<PersonName>()?;
    let state = InvitationState::Open {
        name: name.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
        until: invitation.ends_at,
        action: format!("/invitation/{token}"),
    };
    let page = Invitation { frame: visitor.frame(), form, state };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor, Path(token): Path<String>) -> Reply {
    show(&visitor, &token, visitor.frame().form(), false).await
}

pub(crate) async fn accept(visitor: Visitor, Path(token): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    if !fields.ticked("agree") {
        let missing = FieldError::new("agree", Refused::because("invitation-agree"));
        return show(&visitor, &token, refill(visitor.frame().form(), &fields, &[missing]), true).await;
    }
    let office = &visitor.app.office;
    match office.accept_invitation(&token, &visitor.device()).await {
        Ok(confirmed) => {
            let seconds = office.programme.staff_session_hours * 3_600;
            with_cookie(visitor.to("/staff"), cookies::set(cookies::SESSION, &confirmed.token, seconds))
        }
        Err(ActionError::Input(_)) => show(&visitor, &token, visitor.frame().form(), false).await,
        Err(other) => Err(other.into()),
    }
}

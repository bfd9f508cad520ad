//! `/sign-in` by code or password, and `/sign-out`.

use amanah_actions::ActionError;
use amanah_pages::FormView;
use amanah_pages::person::{SignIn, Way};

use crate::cookies;
use crate::failure::Reply;
use crate::form::Fields;
use crate::help::refill;
use crate::person::way_back;
use crate::visitor::{Visitor, with_cookie};

fn page<'v>(visitor: &'v Visitor, form: FormView<'v>, way: Way) -> SignIn<'v> {
    SignIn { frame: visitor.frame(), form, way }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    if let Some(session) = visitor.maybe_session() {
        return visitor.to(if session.staff { "/staff" } else { "/me" });
    }
    visitor.page(&page(&visitor, visitor.frame().form(), Way::Code))
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    let begun =
        visitor.app.office.begin_sign_in(fields.get("address"), visitor.letters(), visitor.network()).await;
    match begun {
        Ok(ticket) => with_cookie(visitor.to("/code"), cookies::set(cookies::TICKET, &ticket.0, 3_600)),
        Err(ActionError::Input(errors)) => {
            visitor.again(&page(&visitor, refill(visitor.frame().form(), &fields, &errors), Way::Code))
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn password_form(visitor: Visitor) -> Reply {
    visitor.page(&page(&visitor, visitor.frame().form(), Way::Password))
}

pub(crate) async fn password_submit(visitor: Visitor, fields: Fields) -> Reply {
    let office = &visitor.app.office;
    let password = fields.get("password").to_owned();
    match office.sign_in_by_password(fields.get("address"), password, &visitor.device()).await {
        Ok(confirmed) => {
            let seconds = office.programme.session_days * 86_400;
            let to = way_back::after_sign_in(&visitor, false);
            let session = cookies::set(cookies::SESSION, &confirmed.token, seconds);
            way_back::forget(&visitor, with_cookie(visitor.to(&to), session))
        }
        Err(ActionError::Input(errors)) => {
            visitor.again(&page(&visitor, refill(visitor.frame().form(), &fields, &errors), Way::Password))
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn sign_out(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    if let Some(session) = visitor.maybe_session() {
        visitor.app.office.sign_out(session).await?;
    }
    way_back::forget(&visitor, with_cookie(visitor.to("/"), cookies::end(cookies::SESSION)))
}

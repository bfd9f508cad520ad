//! `/code`: the one-time code of a registration or a sign-in.

use amanah_actions::ActionError;
use amanah_pages::person::EnterCode;
use amanah_pages::{FormView, Shown};

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::person::way_back;
use crate::visitor::{Visitor, with_cookie};

async fn show(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    let Some(ticket) = visitor.cookie(cookies::TICKET) else { return visitor.to("/sign-in") };
    let waiting = match visitor.app.office.view_ticket(ticket).await {
        Ok(waiting) => waiting,
        Err(ActionError::NotFound) => return visitor.to("/sign-in"),
        Err(e) => return Err(e.into()),
    };
    let page = EnterCode {
        frame: visitor.frame(),
        form,
        to: Shown::typed(waiting.to),
        channel: waiting.channel,
        minutes: visitor.app.office.code_minutes(),
        action: "/code",
        back: if waiting.registration { "/register" } else { "/sign-in" },
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    show(&visitor, visitor.frame().form(), false).await
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    let office = &visitor.app.office;
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    match office.confirm_code(ticket, fields.get("code"), &visitor.device()).await {
        Ok(confirmed) => {
            let seconds = office.programme.session_days * 86_400;
            let to = way_back::after_sign_in(&visitor, confirmed.staff);
            let reply =
                with_cookie(visitor.to(&to), cookies::set(cookies::SESSION, &confirmed.token, seconds));
            way_back::forget(&visitor, with_cookie(reply, cookies::end(cookies::TICKET)))
        }
        Err(ActionError::Input(errors)) => {
            show(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn resend(visitor: Visitor) -> Reply {
    let Some(ticket) = visitor.cookie(cookies::TICKET) else { return Err(Failure::NotFound) };
    visitor.app.office.resend_code(ticket, visitor.network()).await?;
    visitor.to("/code")
}

//! `/me/security/email`, `/me/security/phone` and their code.

use amanah_actions::ActionError;
use amanah_domain::states::Channel;
use amanah_domain::values::{Email, Phone};
use amanah_pages::person::ChangeContact;
use amanah_pages::person::EnterCode;
use amanah_pages::{FormView, Shown};
use axum::extract::Path;

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::visitor::{Visitor, with_cookie};

fn channel(name: &str) -> Result<(Channel, &'static str), Failure> {
    match name {
        "email" => Ok((Channel::Email, "email")),
        "phone" => Ok((Channel::Text, "phone")),
        _ => Err(Failure::NotFound),
    }
}

async fn show(visitor: &Visitor, channel: Channel, form: FormView<'_>, wrong: bool) -> Reply {
    let office = &visitor.app.office;
    let view = office.view_security(visitor.person()?).await?;
    let (email, phone) = (view.looked.open::<Email>()?, view.looked.open::<Phone>()?);
    let page = ChangeContact {
        frame: visitor.frame(),
        form,
        channel,
        current: match channel {
            Channel::Email => email.as_ref().map(Shown::of),
            Channel::Text | Channel::WhatsApp => phone.as_ref().map(Shown::of),
        },
        delay_hours: u32::try_from(office.programme.contact_delay_hours).unwrap_or_default(),
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor, Path(name): Path<String>) -> Reply {
    let (channel, _) = channel(&name)?;
    show(&visitor, channel, visitor.frame().form(), false).await
}

pub(crate) async fn submit(visitor: Visitor, Path(name): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let (channel, field) = channel(&name)?;
    match visitor.app.office.begin_contact_change(visitor.person()?, field, fields.get(field)).await {
        Ok(ticket) => {
            with_cookie(visitor.to("/me/security/code"), cookies::set(cookies::TICKET, &ticket.0, 3_600))
        }
        Err(ActionError::Input(errors)) => {
            show(&visitor, channel, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show_code(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    let waiting = match visitor.app.office.view_contact_ticket(visitor.person()?, ticket).await {
        Err(ActionError::NotFound) => return visitor.to("/me/security"),
        other => other?,
    };
    let page = EnterCode {
        frame: visitor.frame(),
        form,
        to: Shown::typed(waiting.to),
        channel: waiting.channel,
        minutes: visitor.app.office.code_minutes(),
        action: "/me/security/code",
        back: "/me/security",
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn code_form(visitor: Visitor) -> Reply {
    show_code(&visitor, visitor.frame().form(), false).await
}

pub(crate) async fn code_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    match visitor.app.office.confirm_contact_change(visitor.person()?, ticket, fields.get("code")).await {
        Ok(_) => with_cookie(visitor.to("/me/security"), cookies::end(cookies::TICKET)),
        Err(ActionError::Input(errors)) => {
            show_code(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn cancel(visitor: Visitor, Path(name): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    channel(&name)?;
    visitor.app.office.cancel_contact_change(visitor.person()?).await?;
    visitor.to("/me/security")
}

pub(crate) async fn resend(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    visitor.app.office.resend_contact_code(visitor.person()?, ticket).await?;
    visitor.to("/me/security/code")
}

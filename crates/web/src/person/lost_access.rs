//! `/lost-access`, its code, and what is said after it. For nobody in particular: no session, and the
//! same pages for every NIK.

use amanah_actions::ActionError;
use amanah_actions::person::lost_access::{ANSWER_HOURS, LostAccessInput, WHY_CHARS_MAX};
use amanah_pages::person::{EnterCode, LostAccess, LostAccessSent};
use amanah_pages::{FieldHelp, FormView, Shown};

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::visitor::{Visitor, with_cookie};

fn hours(hours: i64) -> u32 {
    u32::try_from(hours).unwrap_or_default()
}

/// What happens with it here, which is less than what happens with the same field elsewhere.
fn helped<'p>(visitor: &'p Visitor, form: FormView<'p>) -> FormView<'p> {
    let frame = visitor.frame();
    let help = |why: &str, who: &str, how_long: &str| FieldHelp {
        why: frame.t2("help-why-needed", "why", frame.t(why), "purposes", frame.t("purpose-security")),
        empty: frame.t("lost-help-empty"),
        who: frame.t(who),
        how_long: frame.t(how_long),
    };
    let compared = || help("lost-help-compared", "lost-help-nobody", "lost-help-short");
    form.help("nik", compared())
        .help("name", compared())
        .help("birth-date", compared())
        .help("address", help("lost-help-address", "lost-help-agent", "lost-help-case"))
}

fn page<'v>(visitor: &'v Visitor, form: FormView<'v>) -> LostAccess<'v> {
    LostAccess {
        frame: visitor.frame(),
        form: helped(visitor, form),
        chars_max: WHY_CHARS_MAX,
        answer_hours: hours(ANSWER_HOURS),
        delay_hours: hours(visitor.app.office.programme.contact_delay_hours),
    }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    visitor.page(&page(&visitor, visitor.frame().form()))
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let input = LostAccessInput {
        nik: fields.get("nik").to_owned(),
        name: fields.get("name").to_owned(),
        birth_day: fields.get("birth-date-day").to_owned(),
        birth_month: fields.get("birth-date-month").to_owned(),
        birth_year: fields.get("birth-date-year").to_owned(),
        contact: fields.get("address").to_owned(),
        statement: fields.get("statement").to_owned(),
        attested: fields.ticked("attest"),
        language: visitor.letters(),
    };
    match visitor.app.office.begin_lost_access(&input, visitor.network()).await {
        Ok(ticket) => {
            with_cookie(visitor.to("/lost-access/code"), cookies::set(cookies::TICKET, &ticket.0, 3_600))
        }
        Err(ActionError::Input(errors)) => {
            visitor.again(&page(&visitor, refill(visitor.frame().form(), &fields, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn show_code(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    let waiting = match visitor.app.office.view_lost_access(ticket).await {
        Err(ActionError::NotFound) => return visitor.to("/lost-access"),
        other => other?,
    };
    let page = EnterCode {
        frame: visitor.frame(),
        form,
        to: Shown::typed(waiting.to),
        channel: waiting.channel,
        minutes: visitor.app.office.code_minutes(),
        action: "/lost-access/code",
        back: "/lost-access",
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn code_form(visitor: Visitor) -> Reply {
    show_code(&visitor, visitor.frame().form(), false).await
}

pub(crate) async fn code_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    match visitor.app.office.confirm_lost_access(ticket, fields.get("code")).await {
        Ok(()) => with_cookie(visitor.to("/lost-access/sent"), cookies::end(cookies::TICKET)),
        Err(ActionError::Input(errors)) => {
            show_code(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn resend(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let Some(ticket) = visitor.cookie(cookies::TICKET) else { return Err(Failure::NotFound) };
    visitor.app.office.resend_lost_access(ticket, visitor.network()).await?;
    visitor.to("/lost-access/code")
}

pub(crate) async fn sent(visitor: Visitor) -> Reply {
    let page = LostAccessSent {
        frame: visitor.frame(),
        answer_hours: hours(ANSWER_HOURS),
        delay_hours: hours(visitor.app.office.programme.contact_delay_hours),
    };
    visitor.page(&page)
}

//! `/staff/look-up`. A match is answered with the person's page at once: no address ever leads to a
//! person, so that nothing is looked at again by going back.

use amanah_actions::ActionError;
use amanah_actions::staff::look_up::{Found, LookUpInput};
use amanah_domain::Timestamp;
use amanah_pages::FormView;
use amanah_pages::form::FieldError;
use amanah_pages::staff::LookUp;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::staff::desk::{chosen, desk, refused};
use crate::staff::open_person;
use crate::visitor::Visitor;

async fn show(visitor: &Visitor, form: FormView<'_>, no_match: Option<Timestamp>, wrong: bool) -> Reply {
    let page = LookUp { frame: visitor.frame(), desk: desk(visitor).await?, form, no_match };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    show(&visitor, visitor.frame().form(), None, false).await
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let Some(chosen) = chosen(&visitor)? else { return visitor.to("/staff") };
    let again = |errors: &[amanah_actions::FieldError]| refill(visitor.frame().form(), &fields, errors);
    // Chosen anew in another window meanwhile: what stands on top of this page is no longer in force.
    if !fields.get("purpose").is_empty() && fields.get("purpose") != chosen.name() {
        let form = again(&[]).wrong(FieldError::new("reason", "stale-form"));
        return show(&visitor, form, None, true).await;
    }
    let input = LookUpInput {
        key: fields.get("kind").to_owned(),
        value: fields.get("value").to_owned(),
        reason: fields.get("reason").to_owned(),
    };
    let office = &visitor.app.office;
    match office.look_up(visitor.staff()?, chosen.role, chosen.purpose(), input).await {
        Ok(Found::Person(person)) => open_person::show(&visitor, &person, fields.get("reason")).await,
        Ok(Found::Nobody) => show(&visitor, again(&[]), Some(office.now()), false).await,
        Err(ActionError::Input(errors)) => show(&visitor, again(&errors), None, true).await,
        Err(ActionError::NotFound) => Err(Failure::NotFound),
        Err(error) => refused(&visitor, desk(&visitor).await?, error),
    }
}

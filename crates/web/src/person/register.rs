//! `/register`.

use amanah_actions::ActionError;
use amanah_actions::person::begin_registration::RegistrationInput;
use amanah_pages::FormView;
use amanah_pages::person::{ConsentChoice, Register};

use crate::cookies;
use crate::failure::Reply;
use crate::form::Fields;
use crate::help::{refill, short_notice};
use crate::visitor::{Visitor, with_cookie};

fn page<'v>(visitor: &'v Visitor, form: FormView<'v>) -> Register<'v> {
    let frame = visitor.frame();
    let consents = visitor
        .app
        .office
        .consent_purposes()
        .into_iter()
        .map(|purpose| ConsentChoice {
            id: purpose.name().to_owned(),
            title: frame.t(&format!("purpose-{}", purpose.name())),
            text: frame.t(&format!("purpose-{}-why", purpose.name())),
        })
        .collect();
    let form = crate::help::with_help(visitor, form, &["name", "address"]);
    Register { notice: short_notice(visitor), frame, form, consents }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    let form = visitor.frame().form();
    visitor.page(&page(&visitor, form))
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    let office = &visitor.app.office;
    let consents = office
        .consent_purposes()
        .into_iter()
        .filter(|purpose| fields.ticked(&format!("consent-{}", purpose.name())))
        .collect();
    let input = RegistrationInput {
        name: fields.get("name").to_owned(),
        contact: fields.get("address").to_owned(),
        consents,
        accepted: fields.ticked("accept"),
        attested: fields.ticked("attest"),
        language: visitor.letters(),
    };
    match office.begin_registration(input, visitor.network()).await {
        Ok(ticket) => with_cookie(visitor.to("/code"), cookies::set(cookies::TICKET, &ticket.0, 3_600)),
        Err(ActionError::Input(errors)) => {
            let form = refill(visitor.frame().form(), &fields, &errors);
            visitor.again(&page(&visitor, form))
        }
        Err(other) => Err(other.into()),
    }
}

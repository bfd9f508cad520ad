//! `/staff/relations`: whom one knows.

use amanah_actions::ActionError;
use amanah_actions::staff::declare_relation::RelationInput;
use amanah_domain::Timestamp;
use amanah_pages::staff::{Declared, Relations};
use amanah_pages::{FormView, Shown};

use crate::failure::Reply;
use crate::form::Fields;
use crate::help::refill;
use crate::staff::desk::{desk, refused};
use crate::visitor::Visitor;

async fn show(visitor: &Visitor, form: FormView<'_>, no_match: Option<Timestamp>, wrong: bool) -> Reply {
    let own = visitor.app.office.list_relations(visitor.staff()?).await?;
    let opened = own.each()?;
    let declared = opened.iter().map(|(at, relation)| Declared { relation: Shown::of(relation), at: *at });
    let page = Relations {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        declared: declared.collect(),
        no_match,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn list(visitor: Visitor) -> Reply {
    show(&visitor, visitor.frame().form(), None, false).await
}

pub(crate) async fn declare(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let input = RelationInput {
        key: fields.get("kind").to_owned(),
        value: fields.get("value").to_owned(),
        relation: fields.get("relation").to_owned(),
    };
    let office = &visitor.app.office;
    let again = |errors: &[amanah_actions::FieldError]| refill(visitor.frame().form(), &fields, errors);
    match office.declare_relation(visitor.staff()?, input).await {
        Ok(()) => visitor.to("/staff/relations"),
        Err(ActionError::State("relation-nobody")) => {
            show(&visitor, again(&[]), Some(office.now()), false).await
        }
        Err(ActionError::Input(errors)) => show(&visitor, again(&errors), None, true).await,
        Err(error) => refused(&visitor, desk(&visitor).await?, error),
    }
}

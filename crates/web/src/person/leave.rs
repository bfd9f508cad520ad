//! `/me/leave`, `/me/leave/parts`: which way, and which data. What was chosen stands in the address: names
//! of the registers, nothing of the person.

use amanah_actions::cases::attach::is_evidence;
use amanah_actions::person::view_home::HomeView;
use amanah_domain::states::RemovalAct;
use amanah_domain::{Category, FieldId, PersonState};
use amanah_pages::FormView;
use amanah_pages::form::FieldError;
use amanah_pages::person::{Leave, REMOVABLE, RemoveParts};
use axum::extract::RawQuery;

use crate::failure::Reply;
use crate::visitor::Visitor;

/// The value of a name in an address; empty where it is not there.
pub(crate) fn asked<'q>(query: Option<&'q str>, name: &str) -> &'q str {
    let mut pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map_or("", |(_, value)| value)
}

async fn show(visitor: &Visitor, form: FormView<'_>) -> Reply {
    let (office, session) = (&visitor.app.office, visitor.person()?);
    let state = office.view_home(session).await?.looked.account.state;
    let ended_at = match state {
        PersonState::Active => None,
        PersonState::Ended => {
            let removals = office.list_own_removals(session).await?;
            removals.iter().find(|r| r.act == RemovalAct::End).map(|r| r.done_at.unwrap_or(r.asked_at))
        }
    };
    visitor.page(&Leave { frame: visitor.frame(), form, ended_at })
}

pub(crate) async fn choose(visitor: Visitor, RawQuery(query): RawQuery) -> Reply {
    match asked(query.as_deref(), "way") {
        "end" => visitor.to("/me/leave/confirm?act=end"),
        "parts" => visitor.to("/me/leave/parts"),
        "all" => visitor.to("/me/leave/confirm?act=destroy"),
        _ if asked(query.as_deref(), "sent") == "yes" => {
            show(&visitor, visitor.frame().form().wrong(FieldError::new("way", "choose"))).await
        }
        _ => show(&visitor, visitor.frame().form()).await,
    }
}

/// Values that can go by themselves, and categories that go whole.
fn removable(view: &HomeView<'_>) -> (Vec<FieldId>, Vec<Category>) {
    let mut fields: Vec<FieldId> =
        REMOVABLE.iter().copied().filter(|field| view.given.contains(*field)).collect();
    // One way to be reached has to stay.
    if view.given.contains(FieldId::Email) && view.given.contains(FieldId::Phone) {
        fields.extend([FieldId::Email, FieldId::Phone]);
    }
    let mut whole = if view.cases.is_empty() { Vec::new() } else { vec![Category::Correspondence] };
    // What was shown in a case can go by itself.
    if view.cases.iter().any(|case| is_evidence(case.kind)) {
        whole.push(Category::Documents);
    }
    (fields, whole)
}

/// The choice of parts; `wrong`: nothing was chosen.
pub(crate) async fn show_parts(visitor: &Visitor, wrong: bool) -> Reply {
    let view = visitor.app.office.view_home(visitor.person()?).await?;
    let (fields, categories) = removable(&view);
    let mut form = visitor.frame().form();
    if let Some(first) = fields.first().filter(|_| wrong) {
        form = form.wrong(FieldError::new(format!("field-{}", first.name()), "remove-nothing"));
    }
    visitor.page(&RemoveParts { frame: visitor.frame(), form, fields, categories })
}

pub(crate) async fn parts(visitor: Visitor) -> Reply {
    show_parts(&visitor, false).await
}

//! `/contact`: how anybody reaches a human; `?about=` names the entry they complain of.

use amanah_actions::person::view_trail::EntryId;
use amanah_pages::person::Contact;
use axum::extract::Query;
use serde::Deserialize;

use crate::failure::Reply;
use crate::public::report::answer_hours;
use crate::visitor::Visitor;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    about: String,
}

pub(crate) async fn contact(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let about = EntryId::from_text(&asked.about).map(EntryId::to_text);
    visitor.page(&Contact { frame: visitor.frame(), about, answer_hours: answer_hours(&visitor) })
}

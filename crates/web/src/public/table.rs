//! `/privacy/table?who=…`: who may do what, with which data, for which purpose.

use amanah_domain::Role;
use amanah_pages::public::PolicyTable;
use axum::extract::Query;
use serde::Deserialize;

use crate::failure::Reply;
use crate::visitor::Visitor;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    who: String,
}

pub(crate) async fn table(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let page = PolicyTable::of(visitor.frame(), &visitor.app.office.policy, Role::from_name(&asked.who));
    visitor.page(&page)
}

//! `/terms`: read together with the policy (clause 1.2), hence of the same version.

use amanah_pages::public::Terms;

use crate::failure::Reply;
use crate::visitor::Visitor;

pub(crate) async fn terms(visitor: Visitor) -> Reply {
    let policy = &visitor.app.office.policy;
    visitor.page(&Terms { frame: visitor.frame(), version: policy.version(), effective: policy.effective() })
}

//! `/staff`: choose what you are about to do.

use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_domain::values::PersonName;
use amanah_pages::Shown;
use amanah_pages::staff::{Home, Offer, Waiting};

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::public::batches::number;
use crate::staff::desk::{desk, find, keep};
use crate::visitor::{Visitor, with_cookie};

pub(crate) async fn home(visitor: Visitor) -> Reply {
    let office = &visitor.app.office;
    let session = visitor.staff()?;
    let view = office.view_desk(session).await?;
    let name = view.looked.open::<PersonName>()?;
    let offers = session.roles().iter().flat_map(|role| {
        office.purposes_of_role(*role).into_iter().map(|offered| Offer {
            role: *role,
            purpose: offered.serves,
            clause: offered.clause.unwrap_or_default(),
            opens: offered.fields,
            closed: offered.closed.is_some(),
        })
    });
    let page = Home {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        name: name.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
        offers: offers.collect(),
        waiting: Waiting {
            cases: view.waiting.cases,
            approvals: view.waiting.approvals,
            reviews: view.waiting.reviews,
            batches: view.waiting.batches.iter().map(|n| number(*n)).collect(),
        },
    };
    visitor.page(&page)
}

pub(crate) async fn choose(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let chosen = find(&visitor, fields.get("role"), fields.get("purpose"))?.ok_or(Failure::NotFound)?;
    let next = match chosen.purpose() {
        StaffPurpose::AssessRights => "/staff/cases",
        StaffPurpose::LeadCases => "/staff/lead",
        purpose if purpose.looks_people_up() => "/staff/look-up",
        _ => "/staff",
    };
    with_cookie(visitor.to(next), keep(&visitor, &chosen))
}

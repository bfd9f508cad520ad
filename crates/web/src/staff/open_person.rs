//! The person's page, as the answer to a look-up.

use amanah_actions::staff::open_person::PersonPage;
use amanah_actions::staff::purposes_of_role::StaffPurpose;
use amanah_pages::Shown;
use amanah_pages::staff::{OpenPerson, PersonBatch, PersonCase};

use crate::failure::Reply;
use crate::public::batches::number;
use crate::staff::case_queue::subject;
use crate::staff::desk::desk;
use crate::staff::opened::of_person;
use crate::visitor::Visitor;

pub(crate) async fn show(visitor: &Visitor, person: &PersonPage<'_>, reason: &str) -> Reply {
    let values = of_person(&person.opened, person.fields, &visitor.app.office.programme.regions)?;
    let tells_rest = person.purpose != StaffPurpose::CheckPayout;
    let tells_batches = matches!(person.purpose, StaffPurpose::AnswerQuestion | StaffPurpose::ReviewCase);
    let case = |case: &amanah_actions::staff::open_person::PersonCase| PersonCase {
        id: case.line.case.to_hex(),
        kind: case.line.kind,
        subject: subject(visitor, case.line.kind, &case.line.subject),
        state: case.line.state,
        opened_at: case.line.opened_at,
        may_open: case.may_open,
    };
    let batch = |(batch, state): &(i64, _)| PersonBatch { number: number(*batch), state: *state };
    let page = OpenPerson {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        reason: Shown::typed(reason),
        looked_at: person.looked_at,
        fields: values.opened,
        empty: values.empty,
        identity: Some(person.identity),
        eligibility: tells_rest.then_some(person.eligibility),
        batches: tells_batches.then(|| person.batches.iter().map(batch).collect()),
        cases: tells_rest.then(|| person.cases.iter().map(case).collect()),
    };
    visitor.page(&page)
}

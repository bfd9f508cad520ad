//! Something that is done to several cases at once: take, hand over, add a note; never decide. What was not done
//! is named, with its reason.

use amanah_actions::staff::case_queue::{CaseLine, kinds_of};
use amanah_actions::staff::colleagues::CASES_AT_ONCE_MAX;
use amanah_actions::{ActionError, Done};
use amanah_domain::values::PersonName;
use amanah_domain::{CaseId, PersonId, Refused};
use amanah_pages::staff::{CaseDone, ColleagueView, HandOverCases, NamedCase, SeveralDone};
use amanah_pages::{FieldError, FormView, Shown};
use axum::extract::Query;
use serde::Deserialize;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::staff::desk::desk;
use crate::visitor::Visitor;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    cases: String,
}

fn listed(text: &str) -> Vec<CaseId> {
    let mut out: Vec<CaseId> = Vec::new();
    for case in text.split(',').filter_map(CaseId::from_hex) {
        if !out.contains(&case) && out.len() < CASES_AT_ONCE_MAX {
            out.push(case);
        }
    }
    out
}

fn named(line: &CaseLine) -> NamedCase {
    NamedCase { id: line.case.to_hex(), number: line.receipt.clone(), kind: line.kind }
}

async fn show(visitor: &Visitor, cases: &[CaseId], form: FormView<'_>, wrong: bool) -> Reply {
    let found = visitor.app.office.hand_over_to(visitor.staff()?, cases).await?;
    let mut colleagues = Vec::new();
    for colleague in &found.colleagues {
        let name = colleague.looked.open::<PersonName>()?;
        colleagues.push(ColleagueView {
            id: colleague.person.to_hex(),
            name: name.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
            is_self: colleague.is_self,
        });
    }
    let page = HandOverCases {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        cases: found.lines.iter().map(named).collect(),
        colleagues,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let cases = listed(&asked.cases);
    if cases.is_empty() {
        return Err(Failure::NotFound);
    }
    show(&visitor, &cases, visitor.frame().form(), false).await
}

/// Why something was not done to one of several; `Err` for what concerns them all.
fn why(done: Done<()>) -> Result<Option<String>, ActionError> {
    match done {
        Ok(()) => Ok(None),
        Err(ActionError::Conflict) => Ok(Some("several-conflict".to_owned())),
        Err(ActionError::NotFound | ActionError::SignInNeeded) => Ok(Some("several-not-yours".to_owned())),
        Err(ActionError::Refused(_)) => Ok(Some("several-refused".to_owned())),
        Err(ActionError::State(key)) => Ok(Some(format!("state-{key}"))),
        Err(other) => Err(other),
    }
}

/// Does something to each, and shows what became of it.
async fn each<'v, F>(
    visitor: &'v Visitor,
    act: &'static str,
    cases: &[CaseId],
    mut one: impl FnMut(CaseId) -> F,
) -> Reply
where
    F: Future<Output = Done<()>> + 'v,
{
    let (office, session) = (&visitor.app.office, visitor.staff()?);
    let mut out = Vec::new();
    for case in cases {
        let why_not = why(one(*case).await)?;
        let line = office.case_line(session, *case).await?;
        out.push(CaseDone { case: line.as_ref().map(named), why_not });
    }
    let page = SeveralDone { frame: visitor.frame(), desk: desk(visitor).await?, act, cases: out };
    visitor.page(&page)
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let cases = listed(fields.get("cases"));
    let to = match fields.get("to") {
        "nobody" => Some(None),
        id => PersonId::from_hex(id).map(Some),
    };
    let Some(to) = to else {
        let form = visitor.frame().form();
        let form = form.wrong(FieldError::refused("to", Refused::because("choose")));
        return show(&visitor, &cases, form, true).await;
    };
    let session = visitor.staff()?;
    if let [case] = cases.as_slice() {
        visitor.app.office.hand_over_case(session, *case, to).await?;
        let queue = !kinds_of(session.roles()).is_empty();
        return visitor.to(if queue { "/staff/cases" } else { "/staff/lead" });
    }
    let office = &visitor.app.office;
    each(&visitor, "hand-over", &cases, |case| office.hand_over_case(session, case, to)).await
}

pub(crate) async fn several(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let ticked = fields.all().filter_map(|(name, _)| name.strip_prefix("case-"));
    let cases = listed(&ticked.collect::<Vec<_>>().join(","));
    let (office, session) = (&visitor.app.office, visitor.staff()?);
    if cases.is_empty() {
        return Err(Failure::State("several-nothing"));
    }
    match fields.get("do") {
        "take" => {
            if let [case] = cases.as_slice() {
                let case = *case;
                if office.take_case(session, case).await.is_ok() {
                    return visitor.to(&format!("/staff/cases/{}", case.to_hex()));
                }
            }
            each(&visitor, "take", &cases, |case| office.take_case(session, case)).await
        }
        "hand-over" => {
            let ids: Vec<String> = cases.iter().map(|case| case.to_hex()).collect();
            visitor.to(&format!("/staff/cases/hand-over?cases={}", ids.join(",")))
        }
        "note" => {
            let text = fields.get("note");
            each(&visitor, "note", &cases, |case| office.note_case(session, case, text)).await
        }
        _ => Err(Failure::Bad("do")),
    }
}

//! `/me/cases`: the person's own cases, and one of them with what can be done.

use amanah_actions::ActionError;
use amanah_domain::CaseId;
use amanah_domain::cases::EntryTie;
use amanah_pages::FormView;
use amanah_pages::person::{AskedRight, MyCase, MyCaseLine, MyCases, Steps};
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};

use crate::conversation::{lines, standing};
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::person::rights::{answered, ask};
use crate::state::App;
use crate::visitor::Visitor;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me/cases", get(list))
        .route("/me/cases/{id}", get(page))
        .route("/me/cases/{id}/say", post(say))
        .route("/me/cases/{id}/withdraw", post(withdraw))
        .route("/me/cases/{id}/appeal", get(appeal_form).post(appeal))
}

/// A case as an address names it.
pub(crate) fn case_of(id: &str) -> Result<CaseId, Failure> {
    CaseId::from_hex(id).ok_or(Failure::NotFound)
}

async fn list(visitor: Visitor) -> Reply {
    let cases = visitor.app.office.list_own_cases(visitor.person()?).await?;
    let cases = cases
        .into_iter()
        .map(|line| MyCaseLine {
            id: line.case.to_hex(),
            kind: line.kind,
            state: line.state,
            number: line.number,
            opened_at: line.opened_at,
            due_at: line.due_at,
            waits_until: line.waits_until,
            decided_at: line.decided_at,
            is_appeal: line.is_appeal,
        })
        .collect();
    visitor.page(&MyCases { cases, frame: visitor.frame() })
}

async fn show(visitor: &Visitor, case: CaseId, form: FormView<'_>) -> Reply {
    let (office, session) = (&visitor.app.office, visitor.person()?);
    let steps = office.case_steps(session, case).await?;
    let entries = office.entries_of_case(session, case).await?;
    let authority = office.view_rights(session).await?.authority;
    let view = office.view_own_case(session, case).await?;
    let id = case.to_hex();
    let lines = lines(&view, |file| Some(format!("/me/cases/{id}/files/{}", file.to_hex())))?;
    let of = |tie: EntryTie| entries.iter().filter(move |(_, one)| *one == tie).map(|(at, _)| at.to_text());
    let address = |case: Option<CaseId>| case.map(|case| format!("/me/cases/{}", case.to_hex()));
    let page = MyCase {
        standing: standing(&view),
        lines,
        steps: Steps {
            say: steps.say,
            withdraw: steps.withdraw,
            appeal: steps.appeal,
            appealed: address(steps.appealed),
            appeal_of: address(steps.appeal_of),
            attach: steps.say,
        },
        on_lapse: steps.on_lapse.to_owned(),
        ground: view.ground,
        about: of(EntryTie::About).collect(),
        answers: of(EntryTie::Answer).collect(),
        authority: authority.map(|authority| (authority.name, authority.address)),
        form,
        frame: visitor.frame(),
        id,
    };
    if page.form.errors.is_empty() { visitor.page(&page) } else { visitor.again(&page) }
}

async fn page(visitor: Visitor, Path(id): Path<String>) -> Reply {
    show(&visitor, case_of(&id)?, visitor.frame().form()).await
}

async fn say(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let case = case_of(&id)?;
    match visitor.app.office.say_in_case(visitor.person()?, case, fields.get("statement")).await {
        Ok(()) => visitor.to(&format!("/me/cases/{id}")),
        Err(ActionError::Input(errors)) => {
            show(&visitor, case, refill(visitor.frame().form(), &fields, &errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn withdraw(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.take_back_case(visitor.person()?, case_of(&id)?).await?;
    visitor.to(&format!("/me/cases/{id}"))
}

async fn appealed(
    visitor: &Visitor,
    case: CaseId,
) -> Result<(AskedRight, amanah_domain::cases::CaseKind), Failure> {
    let (office, session) = (&visitor.app.office, visitor.person()?);
    if !office.case_steps(session, case).await?.appeal {
        return Err(Failure::State("no-appeal"));
    }
    let kind = office.view_own_case(session, case).await?.kind;
    let title = visitor.frame().t(&format!("case-kind-{}", kind.name()));
    Ok((AskedRight::Appeal { case: case.to_hex(), title }, kind))
}

async fn appeal_form(visitor: Visitor, Path(id): Path<String>) -> Reply {
    let (right, kind) = appealed(&visitor, case_of(&id)?).await?;
    ask(&visitor, right, Some(kind), None)
}

async fn appeal(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let case = case_of(&id)?;
    let (right, kind) = appealed(&visitor, case).await?;
    let done = visitor.app.office.appeal(visitor.person()?, case, fields.get("statement")).await;
    let to = |case: CaseId| format!("/me/cases/{}", case.to_hex());
    answered(&visitor, done, to, |error| ask(&visitor, right, Some(kind), Some((&fields, error))))
}

//! What is done in a case: each posts to `/staff/cases/<id>/…` and comes back to the case. What could not be
//! taken stands in its form again; where a colleague was first the page says what they did.

use amanah_actions::staff::decide_case::Decision;
use amanah_actions::{ActionError, Done, FieldError as Refusal};
use amanah_domain::cases::CaseKind;
use amanah_domain::rights::RefusalGround;
use amanah_domain::{CaseId, Refused};
use axum::extract::Path;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::staff::desk::{desk, refused};
use crate::staff::open_case::{Again, case_id, show};
use crate::visitor::Visitor;

/// Something was done, or not.
async fn after(
    visitor: &Visitor,
    case: CaseId,
    fields: &Fields,
    done: Done<()>,
    names: &[(&'static str, &'static str)],
) -> Reply {
    match done {
        Ok(()) => visitor.to(&format!("/staff/cases/{}", case.to_hex())),
        Err(ActionError::Input(errors)) => {
            // An action names its field; on this page every form has fields of its own.
            let named = |error: Refusal| {
                let field = names.iter().find(|(of, _)| *of == error.field).map_or(error.field, |(_, to)| to);
                Refusal::new(field, error.refused)
            };
            let errors: Vec<Refusal> = errors.into_iter().map(named).collect();
            let form = refill(visitor.frame().form(), fields, &errors);
            show(visitor, case, form, "", Again::Wrong).await
        }
        Err(ActionError::Conflict | ActionError::State("case-ended")) => {
            show(visitor, case, visitor.frame().form(), "", Again::Late).await
        }
        Err(error) => refused(visitor, desk(visitor).await?, error),
    }
}

fn begin(visitor: &Visitor, id: &str, fields: &Fields) -> Result<CaseId, Failure> {
    visitor.check_csrf(fields.get("csrf"))?;
    case_id(id)
}

pub(crate) async fn take(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let done = visitor.app.office.take_case(visitor.staff()?, case).await;
    after(&visitor, case, &fields, done, &[]).await
}

pub(crate) async fn resume(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let done = visitor.app.office.resume_case(visitor.staff()?, case).await;
    after(&visitor, case, &fields, done, &[]).await
}

pub(crate) async fn reply(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let template = fields.get("template").to_owned();
    let template = if visitor.app.words.templates().contains(&template) { template } else { String::new() };
    let done = visitor.app.office.reply_case(visitor.staff()?, case, fields.get("reply"), &template).await;
    after(&visitor, case, &fields, done, &[("text", "reply")]).await
}

pub(crate) async fn note(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let done = visitor.app.office.note_case(visitor.staff()?, case, fields.get("note")).await;
    after(&visitor, case, &fields, done, &[("text", "note")]).await
}

pub(crate) async fn ask(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let done = visitor.app.office.pause_case(visitor.staff()?, case, fields.get("ask")).await;
    after(&visitor, case, &fields, done, &[("reason", "ask")]).await
}

pub(crate) async fn extend(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    // What is no number is none that could be given.
    let hours = fields.get("extend-hours").trim().parse().unwrap_or(0);
    let why = fields.get("extend-why");
    let done = visitor.app.office.extend_case(visitor.staff()?, case, hours, why).await;
    after(&visitor, case, &fields, done, &[("hours", "extend-hours"), ("reason", "extend-why")]).await
}

pub(crate) async fn sort(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let Some(kind) = CaseKind::from_name(fields.get("sort")) else {
        let missing = Refusal::new("sort", Refused::because("case-sort"));
        return after(&visitor, case, &fields, Err(ActionError::Input(vec![missing])), &[]).await;
    };
    let done = visitor.app.office.sort_case(visitor.staff()?, case, kind).await;
    after(&visitor, case, &fields, done, &[("kind", "sort")]).await
}

pub(crate) async fn decide(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let (office, session) = (&visitor.app.office, visitor.staff()?);
    let reason = fields.get("reason").to_owned();
    let done = match fields.get("decision") {
        "answer" => office.answer_case(session, case, &reason).await,
        answer @ ("grant" | "refuse") => {
            let ground = RefusalGround::from_name(fields.get("ground"));
            let decision = Decision { granted: answer == "grant", reason };
            office.decide_case_on(session, case, decision, ground).await.map(drop)
        }
        _ => {
            let missing = Refusal::new("decision", Refused::because("choose"));
            Err(ActionError::Input(vec![missing]))
        }
    };
    after(&visitor, case, &fields, done, &[]).await
}

pub(crate) async fn confirm(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let done = visitor.app.office.confirm_case(visitor.staff()?, case).await;
    after(&visitor, case, &fields, done, &[]).await
}

pub(crate) async fn back(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    let case = begin(&visitor, &id, &fields)?;
    let done = visitor.app.office.send_case_back(visitor.staff()?, case, fields.get("back")).await;
    after(&visitor, case, &fields, done, &[("reason", "back")]).await
}

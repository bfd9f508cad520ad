//! `/me/rights` and what is asked from there: to restrict, to object, to delete, by which way letters come.

use amanah_actions::ActionError;
use amanah_domain::cases::CaseKind;
use amanah_domain::states::Channel;
use amanah_domain::{CategorySet, PurposeId};
use amanah_pages::FormView;
use amanah_pages::form::FieldError;
use amanah_pages::person::{
    AskDeletion, AskDeletionPreview, AskRight, AskedRight, Clock, ObjectItem, ObjectList, Rights,
};
use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::routing::{get, post};

use crate::batch_number;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::person::leave::asked;
use crate::person::remove::{categories, note, view};
use crate::public::batches::number;
use crate::state::App;
use crate::visitor::Visitor;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me/rights", get(page))
        .route("/me/rights/letters", post(letters))
        .route("/me/rights/restrict", get(restrict_form).post(restrict))
        .route("/me/rights/restrict/lift", post(lift))
        .route("/me/rights/object", get(object_list))
        .route("/me/rights/object/{purpose}", get(object_form).post(object))
        .route("/me/rights/object/{purpose}/end", post(end_objection))
        .route("/me/rights/delete", get(delete_form).post(delete))
        .route("/me/batches/{number}/contest", get(contest_form).post(contest))
}

/// The clock of a kind of case, for pages.
pub(crate) fn clock(visitor: &Visitor, kind: CaseKind) -> Option<Clock> {
    let clock = visitor.app.office.right_clock(kind)?;
    Some(Clock { kind, hours: clock.hours, on_lapse: clock.on_lapse.to_owned(), four_eyes: clock.four_eyes })
}

fn purpose_title(visitor: &Visitor, purpose: PurposeId) -> String {
    visitor.frame().t(&format!("purpose-{}", purpose.name()))
}

async fn show(visitor: &Visitor, form: Option<FormView<'_>>) -> Reply {
    let view = visitor.app.office.view_rights(visitor.person()?).await?;
    let chosen = view.channel.unwrap_or(Channel::Email).name();
    let page = Rights {
        clocks: CaseKind::ALL.iter().filter_map(|kind| clock(visitor, *kind)).collect(),
        open: view.open.iter().map(|(kind, case)| (*kind, format!("/me/cases/{}", case.to_hex()))).collect(),
        cases: view.cases,
        restricted: view.restricted,
        objected: view.objections.iter().map(|purpose| purpose_title(visitor, purpose)).collect(),
        form: form.unwrap_or_else(|| visitor.frame().form()).typed("channel", chosen),
        channels: view.channels,
        authority: view.authority.map(|authority| (authority.name, authority.address)),
        frame: visitor.frame(),
    };
    if page.form.errors.is_empty() { visitor.page(&page) } else { visitor.again(&page) }
}

async fn page(visitor: Visitor) -> Reply {
    show(&visitor, None).await
}

async fn letters(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let Some(channel) = Channel::from_name(fields.get("channel")) else {
        let form = visitor.frame().form().wrong(FieldError::new("channel", "choose"));
        return show(&visitor, Some(form)).await;
    };
    visitor.app.office.choose_letter_channel(visitor.person()?, channel).await?;
    visitor.to("/me/rights#letters")
}

/// The form of a right that is asked in a few words; with what was wrong, where something was.
pub(crate) fn ask(
    visitor: &Visitor,
    right: AskedRight,
    kind: Option<CaseKind>,
    wrong: Option<(&Fields, &ActionError)>,
) -> Reply {
    let form = match wrong {
        Some((fields, ActionError::Input(errors))) => refill(visitor.frame().form(), fields, errors),
        _ => visitor.frame().form(),
    };
    let clock = kind.and_then(|kind| clock(visitor, kind));
    let page = AskRight { form, asked: right, clock, frame: visitor.frame() };
    if wrong.is_some() { visitor.again(&page) } else { visitor.page(&page) }
}

/// To the case, or the form again.
pub(crate) fn answered<T>(
    visitor: &Visitor,
    done: Result<T, ActionError>,
    to: impl FnOnce(T) -> String,
    again: impl FnOnce(&ActionError) -> Reply,
) -> Reply {
    match done {
        Ok(done) => visitor.to(&to(done)),
        Err(error @ ActionError::Input(_)) => again(&error),
        Err(other) => Err(other.into()),
    }
}

async fn restrict_form(visitor: Visitor) -> Reply {
    visitor.person()?;
    ask(&visitor, AskedRight::Restrict, Some(CaseKind::Restriction), None)
}

async fn restrict(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let done = visitor.app.office.ask_restriction(visitor.person()?, fields.get("statement")).await;
    let again = |error: &ActionError| {
        ask(&visitor, AskedRight::Restrict, Some(CaseKind::Restriction), Some((&fields, error)))
    };
    answered(&visitor, done, |case| format!("/me/cases/{}", case.to_hex()), again)
}

async fn lift(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.lift_restriction(visitor.person()?).await?;
    visitor.to("/me/rights#restrict")
}

async fn object_list(visitor: Visitor) -> Reply {
    let (office, session) = (&visitor.app.office, visitor.person()?);
    let objections = office.view_rights(session).await?.objections;
    let frame = visitor.frame();
    let items = office
        .objectable()
        .into_iter()
        .map(|one| ObjectItem {
            id: one.purpose.name().to_owned(),
            title: purpose_title(&visitor, one.purpose),
            text: frame.t(&format!("purpose-{}-why", one.purpose.name())),
            stops_all: one.stops_all,
            objected: objections.contains(one.purpose),
        })
        .collect();
    let mut batches = Vec::new();
    for own in office.view_batches(session).await? {
        if office.may_contest(session, own.batch.number).await.is_ok() {
            batches.push(number(own.batch.number));
        }
    }
    visitor.page(&ObjectList { items, batches, frame })
}

fn objected(visitor: &Visitor, id: &str) -> Result<(PurposeId, AskedRight, Option<CaseKind>), Failure> {
    let found = visitor.app.office.objectable().into_iter().find(|one| one.purpose.name() == id);
    let found = found.ok_or(Failure::NotFound)?;
    let asked = AskedRight::Object {
        purpose: id.to_owned(),
        title: purpose_title(visitor, found.purpose),
        stops_all: found.stops_all,
    };
    let kind = match found.purpose {
        _ if found.stops_all => None,
        PurposeId::DueDiligence => Some(CaseKind::Eligibility),
        _ => Some(CaseKind::Objection),
    };
    Ok((found.purpose, asked, kind))
}

async fn object_form(visitor: Visitor, Path(id): Path<String>) -> Reply {
    visitor.person()?;
    let (_, right, kind) = objected(&visitor, &id)?;
    ask(&visitor, right, kind, None)
}

async fn object(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let (purpose, right, kind) = objected(&visitor, &id)?;
    let done = visitor.app.office.object(visitor.person()?, purpose, fields.get("statement")).await;
    let to = |case: Option<amanah_domain::CaseId>| match case {
        Some(case) => format!("/me/cases/{}", case.to_hex()),
        None => "/me/rights/object".to_owned(),
    };
    answered(&visitor, done, to, |error| ask(&visitor, right, kind, Some((&fields, error))))
}

async fn end_objection(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let purpose = PurposeId::from_name(&id).ok_or(Failure::NotFound)?;
    visitor.app.office.end_objection(visitor.person()?, purpose).await?;
    visitor.to("/me/rights/object")
}

/// Everything (`None`), or categories; `Err` where nothing can be read from it.
fn parts<'q>(value: impl Fn(&str) -> &'q str) -> Result<Option<CategorySet>, &'static str> {
    match value("what") {
        "all" => Ok(None),
        "parts" => {
            let chosen = categories(value);
            if chosen.is_empty() { Err("remove-nothing") } else { Ok(Some(chosen)) }
        }
        _ => Err("choose"),
    }
}

fn chosen(parts: Option<CategorySet>) -> Vec<(String, String)> {
    match parts {
        None => vec![("what".to_owned(), "all".to_owned())],
        Some(set) => {
            let boxes = set.iter().map(|one| (format!("category-{}", one.name()), "yes".to_owned()));
            [("what".to_owned(), "parts".to_owned())].into_iter().chain(boxes).collect()
        }
    }
}

async fn choose(visitor: &Visitor, form: FormView<'_>) -> Reply {
    let categories = visitor.app.office.deletable(visitor.person()?).await?;
    let page = AskDeletion { form, categories, frame: visitor.frame() };
    if page.form.errors.is_empty() { visitor.page(&page) } else { visitor.again(&page) }
}

async fn preview(
    visitor: &Visitor,
    what: Option<CategorySet>,
    wrong: Option<(&Fields, &ActionError)>,
) -> Reply {
    let plan = visitor.app.office.plan_deletion(visitor.person()?, what).await?;
    let form = match wrong {
        Some((fields, ActionError::Input(errors))) => refill(visitor.frame().form(), fields, errors),
        _ => visitor.frame().form(),
    };
    let page = AskDeletionPreview {
        form,
        view: view(&plan),
        chosen: chosen(what),
        clock: clock(visitor, CaseKind::Deletion),
        hold: plan.blocked.as_ref().map(note),
        frame: visitor.frame(),
    };
    if wrong.is_some() { visitor.again(&page) } else { visitor.page(&page) }
}

async fn delete_form(visitor: Visitor, RawQuery(query): RawQuery) -> Reply {
    visitor.person()?;
    let value = |name: &str| asked(query.as_deref(), name);
    if value("sent").is_empty() && value("what").is_empty() {
        return choose(&visitor, visitor.frame().form()).await;
    }
    match parts(value) {
        Ok(what) => preview(&visitor, what, None).await,
        Err(key) => {
            let form = visitor.frame().form().typed("what", value("what"));
            choose(&visitor, form.wrong(FieldError::new("what", key))).await
        }
    }
}

async fn delete(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let what = parts(|name| fields.get(name)).map_err(|_| Failure::NotFound)?;
    let done = visitor.app.office.ask_deletion(visitor.person()?, what, fields.get("statement")).await;
    match done {
        Ok(case) => visitor.to(&format!("/me/cases/{}", case.to_hex())),
        Err(error @ ActionError::Input(_)) => preview(&visitor, what, Some((&fields, &error))).await,
        Err(other) => Err(other.into()),
    }
}

async fn contest_form(visitor: Visitor, Path(text): Path<String>) -> Reply {
    let batch = batch_number::asked(&text)?;
    visitor.app.office.may_contest(visitor.person()?, batch).await?;
    let right = AskedRight::Contest { batch: number(batch) };
    ask(&visitor, right, Some(CaseKind::DrawReview), None)
}

async fn contest(visitor: Visitor, Path(text): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let batch = batch_number::asked(&text)?;
    let done = visitor.app.office.contest_draw(visitor.person()?, batch, fields.get("statement")).await;
    let again = |error: &ActionError| {
        let right = AskedRight::Contest { batch: number(batch) };
        ask(&visitor, right, Some(CaseKind::DrawReview), Some((&fields, error)))
    };
    answered(&visitor, done, |case| format!("/me/cases/{}", case.to_hex()), again)
}

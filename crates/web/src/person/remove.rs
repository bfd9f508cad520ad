//! `/me/leave/confirm`: what would happen, and then it happens.

use amanah_actions::ActionError;
use amanah_actions::removal::{HoldView, RemovalPlan, RemovalRequest, What};
use amanah_domain::states::{RemovalAct, Trace};
use amanah_domain::{Category, CategorySet, FieldId, FieldSet};
use amanah_pages::person::{ConfirmRemoval, RemovalView};
use amanah_pages::public::HoldNote;
use axum::extract::RawQuery;

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::person::leave::{asked, show_parts};
use crate::public::certificate::{gone, kept};
use crate::visitor::{Visitor, with_cookie};

/// Categories of which something in the programme needs the values.
const NEEDED: [Category; 6] = [
    Category::Identity,
    Category::Birth,
    Category::Address,
    Category::Numbers,
    Category::Livelihood,
    Category::Account,
];

/// What was chosen, as names and values of a form.
fn chosen(request: &RemovalRequest) -> Vec<(String, String)> {
    let act = [("act".to_owned(), request.act.name().to_owned())].into_iter();
    let fields = request.fields.iter().map(|f| (format!("field-{}", f.name()), "yes".to_owned()));
    let whole = request.categories.iter().map(|c| (format!("category-{}", c.name()), "yes".to_owned()));
    act.chain(fields).chain(whole).collect()
}

/// The page that asks once more.
pub(crate) fn address(request: &RemovalRequest) -> String {
    let query: Vec<String> = chosen(request).iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("/me/leave/confirm?{}", query.join("&"))
}

/// The request behind those names; `value` looks one up.
pub(crate) fn request<'q>(value: impl Fn(&str) -> &'q str) -> Result<RemovalRequest, Failure> {
    let ticked = |name: String| value(&name) == "yes";
    match RemovalAct::from_name(value("act")).ok_or(Failure::NotFound)? {
        RemovalAct::End => Ok(RemovalRequest::END),
        RemovalAct::Destroy => Ok(RemovalRequest::DESTROY),
        RemovalAct::Erase => {
            let fields: Vec<FieldId> =
                FieldId::ALL.iter().copied().filter(|f| ticked(format!("field-{}", f.name()))).collect();
            Ok(RemovalRequest::erase(FieldSet::of(&fields), categories(value)))
        }
    }
}

/// Categories that are ticked.
pub(crate) fn categories<'q>(value: impl Fn(&str) -> &'q str) -> CategorySet {
    let ticked = |category: &&Category| value(&format!("category-{}", category.name())) == "yes";
    Category::ALL.iter().filter(ticked).fold(CategorySet::EMPTY, |set, category| set.with(*category))
}

fn follows(plan: &RemovalPlan) -> Vec<&'static str> {
    let goes = |wanted: What| plan.goes.iter().any(|line| line.what == wanted);
    let needed = plan.goes.iter().any(|line| match line.what {
        What::Field(field) => NEEDED.contains(&field.category()),
        What::Category(category) => NEEDED.contains(&category),
        What::Trace(_) => false,
    });
    let act = plan.request.act;
    let said = [
        (act == RemovalAct::Destroy, "follows-account"),
        (act == RemovalAct::End, "follows-pause"),
        (goes(What::Trace(Trace::Batches)), "follows-batch"),
        (act == RemovalAct::Erase && needed, "follows-fill-again"),
    ];
    said.into_iter().filter(|(holds, _)| *holds).map(|(_, key)| key).collect()
}

/// What a plan shows, for pages.
pub(crate) fn view(plan: &RemovalPlan) -> RemovalView {
    let asked = plan.request.fields;
    let one = (asked.len() == 1 && plan.request.categories.is_empty()).then(|| asked.iter().next()).flatten();
    RemovalView {
        act: plan.request.act,
        one,
        gone: plan.goes.iter().map(|line| gone(line.what)).collect(),
        kept: plan.stays.iter().map(kept).collect(),
        told: plan.recipients.clone(),
        unreadable_at: plan.unreadable_at,
        follows: follows(plan),
    }
}

/// A hold, for pages.
pub(crate) fn note(hold: &HoldView) -> HoldNote {
    HoldNote { ground: hold.ground, until: hold.until }
}

fn is_told_before(error: &ActionError) -> bool {
    match error {
        ActionError::Refused(refusal) => refusal.reason.name() == "legal-hold",
        ActionError::State(key) => *key == "stale-sign-in",
        _ => false,
    }
}

pub(crate) async fn confirm(visitor: Visitor, RawQuery(query): RawQuery) -> Reply {
    let request = request(|name| asked(query.as_deref(), name))?;
    if request.act == RemovalAct::Erase && request.fields.is_empty() && request.categories.is_empty() {
        return show_parts(&visitor, true).await;
    }
    let (office, session) = (&visitor.app.office, visitor.person()?);
    let plan = office.plan_removal(session, request).await?;
    let page = ConfirmRemoval {
        frame: visitor.frame(),
        view: view(&plan),
        chosen: chosen(&request),
        fresh: session.is_fresh(office.now()),
        hold: plan.blocked.as_ref().map(note),
    };
    visitor.page(&page)
}

pub(crate) async fn remove(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let request = request(|name| fields.get(name))?;
    match visitor.app.office.remove_own(visitor.person()?, request).await {
        Ok(removed) => {
            // The last page says the code; nothing else does, but for the letter.
            let reply = visitor.to(&format!("/certificate/{}?new", removed.code));
            if removed.closed { with_cookie(reply, cookies::end(cookies::SESSION)) } else { reply }
        }
        // The page before says why and what to do: a hold, or a sign-in that is too old.
        Err(error) if is_told_before(&error) => visitor.to(&address(&request)),
        Err(other) => Err(other.into()),
    }
}

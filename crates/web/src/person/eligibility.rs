//! `/me/eligibility`: each rule and why; and a human who decides when asked.

use amanah_actions::ActionError;
use amanah_actions::person::view_eligibility::{EligibilityView, REVIEW_HOURS, RuleView};
use amanah_actions::rules::RuleOutcome;
use amanah_domain::cases::CaseState;
use amanah_domain::{FieldId, FieldSet};
use amanah_pages::layout::Frame;
use amanah_pages::person::{Eligibility, Review, Rule, RuleState};
use amanah_pages::words::Arg;
use amanah_pages::{FormView, Shown};
use axum::Router;
use axum::routing::{get, post};

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::state::App;
use crate::visitor::Visitor;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/me/eligibility", get(page)).route("/me/eligibility/review", post(ask))
}

/// Where the person can give what is missing.
fn fix(frame: &Frame<'_>, missing: FieldSet) -> Option<(String, String)> {
    let (href, key) = match missing.iter().next()? {
        FieldId::Nik | FieldId::Kk | FieldId::BirthDate => ("/me/profile/numbers", "rule-fix-numbers"),
        FieldId::Address => ("/me/profile/address", "rule-fix-address"),
        FieldId::Occupation | FieldId::Education => ("/me/profile/work", "rule-fix-work"),
        _ => return None,
    };
    Some((href.to_owned(), frame.t(key)))
}

/// A variable of a rule as its words take it.
fn arg(frame: &Frame<'_>, name: &str, value: &str) -> Arg {
    match name {
        "occupation" => frame.words.value(FieldId::Occupation, value).into(),
        "education" => frame.words.value(FieldId::Education, value).into(),
        "identity" => frame.t(&format!("identity-{value}")).into(),
        _ => value.parse::<i64>().map_or_else(|_| value.into(), Arg::from),
    }
}

fn rule(frame: &Frame<'_>, rule: &RuleView) -> Rule {
    let key = format!("rule-{}-why", rule.id);
    let args: Vec<(&str, Arg)> =
        rule.why.iter().map(|(name, value)| (*name, arg(frame, name, value))).collect();
    // A programme may say why in words or not at all.
    let told = frame.words.has(&key) && !matches!(rule.outcome, RuleOutcome::Missing(_));
    let (state, missing) = match rule.outcome {
        RuleOutcome::Met => (RuleState::Met, None),
        RuleOutcome::NotMet => (RuleState::NotMet, None),
        RuleOutcome::Human => (RuleState::Human, None),
        RuleOutcome::Missing(fields) => (RuleState::Missing, Some(fields)),
    };
    Rule {
        title: frame.t(&format!("rule-{}", rule.id)),
        state,
        why: if told && !args.is_empty() { frame.tf(&key, &args) } else { String::new() },
        fix: missing.and_then(|fields| fix(frame, fields)),
    }
}

fn review<'l>(view: &'l EligibilityView<'_>) -> Result<Review<'l>, Failure> {
    let asks = if view.may_ask() { Review::MayAsk } else { Review::NotNeeded };
    if let Some(open) = view.cases.iter().find(|case| case.state.is_open()) {
        return Ok(Review::Asked { at: open.opened_at, by: open.opened_at.plus_hours(REVIEW_HOURS) });
    }
    let Some(decided) = view.cases.iter().max_by_key(|case| case.decided_at) else { return Ok(asks) };
    let Some(at) = decided.decided_at else { return Ok(asks) };
    let reason = view.answer(decided)?;
    Ok(Review::Decided {
        granted: decided.state == CaseState::Granted,
        at,
        reason: reason.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
        may_ask_again: view.may_ask(),
    })
}

fn shown<'l>(
    frame: Frame<'l>,
    form: FormView<'l>,
    view: &'l EligibilityView<'_>,
) -> Result<Eligibility<'l>, Failure> {
    Ok(Eligibility {
        form,
        state: view.state,
        rules: view.rules.iter().map(|r| rule(&frame, r)).collect(),
        review: review(view)?,
        assessed: Some(view.assessed_at),
        frame,
    })
}

async fn page(visitor: Visitor) -> Reply {
    let view = visitor.app.office.view_eligibility(visitor.person()?).await?;
    visitor.page(&shown(visitor.frame(), visitor.frame().form(), &view)?)
}

async fn ask(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let office = &visitor.app.office;
    match office.ask_review(visitor.person()?, None, fields.get("statement")).await {
        Ok(()) => visitor.to("/me/eligibility"),
        Err(ActionError::Input(errors)) => {
            let view = office.view_eligibility(visitor.person()?).await?;
            let form = refill(visitor.frame().form(), &fields, &errors);
            visitor.again(&shown(visitor.frame(), form, &view)?)
        }
        Err(other) => Err(other.into()),
    }
}

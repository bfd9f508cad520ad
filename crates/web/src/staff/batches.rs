//! `/staff/batches`: plan, open, close, reveal. Each step is an action of its own; there is no way back.

use amanah_actions::batch::BatchView;
use amanah_actions::staff::plan_batch::BatchInput;
use amanah_actions::{ActionError, FieldError};
use amanah_domain::states::BatchState;
use amanah_domain::{Refused, Role};
use amanah_pages::FormView;
use amanah_pages::public::PublicBatch;
use amanah_pages::staff::{BatchStep, Batches, ManageBatch, PlanBatch};
use axum::extract::Path;

use crate::batch_number::asked;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::public::batches::number;
use crate::staff::desk::{desk, refused};
use crate::visitor::Visitor;

fn runs_batches(visitor: &Visitor) -> Result<bool, Failure> {
    Ok(visitor.staff()?.roles().contains(&Role::Administrator))
}

pub(crate) async fn list(visitor: Visitor) -> Reply {
    let found = visitor.app.office.staff_batches(visitor.staff()?).await?;
    let line = |batch: &BatchView| PublicBatch {
        number: number(batch.number),
        state: batch.state,
        opens_at: batch.opens_at,
        closes_at: batch.closes_at,
        quota: batch.quota,
        joined: batch.entrants.unwrap_or(batch.joined),
    };
    let page = Batches {
        frame: visitor.frame(),
        desk: desk(&visitor).await?,
        batches: found.iter().map(line).collect(),
        may_plan: runs_batches(&visitor)?,
    };
    visitor.page(&page)
}

async fn show_plan(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    let office = &visitor.app.office;
    visitor.staff()?.as_staff(Role::Administrator)?;
    let page = PlanBatch {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        number: number(office.next_batch_number(visitor.staff()?).await?),
        reveal_hours_max: u32::try_from(office.programme.reveal_hours_max).unwrap_or_default(),
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn plan_form(visitor: Visitor) -> Reply {
    show_plan(&visitor, visitor.frame().form(), false).await
}

/// In the order of the form, which is that of its summary as well.
const PLAN_INPUTS: [&str; 5] = ["quota", "opens", "closes", "public-source", "public-known-at"];

/// The words of the form for what the action found.
fn in_form(error: &FieldError) -> FieldError {
    let key = match (error.refused.key, error.field) {
        ("quota-number", _) => "quota",
        ("time-invalid", "opens") => "moment-opens",
        ("time-invalid", "closes") => "moment-closes",
        ("time-invalid", "public-known-at") => "moment-known",
        ("text-empty", "public-source") => "plan-source",
        ("time-past", _) => "plan-past",
        ("time-order", "public-known-at") => "plan-known",
        ("time-order", _) => "plan-order",
        (key, _) => key,
    };
    FieldError::new(error.field, Refused { key, bound: error.refused.bound })
}

pub(crate) async fn plan_submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let text = |name: &str| fields.get(name).to_owned();
    let input = BatchInput {
        quota: text("quota"),
        opens: text("opens"),
        closes: text("closes"),
        public_source: text("public-source"),
        public_known_at: text("public-known-at"),
    };
    match visitor.app.office.plan_batch(visitor.staff()?, &input).await {
        Ok(batch) => visitor.to(&format!("/staff/batches/{}", batch.number)),
        Err(ActionError::Input(errors)) => {
            let mut errors: Vec<FieldError> = errors.iter().map(in_form).collect();
            errors.sort_by_key(|error| PLAN_INPUTS.iter().position(|input| *input == error.field));
            show_plan(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(error) => refused(&visitor, desk(&visitor).await?, error),
    }
}

/// What the reader may do with it now.
fn step(visitor: &Visitor, batch: &BatchView) -> Result<BatchStep, Failure> {
    let now = visitor.app.office.now();
    if !runs_batches(visitor)? {
        return Ok(BatchStep::NotForThis);
    }
    Ok(match batch.state {
        BatchState::Planned if now < batch.closes_at => BatchStep::Open,
        BatchState::Open => BatchStep::Close,
        BatchState::Closed if batch.public_value.is_some() => BatchStep::Wait,
        BatchState::Closed if now >= batch.reveal_by => BatchStep::RevealOrFail,
        BatchState::Closed if now >= batch.public_known_at => BatchStep::Reveal,
        BatchState::Planned | BatchState::Closed | BatchState::Drawn | BatchState::Failed => BatchStep::Wait,
    })
}

async fn show(visitor: &Visitor, batch: i64, form: FormView<'_>, wrong: bool) -> Reply {
    let (batch, ready) = visitor.app.office.staff_batch(visitor.staff()?, batch).await?;
    let step = step(visitor, &batch)?;
    let page = ManageBatch {
        frame: visitor.frame(),
        desk: desk(visitor).await?,
        form,
        number: number(batch.number),
        state: batch.state,
        opens_at: batch.opens_at,
        closes_at: batch.closes_at,
        quota: batch.quota,
        joined: batch.joined,
        ready: ready.filter(|_| batch.state == BatchState::Open),
        entrants: batch.entrants,
        seed_commitment: hex::encode(batch.seed_commitment),
        entrants_commitment: batch.entrants_commitment.map(hex::encode),
        public_source: batch.public_source,
        public_known_at: batch.public_known_at,
        reveal_by: batch.reveal_by,
        public_value: batch.public_value,
        drawn_at: batch.drawn_at,
        step,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn manage(visitor: Visitor, Path(batch): Path<String>) -> Reply {
    show(&visitor, asked(&batch)?, visitor.frame().form(), false).await
}

async fn back(visitor: &Visitor, batch: i64, done: Result<(), ActionError>) -> Reply {
    match done {
        Ok(()) => visitor.to(&format!("/staff/batches/{batch}")),
        Err(error) => refused(visitor, desk(visitor).await?, error),
    }
}

pub(crate) async fn open(visitor: Visitor, Path(batch): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let batch = asked(&batch)?;
    let done = visitor.app.office.open_batch(visitor.staff()?, batch).await;
    back(&visitor, batch, done).await
}

pub(crate) async fn close(visitor: Visitor, Path(batch): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let batch = asked(&batch)?;
    let done = visitor.app.office.close_batch(visitor.staff()?, batch).await;
    back(&visitor, batch, done).await
}

pub(crate) async fn reveal(visitor: Visitor, Path(batch): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let batch = asked(&batch)?;
    match visitor.app.office.reveal_draw(visitor.staff()?, batch, fields.get("public-value")).await {
        Err(ActionError::Input(errors)) => {
            show(&visitor, batch, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        done => back(&visitor, batch, done).await,
    }
}

pub(crate) async fn fail(visitor: Visitor, Path(batch): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let batch = asked(&batch)?;
    let done = visitor.app.office.fail_reveal(visitor.staff()?, batch).await;
    back(&visitor, batch, done).await
}

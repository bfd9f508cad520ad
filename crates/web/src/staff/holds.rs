//! `/staff/holds`: legal holds.

use amanah_actions::ActionError;
use amanah_actions::staff::lift_hold::{HoldLine, PAGE_HOLDS};
use amanah_actions::staff::place_hold::{HOLD_DAYS_MAX, HoldInput};
use amanah_actions::staff::remove_for::Whom;
use amanah_domain::states::HoldGround;
use amanah_domain::{HoldId, Role, Timestamp};
use amanah_pages::form::FieldError;
use amanah_pages::staff::{HoldItem, Holds};
use amanah_pages::{FormView, Shown};
use axum::extract::{Path, Query};

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::staff::desk::{refused, removal_desk};
use crate::staff::removals::Asked;
use crate::visitor::Visitor;

fn item(line: &HoldLine) -> HoldItem {
    HoldItem {
        id: line.hold.to_hex(),
        ground: line.ground,
        placed_at: line.placed_at,
        until: line.until,
        ended_at: line.lifted_at,
        lifted: line.lifted,
    }
}

/// What stands beside the list.
#[derive(Default)]
struct Beside<'p> {
    no_match: Option<Timestamp>,
    reason: Option<(String, Shown<'p>)>,
}

async fn show<'p>(visitor: &'p Visitor, page: u32, form: FormView<'p>, beside: Beside<'p>) -> Reply {
    let found = visitor.app.office.list_holds(visitor.staff()?, page.saturating_sub(1)).await?;
    let wrong = !form.errors.is_empty();
    let page = Holds {
        frame: visitor.frame(),
        desk: removal_desk(visitor).await?,
        form,
        holds: found.lines.iter().map(item).collect(),
        days_max: u32::try_from(HOLD_DAYS_MAX).unwrap_or_default(),
        fresh: visitor.staff()?.is_fresh(visitor.app.office.now()),
        no_match: beside.no_match,
        reason: beside.reason,
        page,
        pages: Asked::pages(found.total, PAGE_HOLDS),
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    show(&visitor, asked.page(), visitor.frame().form(), Beside::default()).await
}

/// Why a hold was placed: opened for this one page, and on record.
pub(crate) async fn reason(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    fields: Fields,
) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let hold = HoldId::from_hex(&id).ok_or(Failure::NotFound)?;
    let found = match visitor.app.office.oversee_hold(visitor.staff()?, hold).await {
        Ok(found) => found,
        Err(error) => return refused(&visitor, removal_desk(&visitor).await?, error),
    };
    let opened = found.open()?.ok_or(Failure::NotFound)?;
    let beside = Beside { reason: Some((id, Shown::of(&opened))), ..Beside::default() };
    show(&visitor, asked.page(), visitor.frame().form(), beside).await
}

async fn place(visitor: &Visitor, fields: &Fields, ground: HoldGround) -> Result<(), ActionError> {
    let session = visitor.staff().map_err(|_| ActionError::SignInNeeded)?;
    let input = HoldInput {
        whom: Whom::Key { key: fields.get("kind").to_owned(), value: fields.get("value").to_owned() },
        ground,
        // What is no number is no number of days: the action says so.
        days: fields.get("days").trim().parse().unwrap_or_default(),
        reason: fields.get("reason").to_owned(),
    };
    visitor.app.office.place_hold(session, &input).await.map(drop)
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.staff()?.as_staff(Role::Dpo)?;
    let again = |errors: &[amanah_actions::FieldError]| refill(visitor.frame().form(), &fields, errors);
    let Some(ground) = HoldGround::from_name(fields.get("ground")) else {
        let form = again(&[]).wrong(FieldError::new("ground", "choose"));
        return show(&visitor, 1, form, Beside::default()).await;
    };
    match place(&visitor, &fields, ground).await {
        Ok(()) => visitor.to("/staff/holds"),
        Err(ActionError::Input(errors)) => show(&visitor, 1, again(&errors), Beside::default()).await,
        Err(ActionError::State("removal-nobody")) => {
            let beside = Beside { no_match: Some(visitor.app.office.now()), ..Beside::default() };
            show(&visitor, 1, again(&[]), beside).await
        }
        Err(error) => refused(&visitor, removal_desk(&visitor).await?, error),
    }
}

pub(crate) async fn lift(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    fields: Fields,
) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let hold = HoldId::from_hex(&id).ok_or(Failure::NotFound)?;
    let name = format!("lift-{id}");
    match visitor.app.office.lift_hold(visitor.staff()?, hold, fields.get(&name)).await {
        Ok(()) => visitor.to("/staff/holds"),
        Err(ActionError::Input(errors)) => {
            // Each hold has a field of its own for the reason.
            let form = errors.iter().fold(visitor.frame().form(), |form, e| {
                form.wrong(FieldError::refused(name.clone(), e.refused))
            });
            show(&visitor, asked.page(), form, Beside::default()).await
        }
        Err(error) => refused(&visitor, removal_desk(&visitor).await?, error),
    }
}

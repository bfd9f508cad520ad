//! `/staff/holds`: legal holds.

use amanah_actions::ActionError;
use amanah_actions::staff::lift_hold::HoldLine;
use amanah_actions::staff::place_hold::{HOLD_DAYS_MAX, HoldInput};
use amanah_actions::staff::remove_for::Whom;
use amanah_domain::states::HoldGround;
use amanah_domain::{HoldId, PersonId, Role, Timestamp};
use amanah_pages::FormView;
use amanah_pages::form::FieldError;
use amanah_pages::staff::{HoldItem, Holds};
use axum::extract::Path;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::staff::desk::{refused, removal_desk};
use crate::visitor::Visitor;

fn item(line: &HoldLine) -> HoldItem {
    HoldItem {
        id: line.hold.to_hex(),
        person: line.person.to_hex(),
        ground: line.ground,
        placed_at: line.placed_at,
        until: line.until,
        ended_at: line.lifted_at,
        lifted: line.lifted,
    }
}

async fn show(visitor: &Visitor, form: FormView<'_>, no_match: Option<Timestamp>, wrong: bool) -> Reply {
    let lines = visitor.app.office.list_holds(visitor.staff()?, 0).await?;
    let mut holds: Vec<HoldItem> = lines.iter().map(item).collect();
    holds.sort_by_key(|hold| hold.ended_at.is_some());
    let page = Holds {
        frame: visitor.frame(),
        desk: removal_desk(visitor).await?,
        form,
        holds,
        days_max: u32::try_from(HOLD_DAYS_MAX).unwrap_or_default(),
        no_match,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn list(visitor: Visitor) -> Reply {
    show(&visitor, visitor.frame().form(), None, false).await
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
        return show(&visitor, form, None, true).await;
    };
    match place(&visitor, &fields, ground).await {
        Ok(()) => visitor.to("/staff/holds"),
        Err(ActionError::Input(errors)) => show(&visitor, again(&errors), None, true).await,
        Err(ActionError::State("removal-nobody")) => {
            show(&visitor, again(&[]), Some(visitor.app.office.now()), false).await
        }
        Err(error) => refused(&visitor, removal_desk(&visitor).await?, error),
    }
}

pub(crate) async fn lift(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let hold = HoldId::from_hex(&id).ok_or(Failure::NotFound)?;
    let person = PersonId::from_hex(fields.get("person")).ok_or(Failure::NotFound)?;
    let name = format!("lift-{id}");
    match visitor.app.office.lift_hold(visitor.staff()?, person, hold, fields.get(&name)).await {
        Ok(()) => visitor.to("/staff/holds"),
        Err(ActionError::Input(errors)) => {
            // Each hold has a field of its own for the reason.
            let form = errors.iter().fold(visitor.frame().form(), |form, e| {
                form.wrong(FieldError::refused(name.clone(), e.refused))
            });
            show(&visitor, form, None, true).await
        }
        Err(error) => refused(&visitor, removal_desk(&visitor).await?, error),
    }
}

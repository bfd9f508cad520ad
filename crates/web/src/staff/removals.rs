//! `/staff/removals`: the list, one of them, and doing it for somebody. The form is sent twice: the first
//! answer says what would happen, the second does it.

use amanah_actions::ActionError;
use amanah_actions::removal::{RemovalRequest, RemovalSummary};
use amanah_actions::staff::list_removals::PAGE_REMOVALS;
use amanah_actions::staff::remove_for::{RemoveForInput, Whom};
use amanah_domain::states::{RemovalAct, RemovalGround};
use amanah_domain::{Category, RemovalId, Role, Timestamp};
use amanah_pages::form::FieldError;
use amanah_pages::staff::{ConfirmRemoveFor, OpenRemoval, RemovalItem, Removals, RemoveFor, RemovedFor};
use amanah_pages::{FormView, Shown};
use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::person::remove::{categories, note, view};
use crate::public::certificate::{address, facts};
use crate::staff::desk::{refused, removal_desk};
use crate::visitor::Visitor;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    page: u32,
}

fn item(line: &RemovalSummary) -> RemovalItem {
    RemovalItem {
        id: line.removal.to_hex(),
        act: line.act,
        asked_by: line.asked_by,
        ground: line.ground,
        state: line.state,
        asked_at: line.asked_at,
        unreadable_at: line.unreadable_at,
        told: line.told,
        late: line.late,
    }
}

pub(crate) async fn list(visitor: Visitor, Query(asked): Query<Asked>) -> Reply {
    let page = asked.page.max(1);
    let found = visitor.app.office.list_removals(visitor.staff()?, page - 1).await?;
    let total: u64 = found.counts.iter().map(|(_, _, n)| n).sum();
    let pages = u32::try_from(total.div_ceil(u64::from(PAGE_REMOVALS))).unwrap_or(u32::MAX);
    let mut removals: Vec<RemovalItem> = found.lines.iter().map(item).collect();
    removals.sort_by_key(|item| !item.late);
    visitor.page(&Removals {
        frame: visitor.frame(),
        desk: removal_desk(&visitor).await?,
        removals,
        page,
        pages,
    })
}

pub(crate) async fn open(visitor: Visitor, Path(id): Path<String>) -> Reply {
    let id = RemovalId::from_hex(&id).ok_or(Failure::NotFound)?;
    let found = visitor.app.office.view_removal(visitor.staff()?, id).await?;
    let page =
        OpenRemoval { frame: visitor.frame(), desk: removal_desk(&visitor).await?, facts: facts(&found) };
    visitor.page(&page)
}

/// Categories that staff can erase whole: what is left when nobody opens anything, and not what the
/// account itself rests on.
const WHOLE: [Category; 10] = [
    Category::Birth,
    Category::Address,
    Category::Numbers,
    Category::Livelihood,
    Category::Account,
    Category::Documents,
    Category::Photo,
    Category::Profile,
    Category::Results,
    Category::Correspondence,
];

async fn show(visitor: &Visitor, form: FormView<'_>, no_match: Option<Timestamp>, wrong: bool) -> Reply {
    visitor.staff()?.as_staff(Role::Dpo)?;
    let page = RemoveFor {
        frame: visitor.frame(),
        desk: removal_desk(visitor).await?,
        form,
        categories: WHOLE.to_vec(),
        no_match,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

pub(crate) async fn form(visitor: Visitor) -> Reply {
    let form = visitor.frame().form().typed("ground", RemovalGround::Request.name());
    show(&visitor, form, None, false).await
}

/// What was filled in, or what is missing before anybody is looked for.
fn input(fields: &Fields) -> Result<RemoveForInput, Vec<FieldError>> {
    let act = RemovalAct::from_name(fields.get("act"));
    let ground = RemovalGround::from_name(fields.get("ground"));
    let ticked = categories(|name| fields.get(name));
    let mut wrong = Vec::new();
    if act.is_none() {
        wrong.push(FieldError::new("act", "choose"));
    }
    if act == Some(RemovalAct::Erase) && ticked.is_empty() {
        wrong.push(FieldError::new(format!("category-{}", Category::Birth.name()), "remove-nothing"));
    }
    if ground.is_none() {
        wrong.push(FieldError::new("ground", "choose"));
    }
    let (Some(act), Some(ground), true) = (act, ground, wrong.is_empty()) else { return Err(wrong) };
    Ok(RemoveForInput {
        whom: Whom::Key { key: fields.get("kind").to_owned(), value: fields.get("value").to_owned() },
        request: match act {
            RemovalAct::End => RemovalRequest::END,
            RemovalAct::Erase => RemovalRequest::erase(Default::default(), ticked),
            RemovalAct::Destroy => RemovalRequest::DESTROY,
        },
        ground,
        reason: fields.get("reason").to_owned(),
    })
}

async fn plan(visitor: &Visitor, fields: &Fields, input: &RemoveForInput) -> Result<Reply, ActionError> {
    let session = visitor.staff().map_err(|_| ActionError::SignInNeeded)?;
    let plan = visitor.app.office.plan_removal_for(session, input).await?;
    let kept = fields.all().map(|(name, value)| (name.to_owned(), Shown::typed(value))).collect();
    let desk = match removal_desk(visitor).await {
        Ok(desk) => desk,
        Err(failure) => return Ok(Err(failure)),
    };
    let page = ConfirmRemoveFor {
        frame: visitor.frame(),
        desk,
        view: view(&plan),
        hold: plan.blocked.as_ref().map(note),
        kept,
    };
    Ok(visitor.page(&page))
}

async fn perform(visitor: &Visitor, input: &RemoveForInput) -> Result<Reply, ActionError> {
    let session = visitor.staff().map_err(|_| ActionError::SignInNeeded)?;
    let removed = visitor.app.office.remove_for(session, input).await?;
    let desk = match removal_desk(visitor).await {
        Ok(desk) => desk,
        Err(failure) => return Ok(Err(failure)),
    };
    let page = RemovedFor {
        frame: visitor.frame(),
        desk,
        address: address(visitor, &removed.code),
        id: removed.removal.to_hex(),
    };
    Ok(visitor.page(&page))
}

pub(crate) async fn submit(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.staff()?.as_staff(Role::Dpo)?;
    let again = |errors: &[amanah_actions::FieldError]| refill(visitor.frame().form(), &fields, errors);
    let input = match input(&fields) {
        Ok(input) => input,
        Err(wrong) => {
            let form = wrong.into_iter().fold(again(&[]), FormView::wrong);
            return show(&visitor, form, None, true).await;
        }
    };
    let done = match fields.get("confirmed") {
        "yes" => perform(&visitor, &input).await,
        _ => plan(&visitor, &fields, &input).await,
    };
    match done {
        Ok(reply) => reply,
        Err(ActionError::Input(errors)) => show(&visitor, again(&errors), None, true).await,
        Err(ActionError::State("removal-nobody")) => {
            show(&visitor, again(&[]), Some(visitor.app.office.now()), false).await
        }
        Err(error) => refused(&visitor, removal_desk(&visitor).await?, error),
    }
}

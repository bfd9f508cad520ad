//! `/staff/removals`: the list, one of them, and doing it for somebody. The form is sent twice: the first
//! answer says what would happen, the second does it.

use amanah_actions::ActionError;
use amanah_actions::removal::certificate::Recipient;
use amanah_actions::removal::{RemovalRequest, RemovalSummary};
use amanah_actions::staff::list_removals::PAGE_REMOVALS;
use amanah_actions::staff::record_answer::AnswerInput;
use amanah_actions::staff::remove_for::{RemoveForInput, Whom};
use amanah_domain::states::{NoticeState, RemovalAct, RemovalGround};
use amanah_domain::{Category, NoticeId, RemovalId, Role, Timestamp};
use amanah_pages::form::FieldError;
use amanah_pages::staff::{
    ConfirmRemoveFor, OpenRemoval, OverdueItem, RemovalItem, Removals, RemoveFor, RemovedFor, UnsignedNotice,
};
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

impl Asked {
    /// Counted from 1.
    pub(crate) fn page(&self) -> u32 {
        self.page.max(1)
    }

    /// How many pages a number of lines fills.
    pub(crate) fn pages(lines: u64, of: u32) -> u32 {
        u32::try_from(lines.div_ceil(u64::from(of))).unwrap_or(u32::MAX)
    }
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
    let page = asked.page();
    let found = visitor.app.office.list_removals(visitor.staff()?, page - 1).await?;
    let total: u64 = found.counts.iter().map(|(_, _, n)| n).sum();
    let pages = Asked::pages(total, PAGE_REMOVALS);
    let removals: Vec<RemovalItem> = found.lines.iter().map(item).collect();
    let overdue = found.overdue.iter().map(|late| OverdueItem {
        recipient: late.recipient,
        kind: late.kind,
        fields: late.fields,
        due_at: late.due_at,
    });
    visitor.page(&Removals {
        frame: visitor.frame(),
        desk: removal_desk(&visitor).await?,
        removals,
        overdue: overdue.collect(),
        page,
        pages,
    })
}

pub(crate) async fn open(visitor: Visitor, Path(id): Path<String>) -> Reply {
    let id = RemovalId::from_hex(&id).ok_or(Failure::NotFound)?;
    show_one(&visitor, id, visitor.frame().form()).await
}

fn unsigned(told: &Recipient) -> UnsignedNotice {
    UnsignedNotice {
        id: told.notice.to_hex(),
        recipient: told.class,
        by_hand: told.by_hand.map(|word| (word.way, word.word_at)),
    }
}

async fn show_one(visitor: &Visitor, id: RemovalId, form: FormView<'_>) -> Reply {
    let found = visitor.app.office.view_removal(visitor.staff()?, id).await?;
    let wrong = !form.errors.is_empty();
    let unsigned_only = found.recipients.iter().filter(|told| told.state != NoticeState::Acknowledged);
    let page = OpenRemoval {
        frame: visitor.frame(),
        desk: removal_desk(visitor).await?,
        facts: facts(&found),
        id: id.to_hex(),
        form,
        unsigned: unsigned_only.map(unsigned).collect(),
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

/// A recipient's answer, written down.
pub(crate) async fn answer(
    visitor: Visitor,
    Path((id, notice)): Path<(String, String)>,
    fields: Fields,
) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let removal = RemovalId::from_hex(&id).ok_or(Failure::NotFound)?;
    let told = NoticeId::from_hex(&notice).ok_or(Failure::NotFound)?;
    let typed = |name: &str| fields.get(&format!("{name}-{notice}")).to_owned();
    let input = AnswerInput { way: typed("way"), day: typed("day") };
    match visitor.app.office.record_answer(visitor.staff()?, removal, told, &input).await {
        Ok(()) => visitor.to(&format!("/staff/removals/{id}")),
        Err(ActionError::Input(errors)) => {
            // Each recipient has fields of its own.
            let form = errors.iter().fold(refill(visitor.frame().form(), &fields, &[]), |form, e| {
                form.wrong(FieldError::refused(format!("{}-{notice}", e.field), e.refused))
            });
            show_one(&visitor, removal, form).await
        }
        Err(error) => refused(&visitor, removal_desk(&visitor).await?, error),
    }
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
        fresh: session.is_fresh(visitor.app.office.now()),
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

//! `/me/standings`.

use amanah_actions::ActionError;
use amanah_actions::person::standing::{StandingLine, Standings as View};
use amanah_domain::StandingId;
use amanah_domain::cases::Standing;
use amanah_pages::person::{StandingItem, Standings};
use amanah_pages::{FormView, Shown};
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};

use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::help::refill;
use crate::state::App;
use crate::visitor::Visitor;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me/standings", get(list).post(ask))
        .route("/me/standings/stop", post(stop))
        .route("/me/standings/{id}/agree", post(agree))
        .route("/me/standings/{id}/refuse", post(refuse))
        .route("/me/standings/{id}/end", post(end))
        .route("/me/standings/{id}/act", post(act))
}

async fn show(visitor: &Visitor, form: FormView<'_>, wrong: bool) -> Reply {
    let view = visitor.app.office.view_standings(visitor.person()?).await?;
    let askers = view.for_me.iter().map(|line| view.asker(line)).collect::<Result<Vec<_>, ActionError>>()?;
    let for_me = view.for_me.iter().zip(&askers);
    let for_me = for_me.map(|(line, asker)| item(line, asker.as_ref().map(Shown::of))).collect();
    let View { by_me, offered, .. } = &view;
    let page = Standings {
        frame: visitor.frame(),
        form,
        for_me,
        by_me: by_me.iter().map(|line| item(line, None)).collect(),
        offered: *offered,
    };
    if wrong { visitor.again(&page) } else { visitor.page(&page) }
}

fn item<'p>(line: &StandingLine, asker: Option<Shown<'p>>) -> StandingItem<'p> {
    StandingItem {
        id: line.standing.to_hex(),
        kind: line.kind,
        state: line.state,
        rights: line.rights,
        asked_at: line.asked_at,
        ends_at: line.ends_at,
        in_force: line.in_force,
        asker,
        case: line.case.map(|case| case.to_hex()),
    }
}

async fn list(visitor: Visitor) -> Reply {
    show(&visitor, visitor.frame().form(), false).await
}

async fn ask(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let kind = Standing::from_name(fields.get("kind"));
    let (other, statement) = (fields.get("other"), fields.get("statement"));
    match visitor.app.office.ask_standing(visitor.person()?, kind, other, statement).await {
        // What shows it is attached there.
        Ok(case) => visitor.to(&format!("/me/cases/{}", case.to_hex())),
        Err(ActionError::Input(errors)) => {
            show(&visitor, refill(visitor.frame().form(), &fields, &errors), true).await
        }
        Err(other) => Err(other.into()),
    }
}

fn standing(id: &str) -> Result<StandingId, Failure> {
    StandingId::from_hex(id).ok_or(Failure::NotFound)
}

async fn agree(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.answer_standing(visitor.person()?, standing(&id)?, true).await?;
    visitor.to("/me/standings")
}

async fn refuse(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.answer_standing(visitor.person()?, standing(&id)?, false).await?;
    visitor.to("/me/standings")
}

async fn end(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.end_standing(visitor.person()?, standing(&id)?).await?;
    visitor.to("/me/standings")
}

async fn act(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.begin_acting(visitor.person()?, standing(&id)?).await?;
    visitor.to("/me")
}

async fn stop(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.stop_acting(visitor.person()?).await?;
    visitor.to("/me/standings")
}

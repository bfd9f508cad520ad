//! `/me/batches/<number>`: join, leave, wait, and one's own place after the draw.

use amanah_actions::person::view_batches::Hindrance as Cause;
use amanah_domain::states::{BatchState, EntryState};
use amanah_pages::layout::Frame;
use amanah_pages::person::{Batch, Hindrance, MyDraw};
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};

use crate::batch_number::asked;
use crate::failure::Reply;
use crate::form::Fields;
use crate::public::batches::number;
use crate::state::App;
use crate::visitor::Visitor;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/me/batches/{number}", get(page))
        .route("/me/batches/{number}/join", post(join))
        .route("/me/batches/{number}/leave", post(leave))
}

fn hindrance(frame: &Frame<'_>, cause: Cause) -> Hindrance {
    let fix = match cause {
        Cause::ProfileIncomplete | Cause::NotEligible => Some(("/me/eligibility", "hindrance-fix-rules")),
        Cause::OtherBatch | Cause::AlreadySelected => Some(("/me", "hindrance-fix-home")),
    };
    Hindrance {
        text: frame.t(&format!("hindrance-{}", cause.name())),
        fix: fix.map(|(href, key)| (href.to_owned(), frame.t(key))),
    }
}

async fn page(visitor: Visitor, Path(text): Path<String>) -> Reply {
    let own = visitor.app.office.view_batch(visitor.person()?, asked(&text)?).await?;
    let frame = visitor.frame();
    let b = &own.batch;
    let entrants = b.entrants.unwrap_or_default();
    let draw = own.line.and_then(|line| {
        let (rank, _) = line.drawn?;
        Some(MyDraw { rank, entrants, pseudonym: line.pseudonym.to_hex() })
    });
    let page = Batch {
        number: number(b.number),
        state: b.state,
        closes: b.closes_at,
        draws: Some(b.public_known_at).filter(|_| b.state != BatchState::Failed),
        joined: b.entrants.unwrap_or(b.joined),
        places: b.quota,
        mine: own.mine.filter(|state| *state != EntryState::Left),
        hindrances: own.hindrances.iter().map(|cause| hindrance(&frame, *cause)).collect(),
        draw,
        frame,
    };
    visitor.page(&page)
}

fn back(visitor: &Visitor, batch: i64) -> Reply {
    visitor.to(&format!("/me/batches/{batch}"))
}

async fn join(visitor: Visitor, Path(text): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let batch = asked(&text)?;
    visitor.app.office.join_batch(visitor.person()?, batch).await?;
    back(&visitor, batch)
}

/// While it is open one leaves; once it is closed one withdraws. The page has one button for both, so the
/// batch tells which it is.
async fn leave(visitor: Visitor, Path(text): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let (office, session, batch) = (&visitor.app.office, visitor.person()?, asked(&text)?);
    if office.public_batch(batch).await?.state == BatchState::Open {
        office.leave_batch(session, batch).await?;
    } else {
        office.withdraw_entry(session, batch).await?;
    }
    back(&visitor, batch)
}

//! `/batches` and `/batches/<number>`: what is open, what was committed, and how a draw went.

use amanah_actions::person::view_batches::OwnBatch;
use amanah_domain::states::{BatchState, EntryState};
use amanah_pages::public::{BatchList, PublicBatch};
use amanah_pages::public::{BatchResult, OwnLine};
use axum::extract::Path;

use crate::batch_number::asked;
use crate::failure::{Failure, Reply};
use crate::visitor::Visitor;

/// A batch's number as pages show it.
pub(crate) fn number(batch: i64) -> u32 {
    u32::try_from(batch).unwrap_or_default()
}

pub(crate) async fn list(visitor: Visitor) -> Reply {
    let batches = visitor.app.office.public_batches().await?;
    let batches = batches
        .into_iter()
        .map(|b| PublicBatch {
            number: number(b.number),
            state: b.state,
            opens_at: b.opens_at,
            closes_at: b.closes_at,
            quota: b.quota,
            joined: b.entrants.unwrap_or(b.joined),
        })
        .collect();
    visitor.page(&BatchList { frame: visitor.frame(), batches })
}

/// A signed-in entrant finds their own line; whoever only looks is not asked who they are.
async fn own(visitor: &Visitor, batch: i64) -> Result<Option<OwnLine>, Failure> {
    let Some(session) = visitor.maybe_session().filter(|s| !s.staff) else { return Ok(None) };
    let found = visitor.app.office.view_batch(session, batch).await;
    let Ok(OwnBatch { mine: Some(state), line: Some(line), .. }) = found else { return Ok(None) };
    Ok(Some(OwnLine { pseudonym: line.pseudonym.to_hex(), rank: line.drawn.map(|(rank, _)| rank), state }))
}

pub(crate) async fn batch(visitor: Visitor, Path(text): Path<String>) -> Reply {
    let office = &visitor.app.office;
    let b = office.public_batch(asked(&text)?).await?;
    let page = BatchResult {
        frame: visitor.frame(),
        number: number(b.number),
        state: b.state,
        opens_at: b.opens_at,
        closes_at: b.closes_at,
        quota: b.quota,
        joined: b.entrants.unwrap_or(b.joined),
        seed_commitment: hex::encode(b.seed_commitment),
        entrants_commitment: b.entrants_commitment.map(hex::encode),
        public_source: b.public_source.clone(),
        public_known_at: b.public_known_at,
        reveal_by: b.reveal_by,
        draw: super::draw_file::facts(&visitor, &b).await?,
        failed_at: b.drawn_at.filter(|_| b.state == BatchState::Failed),
        own: own(&visitor, b.number).await?.filter(|own| own.state != EntryState::Left),
    };
    visitor.page(&page)
}

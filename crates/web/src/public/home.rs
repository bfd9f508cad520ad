//! `/`: what the programme is, and which batches are open.

use amanah_domain::states::BatchState;
use amanah_pages::person::{Landing, OpenBatch};

use crate::failure::Reply;
use crate::visitor::Visitor;

pub(crate) async fn home(visitor: Visitor) -> Reply {
    let batches = visitor.app.office.public_batches().await?;
    let mut open: Vec<OpenBatch> = batches
        .iter()
        .filter(|b| b.state == BatchState::Open)
        .map(|b| OpenBatch {
            number: super::batches::number(b.number),
            closes: b.closes_at,
            joined: b.joined,
            places: b.quota,
        })
        .collect();
    open.sort_by_key(|b| b.closes);
    let planned = batches.iter().filter(|b| b.state == BatchState::Planned);
    let next_opens = planned.map(|b| b.opens_at).min().filter(|_| open.is_empty());
    visitor.page(&Landing { frame: visitor.frame(), open, next_opens })
}

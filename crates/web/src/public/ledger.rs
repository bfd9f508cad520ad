//! `/ledger`: the heads of the logs and the key that checks them, for readers; and for programs the
//! C2SP `tlog-tiles` addresses, without entry bundles (`actions/public/open_ledger.rs` says why).

use amanah_actions::ActionError;
use amanah_pages::public::{Ledger, LogLine, SignedCheckpoint};
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;

use crate::failure::{Failure, Reply};
use crate::public::assets::FOR_EVER;
use crate::visitor::Visitor;

fn note(text: String) -> Reply {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, text).into_response())
}

pub(crate) async fn page(visitor: Visitor) -> Reply {
    let office = &visitor.app.office;
    let open = office.open_ledger().await?;
    let text = match office.combined_checkpoint().await {
        Ok(text) => Some(text),
        Err(ActionError::NotFound) => None,
        Err(other) => return Err(other.into()),
    };
    let logs = open.logs.into_iter().map(|log| LogLine { origin: log.origin, entries: log.size }).collect();
    let checkpoint = text.map(|text| SignedCheckpoint { text, at: open.at, logs });
    visitor.page(&Ledger { frame: visitor.frame(), checkpoint, verifier: open.verifier_key })
}

pub(crate) async fn combined(visitor: Visitor) -> Reply {
    note(visitor.app.office.combined_checkpoint().await?)
}

fn log(number: &str) -> Result<u32, Failure> {
    number.parse().map_err(|_| Failure::NotFound)
}

pub(crate) async fn checkpoint(visitor: Visitor, Path(number): Path<String>) -> Reply {
    note(visitor.app.office.log_checkpoint(log(&number)?).await?)
}

pub(crate) async fn tile(visitor: Visitor, Path((number, rest)): Path<(String, String)>) -> Reply {
    let bytes = visitor.app.office.log_tile(log(&number)?, &format!("tile/{rest}")).await?;
    // A tile of one width never changes: a log only grows.
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, FOR_EVER)];
    Ok((headers, bytes).into_response())
}

//! The doors of everybody: what the programme is, the policy, the batches, the ledger.

pub(crate) mod assets;
pub(crate) mod batches;
pub(crate) mod certificate;
pub(crate) mod chat;
mod chat_events;
mod contact;
mod draw_file;
pub(crate) mod health;
mod home;
mod hooks;
mod ledger;
mod outbox;
mod privacy;
mod receipt;
mod report;
mod table;
mod terms;

use axum::Router;
use axum::routing::{get, post};

use crate::state::App;

/// Routes that take files: a request may last longer.
pub(crate) fn uploads() -> Router<App> {
    Router::new()
        .route("/report", get(report::form).post(report::submit))
        .route("/report/receipt/say", post(receipt::say))
}

/// Routes for everybody.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(hooks::routes())
        .route("/", get(home::home))
        .route("/contact", get(contact::contact))
        .route("/chat", get(chat::form).post(chat::begin))
        .route("/chat/{case}", get(chat::room))
        .route("/chat/{case}/say", post(chat::say))
        .route("/chat/{case}/leave", post(chat::leave))
        .route("/chat/{case}/events", get(chat_events::events))
        .route("/privacy", get(privacy::privacy))
        .route("/privacy/table", get(table::table))
        .route("/privacy/versions/{number}", get(privacy::version))
        .route("/privacy/versions/{number}/policy.toml", get(privacy::text_of_version))
        .route("/privacy/{hash}", get(privacy::text_of_hash))
        .route("/terms", get(terms::terms))
        .route("/batches", get(batches::list))
        .route("/batches/{number}", get(batches::batch))
        .route("/batches/{number}/draw.txt", get(draw_file::file))
        .route("/certificate", get(certificate::form).post(certificate::submit))
        .route("/certificate/{code}", get(certificate::page))
        .route("/certificate/{code}/certificate.pdf", get(certificate::pdf))
        .route("/certificate/{code}/certificate.json", get(certificate::json))
        .route("/report/challenge", get(report::challenge))
        .route("/report/receipt", get(receipt::page).post(receipt::open))
        .route("/report/receipt/close", post(receipt::close))
        .route("/ledger", get(ledger::page))
        .route("/ledger/checkpoint", get(ledger::combined))
        .route("/ledger/{log}/checkpoint", get(ledger::checkpoint))
        .route("/ledger/{log}/tile/{*rest}", get(ledger::tile))
        .route("/outbox", get(outbox::list))
        .route("/outbox/{number}", get(outbox::letter))
        .route("/assets/{name}", get(assets::asset))
}

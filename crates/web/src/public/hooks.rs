//! What other services call us for. They have no browser and no session: what they say is believed by its
//! signature alone, and answered with a status and nothing else.

use amanah_actions::ActionError;
use amanah_actions::channels::whatsapp::HookAnswer;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::state::App;

/// Bytes of one call, at most (`hook_bytes_max`): WhatsApp says that it sends up to three megabytes.
const HOOK_BYTES_MAX: usize = 3 * 1_024 * 1_024;
/// Characters of the word that is to be repeated, at most.
const CHALLENGE_CHARS_MAX: usize = 200;
/// Seconds after which it may be tried again.
const AGAIN_SECONDS: u32 = 30;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/hooks/whatsapp", get(verify).post(receive))
        .layer(DefaultBodyLimit::max(HOOK_BYTES_MAX))
}

#[derive(Deserialize)]
struct Verification {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.verify_token", default)]
    token: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
}

/// WhatsApp asks once, when the address is set there: it repeats our word, we repeat its own.
async fn verify(State(app): State<App>, Query(asked): Query<Verification>) -> Response {
    let challenge = asked.challenge;
    let fits = challenge.len() <= CHALLENGE_CHARS_MAX && challenge.bytes().all(|b| b.is_ascii_alphanumeric());
    match app.office.whatsapp_word(&asked.token) {
        Ok(true) if asked.mode == "subscribe" && fits => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], challenge).into_response()
        }
        Ok(_) => StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn receive(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let signature =
        headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match app.office.whatsapp_hook(signature, &body).await {
        Ok(HookAnswer::Taken) => StatusCode::OK.into_response(),
        Ok(HookAnswer::Forged) => StatusCode::UNAUTHORIZED.into_response(),
        Ok(HookAnswer::Unreadable) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(ActionError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(ActionError::Limit { retry_seconds, .. }) => again(StatusCode::TOO_MANY_REQUESTS, retry_seconds),
        Err(error) => {
            tracing::warn!(%error, "a message on WhatsApp could not be taken in and will come again");
            again(StatusCode::SERVICE_UNAVAILABLE, AGAIN_SECONDS)
        }
    }
}

fn again(status: StatusCode, seconds: u32) -> Response {
    (status, [(header::RETRY_AFTER, HeaderValue::from(seconds))]).into_response()
}

//! Passkeys: the only doors that a script opens. The ceremony's ticket travels in its cookie.

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde_json::json;

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::person::way_back;
use crate::visitor::{Visitor, with_cookie};

/// Seconds the browser keeps a ceremony's ticket.
const TICKET_SECONDS: i64 = 300;

fn options(options: serde_json::Value, ticket: &str) -> Reply {
    with_cookie(Ok(Json(options).into_response()), cookies::set(cookies::TICKET, ticket, TICKET_SECONDS))
}

fn next(to: &str) -> Reply {
    with_cookie(Ok(Json(json!({ "next": to })).into_response()), cookies::end(cookies::TICKET))
}

fn text(body: &Bytes) -> Result<&str, Failure> {
    core::str::from_utf8(body).map_err(|_| Failure::Bad("utf8"))
}

fn token(headers: &HeaderMap) -> &str {
    headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).unwrap_or_default()
}

pub(crate) async fn start_sign_in(visitor: Visitor) -> Reply {
    let (challenge, ticket) = visitor.app.office.begin_passkey_sign_in(visitor.network()).await?;
    options(challenge, &ticket.0)
}

pub(crate) async fn finish_sign_in(visitor: Visitor, body: Bytes) -> Reply {
    let office = &visitor.app.office;
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    let confirmed = office.finish_passkey_sign_in(ticket, text(&body)?, &visitor.device()).await?;
    let to = way_back::after_sign_in(&visitor, confirmed.staff);
    let reply = with_cookie(
        next(&to),
        cookies::set(cookies::SESSION, &confirmed.token, office.programme.session_days * 86_400),
    );
    way_back::forget(&visitor, reply)
}

pub(crate) async fn start_add(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    let (challenge, ticket) = visitor.app.office.begin_passkey(visitor.session()?).await?;
    options(challenge, &ticket.0)
}

pub(crate) async fn finish_add(visitor: Visitor, headers: HeaderMap, body: Bytes) -> Reply {
    visitor.check_csrf(token(&headers))?;
    let ticket = visitor.cookie(cookies::TICKET).unwrap_or_default();
    let device = visitor.device();
    visitor.app.office.finish_passkey(visitor.session()?, ticket, text(&body)?, &device).await?;
    next("/me/security")
}

pub(crate) async fn remove(visitor: Visitor, Path(id): Path<String>, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.remove_passkey(visitor.session()?, &id).await?;
    visitor.to("/me/security")
}

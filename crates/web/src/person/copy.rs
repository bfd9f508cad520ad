//! `/me/copy`: everything about me, for the screen, for printing, as an archive by a link that works once,
//! and to another controller.

use std::pin::Pin;
use std::task::{Context, Poll};

use amanah_actions::archive::Archive;
use amanah_actions::person::view_copy::{CopyExtent, CopyView};
use amanah_actions::{ActionError, Done};
use amanah_domain::values::Device;
use amanah_pages::form::FieldError;
use amanah_pages::person::{Copy, CopyCase, CopyFacts, CopyReady, SendCopy};
use amanah_pages::{FormView, Shown};
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse;
use futures_core::Stream;

use crate::cookies;
use crate::failure::{Failure, Reply};
use crate::form::Fields;
use crate::person::data::items;
use crate::person::leave::asked;
use crate::person::way_back;
use crate::visitor::{Visitor, with_cookie};

/// An archive as a body: it breaks off where the archive does, so that nobody takes a part for the whole.
struct Parts(Archive);

impl Stream for Parts {
    type Item = Done<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next(context)
    }
}

fn facts<'v>(visitor: &Visitor, view: &'v CopyView<'_>) -> Result<CopyFacts<'v>, Failure> {
    let mut cases = Vec::new();
    for case in &view.cases.0 {
        let said = case.said(&view.looked)?;
        let (state, _) = case.state();
        cases.push(CopyCase {
            address: format!("/me/cases/{}", case.id().to_hex()),
            kind: case.kind(),
            state,
            opened_at: case.opened().0,
            said: said.iter().map(|said| (said.at, said.role, Shown::of(&said.text))).collect(),
        });
    }
    let mut devices = Vec::new();
    for session in &view.sessions.0 {
        if let Some(device) = view.looked.open_alone::<Device>(&session.device)? {
            devices.push((Shown::of(&device), session.seen_at));
        }
    }
    Ok(CopyFacts {
        values: items(visitor, &view.looked, &view.earlier)?,
        consents: view.consents.iter().map(|one| (one.purpose, one.given_at, one.withdrawn_at)).collect(),
        cases: (cases, view.cases.1),
        standings: view.standings.iter().map(|one| (one.kind, one.state, one.ends_at)).collect(),
        batches: view.batches.clone(),
        letters: (
            view.letters.0.iter().map(|letter| (letter.at, letter.subject.clone())).collect(),
            view.letters.1,
        ),
        recipients: view.recipients.clone(),
        devices: (devices, view.sessions.1),
        transfers: view
            .transfers
            .iter()
            .map(|one| {
                let hash = one.receipt.is_some().then_some(one.digest).flatten().map(hex::encode);
                (one.controller.clone(), one.state, one.finished_at.unwrap_or(one.asked_at), hash)
            })
            .collect(),
        uses: view.uses,
    })
}

fn shown<'v>(visitor: &'v Visitor, view: &'v CopyView<'_>, sent: bool) -> Result<Copy<'v>, Failure> {
    let office = &visitor.app.office;
    Ok(Copy {
        facts: facts(visitor, view)?,
        fresh: visitor.person()?.is_fresh(office.now()),
        can_send: !office.other_controllers().is_empty(),
        sent,
        frame: visitor.frame(),
    })
}

async fn view(visitor: &Visitor, extent: CopyExtent) -> Result<CopyView<'_>, Failure> {
    Ok(visitor.app.office.view_copy(visitor.person()?, extent, visitor.letters()).await?)
}

pub(crate) async fn page(visitor: Visitor, RawQuery(query): RawQuery) -> Reply {
    let sent = asked(query.as_deref(), "sent") == "yes";
    let view = view(&visitor, CopyExtent::PAGE).await?;
    visitor.page(&shown(&visitor, &view, sent)?)
}

pub(crate) async fn pdf(visitor: Visitor) -> Reply {
    let view = view(&visitor, CopyExtent::FILE).await?;
    let bytes = shown(&visitor, &view, false)?.pdf();
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"amanah-copy.pdf\""),
    ];
    Ok((headers, bytes).into_response())
}

/// A link, where the sign-in is fresh.
pub(crate) async fn prepare(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    match visitor.app.office.begin_copy(visitor.person()?).await {
        Ok(link) => visitor.to(&format!("/me/copy/ready/{}", link.token)),
        // The page before says what to do.
        Err(ActionError::State("stale-sign-in")) => visitor.to("/me/copy"),
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn ready(visitor: Visitor, Path(token): Path<String>) -> Reply {
    let found = visitor.app.office.view_copy_link(visitor.person()?, &token).await;
    let link = match found {
        Ok(ends_at) => Some((format!("/me/copy/archive/{token}"), ends_at)),
        Err(ActionError::State(_)) => None,
        Err(other) => return Err(other.into()),
    };
    let status = if link.is_some() { StatusCode::OK } else { StatusCode::GONE };
    visitor.page_with(status, &CopyReady { frame: visitor.frame(), link })
}

/// Whether a browser only looks ahead: what it fetches then nobody has asked for.
fn looks_ahead(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz", "x-purpose"].iter().any(|name| {
        let value = headers.get(*name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.contains("prefetch") || value.contains("preview") || value.contains("prerender")
    })
}

/// The archive; asking for its head, or looking ahead, uses nothing up.
pub(crate) async fn archive(
    method: Method,
    headers: HeaderMap,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let session = visitor.person()?;
    if method == Method::HEAD || looks_ahead(&headers) {
        visitor.app.office.view_copy_link(session, &token).await?;
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let archive = match visitor.app.office.take_copy(session, &token).await {
        Err(ActionError::State("copy-link-over")) => {
            return visitor.page_with(StatusCode::GONE, &CopyReady { frame: visitor.frame(), link: None });
        }
        taken => taken?,
    };
    let day = visitor.app.office.now().date_at(visitor.app.office.programme.zone_hours);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"amanah-copy-{day}.zip\"")),
    ];
    let mut reply = (headers, Body::from_stream(Parts(archive))).into_response();
    reply
        .headers_mut()
        .insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    Ok(reply)
}

/// Signs out, to sign in afresh and come back.
pub(crate) async fn sign_in_again(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    visitor.app.office.sign_out(visitor.person()?).await?;
    let reply = with_cookie(visitor.to("/sign-in"), cookies::end(cookies::SESSION));
    with_cookie(reply, way_back::to_copy(fields.get("to") == "send"))
}

fn send_page(visitor: &Visitor, form: FormView<'_>, status: StatusCode) -> Reply {
    let office = &visitor.app.office;
    let fresh = visitor.person()?.is_fresh(office.now());
    let controllers = office.other_controllers();
    visitor.page_with(status, &SendCopy { frame: visitor.frame(), form, controllers, fresh })
}

pub(crate) async fn send_form(visitor: Visitor) -> Reply {
    send_page(&visitor, visitor.frame().form(), StatusCode::OK)
}

pub(crate) async fn send(visitor: Visitor, fields: Fields) -> Reply {
    visitor.check_csrf(fields.get("csrf"))?;
    match visitor.app.office.send_copy(visitor.person()?, fields.get("to")).await {
        Ok(_) => visitor.to("/me/copy?sent=yes"),
        Err(ActionError::Input(_)) => {
            let form = visitor.frame().form().wrong(FieldError::new("to", "choose"));
            send_page(&visitor, form, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(ActionError::State("stale-sign-in")) => visitor.to("/me/copy/send"),
        Err(other) => Err(other.into()),
    }
}

/// The published form of `person.json`.
pub(crate) async fn schema() -> Reply {
    let headers = [(header::CONTENT_TYPE, "application/schema+json")];
    Ok((headers, amanah_actions::archive::person_file::SCHEMA).into_response())
}

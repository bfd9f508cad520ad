//! A stand-in for the WhatsApp Business Cloud API, over HTTP: it takes messages, keeps files that are fetched
//! in two steps, and signs what it calls our webhook for. It knows the day in which free text may be sent, and
//! refuses tokens, numbers and templates that it does not know.
//!
//! It can also be away, refuse with a code, and bring what it brings twice and in any order, as the real one
//! does. Not here: TLS, prices, the approval of templates.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use amanah_actions::channels::whatsapp::WhatsApp;
use amanah_actions::post::{RealPost, WhatsAppApi};
use amanah_domain::Clock;
use amanah_domain::states::Channel;
use aws_lc_rs::hmac;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::clock_and_chance::FixedClock;
use crate::office::TestOffice;

/// The id of the house's own number there.
pub const NUMBER_ID: &str = "106540352242922";
/// What calls carry.
pub const TOKEN: &str = "EAAtest-token-of-the-stand-in";
/// What the webhook is signed with.
pub const APP_SECRET: &str = "0123456789abcdef0123456789abcdef";
/// The word by which the webhook is set up.
pub const VERIFY_TOKEN: &str = "a-word-of-our-own-32-letters-or-so";
/// Templates that are approved.
const TEMPLATES: [&str; 2] = ["case_update", "portal_notice"];
/// How long somebody may be written to freely.
const WINDOW_SECONDS: i64 = 24 * 3_600;

/// How it behaves towards those who send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Well.
    Up,
    /// Refuses with this status and error code.
    Refuses(u16, i64),
    /// Answers 200 with something that is no answer.
    Garbage,
}

/// A message that it took.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The id that it gave.
    pub id: String,
    /// To whom, digits alone.
    pub to: String,
    /// `text` or `template`.
    pub kind: String,
    /// The text, or name and parameters of the template.
    pub text: String,
    /// The sender's own id.
    pub callback: String,
}

struct File {
    bytes: Vec<u8>,
    mode: Mode,
}

/// The stand-in.
pub struct WhatsAppStandIn {
    clock: Arc<FixedClock>,
    base: Mutex<String>,
    mode: Mutex<Mode>,
    sent: Mutex<Vec<Sent>>,
    wrote_at: Mutex<HashMap<String, i64>>,
    files: Mutex<HashMap<String, File>>,
    fetches: Mutex<Vec<String>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl WhatsAppStandIn {
    /// One that listens on a free port of this machine; ends with its task.
    ///
    /// # Errors
    /// Where nothing can be listened on.
    pub async fn start(clock: Arc<FixedClock>) -> std::io::Result<(Arc<Self>, tokio::task::JoinHandle<()>)> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let api = Arc::new(Self {
            clock,
            base: Mutex::new(base),
            mode: Mutex::new(Mode::Up),
            sent: Mutex::default(),
            wrote_at: Mutex::default(),
            files: Mutex::default(),
            fetches: Mutex::default(),
        });
        let router = Router::new()
            .route("/{number}/messages", post(take))
            .route("/{media}", get(place))
            .route("/files/{media}", get(file))
            .with_state(Arc::clone(&api));
        let served = tokio::spawn(async move {
            // Ends with the test.
            let _ = axum::serve(listener, router).await;
        });
        Ok((api, served))
    }

    /// Opens WhatsApp in a test office: what comes in is believed, what goes out by it goes through here.
    ///
    /// # Errors
    /// A sentence, as for an operator.
    pub fn join(&self, office: &TestOffice) -> Result<(), String> {
        let client = WhatsAppApi::new(&self.base(), NUMBER_ID, Zeroizing::new(TOKEN.to_owned()))?;
        let whatsapp = WhatsApp::new(client.clone(), APP_SECRET, Zeroizing::new(VERIFY_TOKEN.to_owned()))?;
        office.office.channels.open_whatsapp(whatsapp);
        let carrier = RealPost::new(None, "no-reply@programme.example", None, Some(client))?;
        office.post.carry(Channel::WhatsApp, Arc::new(carrier));
        Ok(())
    }

    /// Nobody may be written to freely any more, whatever they wrote.
    pub fn close_windows(&self) {
        held(&self.wrote_at).clear();
    }

    /// Where it listens.
    pub fn base(&self) -> String {
        held(&self.base).clone()
    }

    /// From now on it behaves like this towards those who send.
    pub fn set_mode(&self, mode: Mode) {
        *held(&self.mode) = mode;
    }

    /// What it took, in order.
    pub fn sent(&self) -> Vec<Sent> {
        held(&self.sent).clone()
    }

    /// Ids of files that were asked for, in order.
    pub fn fetches(&self) -> Vec<String> {
        held(&self.fetches).clone()
    }

    /// Keeps a file that somebody sent.
    pub fn keep_file(&self, id: &str, bytes: &[u8]) {
        held(&self.files).insert(id.to_owned(), File { bytes: bytes.to_vec(), mode: Mode::Up });
    }

    /// From now on a file is given out like this.
    pub fn set_file_mode(&self, id: &str, mode: Mode) {
        if let Some(file) = held(&self.files).get_mut(id) {
            file.mode = mode;
        }
    }

    /// A message of somebody, as the webhook brings it; `at` in seconds. Their day begins with it.
    pub fn message(&self, from: &str, id: &str, at: i64, content: Value) -> Value {
        let mut wrote_at = held(&self.wrote_at);
        let known = wrote_at.entry(from.to_owned()).or_insert(at);
        *known = (*known).max(at);
        let mut message = json!({ "from": from, "id": id, "timestamp": at.to_string() });
        if let (Some(fields), Some(content)) = (message.as_object_mut(), content.as_object()) {
            fields.extend(content.clone());
        }
        json!({ "contacts": [{ "wa_id": from, "profile": { "name": "Sari Dewi" } }], "messages": [message] })
    }

    /// A text of somebody.
    pub fn text(&self, from: &str, id: &str, at: i64, body: &str) -> Value {
        self.message(from, id, at, json!({ "type": "text", "text": { "body": body } }))
    }

    /// A report of what became of a message that it took.
    pub fn status(&self, id: &str, status: &str) -> Value {
        json!({ "statuses": [{ "id": id, "status": status, "timestamp": "1", "recipient_id": "x",
            "conversation": { "id": "c" }, "pricing": { "billable": true } }] })
    }

    /// One call of the webhook with all this: signature and body.
    pub fn notification(&self, news: &[Value]) -> (String, Vec<u8>) {
        let changes: Vec<Value> = news
            .iter()
            .map(|news| {
                let mut value = json!({
                    "messaging_product": "whatsapp",
                    "metadata": { "display_phone_number": "6215000000", "phone_number_id": NUMBER_ID },
                });
                if let (Some(fields), Some(news)) = (value.as_object_mut(), news.as_object()) {
                    fields.extend(news.clone());
                }
                json!({ "field": "messages", "value": value })
            })
            .collect();
        let body =
            json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": changes }] });
        let body = body.to_string().into_bytes();
        (sign(&body), body)
    }

    /// Each in a call of its own, each call twice, the last first.
    pub fn twice_and_backwards(&self, news: &[Value]) -> Vec<(String, Vec<u8>)> {
        let calls = news.iter().rev().map(|one| self.notification(std::slice::from_ref(one)));
        calls.flat_map(|call| [call.clone(), call]).collect()
    }

    fn may_be_written_to(&self, to: &str) -> bool {
        let now = self.clock.now().millis() / 1_000;
        held(&self.wrote_at).get(to).is_some_and(|at| now - at < WINDOW_SECONDS)
    }
}

/// The header that signs a body.
pub fn sign(body: &[u8]) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, APP_SECRET.as_bytes()), body);
    let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digits}")
}

fn is_ours(headers: &HeaderMap) -> bool {
    headers
        .get(header::AUTHORIZATION)
        .is_some_and(|value| value.as_bytes() == format!("Bearer {TOKEN}").as_bytes())
}

fn refusal(status: StatusCode, code: i64) -> Response {
    let body = json!({ "error": { "message": "(stand-in)", "type": "OAuthException", "code": code, "fbtrace_id": "x" } });
    (status, axum::Json(body)).into_response()
}

fn refused_by(mode: Mode) -> Option<Response> {
    match mode {
        Mode::Up => None,
        Mode::Refuses(status, code) => {
            Some(refusal(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY), code))
        }
        Mode::Garbage => Some((StatusCode::OK, "<html>busy</html>").into_response()),
    }
}

async fn take(
    State(api): State<Arc<WhatsAppStandIn>>,
    Path(number): Path<String>,
    headers: HeaderMap,
    axum::Json(body): axum::Json<Value>,
) -> Response {
    if !is_ours(&headers) {
        return refusal(StatusCode::UNAUTHORIZED, 190);
    }
    if let Some(refused) = refused_by(*held(&api.mode)) {
        return refused;
    }
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (to, kind) = (text("/to"), text("/type"));
    let digits = (10..=15).contains(&to.len()) && to.bytes().all(|b| b.is_ascii_digit());
    if number != NUMBER_ID || text("/messaging_product") != "whatsapp" || !digits {
        return refusal(StatusCode::BAD_REQUEST, 100);
    }
    let said = match kind.as_str() {
        "text" if !api.may_be_written_to(&to) => return refusal(StatusCode::BAD_REQUEST, 131_047),
        "text" => text("/text/body"),
        "template" if !TEMPLATES.contains(&text("/template/name").as_str()) => {
            return refusal(StatusCode::NOT_FOUND, 132_001);
        }
        "template" => {
            let parameters = body.pointer("/template/components/0/parameters").and_then(Value::as_array);
            let texts: Vec<&str> = parameters
                .into_iter()
                .flatten()
                .filter_map(|p| p.get("text").and_then(Value::as_str))
                .collect();
            format!("{} {} {}", text("/template/name"), text("/template/language/code"), texts.join(" "))
        }
        _ => return refusal(StatusCode::BAD_REQUEST, 100),
    };
    let mut sent = held(&api.sent);
    let id = format!("wamid.standin{}", sent.len() + 1);
    sent.push(Sent {
        id: id.clone(),
        to: to.clone(),
        kind,
        text: said,
        callback: text("/biz_opaque_callback_data"),
    });
    let body = json!({ "messaging_product": "whatsapp", "contacts": [{ "input": to, "wa_id": to }],
        "messages": [{ "id": id }] });
    axum::Json(body).into_response()
}

async fn place(
    State(api): State<Arc<WhatsAppStandIn>>,
    Path(media): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !is_ours(&headers) {
        return refusal(StatusCode::UNAUTHORIZED, 190);
    }
    held(&api.fetches).push(media.clone());
    let files = held(&api.files);
    let Some(file) = files.get(&media) else { return refusal(StatusCode::BAD_REQUEST, 100) };
    if let Some(refused) = refused_by(file.mode) {
        return refused;
    }
    let url = format!("{}/files/{media}", api.base());
    let body = json!({ "messaging_product": "whatsapp", "url": url, "mime_type": "image/png", "sha256": "x",
        "file_size": file.bytes.len(), "id": media });
    axum::Json(body).into_response()
}

async fn file(
    State(api): State<Arc<WhatsAppStandIn>>,
    Path(media): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !is_ours(&headers) {
        return refusal(StatusCode::UNAUTHORIZED, 190);
    }
    match held(&api.files).get(&media) {
        Some(file) => file.bytes.clone().into_response(),
        None => refusal(StatusCode::NOT_FOUND, 100),
    }
}

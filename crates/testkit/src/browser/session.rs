//! Commands that fantoccini has no method for, and pieces of their answers.

use axum::http::Method;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::Url;

use super::error::BrowserError;

/// One command of Chromium's developer protocol.
pub(super) async fn devtools(client: &Client, name: &str, parameters: Value) -> Result<Value, BrowserError> {
    command(client, Method::POST, "goog/cdp/execute", json!({ "cmd": name, "params": parameters })).await
}

/// One WebDriver command; `path` is relative to the session.
pub(super) async fn command(
    client: &Client,
    method: Method,
    path: &str,
    body: Value,
) -> Result<Value, BrowserError> {
    let command = SessionCommand { method, path: path.to_owned(), body: body.to_string() };
    Ok(client.issue_cmd(command).await?)
}

/// A text inside an answer, empty where there is none.
pub(super) fn word<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A length inside an answer, rounded up to whole pixels.
pub(super) fn pixels(answer: &Value, pointer: &str) -> Result<u32, BrowserError> {
    let length = answer.pointer(pointer).and_then(Value::as_f64);
    length
        .map(|length| length.ceil() as u32)
        .ok_or_else(|| BrowserError::new(format!("Chromium did not say {pointer}: {answer}")))
}

/// A command below `session/{id}/`, as extensions of WebDriver define them.
#[derive(Debug)]
struct SessionCommand {
    method: Method,
    path: String,
    body: String,
}

impl WebDriverCompatibleCommand for SessionCommand {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, url::ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        let body = if self.method == Method::POST { Some(self.body.clone()) } else { None };
        (self.method.clone(), body)
    }
}

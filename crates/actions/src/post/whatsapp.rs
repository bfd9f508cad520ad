//! Messages by the WhatsApp Business Cloud API, and the files that people send by it.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::outgoing::{Fate, Handed, Outgoing, PostError};

/// Seconds that one call may take.
const CALL_SECONDS_MAX: u64 = 20;
/// Bytes of an answer that is not a file, at most.
const ANSWER_BYTES_MAX: usize = 65_536;
/// Characters of a text, at most; the API takes no more.
const TEXT_CHARS_MAX: usize = 4_096;

/// Error codes of the API after which free text is refused and a template is not.
const NEEDS_TEMPLATE: [i64; 1] = [131_047];
/// Error codes that pass: too many at once, the API's own trouble, a token or an account that the operator
/// mends.
const NOT_NOW: [i64; 14] = [0, 1, 2, 3, 4, 10, 190, 368, 80_007, 130_429, 131_016, 131_048, 131_056, 133_004];

/// The API with the account of the house. Cheap to clone.
#[derive(Clone)]
pub struct WhatsAppApi {
    client: reqwest::Client,
    base: String,
    number_id: String,
    token: Arc<Zeroizing<String>>,
}

/// Why a file is not here. Holds nothing personal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MediaFault {
    /// Another try may help.
    NotNow,
    /// The API does not have it (any more), or says something that cannot be followed.
    Gone,
    /// It is larger than may be.
    Large,
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    messages: Vec<SentId>,
}

#[derive(Deserialize)]
struct SentId {
    id: String,
}

#[derive(Deserialize)]
struct Refusal {
    error: RefusalError,
}

#[derive(Deserialize)]
struct RefusalError {
    code: i64,
}

#[derive(Deserialize)]
struct MediaPlace {
    url: String,
    #[serde(default)]
    file_size: u64,
}

impl WhatsAppApi {
    /// `base` with the version, as in `https://graph.facebook.com/v23.0`; `number_id` is the id of the
    /// house's own number there.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(base: &str, number_id: &str, token: Zeroizing<String>) -> Result<Self, String> {
        let id_fits = (1..=32).contains(&number_id.len()) && number_id.bytes().all(|b| b.is_ascii_digit());
        if !id_fits {
            return Err(
                "the WhatsApp number's id consists of digits: it is not the telephone number, and stands \
                        in the account's settings"
                    .to_owned(),
            );
        }
        if token.is_empty() || token.bytes().any(|b| !b.is_ascii_graphic()) {
            return Err("the WhatsApp token is empty, or holds something that no token holds".to_owned());
        }
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(CALL_SECONDS_MAX))
            // The token goes where we send it and nowhere else.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| format!("WhatsApp cannot be reached from here: {e}"))?;
        let base = base.trim_end_matches('/').to_owned();
        Ok(Self { client, base, number_id: number_id.to_owned(), token: Arc::new(token) })
    }

    /// The id of the house's own number.
    pub(crate) fn number_id(&self) -> &str {
        &self.number_id
    }

    pub(super) async fn send(&self, message: &Outgoing) -> Result<Handed, PostError> {
        let body = body(message)?;
        let url = format!("{}/{}/messages", self.base, self.number_id);
        let sent = self.client.post(url).bearer_auth(self.token.as_str()).json(&body).send().await;
        let answer = sent.map_err(|e| match e.is_connect() {
            true => PostError::not_now("WhatsApp could not be reached"),
            false => PostError::unknown("WhatsApp gave no answer in time"),
        })?;
        let status = answer.status();
        let bytes = bounded(answer, ANSWER_BYTES_MAX).await;
        if status.is_success() {
            let sent = bytes.ok().and_then(|bytes| serde_json::from_slice::<Sent>(&bytes).ok());
            // What it took and did not name cannot be followed up, but it is sent.
            return Ok(Handed { id: sent.and_then(|sent| sent.messages.into_iter().next()).map(|m| m.id) });
        }
        let code = bytes.ok().and_then(|bytes| serde_json::from_slice::<Refusal>(&bytes).ok());
        let code = code.map(|refusal| refusal.error.code);
        let passes = status.is_server_error() || matches!(status.as_u16(), 401 | 403 | 408 | 429);
        let fate = match code {
            Some(code) if NEEDS_TEMPLATE.contains(&code) => Fate::NeedsTemplate,
            Some(code) if NOT_NOW.contains(&code) || (200..300).contains(&code) => Fate::NotNow,
            _ if passes => Fate::NotNow,
            _ => Fate::Never,
        };
        let code = code.map_or_else(|| "no code".to_owned(), |code| format!("code {code}"));
        Err(PostError(format!("WhatsApp answered {} with {code}", status.as_u16()), fate))
    }

    /// Fetches a file that somebody sent, in two steps: where it is, then what it is.
    pub(crate) async fn media(&self, id: &str, bytes_max: usize) -> Result<Vec<u8>, MediaFault> {
        // The id stands in the address of a call that carries the token.
        let id_fits = (1..=128).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if !id_fits {
            return Err(MediaFault::Gone);
        }
        let place = self.get(&format!("{}/{id}", self.base), ANSWER_BYTES_MAX).await;
        let place =
            place.map_err(|fault| if fault == MediaFault::Large { MediaFault::Gone } else { fault })?;
        let place: MediaPlace = serde_json::from_slice(&place).map_err(|_| MediaFault::Gone)?;
        if place.file_size > bytes_max as u64 {
            return Err(MediaFault::Large);
        }
        if !self.may_follow(&place.url) {
            return Err(MediaFault::Gone);
        }
        self.get(&place.url, bytes_max).await
    }

    /// The token goes over TLS, or to the API itself (which in a test has none).
    fn may_follow(&self, url: &str) -> bool {
        let parsed = |text: &str| text.parse::<reqwest::Url>().ok();
        match (parsed(url), parsed(&self.base)) {
            (Some(to), Some(base)) => to.scheme() == "https" || to.origin() == base.origin(),
            _ => false,
        }
    }

    async fn get(&self, url: &str, bytes_max: usize) -> Result<Vec<u8>, MediaFault> {
        let asked = self.client.get(url).bearer_auth(self.token.as_str()).send().await;
        let answer = asked.map_err(|_| MediaFault::NotNow)?;
        match answer.status() {
            status if status.is_success() => bounded(answer, bytes_max).await,
            status if status.is_server_error() => Err(MediaFault::NotNow),
            status if matches!(status.as_u16(), 401 | 403 | 408 | 429) => Err(MediaFault::NotNow),
            _ => Err(MediaFault::Gone),
        }
    }
}

/// What may be said: free text within a day of what the person wrote, otherwise what was approved.
fn body(message: &Outgoing) -> Result<Value, PostError> {
    let to = message.to.trim_start_matches('+');
    let mut body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        // Comes back with each report of what became of it.
        "biz_opaque_callback_data": message.message_id,
    });
    let said = if message.in_window {
        let text: String = message.text.chars().take(TEXT_CHARS_MAX).collect();
        ("text", json!({ "preview_url": false, "body": text }))
    } else {
        let Some(template) = &message.template else {
            return Err(PostError::never("no template of WhatsApp is configured for this"));
        };
        let parameters: Vec<Value> =
            template.parameters.iter().map(|text| json!({ "type": "text", "text": text })).collect();
        let components = match parameters.is_empty() {
            true => json!([]),
            false => json!([{ "type": "body", "parameters": parameters }]),
        };
        let said = json!({
            "name": template.name, "language": { "code": template.language }, "components": components,
        });
        ("template", said)
    };
    if let Some(fields) = body.as_object_mut() {
        fields.insert("type".to_owned(), said.0.into());
        fields.insert(said.0.to_owned(), said.1);
    }
    Ok(body)
}

/// Reads an answer and no more of it than may be.
async fn bounded(mut answer: reqwest::Response, bytes_max: usize) -> Result<Vec<u8>, MediaFault> {
    let mut out = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| MediaFault::NotNow)? {
        if out.len() + chunk.len() > bytes_max {
            return Err(MediaFault::Large);
        }
        out.extend_from_slice(&chunk);
    }
    Ok(out)
}

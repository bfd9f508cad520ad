//! Text messages by an HTTP gateway.

use super::outgoing::{Fate, Handed, Outgoing, PostError};

/// A gateway.
pub(super) struct Texts {
    client: reqwest::Client,
    url: String,
}

impl Texts {
    pub(super) fn new(url: &str) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(20))
            .build()
            .map_err(|e| format!("the text gateway cannot be used: {e}"))?;
        Ok(Self { client, url: url.to_owned() })
    }

    pub(super) async fn send(&self, message: &Outgoing) -> Result<Handed, PostError> {
        let body = serde_json::json!({
            "to": message.to, "text": message.text, "message_id": message.message_id,
        });
        let answer = self
            .client
            .post(&self.url)
            .header("Idempotency-Key", &message.message_id)
            .json(&body)
            .send()
            .await
            .map_err(|e| match e.is_connect() {
                true => PostError::not_now("the text gateway could not be reached"),
                false => PostError::unknown("the text gateway gave no answer in time"),
            })?;
        let status = answer.status();
        let text = format!("the text gateway answered {}", status.as_u16());
        match status {
            _ if status.is_success() => Ok(Handed::default()),
            _ if status.is_server_error() || status.as_u16() == 429 => Err(PostError(text, Fate::NotNow)),
            _ => Err(PostError(text, Fate::Never)),
        }
    }
}

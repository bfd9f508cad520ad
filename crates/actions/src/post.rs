//! How messages leave the house: mail by SMTP, text messages by an HTTP gateway, or a box in memory
//! that the demo shows at `/outbox`. A hand-over carries a stable message id, so that the one repeat
//! that a crash can cause is recognised on the other side.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

use amanah_domain::Timestamp;
use amanah_domain::states::Channel;
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// A message on its way out. Holds personal data: never logged, never kept.
pub struct Outgoing {
    /// Mail or text.
    pub channel: Channel,
    /// E-mail address or `+62…` number.
    pub to: String,
    /// About what; without personal data.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Stable over retries.
    pub message_id: String,
}

/// What is known of a message that was not acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Certainly not handed over; another try may help.
    NotNow,
    /// Certainly not handed over, and never will be.
    Never,
    /// Nobody knows: it is repeated once, under the same id.
    Unknown,
}

/// A hand-over that was not acknowledged. The text is for the operator and holds nothing personal.
#[derive(Debug, thiserror::Error)]
#[error("the message was not handed over: {0}")]
pub struct PostError(pub String, pub Fate);

impl PostError {
    fn not_now(text: &str) -> Self {
        Self(text.to_owned(), Fate::NotNow)
    }
    fn never(text: &str) -> Self {
        Self(text.to_owned(), Fate::Never)
    }
    fn unknown(text: &str) -> Self {
        Self(text.to_owned(), Fate::Unknown)
    }
}

/// The result of a hand-over under way.
pub type HandOver<'a> = Pin<Box<dyn Future<Output = Result<(), PostError>> + Send + 'a>>;

/// A way out of the house.
pub trait Post: Send + Sync {
    /// Hands a message over.
    fn hand_over<'a>(&'a self, message: &'a Outgoing, now: Timestamp) -> HandOver<'a>;
    /// Whether the channel has a real way out.
    fn reaches(&self, channel: Channel) -> bool;
    /// The demo's box, if this is it.
    fn demo_box(&self) -> Option<&DemoBox> {
        None
    }
}

/// Letters that the demo keeps readable; the oldest go first.
const DEMO_LETTERS_MAX: usize = 500;

/// A letter in the demo's box.
#[derive(Clone)]
pub struct DemoLetter {
    /// Its number in the box, from 1.
    pub number: u64,
    /// Mail or text.
    pub channel: Channel,
    /// When it was handed over.
    pub at: Timestamp,
    /// To whom.
    pub to: String,
    /// About what.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The message id.
    pub message_id: String,
}

/// The demo's box: in memory alone, so that no letter lies readable on a disk.
#[derive(Default)]
pub struct DemoBox(Mutex<VecDeque<DemoLetter>>);

impl DemoBox {
    /// Newest first.
    pub fn letters(&self) -> Vec<DemoLetter> {
        self.0.lock().map(|letters| letters.iter().rev().cloned().collect()).unwrap_or_default()
    }
}

impl Post for DemoBox {
    fn hand_over<'a>(&'a self, message: &'a Outgoing, now: Timestamp) -> HandOver<'a> {
        Box::pin(async move {
            let mut letters = self.0.lock().map_err(|_| PostError::not_now("the demo's box is broken"))?;
            if letters.iter().any(|l| l.message_id == message.message_id) {
                return Ok(());
            }
            if letters.len() >= DEMO_LETTERS_MAX {
                letters.pop_front();
            }
            let number = letters.back().map_or(1, |last| last.number + 1);
            letters.push_back(DemoLetter {
                number,
                channel: message.channel,
                at: now,
                to: message.to.clone(),
                subject: message.subject.clone(),
                text: message.text.clone(),
                message_id: message.message_id.clone(),
            });
            Ok(())
        })
    }

    fn reaches(&self, _channel: Channel) -> bool {
        true
    }

    fn demo_box(&self) -> Option<&DemoBox> {
        Some(self)
    }
}

/// The real way out: SMTP for mail, an HTTP gateway for text messages.
pub struct RealPost {
    smtp: Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>,
    text: Option<(reqwest::Client, String)>,
}

impl RealPost {
    /// `smtp_url` as in `smtps://user:password@mail.example`, `from` as in
    /// `Programme <no-reply@programme.example>`; `text_url` takes
    /// `{"to", "text", "message_id"}` by POST with an `Idempotency-Key`.
    ///
    /// # Errors
    /// A sentence that says which setting cannot be used.
    pub fn new(smtp_url: Option<&str>, from: &str, text_url: Option<&str>) -> Result<Self, String> {
        let smtp = match smtp_url {
            None => None,
            Some(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|e| format!("the mail server's address cannot be used: {e}"))?
                    .build();
                let from = from.parse().map_err(|e| format!("the sender's address cannot be used: {e}"))?;
                Some((transport, from))
            }
        };
        let text = match text_url {
            None => None,
            Some(url) => Some((
                reqwest::Client::builder()
                    .timeout(std::time::Duration::from_secs(20))
                    .build()
                    .map_err(|e| format!("the text gateway cannot be used: {e}"))?,
                url.to_owned(),
            )),
        };
        Ok(Self { smtp, text })
    }

    async fn mail(&self, message: &Outgoing) -> Result<(), PostError> {
        let Some((smtp, from)) = &self.smtp else {
            return Err(PostError::never("no mail server is configured"));
        };
        // lettre's errors may repeat an address; the operator gets the kind alone.
        let to = message.to.parse().map_err(|_| PostError::never("the address is not one for mail"))?;
        let mail = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(&message.subject)
            .message_id(Some(format!("<{}@{}>", message.message_id, from.email.domain())))
            .multipart(MultiPart::alternative_plain_html(message.text.clone(), message.html.clone()))
            .map_err(|_| PostError::never("the message could not be built"))?;
        match smtp.send(mail).await {
            Ok(_) => Ok(()),
            Err(e) if e.is_permanent() => Err(PostError::never("the mail server refused it for good")),
            Err(e) if e.is_transient() => Err(PostError::not_now("the mail server asks to try again later")),
            // The kind is private to the library; its words are "Connection error" and "network error".
            Err(e) if e.to_string().starts_with("Connection error") => {
                Err(PostError::not_now("the mail server could not be reached"))
            }
            Err(_) => Err(PostError::unknown("the connection to the mail server broke off")),
        }
    }

    async fn text_message(&self, message: &Outgoing) -> Result<(), PostError> {
        let Some((client, url)) = &self.text else {
            return Err(PostError::never("no gateway for text messages is configured"));
        };
        let body = serde_json::json!({
            "to": message.to, "text": message.text, "message_id": message.message_id,
        });
        let answer = client
            .post(url)
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
            _ if status.is_success() => Ok(()),
            _ if status.is_server_error() || status.as_u16() == 429 => Err(PostError(text, Fate::NotNow)),
            _ => Err(PostError(text, Fate::Never)),
        }
    }
}

impl Post for RealPost {
    fn hand_over<'a>(&'a self, message: &'a Outgoing, _now: Timestamp) -> HandOver<'a> {
        Box::pin(async move {
            match message.channel {
                Channel::Email => self.mail(message).await,
                Channel::Text => self.text_message(message).await,
                Channel::WhatsApp => Err(PostError::never("no WhatsApp account is configured")),
            }
        })
    }

    fn reaches(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.smtp.is_some(),
            Channel::Text => self.text.is_some(),
            Channel::WhatsApp => false,
        }
    }
}

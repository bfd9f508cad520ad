//! What leaves the house, and what becomes of it.

use amanah_domain::states::Channel;

/// A message on its way out. Holds personal data: never logged, never kept.
pub struct Outgoing {
    /// By which way.
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
    /// Mail: the id of the message that it answers, without brackets.
    pub answers: Option<String>,
    /// WhatsApp: what may be said to somebody who has not written for a day.
    pub template: Option<Template>,
    /// WhatsApp: whether they wrote within a day, so that free text may be sent.
    pub in_window: bool,
}

/// A message that WhatsApp approved beforehand: all that may be sent to somebody who has not written for a
/// day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    /// Its name there.
    pub name: String,
    /// The code of its language there.
    pub language: String,
    /// What it is filled with: a receipt number, nothing personal.
    pub parameters: Vec<String>,
}

/// What the other side says of a message that it took.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Handed {
    /// The id that it gave the message, where it gives one.
    pub id: Option<String>,
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
    /// Certainly not handed over as free text; a template may help.
    NeedsTemplate,
}

/// A hand-over that was not acknowledged. The text is for the operator and holds nothing personal.
#[derive(Debug, thiserror::Error)]
#[error("the message was not handed over: {0}")]
pub struct PostError(pub String, pub Fate);

impl PostError {
    pub(super) fn not_now(text: &str) -> Self {
        Self(text.to_owned(), Fate::NotNow)
    }
    pub(super) fn never(text: &str) -> Self {
        Self(text.to_owned(), Fate::Never)
    }
    pub(super) fn unknown(text: &str) -> Self {
        Self(text.to_owned(), Fate::Unknown)
    }
}

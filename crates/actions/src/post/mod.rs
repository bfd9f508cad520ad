//! How messages leave the house: mail by SMTP, text messages by an HTTP gateway, WhatsApp by the Cloud API,
//! or a box in memory that the demo shows at `/outbox`. A hand-over carries a stable message id, so that the
//! one repeat that a crash can cause is recognised on the other side.

mod mail;
mod outgoing;
mod text;
mod whatsapp;

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

use amanah_domain::Timestamp;
use amanah_domain::states::Channel;

use mail::Mail;
pub use mail::OUR_MESSAGE_ID_DIGITS;
pub use outgoing::{Fate, Handed, Outgoing, PostError, Template};
use text::Texts;
pub use whatsapp::{MediaFault, WhatsAppApi};

/// The result of a hand-over under way.
pub type HandOver<'a> = Pin<Box<dyn Future<Output = Result<Handed, PostError>> + Send + 'a>>;

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
                return Ok(Handed::default());
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
            Ok(Handed::default())
        })
    }

    fn reaches(&self, _channel: Channel) -> bool {
        true
    }

    fn demo_box(&self) -> Option<&DemoBox> {
        Some(self)
    }
}

/// The real way out.
pub struct RealPost {
    mail: Option<Mail>,
    text: Option<Texts>,
    whatsapp: Option<WhatsAppApi>,
}

impl RealPost {
    /// `smtp_url` as in `smtps://user:password@mail.example`, `from` as in
    /// `Programme <no-reply@programme.example>`; `text_url` takes
    /// `{"to", "text", "message_id"}` by POST with an `Idempotency-Key`.
    ///
    /// # Errors
    /// A sentence that says which setting cannot be used.
    pub fn new(
        smtp_url: Option<&str>,
        from: &str,
        text_url: Option<&str>,
        whatsapp: Option<WhatsAppApi>,
    ) -> Result<Self, String> {
        let mail = smtp_url.map(|url| Mail::new(url, from)).transpose()?;
        let text = text_url.map(Texts::new).transpose()?;
        Ok(Self { mail, text, whatsapp })
    }
}

impl Post for RealPost {
    fn hand_over<'a>(&'a self, message: &'a Outgoing, _now: Timestamp) -> HandOver<'a> {
        Box::pin(async move {
            match (message.channel, &self.mail, &self.text, &self.whatsapp) {
                (Channel::Email, Some(mail), _, _) => mail.send(message).await,
                (Channel::Text, _, Some(text), _) => text.send(message).await,
                (Channel::WhatsApp, _, _, Some(whatsapp)) => whatsapp.send(message).await,
                (Channel::Email, ..) => Err(PostError::never("no mail server is configured")),
                (Channel::Text, ..) => Err(PostError::never("no gateway for text messages is configured")),
                (Channel::WhatsApp, ..) => Err(PostError::never("no WhatsApp account is configured")),
            }
        })
    }

    fn reaches(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.mail.is_some(),
            Channel::Text => self.text.is_some(),
            Channel::WhatsApp => self.whatsapp.is_some(),
        }
    }
}

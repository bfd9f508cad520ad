//! Letters by SMTP.

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::outgoing::{Handed, Outgoing, PostError};

/// Hexadecimal digits before the @ of our own message ids.
pub const OUR_MESSAGE_ID_DIGITS: usize = 32;

/// Says to other machines that nobody typed this (RFC 3834): they do not answer by themselves.
#[derive(Clone)]
struct AutoSubmitted(&'static str);

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("this header is only ever written".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}

/// A mail server.
pub(super) struct Mail {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mail {
    pub(super) fn new(url: &str, from: &str) -> Result<Self, String> {
        let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|e| format!("the mail server's address cannot be used: {e}"))?
            .build();
        let from = from.parse().map_err(|e| format!("the sender's address cannot be used: {e}"))?;
        Ok(Self { smtp, from })
    }

    pub(super) async fn send(&self, message: &Outgoing) -> Result<Handed, PostError> {
        // lettre's errors may repeat an address; the operator gets the kind alone.
        let to = message.to.parse().map_err(|_| PostError::never("the address is not one for mail"))?;
        let mut mail = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&message.subject)
            .message_id(Some(format!("<{}@{}>", message.message_id, self.from.email.domain())));
        mail = match &message.answers {
            // Mail programs put the letter below the one that it answers.
            Some(id) => mail
                .in_reply_to(format!("<{id}>"))
                .references(format!("<{id}>"))
                .header(AutoSubmitted("auto-replied")),
            None => mail.header(AutoSubmitted("auto-generated")),
        };
        let mail = mail
            .multipart(MultiPart::alternative_plain_html(message.text.clone(), message.html.clone()))
            .map_err(|_| PostError::never("the message could not be built"))?;
        match self.smtp.send(mail).await {
            Ok(_) => Ok(Handed::default()),
            Err(e) if e.is_permanent() => Err(PostError::never("the mail server refused it for good")),
            Err(e) if e.is_transient() => Err(PostError::not_now("the mail server asks to try again later")),
            // The kind is private to the library; its words are "Connection error" and "network error".
            Err(e) if e.to_string().starts_with("Connection error") => {
                Err(PostError::not_now("the mail server could not be reached"))
            }
            Err(_) => Err(PostError::unknown("the connection to the mail server broke off")),
        }
    }
}

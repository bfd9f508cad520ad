//! What WhatsApp calls the webhook for. It is told that we have something only when that is durable, and
//! sends it again until then; the same twice is one.

use amanah_domain::cases::{CaseChannel, CaseKind};
use amanah_domain::values::{Phone, Statement};
use amanah_store::{StoreError, case_events, case_ties};

use super::event::{Content, Events, Message, Status};
use crate::cases::intake::{Incoming, IncomingFile};
use crate::channels::said;
use crate::contact::Contact;
use crate::error::{ActionError, Done};
use crate::letters::Language;
use crate::limits::MESSAGES_PER_WRITER;
use crate::office::Office;

/// What the webhook answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HookAnswer {
    /// Everything that is for us is durable.
    Taken,
    /// Not signed by WhatsApp.
    Forged,
    /// Signed, and no notification.
    Unreadable,
}

impl Office {
    /// The first call, when the address of the webhook is set at WhatsApp: whether the word is ours.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where the house is not on WhatsApp.
    pub fn whatsapp_word(&self, token: &str) -> Done<bool> {
        let whatsapp = self.channels.whatsapp().ok_or(ActionError::NotFound)?;
        Ok(whatsapp.knows(token))
    }

    /// What it brings. Nothing is read before the signature is found right.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where the house is not on WhatsApp; anything else: not everything is durable,
    /// and it is to be sent again.
    pub async fn whatsapp_hook(&self, signature: &str, body: &[u8]) -> Done<HookAnswer> {
        let whatsapp = self.channels.whatsapp().ok_or(ActionError::NotFound)?;
        if !whatsapp.signed(signature, body) {
            metrics::counter!("amanah_whatsapp_events_total", "outcome" => "forged").increment(1);
            return Ok(HookAnswer::Forged);
        }
        let Some(events) = Events::parse(body, whatsapp.api.number_id(), self.now()) else {
            return Ok(HookAnswer::Unreadable);
        };
        // One that cannot be taken now does not hold up the others.
        let mut failed = None;
        for message in &events.messages {
            let outcome = match Box::pin(self.take_whatsapp(message)).await {
                Ok(()) => "taken",
                // For good: sending it again would change nothing.
                Err(ActionError::Refused(_)) => "refused",
                Err(error) => {
                    failed = Some(error);
                    "later"
                }
            };
            metrics::counter!("amanah_whatsapp_events_total", "outcome" => outcome).increment(1);
        }
        for status in events.statuses {
            if let Err(error) = self.take_status(status).await {
                failed = Some(error);
            }
        }
        failed.map_or(Ok(HookAnswer::Taken), Err)
    }

    async fn take_whatsapp(&self, message: &Message) -> Done<()> {
        // A number of another country: nobody who takes part has one, and we cannot write to it.
        let Ok(phone) = Phone::parse(&message.from) else {
            tracing::info!("a message on WhatsApp came from a number of another country");
            return Ok(());
        };
        let (words, files) = match &message.content {
            Content::Text(text) => (text.clone(), Vec::new()),
            Content::File { words, .. } => (words.clone(), vec![IncomingFile::Awaited]),
            Content::Other(_) => (String::new(), vec![IncomingFile::Refused("file-kind")]),
        };
        let said = match (said::statement(&words), &message.content) {
            (Some(said), _) => said,
            // Words of nobody, in every language: what it was stands there.
            (None, Content::Other(kind)) => kind_of(kind)?,
            (None, Content::File { name, .. }) => {
                said::statement(name).map_or_else(|| kind_of("file"), Ok)?
            }
            // Blanks.
            (None, Content::Text(_)) => return Ok(()),
        };
        // WhatsApp brings a message again until all that it came with is durable.
        if !self.knows_message(CaseChannel::WhatsApp, message.id.as_bytes()).await? {
            self.limits.take(MESSAGES_PER_WRITER, phone.index_form().as_bytes(), self.now())?;
        }
        let taken = self
            .take_in(&Incoming {
                channel: CaseChannel::WhatsApp,
                from: Some(Contact::Phone(phone)),
                proven: true,
                kind: CaseKind::Question,
                apart: false,
                said,
                said_at: message.at,
                external: Some(message.id.clone().into_bytes()),
                form: Vec::new(),
                answers: message.answers.iter().map(|id| id.clone().into_bytes()).collect(),
                language: Language::Id,
                name: said::name(&message.name),
                files,
            })
            .await?;
        match &message.content {
            Content::Text(_) => Ok(()),
            Content::File { media, name, .. } => self.fetch_later(&taken, media, name).await,
            Content::Other(_) if taken.fresh => self.tell_not_taken(taken.person, taken.case).await,
            Content::Other(_) => Ok(()),
        }
    }

    /// Reports come in any order; what was known to be further stays.
    async fn take_status(&self, status: Status) -> Done<()> {
        let tags: Vec<_> =
            status.ids.iter().map(|id| self.message_tag(CaseChannel::WhatsApp, id.as_bytes())).collect();
        let fate = status.fate;
        let known = self.store.write(move |db| {
            for tag in &tags {
                if let Some(thread) = case_ties::find_thread(db, tag)? {
                    return case_events::set_fate(db, &thread.person, &thread.case, thread.event, fate);
                }
            }
            // Of a letter that was about no case, or of one that is gone.
            Ok::<_, StoreError>(false)
        });
        known.await?;
        Ok(())
    }
}

fn kind_of(kind: &str) -> Done<Statement> {
    said::statement(&format!("[{kind}]")).ok_or(ActionError::Internal("a kind has no name"))
}

//! Mail: a mailbox is looked into every so often, by IMAP or as a folder. A message is marked as seen only
//! when what it says is durable; a crash in between repeats it, and its Message-ID makes the two one.
//!
//! `From` proves nothing by itself. The receiving server looks at SPF, DKIM and DMARC; only what it vouches for, under
//! the name that the operator gave, reaches the account of that address. Everything else is a writer's.

mod folder;
mod imap;
mod imap_address;
mod letter;
mod machine;
pub(super) mod place;
mod quoted;
mod take;

use amanah_domain::Timestamp;

use crate::error::Done;
use crate::office::Office;
pub use imap_address::ImapPlace;
pub use place::MailIn;
use place::Place;

/// Seconds between two looks into the mailbox.
pub(crate) const PAUSE_SECONDS: i64 = 30;
/// Messages taken out of the mailbox at one look, at most.
const MESSAGES_AT_ONCE_MAX: usize = 200;
/// Bytes of a message, at most (`mail_bytes_max`): three files with what carrying them adds.
const MAIL_BYTES_MAX: usize = 25 * 1_024 * 1_024;

/// Why nothing could be taken out of the mailbox. Holds nothing personal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct MailboxFault(pub(crate) String);

/// What becomes of a message in its mailbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    /// A case has it, or it needs none: marked as seen.
    Done,
    /// Left for a human: flagged, and not seen.
    Left,
    /// Tried again at the next look.
    Later,
}

impl Office {
    /// Looks into the mailbox once. How many messages were dealt with; none where the house has no mailbox.
    ///
    /// # Errors
    /// Those of the store. A mailbox that is away is a line in the log, and looked into again.
    pub async fn look_into_mailbox(&self) -> Done<usize> {
        let Some(mail) = self.channels.mail() else { return Ok(0) };
        let looked = match &mail.place {
            Place::Imap(place) => self.empty_mailbox(mail, place).await?,
            Place::Folder(folder) => self.empty_folder(mail, folder).await?,
        };
        match looked {
            Ok(count) => {
                metrics::gauge!("amanah_mailbox_up").set(1.0);
                Ok(count)
            }
            Err(fault) => {
                metrics::gauge!("amanah_mailbox_up").set(0.0);
                tracing::warn!(%fault, "the mailbox could not be looked into");
                Ok(0)
            }
        }
    }

    /// For the house's lane: looks when it is time, and says when the next time is.
    pub(crate) async fn look_into_mailbox_at(&self, next: Timestamp) -> Timestamp {
        if self.now() < next || self.channels.mail().is_none() {
            return next;
        }
        if let Err(error) = self.look_into_mailbox().await {
            tracing::error!(%error, "mail could not be taken in");
        }
        self.now().plus_seconds(PAUSE_SECONDS)
    }
}

//! Whoever sent something that cannot be taken is told so, and what can: once in a while, however much they
//! send.

use amanah_domain::cases::CaseChannel;
use amanah_domain::states::Channel;
use amanah_domain::{CaseId, PersonId};
use amanah_policy::RefusalReason;
use amanah_store::cases;

use crate::correspond::{Check, LetterSpec};
use crate::error::{ActionError, Done};
use crate::letters::LetterKind;
use crate::limits::NOT_TAKEN_PER_WRITER;
use crate::office::Office;

impl Office {
    /// Queues the letter.
    pub(crate) async fn tell_not_taken(&self, person: PersonId, case: CaseId) -> Done<()> {
        let now = self.now();
        if self.limits.take(NOT_TAKEN_PER_WRITER, person.as_bytes(), now).is_err() {
            return Ok(());
        }
        let Some(row) = self.store.read(move |db| cases::read(db, &case)).await? else { return Ok(()) };
        let way = match row.channel {
            CaseChannel::WhatsApp => Some(Channel::WhatsApp.code()),
            CaseChannel::Email => Some(Channel::Email.code()),
            _ => None,
        };
        let kind = LetterKind::NotTaken { receipt: row.receipt };
        let spec = LetterSpec {
            way,
            // No event of its own: what becomes of it is nobody's news.
            about: Some((case.to_hex(), 0)),
            ..LetterSpec::new(None, 0, kind, Check::Nothing)
        };
        let letter = match self.queue_spec(person, spec).await {
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::Ended => return Ok(()),
            other => other?,
        };
        Ok(self.store.write(move |db| letter.write(db, now)).await?)
    }
}

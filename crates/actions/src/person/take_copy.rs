//! A copy of everything as an archive: a fresh sign-in, then a link that works once and for ten minutes,
//! for whoever is signed in as this person. Taking it is told by a letter.

use std::sync::Arc;

use amanah_domain::{FieldSet, Operation, PersonId, Timestamp};
use amanah_store::StoreError;
use amanah_store::tickets::{self, TicketRow};

use crate::archive::Archive;
use crate::archive::source::Source;
use crate::error::{ActionError, Done};
use crate::letters::LetterKind;
use crate::limits::COPIES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;

/// The kind of the ticket.
const KIND_COPY: i64 = 6;
/// Seconds for which the link works.
const LINK_SECONDS: i64 = 600;
/// Digits of a link's token.
const TOKEN_DIGITS: usize = 64;

/// A link to a copy.
pub struct CopyLink {
    /// 64 hexadecimal digits; kept nowhere.
    pub token: String,
    /// Until when it works.
    pub ends_at: Timestamp,
}

impl Office {
    /// A link that works once.
    ///
    /// # Errors
    /// [`ActionError::State`] `stale-sign-in` where the sign-in is too old; [`ActionError::Limit`].
    pub async fn begin_copy(&self, session: &Session) -> Done<CopyLink> {
        session.as_person()?;
        self.need_fresh(session)?;
        let (person, now) = (session.person, self.now());
        self.limits.take(COPIES_PER_PERSON, person.as_bytes(), now)?;
        let raw = self.chance.bytes32();
        let tag = self.copy_tag(&raw);
        let ends_at = now.plus_seconds(LINK_SECONDS);
        // The session is asked for besides, so there is nothing to seal.
        let row = TicketRow {
            person,
            kind: KIND_COPY,
            code: Vec::new(),
            tries: 0,
            created_at: now,
            ends_at,
            draft: Vec::new(),
        };
        self.store.write(move |db| tickets::add(db, &tag, &row)).await?;
        Ok(CopyLink { token: hex::encode(raw), ends_at })
    }

    /// Until when a link works; nothing is used up by asking.
    ///
    /// # Errors
    /// [`ActionError::State`] `copy-link-over` for one that is used, over, or somebody else's.
    pub async fn view_copy_link(&self, session: &Session, token: &str) -> Done<Timestamp> {
        session.as_person()?;
        let (_, row) = self.copy_ticket(session.person, token).await?;
        Ok(row.ends_at)
    }

    /// Uses the link: the archive begins, and a letter says so.
    ///
    /// # Errors
    /// As [`Office::view_copy_link`]; those of a look.
    pub async fn take_copy(self: &Arc<Self>, session: &Session, token: &str) -> Done<Archive> {
        let who = session.as_person()?;
        let (person, now) = (session.person, self.now());
        let (tag, _) = self.copy_ticket(person, token).await?;
        let letter =
            self.queue_letter_unless_ended(person, LetterKind::CopyTaken { at_ms: now.millis() }).await?;
        let used = self
            .store
            .write(move |db| {
                if tickets::end(db, &tag)? == 0 {
                    return Ok(false);
                }
                if let Some(letter) = &letter {
                    letter.write(db, now)?;
                }
                Ok::<_, StoreError>(true)
            })
            .await?;
        if !used {
            return Err(ActionError::State("copy-link-over"));
        }
        self.begin_archive(Source {
            who,
            person,
            operation: Operation::Display,
            recipient: None,
            note: format!("copy {}", hex::encode(self.chance.bytes16())),
            without: FieldSet::EMPTY,
        })
        .await
    }

    fn copy_tag(&self, raw: &[u8]) -> [u8; 32] {
        self.vault.token_tag("copy", raw).0
    }

    async fn copy_ticket(&self, person: PersonId, token: &str) -> Done<([u8; 32], TicketRow)> {
        let over = ActionError::State("copy-link-over");
        if token.len() != TOKEN_DIGITS {
            return Err(over);
        }
        let Ok(raw) = hex::decode(token) else { return Err(over) };
        let (tag, now) = (self.copy_tag(&raw), self.now());
        let row = self.store.read(move |db| tickets::read(db, &tag)).await?;
        let ours = |row: &TicketRow| row.kind == KIND_COPY && row.person == person && row.ends_at > now;
        row.filter(ours).map(|row| (tag, row)).ok_or(over)
    }
}

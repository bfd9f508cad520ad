//! Sign-in and security: ways to be reached, passkeys, password, sessions, for the person (or the
//! member of staff) themselves.

use amanah_domain::purposes::SignIn;
use amanah_domain::{FieldId, FieldSet, Operation};
use amanah_store::sessions::{self, SessionRow};

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// What the page shows.
pub struct SecurityView<'o> {
    /// Opens contact values, passkeys, pending changes and devices.
    pub looked: Looked<'o, SignIn>,
    /// Open sessions, last used first.
    pub sessions: Vec<SessionRow>,
}

/// The fields of the page.
const FIELDS: &[FieldId] = &[
    FieldId::Email,
    FieldId::Phone,
    FieldId::Passkeys,
    FieldId::PasswordHash,
    FieldId::Device,
    FieldId::PendingContact,
];

impl Office {
    /// Gathers the page.
    ///
    /// # Errors
    /// Those of a look.
    pub async fn view_security(&self, session: &Session) -> Done<SecurityView<'_>> {
        let want = Want::of(Operation::Display, FieldSet::of(FIELDS));
        let looked = self.look::<SignIn>(session.as_self(), session.person, want).await?;
        let (person, now) = (session.person, self.now());
        let sessions = self.store.read(move |db| sessions::list(db, &person, now)).await?;
        Ok(SecurityView { looked, sessions })
    }

    /// Changes of ways to sign in ask for a fresh sign-in.
    ///
    /// # Errors
    /// [`ActionError::State`] `stale-sign-in`.
    pub(crate) fn need_fresh(&self, session: &Session) -> Done<()> {
        if session.is_fresh(self.now()) { Ok(()) } else { Err(ActionError::State("stale-sign-in")) }
    }
}

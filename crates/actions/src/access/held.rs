//! A permit that is kept for as long as it lives: a conversation opens line after line, and the person's
//! trail is to say that somebody read it, not how often a line came.

use amanah_domain::{Field, MayRead, MayWrite, PersonId, Purpose, Source};
use amanah_vault::{Opened, Permit, SealedRow};

use super::Looked;
use crate::error::Done;
use crate::office::Office;

/// A permit without rows: for values that lie alone.
pub(crate) struct Held<P: Purpose> {
    permit: Permit<P>,
    removals: i64,
}

impl<P: Purpose> Looked<'_, P> {
    /// Keeps the permit and lets go of the rows.
    pub(crate) fn hold(self) -> Held<P> {
        Held { removals: self.account.removals, permit: self.permit }
    }
}

impl<P: Purpose> Held<P> {
    /// Whose data.
    pub(crate) fn person(&self) -> PersonId {
        self.permit.person()
    }

    /// How often something was removed of the person when the permit was made: what is sealed under it is
    /// written only as long as this is so.
    pub(crate) fn removals(&self) -> i64 {
        self.removals
    }

    /// As [`Looked::open_alone`].
    pub(crate) fn open_alone<F: Field>(&self, office: &Office, body: &[u8]) -> Done<Option<Opened<'_, F>>>
    where
        P: MayRead<F>,
    {
        let row = SealedRow::decode(self.person(), F::ID.category(), body)?;
        Ok(row.get::<F>().map(|sealed| office.vault.open(&sealed, &self.permit)).transpose()?)
    }

    /// As [`Looked::seal_alone`].
    pub(crate) fn seal_alone<F: Field>(&self, office: &Office, value: &F, source: Source) -> Done<Vec<u8>>
    where
        P: MayWrite<F>,
    {
        let mut row = SealedRow::empty(self.person(), F::ID.category());
        row.put(office.vault.seal(value, source, &self.permit)?)?;
        Ok(row.encode())
    }
}

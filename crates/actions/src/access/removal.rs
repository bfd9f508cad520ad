//! The grant of a use that opens nothing and whose record is written at the same time as its transaction:
//! a removal. Whoever is refused is on record as everywhere.

use amanah_domain::{Operation, PersonId, Purpose};
use amanah_store::accounts::Account;
use amanah_vault::{KeyRow, PersonKeys, Seen, Use};

use super::{Tie, Want, Who};
use crate::error::{ActionError, Done};
use crate::office::Office;

/// What was read of the person, and of a member of staff who acts.
pub(crate) struct Read<'r> {
    pub(crate) person: PersonId,
    pub(crate) account: &'r Account,
    pub(crate) related: bool,
    pub(crate) actor_keys: Option<&'r KeyRow>,
}

impl Office {
    /// Asks for a use of a person's record; its draft is to be recorded before anybody is told that it
    /// happened. `seen` was taken before the person was read.
    pub(crate) async fn grant_removal<P: Purpose>(
        &self,
        who: Who,
        seen: Seen,
        keys: PersonKeys,
        read: Read<'_>,
        want: Want<'_>,
    ) -> Done<Use<P>> {
        if !matches!(want.operation, Operation::Manage | Operation::Delete | Operation::Destroy) {
            return Err(ActionError::Internal("this use opens values and must be recorded first"));
        }
        let actor = self.actor_pseudonym(who, read.actor_keys).await?;
        let tie = Tie::of_staff(read.related);
        let facts = self.facts(who, read.person, read.account, tie, &want);
        self.granted::<P>(who, seen, keys, actor, &facts, want).await
    }
}

//! Whether a letter that serves a purpose of its own may leave: asked when it is queued, and again at the
//! moment of its hand-over, so that a "no" in between holds. Nothing is opened here.

use amanah_domain::{FieldId, FieldSet, Operation, PersonId, PurposeId, RecipientClass, Role};
use amanah_policy::{Ask, Refusal};
use amanah_store::accounts;

use crate::access::{Tie, Want, Who};
use crate::error::{ActionError, Done};
use crate::office::Office;

impl Office {
    /// The policy's answer for this person at this moment; `None`: it may leave.
    pub(crate) async fn may_not_send(&self, person: PersonId, purpose: PurposeId) -> Done<Option<Refusal>> {
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        let account = account.ok_or(ActionError::NotFound)?;
        let want = Want::of(Operation::Distribute, FieldSet::of(&[FieldId::Letter]));
        let facts = self.facts(Who::system(), person, &account, Tie::default(), &want);
        let ask = Ask {
            operation: Operation::Distribute,
            fields: FieldSet::of(&[FieldId::Letter]),
            recipient: Some(RecipientClass::MessagingHouses),
        };
        Ok(self.policy.decide_id(purpose, Role::System, &ask, &facts).err())
    }
}

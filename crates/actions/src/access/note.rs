//! Acts that open nobody's data and still stand in the ledger: a look-up without a match, a batch that
//! opens. The policy is asked all the same.

use amanah_domain::{Entry, Outcome, Purpose};
use amanah_ledger::Receipt;
use amanah_store::{people, trail};
use amanah_vault::draft_of;

use super::{Want, Who, key_row, refused};
use crate::error::{ActionError, Done};
use crate::office::Office;

impl Office {
    /// Records an act that opens nobody's data: a look-up without a match, a batch that opens. The
    /// policy is asked all the same.
    pub(crate) async fn note<P: Purpose>(&self, who: Who, want: Want<'_>, outcome: Outcome) -> Done<Receipt> {
        let actor_keys = match who.id() {
            Some(actor) if who.role().is_staff() => {
                self.store.read(move |db| people::read_key(db, &actor)).await?.map(key_row).transpose()?
            }
            _ => None,
        };
        let actor = self.actor_pseudonym(who, actor_keys.as_ref()).await?;
        let facts = Self::strangers_facts(false);
        let decided = self.policy.decide::<P>(&who.0, None, &want.ask(), &facts, self.now());
        let commitment = match (want.reason, who.id(), &actor_keys) {
            // Nobody matched: the reason is kept under the keys of whoever looked.
            (Some(reason), Some(staff), Some(row)) => {
                let (commitment, salt) = self.vault.salt_reason(reason.as_str());
                let keys = self.unlock(staff, row).await?;
                let body = self.vault.seal_reason(&keys, reason)?.encode();
                let row = trail::ReasonRow { person: staff, salt, body };
                let now = self.now();
                self.store.write(move |db| trail::add_reason(db, &commitment, &row, now)).await?;
                commitment
            }
            _ => want.commitment.unwrap_or_default(),
        };
        let outcome = if decided.is_ok() { outcome } else { Outcome::Refused };
        let entry = self.entry::<P>(who, actor, Entry::NOBODY, &want, commitment, outcome);
        let receipt = self.store.record(vec![draft_of(&entry)]).await?.pop();
        match decided {
            Err(refusal) => Err(refused(refusal)),
            Ok(_) => receipt.ok_or(ActionError::Internal("the ledger gave no receipt")),
        }
    }
}

//! A member of staff says to whom they are related. From then on the policy keeps them out of that
//! person's case. The relation lies sealed under the declarer's own keys; the other person's trail says
//! that one was declared, and not by whom.

use amanah_domain::purposes::RunStaff;
use amanah_domain::values::{Relation, plain_text};
use amanah_domain::{FieldId, FieldSet, Operation, Refused, Source};
use amanah_store::staff;

use crate::access::{Want, Who};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::LOOKUPS_PER_STAFF;
use crate::office::Office;
use crate::session::Session;
use crate::staff::look_up::LookUpKey;

/// Characters that say what somebody is to the declarer, at most.
pub const RELATION_CHARS_MAX: u32 = 100;

/// What was typed.
pub struct RelationInput {
    /// By what the other is known: `nik`, `phone` or `email`.
    pub key: String,
    /// The number or address, exact.
    pub value: String,
    /// What they are to each other.
    pub relation: String,
}

impl Office {
    /// Declares a relation. Declaring one twice changes nothing.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`, `value`, `relation`; [`ActionError::State`] `relation-nobody`
    /// where nobody is registered with it (on record); [`ActionError::Limit`].
    pub async fn declare_relation(&self, session: &Session, input: RelationInput) -> Done<()> {
        if session.roles().is_empty() {
            return Err(ActionError::SignInNeeded);
        }
        let key = LookUpKey::parse(self, &input.key, &input.value);
        let relation = plain_text(&input.relation, RELATION_CHARS_MAX)
            .and_then(Relation::new)
            .map_err(|refused: Refused| FieldError::new("relation", refused));
        let (key, relation) = match (key, relation) {
            (Ok(key), Ok(relation)) => (key, relation),
            (key, relation) => {
                let errors = [key.err(), relation.err()];
                return Err(ActionError::Input(errors.into_iter().flatten().collect()));
            }
        };
        self.limits.take(LOOKUPS_PER_STAFF, session.person.as_bytes(), self.now())?;
        let me = session.person;
        let holder = key.holder(self, me).await?;
        if holder == Some(me) {
            return Err(ActionError::Input(vec![FieldError::new(
                "value",
                Refused::because("relation-self"),
            )]));
        }
        let Some(other) = holder else {
            // In the declarer's own trail, so that nobody tries out addresses unseen.
            let want = Want { note: "relation: nobody", ..Want::of(Operation::Manage, FieldSet::EMPTY) };
            self.look::<RunStaff>(session.as_self(), me, want).await?;
            return Err(ActionError::State("relation-nobody"));
        };
        let want = Want {
            note: "relation declared",
            ..Want::of(Operation::Store, FieldSet::of(&[FieldId::Relation]))
        };
        let looked = self.look::<RunStaff>(session.as_self(), me, want).await?;
        let detail = looked.seal_alone(&relation, Source::Interaction)?;
        let want = Want {
            note: "a member of staff declared a relation",
            ..Want::of(Operation::Manage, FieldSet::EMPTY)
        };
        self.look::<RunStaff>(Who::system(), other, want).await?;
        let now = self.now();
        self.store.write(move |db| staff::add_relation(db, &me, &other, &detail, now)).await?;
        // Permits that were given before it was declared open nothing any more.
        self.vault.facts_changed(other);
        Ok(())
    }
}

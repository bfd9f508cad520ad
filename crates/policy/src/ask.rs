//! What is asked for, and the proof that the policy allows it.

use core::fmt;
use core::marker::PhantomData;

use amanah_domain::{Actor, FieldSet, Operation, PersonId, Purpose, PurposeId, RecipientClass, Timestamp};

/// What somebody wants to do. The purpose comes from the type of the grant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ask {
    /// One of the fourteen operations.
    pub operation: Operation,
    /// On which fields; none for work on the record alone (joining a batch, assigning a case).
    pub fields: FieldSet,
    /// To whom; exactly where the operation discloses.
    pub recipient: Option<RecipientClass>,
}

/// The policy allows one use, for purpose `P`. Made by [`crate::Policy::decide`] alone; moved, never
/// copied, so that it is recorded once.
#[must_use = "a grant that is not recorded opens nothing"]
pub struct Grant<P: Purpose> {
    ask: Ask,
    actor: Actor,
    person: Option<PersonId>,
    policy_hash: [u8; 32],
    granted_at: Timestamp,
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Grant<P> {
    pub(crate) const fn new(
        ask: Ask,
        actor: Actor,
        person: Option<PersonId>,
        policy_hash: [u8; 32],
        granted_at: Timestamp,
    ) -> Self {
        Self { ask, actor, person, policy_hash, granted_at, purpose: PhantomData }
    }

    /// The purpose of the policy that it serves.
    pub const fn purpose(&self) -> PurposeId {
        P::ID
    }

    /// What may be done.
    pub const fn operation(&self) -> Operation {
        self.ask.operation
    }

    /// With which fields, and no others.
    pub const fn fields(&self) -> FieldSet {
        self.ask.fields
    }

    /// To whom they may go.
    pub const fn recipient(&self) -> Option<RecipientClass> {
        self.ask.recipient
    }

    /// Who asked.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// Whose data; `None` for a look-up that may match nobody.
    pub const fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// The policy that decided.
    pub const fn policy_hash(&self) -> [u8; 32] {
        self.policy_hash
    }

    /// When it was decided.
    pub const fn granted_at(&self) -> Timestamp {
        self.granted_at
    }
}

impl<P: Purpose> fmt::Debug for Grant<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("use", &P::NAME)
            .field("ask", &self.ask)
            .field("actor", &self.actor)
            .field("person", &self.person)
            .field("granted_at", &self.granted_at)
            .finish_non_exhaustive()
    }
}

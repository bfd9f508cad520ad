//! What a decision rests on: who acts, and the facts of the person concerned.
//!
//! The places that build [`Actor`] and [`Facts`] are a golden list held by `tidy`: whoever can make
//! them up could talk the policy into anything.

use crate::sets::register;
use crate::{FieldSet, PersonId, PurposeSet, Role};

/// Who acts, in what capacity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The capacity.
    pub role: Role,
    /// Whoever acts; `None` for a job.
    pub person: Option<PersonId>,
}

register! {
    /// What is known of a person's age (children: article 25).
    AgeGroup {
        /// Not known yet.
        Unknown = 0 "unknown",
        /// Under 18.
        Child = 1 "child",
        /// 18 or over.
        Adult = 2 "adult",
    }
}

register! {
    /// Whether processing of a person's data goes on.
    PersonState {
        /// Goes on.
        Active = 0 "active",
        /// Ended (article 42): data stay sealed.
        Ended = 1 "ended",
    }
}

register! {
    /// Where a recipient sits (article 56).
    CountryClass {
        /// In Indonesia.
        Home = 0 "home",
        /// Abroad with equal protection.
        Adequate = 1 "adequate",
        /// Abroad under binding safeguards.
        Safeguarded = 2 "safeguarded",
        /// Abroad with neither: only with consent.
        Other = 3 "other",
    }
}

/// The facts of one person that a decision rests on, as they were when it was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// Purposes consented to and not withdrawn.
    pub consents: PurposeSet,
    /// Purposes objected to.
    pub objections: PurposeSet,
    /// Processing is restricted (article 41).
    pub restricted: bool,
    /// What is known of their age.
    pub age: AgeGroup,
    /// Values the person disputes (article 30).
    pub disputed: FieldSet,
    /// A legal hold keeps the data from deletion.
    pub legal_hold: bool,
    /// The version of the policy in force is accepted, or asks for nothing new.
    pub policy_accepted: bool,
    /// Whether processing goes on.
    pub state: PersonState,
    /// The actor is this very person.
    pub is_self: bool,
    /// The actor has declared a relation to this person.
    pub related: bool,
}

//! What stays in spite of a request (clause 5.6), what stays for the once-per-person check, and what may
//! be counted of those who go.

use amanah_domain::{Category, PurposeId, SmallSet};
use serde::Deserialize;

use crate::Clause;
use crate::length::Length;
use crate::names::{self, choices};

choices! {
    /// When something stays in spite of a request.
    StayWhen = "condition of a stay" {
        /// The person was given a benefit: a place was drawn for them.
        BenefitGiven "benefit-given",
        /// A case about a contested identity is open or was decided; its file may be needed as proof.
        FraudCase "fraud-case",
    }
}

/// One thing that stays in spite of a request to erase or destroy, until its purpose's time is over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stay {
    /// What it is kept for; how long is said there.
    #[serde(deserialize_with = "names::one")]
    pub purpose: PurposeId,
    /// What stays.
    #[serde(deserialize_with = "names::set")]
    pub categories: SmallSet<Category>,
    /// For whom.
    #[serde(deserialize_with = "names::one")]
    pub when: StayWhen,
    /// The article of Law 27/2022 that excepts it from a request: `15(1)c`.
    pub article: Option<String>,
    /// Where the policy says so.
    pub clause: Option<Clause>,
}

/// The keyed tag of a number that stays, so that a benefit is given once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OncePerPerson {
    /// The purpose that it serves.
    #[serde(deserialize_with = "names::one")]
    pub ground: PurposeId,
    /// How long it stays after the removal.
    pub term: Length,
    /// The article of Law 27/2022 that excepts it from a request.
    pub article: Option<String>,
    /// Where the policy says so.
    pub clause: Option<Clause>,
}

/// What may be counted of those whose last ground is gone, before they are destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anonymise {
    /// People in a group, at least.
    pub threshold: u32,
    /// Where the policy says so.
    pub clause: Option<Clause>,
}

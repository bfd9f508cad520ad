//! What the policy says about itself, as data, so that `check` can hold it against the law.

use serde::Deserialize;

use crate::Clause;
use crate::document::AtTheEnd;
use crate::names::{self, choices};

choices! {
    /// What going on using the site after a change is taken to mean (clauses 1.3 and 10).
    UseMeans = "meaning of continued use" {
        /// Agreement.
        Agreement "agreement",
        /// Nothing: an answer is asked for.
        Nothing "nothing",
    }

    /// How a consent is withdrawn (clause 7.4).
    WithdrawalBy = "way of withdrawal" {
        /// A request that the controller assesses and may refuse.
        Leave "leave",
        /// The person's word, at once.
        Word "word",
    }

    /// Whether people are told of a change before or after it.
    Told = "time of notice" {
        /// Before.
        Before "before",
        /// After, or not at all.
        After "after",
    }

    /// Where people are told of a change.
    Notice = "place of notice" {
        /// On the site.
        Site "site",
        /// By e-mail.
        Email "e-mail",
    }
}

/// What the policy says about itself; held against the law by `check`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statements {
    /// How it may change.
    pub change: Change,
    /// What continued use means.
    #[serde(rename = "continued-use")]
    pub continued_use: ContinuedUse,
    /// Whether claims are waived.
    pub claims: Claims,
    /// How a consent is withdrawn.
    pub withdrawal: Withdrawal,
    /// What happens when purpose and ground to store are gone.
    #[serde(rename = "end-of-life")]
    pub end_of_life: EndOfLife,
    /// Whether visit data are combined with personal data.
    #[serde(rename = "visit-data")]
    pub visit_data: VisitData,
}

/// Clause 1.3: how the policy may change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Where it says so.
    pub clauses: Vec<Clause>,
    /// When people are told.
    #[serde(deserialize_with = "names::one")]
    pub told: Told,
    /// Where they are told.
    #[serde(deserialize_with = "names::list")]
    pub on: Vec<Notice>,
}

/// Clauses 1.3 and 10: what going on using the site means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContinuedUse {
    /// Where it says so.
    pub clauses: Vec<Clause>,
    /// What it is taken to mean.
    #[serde(deserialize_with = "names::one")]
    pub means: UseMeans,
}

/// Whether the person is said to give up claims.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Where it says so.
    pub clauses: Vec<Clause>,
    /// Whether they are given up.
    pub waived: bool,
}

/// Clause 7.4: how a consent is withdrawn.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Where it says so.
    pub clauses: Vec<Clause>,
    /// By what.
    #[serde(deserialize_with = "names::one")]
    pub by: WithdrawalBy,
}

/// Clause 5.5: what happens at the end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndOfLife {
    /// Where it says so.
    pub clauses: Vec<Clause>,
    /// What is said to be done.
    #[serde(deserialize_with = "names::one")]
    pub act: AtTheEnd,
}

/// Clauses 2.4, 3.2 and 3.4: visit data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitData {
    /// Where it says that they are never combined with personal data.
    #[serde(rename = "never-combined")]
    pub never_combined: Vec<Clause>,
    /// Where it says that they may be.
    #[serde(rename = "possibly-combined")]
    pub possibly_combined: Vec<Clause>,
}

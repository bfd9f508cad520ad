//! What people can ask: for each kind of case its clock, and what happens by itself when nobody was in time.

use amanah_domain::SmallSet;
use amanah_domain::cases::CaseKind;
use amanah_domain::rights::Right;
use serde::Deserialize;

use crate::length::Length;
use crate::names::{self, choices};
use crate::{Clause, Policy};

choices! {
    /// What happens by itself when the clock of a case runs out. Whatever it is, the case goes up to the data
    /// protection officer and the person is told.
    OnLapse = "what happens when a clock runs out" {
        /// No more than that.
        Escalate "escalate",
        /// The values that the case is about count as disputed: no automatic decision rests on them, and they
        /// are disclosed to nobody.
        RestrictValue "restrict-value",
        /// The purpose that the case is about is stopped for this person.
        StopPurpose "stop-purpose",
        /// Processing of this person's data is restricted (article 41).
        Restrict "restrict",
    }
}

/// The rule of one kind of case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRule {
    /// Where the policy speaks of it.
    pub clause: Option<Clause>,
    /// The article of Law 27/2022 that sets its clock, where one does.
    #[serde(default)]
    pub article: Option<String>,
    /// Clock hours in which it is to be answered.
    pub hours: u32,
    /// Days for which it waits for the person before the clock goes on by itself.
    pub wait_days: u32,
    /// Hours by which it may be made longer, all in all. None where the law sets the clock.
    #[serde(default)]
    pub extension_hours: u32,
    /// What happens when it runs out.
    #[serde(deserialize_with = "names::one")]
    pub on_lapse: OnLapse,
    /// Whether two people decide it.
    #[serde(default)]
    pub four_eyes: bool,
}

/// What is kept of a value that was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierValues {
    /// How long.
    pub keep: Length,
    /// Where the policy says so.
    pub clause: Option<Clause>,
}

/// How somebody may stand in for another person (articles 25 and 26).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingRule {
    /// For how long at a time.
    pub term: Length,
    /// For which rights.
    #[serde(deserialize_with = "names::set")]
    pub rights: SmallSet<Right>,
    /// Where the policy says so.
    pub clause: Option<Clause>,
}

impl Policy {
    /// The rule of a kind of case; `None` where the policy does not offer it.
    pub fn case(&self, kind: CaseKind) -> Option<&CaseRule> {
        self.document().cases.get(&kind)
    }

    /// What is kept of a value that was replaced; `None`: nothing.
    pub fn earlier_values(&self) -> Option<EarlierValues> {
        self.document().earlier_values
    }

    /// How somebody may stand in for another person; `None`: not at all.
    pub fn standing(&self) -> Option<&StandingRule> {
        self.document().standing.as_ref()
    }
}

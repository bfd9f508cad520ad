//! `amanah policy check`: what a policy lacks, where it contradicts itself, what nobody can reach,
//! where it is wider than the code needs, and where it says what the law does not allow.

mod asking;
mod keeping;
mod law;
mod missing;
mod sense;

use crate::finding::{Finding, Findings};
use crate::{Policy, Words};

pub use asking::LAW_HOURS;
pub use keeping::ANONYMOUS_GROUP_MIN;

/// Everything worth saying about `policy`, with the words of each language; worst first, then by
/// clause. An empty `words` checks no words.
pub fn check(policy: &Policy, words: &[Words<'_>]) -> Vec<Finding> {
    let mut found = Findings::default();
    missing::check(policy, words, &mut found);
    sense::check(policy, &mut found);
    keeping::check(policy, &mut found);
    asking::check(policy, &mut found);
    law::check(policy, &mut found);
    found.0.sort_by_key(|finding| (finding.severity, finding.clause.is_none(), finding.clause));
    found.0
}

//! Tests of the policy room, through its public face.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on shall stop, also in its helpers"
)]

mod findings;
mod finite_domain;
mod grants;
mod kept;
mod loading;
mod naive;
mod properties;
mod table;
mod words;

use amanah_domain::{AgeGroup, Facts, FieldSet, PersonState, PurposeSet};
use amanah_policy::Policy;

/// The model programme's policy.
pub(crate) const PRAKERJA: &str = include_str!("../../../../programmes/prakerja/policy.toml");

/// The model programme's policy, read.
pub(crate) fn prakerja() -> Policy {
    Policy::parse(PRAKERJA).expect("the model programme's policy")
}

/// An adult stranger who said yes to everything that can be asked and no to nothing.
pub(crate) fn willing() -> Facts {
    Facts {
        consents: PurposeSet::all(),
        objections: PurposeSet::EMPTY,
        restricted: false,
        age: AgeGroup::Adult,
        disputed: FieldSet::EMPTY,
        legal_hold: false,
        policy_accepted: true,
        state: PersonState::Active,
        is_self: false,
        related: false,
    }
}

/// The policy text with one thing changed; fails where the thing is not there.
pub(crate) fn changed(from: &str, to: &str) -> String {
    assert!(PRAKERJA.contains(from), "`{from}` is not in the policy");
    PRAKERJA.replacen(from, to, 1)
}

/// The policy text with one line of one table taken out or changed.
pub(crate) fn in_table(table: &str, from: &str, to: &str) -> String {
    let start = PRAKERJA.find(&format!("[{table}]\n")).expect("the table");
    let (before, rest) = PRAKERJA.split_at(start);
    let end = rest[1..].find("\n[").map_or(rest.len(), |at| at + 1);
    let (section, after) = rest.split_at(end);
    assert!(section.contains(from), "`{from}` is not in [{table}]");
    format!("{before}{}{after}", section.replacen(from, to, 1))
}

/// The policy text without one table.
pub(crate) fn without_table(table: &str) -> String {
    let start = PRAKERJA.find(&format!("[{table}]\n")).expect("the table");
    let (before, rest) = PRAKERJA.split_at(start);
    let end = rest[1..].find("\n[").map_or(rest.len(), |at| at + 2);
    format!("{before}{}", &rest[end..])
}

//! The code's uses held against the policy: one that wants more than the policy allows is closed.
//!
//! There is no list to keep in step: [`excess`] is asked at the start, for the log and the DPO's page,
//! and again by every decision, where it costs two bit operations.

use core::fmt;

use amanah_domain::purposes::Use;
use amanah_domain::sets::Member;
use amanah_domain::{FieldId, FieldSet, Operation, PurposeId, SmallSet};

use crate::rules::{Rule, Rules};

/// In what a use goes beyond the policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Excess {
    /// The policy has no clause for the purpose.
    NoClause,
    /// Fields whose categories the purpose does not list.
    Fields(FieldSet),
    /// It reads, and the purpose lists no operation that reads.
    Reading,
    /// It writes, and the purpose lists no operation that writes.
    Writing,
}

/// A use of the code that the policy does not cover. Every decision for it is a refusal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Closed {
    /// Its name in the code.
    pub name: &'static str,
    /// The purpose that it says it serves.
    pub purpose: PurposeId,
    /// What it wants too much.
    pub excess: Excess,
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is closed: the policy ", self.name)?;
        match self.excess {
            Excess::NoClause => write!(f, "has no clause for purpose {}", self.purpose.name()),
            Excess::Fields(fields) => {
                let names: Vec<_> = fields.iter().map(FieldId::name).collect();
                write!(f, "does not let purpose {} use {}", self.purpose.name(), names.join(", "))
            }
            Excess::Reading => write!(f, "lists no reading operation for purpose {}", self.purpose.name()),
            Excess::Writing => write!(f, "lists no writing operation for purpose {}", self.purpose.name()),
        }
    }
}

/// The uses of `register` that want more than `rules` allow, each with what it wants.
pub(crate) fn wider(rules: &Rules, register: &[Use]) -> Vec<Closed> {
    let closed = |one: &Use| {
        let excess = match rules.of(one.purpose) {
            None => Excess::NoClause,
            Some(rule) => excess(rule, one.reads, one.writes)?,
        };
        Some(Closed { name: one.name, purpose: one.purpose, excess })
    };
    register.iter().filter_map(closed).collect()
}

/// What a use with these fields wants beyond `rule`.
#[inline]
pub(crate) fn excess(rule: &Rule, reads: FieldSet, written: FieldSet) -> Option<Excess> {
    let over = reads.either(written).without(rule.fields);
    if !over.is_empty() {
        return Some(Excess::Fields(over));
    }
    if !reads.is_empty() && rule.operations.without(WRITING).is_empty() {
        return Some(Excess::Reading);
    }
    if !written.is_empty() && rule.operations.both(WRITING).is_empty() {
        return Some(Excess::Writing);
    }
    None
}

/// The operations for which [`Operation::is_writing`] holds.
const WRITING: SmallSet<Operation> = {
    let mut bits = 0;
    let mut rest = <Operation as Member>::ALL;
    while let [first, others @ ..] = rest {
        if first.is_writing() {
            bits |= 1 << first.code();
        }
        rest = others;
    }
    SmallSet::from_bits(bits)
};

//! What a run did, or would do: counts by rule and act; never an id, save where a dry run is asked for
//! them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use amanah_domain::Category;
use amanah_domain::states::RemovalAct;

use crate::clock_guard::ClockWord;
use crate::retention::due::DueCategory;

/// One rule and what it did.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RuleKey {
    /// Erase or destroy.
    pub act: &'static str,
    /// Which category; for destroy the one that was kept longest.
    pub category: &'static str,
    /// The rule in the policy's own names: `account-closed/2 years`.
    pub rule: String,
    /// The clause of the purpose or category that says so.
    pub clause: String,
}

/// What a run of the times to keep did, or would do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RetentionRun {
    /// People, by act and rule.
    pub people: BTreeMap<RuleKey, u64>,
    /// Looks at a person; somebody to whom several things happened is looked at several times.
    pub looks: u64,
    /// People of whom something is over and a legal hold keeps it.
    pub held: u64,
    /// People of whom something could not be removed; they are looked at again.
    pub failed: u64,
    /// Letters and messages.
    pub letters: u64,
    /// Cases.
    pub cases: u64,
    /// Reasons for looks.
    pub reasons: u64,
    /// Records of removals, with their certificates.
    pub removals: u64,
    /// Tags that were kept for once per person.
    pub tags: u64,
    /// Groups that were released.
    pub groups: u64,
    /// People counted in them.
    pub counted: u64,
    /// People who were in no group large enough: destroyed and not counted.
    pub not_counted: u64,
    /// The threshold; 0: nobody is counted by this policy.
    pub threshold: u32,
    /// The clock is not believed: nothing was removed.
    pub clock: ClockWord,
}

impl RetentionRun {
    /// Whether nobody has to look.
    pub const fn is_fine(&self) -> bool {
        self.failed == 0 && matches!(self.clock, ClockWord::Right)
    }

    pub(crate) fn add(&mut self, act: RemovalAct, due: &DueCategory, clause: String) {
        let key = RuleKey { act: act.name(), category: due.category.name(), rule: due.rule_text(), clause };
        *self.people.entry(key).or_default() += 1;
    }

    /// Of how many people a category was removed by `act`.
    pub fn people_by(&self, act: RemovalAct, category: Category) -> u64 {
        let of = |key: &RuleKey| key.act == act.name() && key.category == category.name();
        self.people.iter().filter(|(key, _)| of(key)).map(|(_, people)| people).sum()
    }

    /// Counts and codes, for the report and the terminal.
    pub fn summary(&self) -> String {
        if self.clock != ClockWord::Right {
            return self.clock.summary();
        }
        let mut out = format!("{} looks", self.looks);
        for (key, people) in &self.people {
            let (act, category, rule, clause) = (key.act, key.category, &key.rule, &key.clause);
            let _ = write!(out, "; {act} {category}: {people} people ({rule}; clause {clause})");
        }
        for (what, number) in [
            ("held back by a legal hold", self.held),
            ("failed and looked at again", self.failed),
            ("letters", self.letters),
            ("cases", self.cases),
            ("reasons", self.reasons),
            ("records of removals", self.removals),
            ("tags for once per person", self.tags),
        ] {
            if number > 0 {
                let _ = write!(out, "; {what}: {number}");
            }
        }
        if self.counted + self.not_counted > 0 {
            let _ = write!(
                out,
                "; counted: {} people in {} groups, each of at least {}, by province, year and outcome, without any \
                 id and each person in one group only; not counted because their group was smaller: {}",
                self.counted, self.groups, self.threshold, self.not_counted,
            );
        }
        out
    }
}

//! What is due of one person. Pure: the policy, what is known of their life, and the time.

use amanah_domain::states::RemovalGround;
use amanah_domain::{Category, CategorySet, LawfulBasis, PurposeId, Timestamp};
use amanah_policy::document::{Retention, RetentionEvent};
use amanah_policy::{Kept, LifeEvents, Moment, Policy};

/// What is to be done about one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Due {
    /// Something still has a ground, and nothing that is there is over it.
    Nothing,
    /// These categories are over; others stay.
    Erase(Vec<DueCategory>),
    /// No category has a ground left: the person goes, by the rule that lasted longest.
    Destroy(DueCategory),
}

/// A category whose time is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DueCategory {
    /// Which.
    pub(crate) category: Category,
    /// Since when; `None` where there never was a ground.
    pub(crate) since: Option<Timestamp>,
    /// The rule that ended it.
    pub(crate) rule: Option<Retention>,
    /// The purpose that held it longest.
    pub(crate) purpose: Option<PurposeId>,
}

impl DueCategory {
    fn of(category: Category, kept: Kept) -> Self {
        let since = if let Moment::At(until) = kept.until { Some(until) } else { None };
        Self { category, since, rule: kept.rule, purpose: kept.purpose }
    }

    /// In the policy's own names, for ledger and certificate: `account-closed/2 years`.
    pub(crate) fn rule_text(&self) -> String {
        match self.rule {
            Some(rule) => format!("{}/{}", rule.event.name(), rule.duration),
            None => "no-ground".to_owned(),
        }
    }

    /// The clause that says so: the purpose's, or that of the category where its own rule ended it.
    pub(crate) fn clause(&self, policy: &Policy) -> String {
        let purpose = self.purpose.and_then(|id| policy.purpose(id));
        let own = purpose.filter(|rule| rule.retention == self.rule).and_then(|rule| rule.clause);
        let category = || policy.document().categories.get(&self.category).map(|rule| rule.clause);
        own.or_else(category).map(|clause| clause.to_string()).unwrap_or_default()
    }

    /// Which of the law's grounds it is.
    pub(crate) fn ground(&self, policy: &Policy) -> RemovalGround {
        let consent = self
            .purpose
            .and_then(|id| policy.purpose(id))
            .is_some_and(|rule| rule.basis == LawfulBasis::Consent);
        match self.rule {
            Some(rule) if consent || rule.event == RetentionEvent::ConsentWithdrawn => {
                RemovalGround::ConsentWithdrawn
            }
            Some(_) => RemovalGround::TimeOver,
            None => RemovalGround::PurposeOver,
        }
    }
}

/// What is due of somebody with these events, of whom there are values in `present`.
pub(crate) fn due(policy: &Policy, events: &LifeEvents, present: CategorySet, now: Timestamp) -> Due {
    let kept = |category: &Category| (*category, policy.kept(*category, events));
    let all: Vec<(Category, Kept)> = Category::ALL.iter().map(kept).collect();
    if all.iter().all(|(_, kept)| kept.is_over(now)) {
        // Never an empty list: there are categories. The one that ended last says when and why.
        let last = all.iter().max_by_key(|(_, kept)| match kept.until {
            Moment::At(until) => until.millis(),
            _ => i64::MIN,
        });
        return last.map_or(Due::Nothing, |(category, kept)| Due::Destroy(DueCategory::of(*category, *kept)));
    }
    let over = all.into_iter().filter(|(category, kept)| present.contains(*category) && kept.is_over(now));
    let over: Vec<_> = over.map(|(category, kept)| DueCategory::of(category, kept)).collect();
    if over.is_empty() { Due::Nothing } else { Due::Erase(over) }
}

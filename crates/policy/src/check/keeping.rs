//! Whether the times to keep can be applied: none is longer than its category's, each event can happen,
//! what stays has its ground, and what is counted has its threshold.

use amanah_domain::{Category, LawfulBasis, PurposeId, Timestamp};

use crate::document::{AtTheEnd, CategoryRule, PurposeRule, Retention, RetentionEvent};
use crate::finding::{FindingKind as Kind, Findings, Severity};
use crate::{Length, Policy};

/// People in a group of an anonymous count, at least, whatever the policy says: with fewer, neighbours
/// can tell who is meant.
pub const ANONYMOUS_GROUP_MIN: u32 = 10;

pub(super) fn check(policy: &Policy, found: &mut Findings) {
    for (category, rule) in &policy.document().categories {
        cap(policy, *category, rule, found);
    }
    for (purpose, rule) in &policy.document().purposes {
        term(policy, *purpose, rule, found);
    }
    stays(policy, found);
    once_per_person(policy, found);
    anonymise(policy, found);
}

/// Compared from one beginning.
fn longer(one: Length, other: Length) -> bool {
    let from = Timestamp::from_millis(0);
    one.after(from) > other.after(from)
}

/// Whether an event that ends the keeping of a whole category can come for whoever has data of it.
fn can_end(policy: &Policy, category: Category, event: RetentionEvent) -> bool {
    let of_staff = category == Category::Relations;
    match event {
        RetentionEvent::Collection | RetentionEvent::AccountClosed | RetentionEvent::RequestAnswered => true,
        RetentionEvent::BatchOver | RetentionEvent::BenefitsOver | RetentionEvent::CaseDecided => !of_staff,
        RetentionEvent::FormLeft | RetentionEvent::SessionEnded => category == Category::Access,
        RetentionEvent::LetterSent => category == Category::Correspondence,
        RetentionEvent::StaffLeft => of_staff,
        RetentionEvent::ConsentWithdrawn => {
            let mut rules = policy.document().purposes.values();
            rules.any(|rule| rule.basis == LawfulBasis::Consent && rule.categories.contains(category))
        }
        // The epoch of a key and a look at the trail are no events of anybody's data.
        RetentionEvent::EpochOver | RetentionEvent::Use => false,
    }
}

fn cap(policy: &Policy, category: Category, rule: &CategoryRule, found: &mut Findings) {
    let Some(retention) = rule.retention else { return };
    if !can_end(policy, category, retention.event) {
        let (name, event) = (category.name(), retention.event.name());
        let text =
            format!("category {name} is kept until {event}, which cannot happen for it: it would stay");
        found.add(Severity::Error, Kind::EventCannotHappen, Some(rule.clause), name, text);
    }
}

fn term(policy: &Policy, purpose: PurposeId, rule: &PurposeRule, found: &mut Findings) {
    let Some(retention) = rule.retention else { return };
    let name = purpose.name();
    let mut add = |kind, text| found.add(Severity::Error, kind, rule.clause, name, text);
    let of_staff = [
        Category::Identity,
        Category::Contact,
        Category::Access,
        Category::Correspondence,
        Category::Relations,
    ];
    let never = match retention.event {
        RetentionEvent::ConsentWithdrawn => rule.basis != LawfulBasis::Consent,
        RetentionEvent::EpochOver => !matches!(purpose, PurposeId::Backup | PurposeId::Rotation),
        RetentionEvent::StaffLeft => !of_staff.iter().any(|one| rule.categories.contains(*one)),
        _ => false,
    };
    if never {
        let event = retention.event.name();
        let text = format!("purpose {name} keeps data until {event}, which cannot happen for it");
        add(Kind::EventCannotHappen, text);
    }
    let beyond = |category: Category| {
        let kept = policy.document().categories.get(&category).and_then(|one| one.retention);
        kept.filter(|kept| kept.event == retention.event && longer(retention.duration, kept.duration))
    };
    for category in rule.categories.iter().filter(|one| !rule.sooner.contains(*one)) {
        if let Some(Retention { duration, .. }) = beyond(category) {
            let text = format!(
                "purpose {name} keeps {} for {}, its category at most {duration}; name it under `sooner`, \
                 shorten the purpose or lengthen the category",
                category.name(),
                retention.duration,
            );
            add(Kind::KeptLongerThanCap, text);
        }
    }
    for category in rule.sooner.iter() {
        if !rule.categories.contains(category) || beyond(category).is_none() {
            let text = format!("purpose {name} says that {} ends sooner, and it does not", category.name());
            add(Kind::SoonerWithoutNeed, text);
        }
    }
}

fn stays(policy: &Policy, found: &mut Findings) {
    for stay in policy.stays() {
        let name = stay.purpose.name();
        let mut add = |kind, text| found.add(Severity::Error, kind, stay.clause, name, text);
        let mut lacks = Vec::new();
        if stay.article.as_deref().is_none_or(str::is_empty) {
            lacks.push("an article of the law".to_owned());
        }
        if stay.clause.is_none() {
            lacks.push("a clause".to_owned());
        }
        if stay.categories.is_empty() {
            lacks.push("a category".to_owned());
        }
        if policy.stay_retention(stay).is_none() {
            lacks.push("a time to keep of its purpose".to_owned());
        }
        let rule = policy.purpose(stay.purpose);
        let beyond = rule.map_or(stay.categories, |rule| stay.categories.without(rule.categories));
        lacks.extend(beyond.iter().map(|one| format!("leave of its purpose to keep {}", one.name())));
        if !lacks.is_empty() {
            let text = format!("what stays for {name} lacks {}", lacks.join(", "));
            add(Kind::StayWithoutGround, text);
        }
        if rule.is_some_and(|rule| rule.basis == LawfulBasis::Consent) {
            let text = format!("{name} rests on consent: nothing stays for it in spite of a request");
            add(Kind::StayOnConsent, text);
        }
    }
}

fn once_per_person(policy: &Policy, found: &mut Findings) {
    let Some(once) = policy.once_per_person() else { return };
    let name = once.ground.name();
    let rule = policy.purpose(once.ground);
    let mut lacks = Vec::new();
    if once.article.as_deref().is_none_or(str::is_empty) {
        lacks.push("an article of the law");
    }
    if once.clause.is_none() {
        lacks.push("a clause");
    }
    if once.term.count == 0 {
        lacks.push("a term");
    }
    if !rule.is_some_and(|rule| rule.categories.contains(Category::Numbers)) {
        lacks.push("a purpose that may use the number");
    }
    if rule.is_some_and(|rule| rule.basis == LawfulBasis::Consent) {
        lacks.push("a ground other than consent");
    }
    if !lacks.is_empty() {
        let text = format!("the tag that stays for once per person lacks {}", lacks.join(", "));
        found.add(Severity::Error, Kind::OncePerPersonWithoutGround, once.clause, name, text);
    }
}

fn anonymise(policy: &Policy, found: &mut Findings) {
    match policy.anonymise() {
        Some(said) => {
            if said.threshold < ANONYMOUS_GROUP_MIN {
                let text = format!(
                    "groups of {} are counted; with fewer than {ANONYMOUS_GROUP_MIN} people can be told who is meant",
                    said.threshold,
                );
                found.add(Severity::Error, Kind::AnonymousGroupTooSmall, said.clause, "anonymise", text);
            }
            if said.clause.is_none() {
                let text = "what is counted of those who go rests on no clause".to_owned();
                found.add(Severity::Error, Kind::AnonymiseWithoutThreshold, None, "anonymise", text);
            }
        }
        None => {
            let document = policy.document();
            let terms = document.purposes.iter().map(|(id, rule)| (id.name(), rule.clause, rule.retention));
            let caps = document
                .categories
                .iter()
                .map(|(category, rule)| (category.name(), Some(rule.clause), rule.retention));
            for (name, clause, retention) in terms.chain(caps) {
                if retention.is_some_and(|one| one.then == AtTheEnd::Anonymise) {
                    let text = format!("{name} ends in anonymising, and no threshold is given");
                    found.add(Severity::Error, Kind::AnonymiseWithoutThreshold, clause, name, text);
                }
            }
        }
    }
}

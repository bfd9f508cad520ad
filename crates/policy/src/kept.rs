//! Until when something is kept: the purposes that still have a ground, and the longest time of the
//! category. A pure function of the policy and of what is known of a person's life with the programme.
//!
//! A value is kept as long as any purpose that may use it has a ground that lasts, and never longer than
//! its category's own rule. Which purposes have a ground for whom follows from the events: a purpose
//! whose event can never come for this person (no place drawn, no case, no letter, no consent) keeps
//! nothing of theirs. `docs/decisions/0020-retention.md` says it with examples.

use amanah_domain::{Category, CategorySet, LawfulBasis, PurposeId, PurposeSet, Timestamp};

use crate::document::{PurposeRule, Retention, RetentionEvent};
use crate::stays::{Anonymise, OncePerPerson, Stay, StayWhen};
use crate::{Length, Policy};

/// Whether an event has come for a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Moment {
    /// It does not exist for them: no case, no place, no consent. No ground follows from it.
    #[default]
    Never,
    /// It will come: the account is open, the case is not decided.
    Ahead,
    /// It came then. Of several the last.
    At(Timestamp),
}

impl Moment {
    /// Both of two: the later, and ahead if one is.
    #[must_use]
    pub fn last(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, one) | (one, Self::Never) => one,
            (Self::At(one), Self::At(two)) => Self::At(one.max(two)),
            _ => Self::Ahead,
        }
    }

    fn and_then(self, length: Length) -> Self {
        match self {
            Self::At(time) => Self::At(length.after(time)),
            other => other,
        }
    }
}

/// What is known of one person's life with the programme.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LifeEvents {
    /// When what may be kept of them was collected last. Values carry their own times under the keys; in
    /// the clear it is known that nothing was collected after the account ended.
    pub collection: Moment,
    /// The form of somebody who never came back.
    pub form_left: Moment,
    /// The participant's account was ended.
    pub account_closed: Moment,
    /// Every batch that they joined is over.
    pub batch_over: Moment,
    /// Every benefit that they were given is over; [`Moment::Never`] without a place.
    pub benefits_over: Moment,
    /// Every case of theirs is decided.
    pub case_decided: Moment,
    /// Every case about a contested identity is decided.
    pub fraud_decided: Moment,
    /// The last letter was handed over.
    pub letter_sent: Moment,
    /// The last session ended.
    pub session_ended: Moment,
    /// The last request of an authority about them was answered.
    pub request_answered: Moment,
    /// Their last role ended.
    pub staff_left: Moment,
    /// Consents that stand.
    pub consents: PurposeSet,
    /// When each consent was withdrawn last, by purpose.
    pub withdrawn: Vec<(PurposeId, Timestamp)>,
}

impl LifeEvents {
    fn of(&self, event: RetentionEvent) -> Moment {
        match event {
            RetentionEvent::Collection => self.collection,
            RetentionEvent::FormLeft => self.form_left,
            RetentionEvent::AccountClosed => self.account_closed,
            RetentionEvent::BatchOver => self.batch_over,
            RetentionEvent::BenefitsOver => self.benefits_over,
            RetentionEvent::CaseDecided => self.case_decided,
            RetentionEvent::LetterSent => self.letter_sent,
            RetentionEvent::SessionEnded => self.session_ended,
            RetentionEvent::RequestAnswered => self.request_answered,
            RetentionEvent::StaffLeft => self.staff_left,
            // Consents are asked for by purpose; an epoch holds copies, a look at the trail the trail.
            RetentionEvent::ConsentWithdrawn | RetentionEvent::EpochOver | RetentionEvent::Use => {
                Moment::Never
            }
        }
    }

    /// When the consent for a purpose ended.
    fn consent(&self, purpose: PurposeId) -> Moment {
        if self.consents.contains(purpose) {
            return Moment::Ahead;
        }
        let ended = self.withdrawn.iter().filter(|(one, _)| *one == purpose).map(|(_, at)| *at).max();
        ended.map_or(Moment::Never, Moment::At)
    }
}

/// On what something is still kept, or was kept last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Until when: [`Moment::Never`] where there is no ground at all, [`Moment::Ahead`] where the end
    /// cannot be told yet.
    pub until: Moment,
    /// The purpose whose ground lasts longest.
    pub purpose: Option<PurposeId>,
    /// The rule by which it ends: the purpose's, or the category's own where that ends sooner.
    pub rule: Option<Retention>,
}

impl Kept {
    const NOT: Self = Self { until: Moment::Never, purpose: None, rule: None };

    /// Whether its time is over at `now`.
    pub fn is_over(&self, now: Timestamp) -> bool {
        match self.until {
            Moment::Never => true,
            Moment::Ahead => false,
            Moment::At(until) => until <= now,
        }
    }
}

impl Policy {
    /// What stays in spite of a request.
    pub fn stays(&self) -> &[Stay] {
        &self.document().stays
    }

    /// The time to keep of a stay: that of its purpose.
    pub fn stay_retention(&self, stay: &Stay) -> Option<Retention> {
        self.purpose(stay.purpose)?.retention
    }

    /// The tag that stays so that a benefit is given once, where the policy says so.
    pub const fn once_per_person(&self) -> Option<&OncePerPerson> {
        self.document().once_per_person.as_ref()
    }

    /// What may be counted of those who go, where the policy says so.
    pub const fn anonymise(&self) -> Option<Anonymise> {
        self.document().anonymise
    }

    /// Until when values of `category` are kept of a person with these `events`.
    pub fn kept(&self, category: Category, events: &LifeEvents) -> Kept {
        let rules = self.document().purposes.iter();
        let grounds = rules.filter(|(_, rule)| rule.categories.contains(category));
        let longest = grounds.fold(Kept::NOT, |longest, (id, rule)| {
            let until = ground(*id, rule, events);
            let longer = match (longest.until, until) {
                (_, Moment::Never) | (Moment::Ahead, _) => false,
                (Moment::Never, _) | (_, Moment::Ahead) => true,
                (Moment::At(one), Moment::At(two)) => two > one,
            };
            if longer { Kept { until, purpose: Some(*id), rule: rule.retention } } else { longest }
        });
        self.capped(category, events, longest)
    }

    /// Until when `categories` are kept of a person for one stay; `None` for whoever it is not about.
    /// Each category with its own end, because each has its own cap.
    pub fn stays_until(&self, stay: &Stay, events: &LifeEvents) -> Option<Vec<(Category, Kept)>> {
        let applies = match stay.when {
            StayWhen::BenefitGiven => events.benefits_over != Moment::Never,
            StayWhen::FraudCase => events.fraud_decided != Moment::Never,
        };
        let rule = self.purpose(stay.purpose).filter(|_| applies)?;
        let until = ground(stay.purpose, rule, events);
        let whole = Kept { until, purpose: Some(stay.purpose), rule: rule.retention };
        Some(stay.categories.iter().map(|one| (one, self.capped(one, events, whole))).collect())
    }

    /// The categories whose time is over at `now`.
    pub fn over(&self, events: &LifeEvents, now: Timestamp) -> CategorySet {
        let over = Category::ALL.iter().filter(|one| self.kept(**one, events).is_over(now));
        over.fold(CategorySet::EMPTY, |all, one| all.with(*one))
    }

    fn capped(&self, category: Category, events: &LifeEvents, kept: Kept) -> Kept {
        let Some(cap) = self.document().categories.get(&category).and_then(|rule| rule.retention) else {
            return kept;
        };
        let event = match cap.event {
            RetentionEvent::ConsentWithdrawn => self.last_consent(category, events),
            event => events.of(event),
        };
        match (event.and_then(cap.duration), kept.until) {
            (Moment::At(cap_until), Moment::Ahead) => {
                Kept { until: Moment::At(cap_until), rule: Some(cap), ..kept }
            }
            (Moment::At(cap_until), Moment::At(until)) if cap_until < until => {
                Kept { until: Moment::At(cap_until), rule: Some(cap), ..kept }
            }
            _ => kept,
        }
    }

    /// When the last consent ended that let a category be used.
    fn last_consent(&self, category: Category, events: &LifeEvents) -> Moment {
        let rules = self.document().purposes.iter();
        rules
            .filter(|(_, rule)| rule.basis == LawfulBasis::Consent && rule.categories.contains(category))
            .fold(Moment::Never, |last, (id, _)| last.last(events.consent(*id)))
    }
}

/// Until when one purpose has a ground to keep what is this person's.
fn ground(id: PurposeId, rule: &PurposeRule, events: &LifeEvents) -> Moment {
    let Some(retention) = rule.retention else { return Moment::Never };
    let event = match retention.event {
        RetentionEvent::CaseDecided if id == PurposeId::Fraud => events.fraud_decided,
        event => events.of(event),
    };
    if rule.basis != LawfulBasis::Consent {
        return event.and_then(retention.duration);
    }
    let consent = events.consent(id);
    match (retention.event, consent) {
        (RetentionEvent::ConsentWithdrawn, consent) => consent.and_then(retention.duration),
        // While the consent stands more may come in; once it is withdrawn its ground is gone, however
        // lately something was collected.
        (_, Moment::Never) => Moment::Never,
        (_, Moment::Ahead) => Moment::Ahead,
        (_, Moment::At(withdrawn)) => Moment::At(withdrawn),
    }
}

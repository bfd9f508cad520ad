//! `/me/eligibility`: each rule, whether it is met, and why; and a human who decides when asked
//! (Law 27/2022, article 10).

use amanah_domain::Timestamp;
use amanah_domain::states::EligibilityState;

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;
use crate::shown::Shown;

/// What a rule says of the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleState {
    /// Met.
    Met,
    /// Not met.
    NotMet,
    /// Something is missing to tell.
    Missing,
    /// Only a human may decide.
    Human,
}

/// One rule and its answer.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The rule in words, from the programme: *18 to 64 years old*.
    pub title: String,
    /// What it says.
    pub state: RuleState,
    /// Why, in words, from the programme: *You are 23.* May be empty.
    pub why: String,
    /// What the person can do: address and words.
    pub fix: Option<(String, String)>,
}

/// Whether a human looks at it.
#[derive(Debug)]
pub enum Review<'p> {
    /// Nothing to review (all rules met, or something is missing).
    NotNeeded,
    /// The person may ask. Posts `statement` to `/me/eligibility/review`.
    MayAsk,
    /// Asked; answered by `by` at the latest.
    Asked {
        /// When it was asked.
        at: Timestamp,
        /// When an answer is due.
        by: Timestamp,
    },
    /// Decided.
    Decided {
        /// For the person or not.
        granted: bool,
        /// When.
        at: Timestamp,
        /// Why, in the decider's words.
        reason: Shown<'p>,
        /// Whether the person may ask once more.
        may_ask_again: bool,
    },
}

/// The result.
#[derive(askama::Template)]
#[template(path = "person/eligibility.html")]
pub struct Eligibility<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The form that asks for review. Input: `statement`.
    pub form: FormView<'p>,
    /// All in all.
    pub state: EligibilityState,
    /// Rule by rule.
    pub rules: Vec<Rule>,
    /// Whether a human looks at it.
    pub review: Review<'p>,
    /// When it was assessed last.
    pub assessed: Option<Timestamp>,
}

impl Eligibility<'_> {
    fn heading(&self) -> String {
        self.frame.t(&format!("eligibility-{}", self.state.name()))
    }

    fn lead(&self) -> String {
        self.frame.t(match self.state {
            EligibilityState::Open => "eligibility-lead-open",
            EligibilityState::Eligible => "eligibility-lead-eligible",
            EligibilityState::NotEligible => "eligibility-lead-not",
            EligibilityState::Review => "eligibility-lead-review",
        })
    }

    fn tag(&self, rule: &Rule) -> Tag {
        match rule.state {
            RuleState::Met => Tag::done(self.frame.t("rule-met")),
            RuleState::NotMet => Tag::no(self.frame.t("rule-not-met")),
            RuleState::Missing => Tag::plain(self.frame.t("rule-missing")),
            RuleState::Human => Tag::waiting(self.frame.t("rule-human")),
        }
    }

    fn may_ask(&self) -> bool {
        matches!(self.review, Review::MayAsk | Review::Decided { may_ask_again: true, .. })
    }
}

page!(Eligibility: |page| if page.form.errors.is_empty() { page.heading() } else { page.form.title("review-title") });

#[cfg(test)]
impl crate::sample::Sampled for Eligibility<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let rule = |title: &str, state, why: &str| Rule {
            title: title.to_owned(),
            state,
            why: why.to_owned(),
            fix: (state == RuleState::Missing)
                .then(|| ("/me/profile/work".to_owned(), "Isi pekerjaan".to_owned())),
        };
        let now = frame.now;
        let page = |state, review, last| Self {
            form: frame.form(),
            frame: frame.clone(),
            state,
            rules: vec![
                rule("Umur 18 sampai 64 tahun", RuleState::Met, "Umur Anda 28 tahun."),
                rule("Tidak sedang sekolah atau kuliah", RuleState::Met, ""),
                last,
            ],
            review,
            assessed: Some(now),
        };
        let work = |state, why| rule("Bukan pejabat, ASN, TNI, Polri, atau perangkat desa", state, why);
        let reason = crate::sample::shown("Surat pemberhentian dari desa kami terima.");
        let decided = Review::Decided { granted: true, at: now, reason, may_ask_again: false };
        vec![
            ("open", page(EligibilityState::Open, Review::NotNeeded, work(RuleState::Missing, ""))),
            ("met", page(EligibilityState::Eligible, decided, work(RuleState::Met, ""))),
            (
                "not",
                page(
                    EligibilityState::NotEligible,
                    Review::MayAsk,
                    work(RuleState::NotMet, "Pekerjaan Anda tercatat: perangkat desa."),
                ),
            ),
            (
                "review",
                page(
                    EligibilityState::Review,
                    Review::Asked { at: now, by: now.plus_hours(72) },
                    work(RuleState::Human, ""),
                ),
            ),
        ]
    }
}

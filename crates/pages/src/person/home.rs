//! `/me`: where am I, what next and by when, did anybody use my data lately, how do I reach somebody.

use amanah_domain::Timestamp;
use amanah_domain::states::{EligibilityState, EntryState, IdentityState};

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;
use crate::shown::Shown;

use super::trail_line::TrailLine;

/// What the person should do next, or what they wait for. Exactly one at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NextStep {
    /// They ended it (article 42): what is left is to look, or to delete.
    Ended,
    /// NIK, KK and birth date are missing.
    GiveNumbers,
    /// The birth date differs from the NIK's.
    AnswerBirthDate,
    /// Address is missing.
    GiveAddress,
    /// Work and education are missing.
    GiveWork,
    /// The civil registry did not match: check name, numbers and birth date.
    CheckNumbers,
    /// The civil registry has not answered yet.
    AwaitRegistry,
    /// A human looks at something, until then.
    AwaitStaff {
        /// When an answer is due.
        by: Timestamp,
    },
    /// A rule is not met: see which.
    SeeEligibility,
    /// A batch is open.
    Join {
        /// Its number.
        batch: u32,
        /// When joining ends.
        closes: Timestamp,
    },
    /// Joined; the draw comes then.
    AwaitDraw {
        /// Its number.
        batch: u32,
        /// When, where known.
        draws: Option<Timestamp>,
    },
    /// Selected, and there is no account for the incentive yet.
    GiveAccount,
    /// Selected, on the waiting list, or not drawn: see the result.
    SeeResult {
        /// Its number.
        batch: u32,
    },
    /// Everything is done; no batch is open.
    AwaitBatch {
        /// When the next one opens, where known.
        opens: Option<Timestamp>,
    },
}

/// The person's home.
#[derive(askama::Template)]
#[template(path = "person/home.html")]
pub struct Home<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The person's name.
    pub name: Shown<'p>,
    /// What next.
    pub next: NextStep,
    /// How far the NIK is believed.
    pub identity: IdentityState,
    /// What the rules say.
    pub eligibility: EligibilityState,
    /// Whether the profile is complete.
    pub profile_complete: bool,
    /// The batch the person is or was in last: number and state.
    pub batch: Option<(u32, EntryState)>,
    /// The latest use of their data by somebody else, where there was one in the last 30 days.
    pub last_use: Option<TrailLine>,
    /// How many such uses in the last 30 days.
    pub uses: u32,
}

/// Word key stem, address of the button (empty: nothing to do but wait).
type Said = (&'static str, String);

impl Home<'_> {
    fn said(&self) -> Said {
        let to = |path: &str| path.to_owned();
        match &self.next {
            NextStep::Ended => ("next-ended", to("/me/data")),
            NextStep::GiveNumbers => ("next-numbers", to("/me/profile/numbers")),
            NextStep::AnswerBirthDate => ("next-birth", to("/me/profile/birth-date")),
            NextStep::GiveAddress => ("next-address", to("/me/profile/address")),
            NextStep::GiveWork => ("next-work", to("/me/profile/work")),
            NextStep::CheckNumbers => ("next-check", to("/me/profile/numbers")),
            NextStep::AwaitRegistry => ("next-registry", String::new()),
            NextStep::AwaitStaff { .. } => ("next-staff", String::new()),
            NextStep::SeeEligibility => ("next-eligibility", to("/me/eligibility")),
            NextStep::Join { batch, .. } => ("next-join", format!("/me/batches/{batch}")),
            NextStep::AwaitDraw { batch, .. } => ("next-draw", format!("/me/batches/{batch}")),
            NextStep::GiveAccount => ("next-account", to("/me/profile/account")),
            NextStep::SeeResult { batch } => ("next-result", format!("/me/batches/{batch}")),
            NextStep::AwaitBatch { .. } => ("next-batch", String::new()),
        }
    }

    fn next_title(&self) -> String {
        let (stem, _) = self.said();
        match &self.next {
            NextStep::Join { batch, .. }
            | NextStep::AwaitDraw { batch, .. }
            | NextStep::SeeResult { batch } => self.frame.t1(stem, "number", *batch),
            _ => self.frame.t(stem),
        }
    }

    fn next_text(&self) -> String {
        let (stem, _) = self.said();
        self.frame.t(&format!("{stem}-text"))
    }

    /// By when, where there is a time.
    fn next_when(&self) -> Option<String> {
        let (key, at) = match &self.next {
            NextStep::AwaitStaff { by } => ("next-by", *by),
            NextStep::Join { closes, .. } => ("next-closes", *closes),
            NextStep::AwaitDraw { draws: Some(at), .. } => ("next-draws", *at),
            NextStep::AwaitBatch { opens: Some(at) } => ("next-opens", *at),
            _ => return None,
        };
        Some(self.frame.t2(key, "at", self.frame.moment(&at), "left", self.frame.until(&at)))
    }

    /// The button: address and words.
    fn next_link(&self) -> Option<(String, String)> {
        let (stem, href) = self.said();
        (!href.is_empty()).then(|| (href, self.frame.t(&format!("{stem}-do"))))
    }

    fn is_waiting(&self) -> bool {
        self.said().1.is_empty()
    }

    /// The way through the programme: step, status, address.
    fn steps(&self) -> Vec<(String, Tag, String)> {
        let t = |key: &str| self.frame.t(key);
        let profile =
            if self.profile_complete { Tag::done(t("step-done")) } else { Tag::plain(t("step-open")) };
        let identity_text = t(&format!("identity-{}", self.identity.name()));
        let identity = match self.identity {
            IdentityState::None => Tag::plain(identity_text),
            IdentityState::Claimed | IdentityState::Contested => Tag::waiting(identity_text),
            IdentityState::Verified => Tag::done(identity_text),
            IdentityState::Mismatch => Tag::no(identity_text),
        };
        let rules_text = t(&format!("eligibility-{}", self.eligibility.name()));
        let rules = match self.eligibility {
            EligibilityState::Open => Tag::plain(rules_text),
            EligibilityState::Eligible => Tag::done(rules_text),
            EligibilityState::NotEligible => Tag::no(rules_text),
            EligibilityState::Review => Tag::waiting(rules_text),
        };
        let (batch, batch_href) = match self.batch {
            None => (Tag::plain(t("step-open")), "/batches".to_owned()),
            Some((number, state)) => {
                let text = t(&format!("entry-{}", state.name()));
                let tag = match state {
                    EntryState::Joined | EntryState::Entered | EntryState::Selected => Tag::done(text),
                    EntryState::Waiting => Tag::waiting(text),
                    EntryState::NotEntered => Tag::no(text),
                    EntryState::Left | EntryState::Withdrawn => Tag::plain(text),
                };
                (tag, format!("/me/batches/{number}"))
            }
        };
        vec![
            (t("step-profile"), profile, "/me/data".to_owned()),
            (t("step-identity"), identity, "/me/data".to_owned()),
            (t("step-rules"), rules, "/me/eligibility".to_owned()),
            (t("step-batch"), batch, batch_href),
        ]
    }
}

page!(Home: |page| page.frame.t("nav-me"));

#[cfg(test)]
impl crate::sample::Sampled for Home<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let now = frame.now;
        let page = |next, identity, eligibility, batch, used: bool| Self {
            frame: frame.clone(),
            name: crate::sample::shown("Sari Dewi Lestari"),
            next,
            identity,
            eligibility,
            profile_complete: eligibility != EligibilityState::Open,
            batch,
            last_use: used.then(|| super::trail_line::sample(now)),
            uses: u32::from(used) * 3,
        };
        let (ok, meets) = (IdentityState::Verified, EligibilityState::Eligible);
        let open = EligibilityState::Open;
        let result = NextStep::SeeResult { batch: 70 };
        vec![
            ("new", page(NextStep::GiveNumbers, IdentityState::None, open, None, false)),
            ("birth", page(NextStep::AnswerBirthDate, IdentityState::Claimed, open, None, false)),
            ("address", page(NextStep::GiveAddress, IdentityState::Claimed, open, None, true)),
            ("work", page(NextStep::GiveWork, IdentityState::Claimed, open, None, false)),
            ("registry", page(NextStep::AwaitRegistry, IdentityState::Claimed, meets, None, true)),
            ("mismatch", page(NextStep::CheckNumbers, IdentityState::Mismatch, meets, None, true)),
            (
                "review",
                page(
                    NextStep::AwaitStaff { by: now.plus_hours(60) },
                    ok,
                    EligibilityState::Review,
                    None,
                    true,
                ),
            ),
            ("not", page(NextStep::SeeEligibility, ok, EligibilityState::NotEligible, None, true)),
            ("join", page(NextStep::Join { batch: 71, closes: now.plus_hours(53) }, ok, meets, None, true)),
            (
                "joined",
                page(
                    NextStep::AwaitDraw { batch: 71, draws: Some(now.plus_hours(77)) },
                    ok,
                    meets,
                    Some((71, EntryState::Joined)),
                    true,
                ),
            ),
            ("result", page(result, ok, meets, Some((70, EntryState::Waiting)), false)),
            ("account", page(NextStep::GiveAccount, ok, meets, Some((70, EntryState::Selected)), true)),
            ("ended", page(NextStep::Ended, ok, meets, None, false)),
            ("between", page(NextStep::AwaitBatch { opens: None }, ok, meets, None, false)),
        ]
    }
}

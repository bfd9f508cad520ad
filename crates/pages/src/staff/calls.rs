//! `/staff/calls`: one screen for one call. Who it is, whether it is they, what they want. No value of anybody
//! is shown; what the agent typed stays in the form.

use amanah_domain::Timestamp;
use amanah_domain::cases::{CaseKind, CaseState};

use crate::assets;
use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::parts::{Notice, TagKind};
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// How far it is with whoever calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallerStanding {
    /// Nothing was asked yet.
    Unasked,
    /// No account.
    None,
    /// An account; who calls is not known.
    Found,
    /// What was answered does not verify them.
    NotVerified,
    /// It is they.
    Verified,
}

/// An open case of a verified caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallCase {
    /// Its id, in hexadecimal.
    pub id: String,
    /// The number that is quoted.
    pub number: String,
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// Until when it is to be answered.
    pub due_at: Option<Timestamp>,
}

/// The screen. Posts to itself; inputs: `caller`, `nik`, `number`, `name`, `birth-date-…`, `case`, `kind`,
/// `said`, `contact`, the hidden `began`, `key` and `verified`, and which button: `step` (`check`, `note`).
#[derive(askama::Template)]
#[template(path = "staff/calls.html")]
pub struct Calls<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// What was typed.
    pub form: FormView<'p>,
    /// Since when the call lasts.
    pub began: Timestamp,
    /// Of this call.
    pub key: String,
    /// Who was verified in this call.
    pub verified: String,
    /// How far it is with whoever calls.
    pub caller: CallerStanding,
    /// Open cases of a verified caller.
    pub cases: Vec<CallCase>,
    /// What may be asked by telephone.
    pub kinds: Vec<CaseKind>,
    /// Characters of a note, at most.
    pub chars_max: u32,
    /// Whether the purpose in force is the one for it.
    pub open: bool,
}

impl Calls<'_> {
    fn outcome_key(&self) -> Option<&'static str> {
        match self.caller {
            CallerStanding::Unasked => None,
            CallerStanding::None => Some("calls-none"),
            CallerStanding::Found => Some("calls-found"),
            CallerStanding::NotVerified => Some("calls-not-verified"),
            CallerStanding::Verified => Some("calls-verified"),
        }
    }

    fn outcome(&self) -> Option<Notice> {
        let (key, then, kind) = match self.caller {
            CallerStanding::Unasked => return None,
            CallerStanding::None => ("calls-none", "calls-none-do", TagKind::Plain),
            CallerStanding::Found => ("calls-found", "calls-found-do", TagKind::Waiting),
            CallerStanding::NotVerified => ("calls-not-verified", "calls-not-verified-do", TagKind::No),
            CallerStanding::Verified => ("calls-verified", "calls-verified-do", TagKind::Done),
        };
        Some(Notice::new(kind, format!("{} {}", self.frame.t(key), self.frame.t(then))))
    }

    /// Where the hands go on.
    fn next(&self) -> &'static str {
        match self.caller {
            _ if !self.form.errors.is_empty() => "summary",
            CallerStanding::Unasked => "f-caller",
            CallerStanding::Found | CallerStanding::NotVerified => "f-name",
            CallerStanding::None | CallerStanding::Verified => "f-said",
        }
    }

    fn is_verified(&self) -> bool {
        self.caller == CallerStanding::Verified
    }

    fn said_hint(&self) -> String {
        self.frame.t1("calls-said-hint", "n", self.chars_max)
    }

    fn kind_choices(&self) -> Vec<Choice> {
        let choice =
            |kind: &CaseKind| Choice::new(kind.name(), self.frame.t(&format!("case-kind-{}", kind.name())));
        self.kinds.iter().map(choice).collect()
    }

    fn case_choices(&self) -> Vec<Choice> {
        let state = |case: &CallCase| {
            let kind = self.frame.t(&format!("case-kind-{}", case.kind.name()));
            let state = self.frame.t(&format!("case-state-{}", case.state.name()));
            let due =
                case.due_at.map(|due| self.frame.t1("calls-case-due", "at", self.frame.moment_short(&due)));
            [Some(kind), Some(state), due].into_iter().flatten().collect::<Vec<_>>().join(", ")
        };
        let known = self.cases.iter().map(|case| Choice::new(&case.id, &case.number).hint(state(case)));
        [Choice::new("", self.frame.t("calls-case-new"))].into_iter().chain(known).collect()
    }

    fn began_ms(&self) -> i64 {
        self.began.millis()
    }

    fn now_ms(&self) -> i64 {
        self.frame.now.millis()
    }

    fn call_script(&self) -> &'static str {
        assets::call_path()
    }

    fn said_title(&self) -> String {
        let title = self.form.title("calls-title");
        // Read first: what came of it.
        match self.outcome_key().filter(|_| self.form.errors.is_empty()) {
            Some(key) => format!("{} {title}", self.frame.t(key)),
            None => title,
        }
    }
}

desk!(Calls at Some(Door::Calls), |page| page.said_title());

/// The note is filed: what is read out.
#[derive(askama::Template)]
#[template(path = "staff/call_noted.html")]
pub struct CallNoted<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The receipt number.
    pub number: String,
    /// The code, for whoever has no account.
    pub code: Option<String>,
    /// Whether it goes to them in writing as well.
    pub told: bool,
    /// Added to a case that was open.
    pub added: bool,
}

desk!(CallNoted at Some(Door::Calls), |page| page.frame.t("calls-done"));

#[cfg(test)]
mod samples {
    use amanah_domain::{FieldId, FieldSet, PurposeId, Role};

    use super::*;
    use crate::form::FieldError;
    use crate::sample::Sampled;
    use crate::staff::desk::InForce;

    fn agent() -> Desk {
        Desk {
            in_force: Some(InForce {
                role: Role::ContactAgent,
                purpose: PurposeId::Questions,
                clause: "4.1 i".to_owned(),
                opens: FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]),
            }),
            doors: vec![Door::Calls, Door::Cases, Door::LookUp],
            cases_waiting: Some(4),
        }
    }

    impl Sampled for Calls<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |caller, form: FormView<'static>, cases| Self {
                desk: agent(),
                form,
                began: frame.now.plus_seconds(-95),
                key: "4f".repeat(16),
                verified: String::new(),
                caller,
                cases,
                kinds: vec![CaseKind::Question, CaseKind::Complaint, CaseKind::Correction],
                chars_max: 4_000,
                open: true,
                frame: frame.clone(),
            };
            let case = |at: u8, number: &str, kind, due| CallCase {
                id: format!("{at:02x}").repeat(16),
                number: number.to_owned(),
                kind,
                state: CaseState::Open,
                due_at: Some(frame.now.plus_hours(due)),
            };
            let cases = vec![
                case(1, "7KQ2-M4XP-9DRT", CaseKind::Complaint, 50),
                case(2, "H4TN-2WQX-8PKD", CaseKind::Correction, 9),
            ];
            let typed = || frame.form().typed("caller", "0812 3456 7890").typed("name", "Sari Dewi");
            let wrong = frame
                .form()
                .typed("caller", "0812")
                .wrong(FieldError::new("caller", "phone-mobile"))
                .wrong(FieldError::new("said", "text-empty"));
            let shut = Self { open: false, ..page(CallerStanding::Unasked, frame.form(), Vec::new()) };
            vec![
                ("empty", page(CallerStanding::Unasked, frame.form(), Vec::new())),
                ("none", page(CallerStanding::None, typed(), Vec::new())),
                ("found", page(CallerStanding::Found, typed(), Vec::new())),
                ("not-verified", page(CallerStanding::NotVerified, typed(), Vec::new())),
                ("verified", page(CallerStanding::Verified, typed(), cases)),
                ("verified-none", page(CallerStanding::Verified, typed(), Vec::new())),
                ("wrong", page(CallerStanding::Unasked, wrong, Vec::new())),
                ("shut", shut),
            ]
        }
    }

    impl Sampled for CallNoted<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |code: Option<&str>, told, added| Self {
                desk: agent(),
                number: "7KQ2-M4XP-9DRT".to_owned(),
                code: code.map(str::to_owned),
                told,
                added,
                frame: frame.clone(),
            };
            vec![
                ("writer", page(Some("H4TN-2WQX-8PKD-VR6M"), true, false)),
                ("writer-untold", page(Some("H4TN-2WQX-8PKD-VR6M"), false, false)),
                ("account", page(None, true, false)),
                ("added", page(None, false, true)),
            ]
        }
    }
}

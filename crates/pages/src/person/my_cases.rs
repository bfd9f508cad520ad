//! `/me/cases`, `/me/cases/<id>`: what the person asked, where it stands and until when, what was said, and the
//! way on when it was decided against them.

use amanah_domain::Timestamp;
use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::rights::RefusalGround;

use crate::conversation::{CaseStanding, ConversationView, SaidLine, StandingView, conversation};
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::{PostButton, Tag};

const HOUR_MS: i64 = 3_600_000;

/// A case in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MyCaseLine {
    /// Its id.
    pub id: String,
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// The number that is quoted.
    pub number: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when it is to be answered, while the clock runs.
    pub due_at: Option<Timestamp>,
    /// Until when it waits for the person, where it does.
    pub waits_until: Option<Timestamp>,
    /// When it came to its end.
    pub decided_at: Option<Timestamp>,
    /// It appeals against an earlier decision.
    pub is_appeal: bool,
}

/// The list.
#[derive(askama::Template)]
#[template(path = "person/my_cases.html")]
pub struct MyCases<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Those that are open first.
    pub cases: Vec<MyCaseLine>,
}

/// Where a case stands, as a tag.
pub(super) fn tag(frame: &Frame<'_>, state: CaseState) -> Tag {
    let text = frame.t(&format!("told-state-{}", state.name()));
    match state {
        // Only what waits for the reader stands out.
        CaseState::Waiting => Tag::waiting(text),
        CaseState::Granted | CaseState::Answered => Tag::done(text),
        CaseState::Refused => Tag::no(text),
        CaseState::Open | CaseState::Proposed | CaseState::Withdrawn => Tag::plain(text),
    }
}

impl MyCases<'_> {
    fn tag(&self, line: &MyCaseLine) -> Tag {
        tag(&self.frame, line.state)
    }

    fn heading(&self, line: &MyCaseLine) -> String {
        let kind = self.frame.t(&format!("case-kind-{}", line.kind.name()));
        if line.is_appeal { self.frame.t1("my-cases-appeal", "kind", kind) } else { kind }
    }

    /// The clock in words: by which day and hour, and how many hours that is.
    fn clock(&self, line: &MyCaseLine) -> String {
        let frame = &self.frame;
        if let Some(at) = line.decided_at {
            return frame.t1("my-cases-ended", "at", frame.moment_short(&at));
        }
        match (line.due_at, line.waits_until) {
            (Some(due), _) if due > frame.now => {
                // The last hour counts as one.
                let left = due.since(frame.now).saturating_add(HOUR_MS - 1) / HOUR_MS;
                frame.t2("my-cases-due", "at", frame.day_moment(&due), "left", left)
            }
            (Some(due), _) => frame.t1("my-cases-late", "at", frame.day_moment(&due)),
            (None, Some(until)) => frame.t1("my-cases-waits", "at", frame.day_moment(&until)),
            (None, None) => frame.t1("my-cases-opened", "at", frame.moment_short(&line.opened_at)),
        }
    }
}

impl Frame<'_> {
    /// `Wednesday, 25 Nov, 10.31 WIB`.
    pub(crate) fn day_moment(&self, at: &Timestamp) -> String {
        let day = at.date_at(self.zone.offset_hours()).weekday().to_monday_one_offset();
        let day = self.t(&format!("weekday-{day}"));
        self.t2("weekday-moment", "day", day, "at", self.moment_short(at))
    }
}

page!(MyCases: |page| page.frame.t("my-cases-title"));

/// What can be done with a case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Steps {
    /// Say more. Posts `statement` to `/me/cases/<id>/say`.
    pub say: bool,
    /// Take it back. Posts to `/me/cases/<id>/withdraw`.
    pub withdraw: bool,
    /// Appeal. `/me/cases/<id>/appeal`
    pub appeal: bool,
    /// Address of the appeal that there is.
    pub appealed: Option<String>,
    /// Address of the decision that it appeals against.
    pub appeal_of: Option<String>,
    /// Attach a file. `/me/cases/<id>/files`
    pub attach: bool,
}

/// One case.
#[derive(askama::Template)]
#[template(path = "person/my_case.html")]
pub struct MyCase<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub standing: CaseStanding,
    /// What was said.
    pub lines: Vec<SaidLine<'p>>,
    /// What can be done.
    pub steps: Steps,
    /// What happens by itself when nobody is in time: `escalate`, `restrict`…
    pub on_lapse: String,
    /// On which ground it was refused.
    pub ground: Option<RefusalGround>,
    /// Entries of the trail: the id of each that it is about.
    pub about: Vec<String>,
    /// The same of those that record its answer.
    pub answers: Vec<String>,
    /// The authority: name and address.
    pub authority: Option<(String, String)>,
    /// The form that says more. Input: `statement`.
    pub form: FormView<'p>,
}

impl MyCase<'_> {
    fn heading(&self) -> String {
        self.frame.t(&format!("case-kind-{}", self.standing.kind.name()))
    }

    fn stands(&self) -> StandingView {
        self.standing.view(&self.frame)
    }

    fn said(&self) -> ConversationView<'_> {
        conversation(&self.frame, "my-case-said", &self.lines)
    }

    /// What happens by itself, while somebody still has to answer.
    fn lapse(&self) -> Option<String> {
        let running = self.standing.state.is_open() && self.standing.due_at.is_some();
        running.then(|| self.frame.t(&format!("rights-lapse-{}", self.on_lapse)))
    }

    fn waits(&self) -> bool {
        self.standing.state == CaseState::Waiting
    }

    fn is_refused(&self) -> bool {
        self.standing.state == CaseState::Refused
    }

    /// The ground with its article.
    fn ground_said(&self) -> Option<String> {
        let ground = self.ground?;
        let words = self.frame.t(&format!("letter-case-ground-{}", ground.name()));
        let law = self.frame.words.clause_in_words(&format!("law {}", ground.article()));
        Some(self.frame.t2("my-case-ground", "ground", words, "law", law))
    }

    fn say_key(&self) -> &'static str {
        if self.waits() { "my-case-answer" } else { "my-case-say" }
    }

    fn withdraw(&self) -> PostButton {
        self.frame.button(format!("/me/cases/{}/withdraw", self.id), "my-case-withdraw")
    }
}

page!(MyCase: |page| if page.form.errors.is_empty() { page.heading() } else { page.frame.t1("form-title-wrong", "title", page.heading()) });

#[cfg(test)]
impl crate::sample::Sampled for MyCases<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let now = frame.now;
        let line = |kind, state: CaseState| MyCaseLine {
            id: format!("{:02x}", state.code()),
            kind,
            state,
            number: "7KQ2-M4XP-9DRT".to_owned(),
            opened_at: now.plus_hours(-21),
            due_at: (state == CaseState::Open).then(|| now.plus_hours(51)),
            waits_until: (state == CaseState::Waiting).then(|| now.plus_hours(24 * 14)),
            decided_at: (!state.is_open()).then(|| now.plus_hours(-2)),
            is_appeal: state == CaseState::Open,
        };
        let late =
            MyCaseLine { due_at: Some(now.plus_hours(-1)), ..line(CaseKind::Question, CaseState::Open) };
        let mut cases = vec![late];
        cases.extend(CaseState::ALL.iter().map(|state| line(CaseKind::Deletion, *state)));
        vec![("some", Self { frame: frame.clone(), cases }), ("none", Self { frame, cases: Vec::new() })]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for MyCase<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::conversation::samples;
        use crate::form::FieldError;
        let page = |state: CaseState, steps: Steps, form| Self {
            id: "0a".to_owned(),
            standing: CaseStanding {
                kind: CaseKind::LookComplaint,
                state,
                due_at: (state == CaseState::Open).then(|| frame.now.plus_hours(51)),
                waits_until: (state == CaseState::Waiting).then(|| frame.now.plus_hours(330)),
                decided_at: (!state.is_open()).then_some(frame.now),
                ..samples::standing(frame.now)
            },
            lines: samples::lines(frame.now),
            steps,
            on_lapse: "restrict".to_owned(),
            ground: (state == CaseState::Refused).then_some(RefusalGround::PublicInterest),
            about: vec!["1-48213".to_owned()],
            answers: if state.is_open() { Vec::new() } else { vec!["1-48300".to_owned()] },
            authority: Some(("Kementerian Komunikasi dan Digital".to_owned(), "Jakarta Pusat".to_owned())),
            form,
            frame: frame.clone(),
        };
        let open = || Steps { say: true, withdraw: true, attach: true, ..Steps::default() };
        let ended = Steps { appeal: true, ..Steps::default() };
        let appealed = Steps { appealed: Some("/me/cases/0b".to_owned()), ..Steps::default() };
        let second = Steps { appeal_of: Some("/me/cases/0a".to_owned()), ..open() };
        let wrong = frame.form().wrong(FieldError::new("statement", "needed"));
        vec![
            ("open", page(CaseState::Open, second, frame.form())),
            ("waiting", page(CaseState::Waiting, open(), wrong)),
            ("refused", page(CaseState::Refused, ended, frame.form())),
            ("appealed", page(CaseState::Refused, appealed, frame.form())),
            ("answered", page(CaseState::Answered, Steps::default(), frame.form())),
        ]
    }
}

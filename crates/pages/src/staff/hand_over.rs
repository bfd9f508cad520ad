//! `/staff/cases/hand-over?cases=…`: to whom one or several cases go; and what became of something that was done
//! to several at once.

use amanah_domain::cases::CaseKind;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::shown::Shown;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Somebody who can have them.
#[derive(Debug)]
pub struct ColleagueView<'p> {
    /// Their id, in hexadecimal.
    pub id: String,
    /// Their name.
    pub name: Shown<'p>,
    /// Whoever reads this.
    pub is_self: bool,
}

/// A case as it is named where several are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedCase {
    /// Its id, in hexadecimal.
    pub id: String,
    /// The number that the person quotes; may be empty.
    pub number: String,
    /// What kind.
    pub kind: CaseKind,
}

/// To whom. Posts `cases` and `to` (an id, or `nobody`) to itself.
#[derive(askama::Template)]
#[template(path = "staff/hand_over.html")]
pub struct HandOverCases<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The choice.
    pub form: FormView<'p>,
    /// What is handed over.
    pub cases: Vec<NamedCase>,
    /// Who can have all of it.
    pub colleagues: Vec<ColleagueView<'p>>,
}

impl HandOverCases<'_> {
    fn ids(&self) -> String {
        self.cases.iter().map(|case| case.id.as_str()).collect::<Vec<_>>().join(",")
    }

    fn choices(&self) -> Vec<Choice> {
        let named = self.colleagues.iter().map(|colleague| {
            let name = colleague.name.as_str();
            let label = if colleague.is_self {
                self.frame.t1("hand-over-self", "name", name)
            } else {
                name.to_owned()
            };
            Choice::new(colleague.id.clone(), label)
        });
        let nobody = Choice::new("nobody", self.frame.t("hand-over-nobody"));
        named.chain([nobody]).collect()
    }
}

fn name(frame: &Frame<'_>, case: &NamedCase) -> String {
    let kind = frame.t(&format!("case-kind-{}", case.kind.name()));
    if case.number.is_empty() { kind } else { format!("{kind}, {}", case.number) }
}

/// Whoever leads has no queue of their own.
fn back(desk: &Desk) -> &'static str {
    if desk.doors.contains(&Door::Cases) { "/staff/cases" } else { "/staff/lead" }
}

impl HandOverCases<'_> {
    fn back(&self) -> &'static str {
        back(&self.desk)
    }

    fn name(&self, case: &NamedCase) -> String {
        name(&self.frame, case)
    }
}

desk!(HandOverCases at Some(Door::Cases), |page| page.form.title("hand-over-title"));

/// What became of one of several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseDone {
    /// Which; `None` where it is not the reader's to see.
    pub case: Option<NamedCase>,
    /// Why it was not done: a word key; `None` where it was.
    pub why_not: Option<String>,
}

/// What was done to several at once.
#[derive(askama::Template)]
#[template(path = "staff/several_done.html")]
pub struct SeveralDone<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// What: `take`, `hand-over`, `note`.
    pub act: &'static str,
    /// Each.
    pub cases: Vec<CaseDone>,
}

impl SeveralDone<'_> {
    fn back(&self) -> &'static str {
        back(&self.desk)
    }

    fn done(&self) -> Vec<&CaseDone> {
        self.cases.iter().filter(|case| case.why_not.is_none()).collect()
    }

    fn not_done(&self) -> Vec<&CaseDone> {
        self.cases.iter().filter(|case| case.why_not.is_some()).collect()
    }

    fn name(&self, case: &CaseDone) -> String {
        case.case.as_ref().map_or_else(|| self.frame.t("several-unknown"), |case| name(&self.frame, case))
    }

    fn id(&self, case: &CaseDone) -> Option<String> {
        case.case.as_ref().map(|case| case.id.clone())
    }

    fn why(&self, case: &CaseDone) -> String {
        case.why_not.as_ref().map_or_else(String::new, |key| self.frame.t(key))
    }

    fn heading(&self) -> String {
        let key = format!("several-{}", self.act);
        self.frame.t1(&key, "n", self.done().len())
    }
}

desk!(SeveralDone at Some(Door::Cases), |page| page.heading());

#[cfg(test)]
mod samples {
    use super::*;
    use crate::form::FieldError;
    use crate::staff::desk::samples;

    fn case(at: u8, kind: CaseKind) -> NamedCase {
        NamedCase { id: format!("{at:02x}").repeat(16), number: format!("7KQ{at}-M4XP-9DRT"), kind }
    }

    impl crate::sample::Sampled for HandOverCases<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let colleague = |at: u8, name: &'static str, is_self| ColleagueView {
                id: format!("{at:02x}").repeat(16),
                name: crate::sample::shown(name),
                is_self,
            };
            let page = |form, cases| Self {
                frame: frame.clone(),
                desk: samples::reviewer(),
                form,
                cases,
                colleagues: vec![colleague(1, "Budi Santoso", true), colleague(2, "Rahma Putri", false)],
            };
            let wrong = frame.form().wrong(FieldError::new("to", "choose"));
            vec![
                ("one", page(frame.form(), vec![case(2, CaseKind::Question)])),
                ("several", page(wrong, vec![case(2, CaseKind::Question), case(3, CaseKind::Complaint)])),
            ]
        }
    }

    impl crate::sample::Sampled for SeveralDone<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let done = |at: u8, why: Option<&str>| CaseDone {
                case: (at < 9).then(|| case(at, CaseKind::Question)),
                why_not: why.map(str::to_owned),
            };
            let page = |act, cases| Self { frame: frame.clone(), desk: samples::reviewer(), act, cases };
            let mixed = vec![
                done(2, None),
                done(3, None),
                done(4, Some("several-conflict")),
                done(5, Some("state-case-ended")),
                done(9, Some("several-not-yours")),
            ];
            vec![
                ("mixed", page("take", mixed)),
                ("handed", page("hand-over", vec![done(2, None)])),
                ("none", page("note", vec![done(9, Some("several-not-yours"))])),
            ]
        }
    }
}

//! A use that a complaint is bound to, as the data protection officer reads it: who by role and pseudonym, what
//! for, which fields, when, the reason in the words of whoever looked, and the case that they had open.

use amanah_domain::cases::{CaseKind, CaseState, EntryTie};
use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;
use crate::person::TrailLine;
use crate::shown::Shown;

/// One entry of the ledger.
#[derive(Debug)]
pub struct BoundEntryView<'p> {
    /// The line of the trail.
    pub line: TrailLine,
    /// What it is to the complaint.
    pub tie: EntryTie,
    /// The pseudonym of whoever looked; empty for the system and for the person.
    pub pseudonym: String,
    /// Whether the policy that it was decided under is the one in force.
    pub policy_in_force: bool,
    /// The reason; `None` where none was given or it was erased.
    pub reason: Option<Shown<'p>>,
    /// The case that they had open: id, number, kind, state.
    pub case: Option<(String, String, CaseKind, CaseState)>,
}

/// It, ready to be shown.
#[derive(Template)]
#[template(path = "staff/bound_entry.html")]
pub(crate) struct Bound<'v> {
    title: String,
    lines: Vec<(String, String)>,
    reason_label: String,
    reason: Option<&'v str>,
}

impl HtmlSafe for Bound<'_> {}

impl<'v> Bound<'v> {
    pub(crate) fn new(frame: &Frame<'_>, entry: &'v BoundEntryView<'_>) -> Self {
        let (words, line) = (frame.words, &entry.line);
        let mut who = words.staff_role(line.role);
        if !entry.pseudonym.is_empty() {
            who = frame.t2("bound-who-is", "who", who, "pseudonym", &entry.pseudonym);
        }
        let clause = words.clause_in_words(&line.clause);
        let mut lines = vec![
            (frame.t("bound-who"), who),
            (frame.t("bound-when"), frame.moment(&line.at)),
            (frame.t("bound-did"), words.operation(line.operation)),
            (frame.t("bound-fields"), words.fields(line.fields)),
            (frame.t("bound-why"), words.task(line.purpose)),
            (frame.t("bound-clause"), clause),
            (
                frame.t("bound-policy"),
                frame.t(if entry.policy_in_force { "bound-policy-now" } else { "bound-policy-then" }),
            ),
        ];
        if let Some(recipient) = line.recipient {
            lines.push((frame.t("bound-recipient"), words.recipient(recipient)));
        }
        let case = match &entry.case {
            Some((_, number, kind, state)) => frame.tf(
                "bound-case-is",
                &[
                    ("kind", frame.t(&format!("case-kind-{}", kind.name())).into()),
                    ("number", number.into()),
                    ("state", frame.t(&format!("case-state-{}", state.name())).into()),
                ],
            ),
            None => frame.t("bound-case-none"),
        };
        lines.push((frame.t("bound-case"), case));
        lines.push((frame.t("bound-entry"), line.id.clone()));
        Self {
            title: frame.t(match entry.tie {
                EntryTie::About => "bound-title",
                EntryTie::Answer => "bound-answer",
            }),
            lines,
            reason_label: frame.t("bound-reason"),
            reason: entry.reason.as_ref().map(Shown::as_str),
        }
    }
}

//! `/report`: anybody asks, complains or asks for a right; and what they hold afterwards.

use amanah_domain::Timestamp;
use amanah_domain::cases::CaseKind;

use crate::assets;
use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// The Report Form. Posts to itself; inputs: `kind`, `said`, `files`, and for whoever is not signed in `name`,
/// `contact`, `ticket`, `proof`; for whoever is `key`.
#[derive(askama::Template)]
#[template(path = "public/report.html")]
pub struct Report<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What was typed.
    pub form: FormView<'p>,
    /// What may be asked here.
    pub kinds: Vec<CaseKind>,
    /// Hours until an answer.
    pub answer_hours: u32,
    /// Characters of what is written, at most.
    pub chars_max: u32,
    /// By which a form of whoever is signed in comes in once.
    pub key: String,
    /// What stands before the form for whoever is not signed in.
    pub gate: Option<ReportGate>,
}

/// What stands before the form.
pub struct ReportGate {
    /// What it was handed out with.
    pub ticket: String,
    /// Seconds that it must be old without script.
    pub wait_seconds: u32,
}

impl Report<'_> {
    fn choices(&self) -> Vec<Choice> {
        let choice = |kind: &CaseKind| {
            let key = format!("report-kind-{}", kind.name());
            Choice::new(kind.name(), self.frame.t(&key)).hint(self.frame.t(&format!("{key}-hint")))
        };
        self.kinds.iter().map(choice).collect()
    }

    fn said_hint(&self) -> String {
        self.frame.t1("report-said-hint", "n", self.chars_max)
    }

    fn report_script(&self) -> &'static str {
        assets::report_path()
    }

    fn work_script(&self) -> &'static str {
        assets::work_path()
    }
}

page!(Report: |page| page.form.title("report-title"));

/// A form came in: its receipt, shown once.
#[derive(askama::Template)]
#[template(path = "public/report_filed.html")]
pub struct ReportFiled<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The receipt number.
    pub number: String,
    /// The code.
    pub code: String,
    /// Until when it is answered.
    pub due_at: Option<Timestamp>,
    /// Whether the number goes to an address as well.
    pub told: bool,
}

page!(ReportFiled: |page| page.frame.t("report-filed-title"));

#[cfg(test)]
mod samples {
    use super::*;
    use crate::form::FieldError;
    use crate::sample::Sampled;

    impl Sampled for Report<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let gate = || Some(ReportGate { ticket: "1795318260000.4f.9a".to_owned(), wait_seconds: 20 });
            let page = |form: FormView<'static>, gate| Self {
                frame: frame.clone(),
                form,
                kinds: vec![CaseKind::Question, CaseKind::Complaint, CaseKind::Access, CaseKind::Deletion],
                answer_hours: 72,
                chars_max: 4_000,
                key: "4f".repeat(16),
                gate,
            };
            let wrong = frame
                .form()
                .typed("kind", "complaint")
                .typed("contact", "0812")
                .wrong(FieldError::new("said", "text-empty"))
                .wrong(FieldError::new("contact", "contact-form"))
                .wrong(FieldError { bound: Some(12), ..FieldError::new("proof", "form-wait") });
            let own =
                Self { kinds: vec![CaseKind::Question, CaseKind::Complaint], ..page(frame.form(), None) };
            vec![("empty", page(frame.form(), gate())), ("wrong", page(wrong, gate())), ("own", own)]
        }
    }

    impl Sampled for ReportFiled<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |told| Self {
                number: "7KQ2-M4XP-9DRT".to_owned(),
                code: "H4TN-2WQX-8PKD-VR6M".to_owned(),
                due_at: Some(frame.now.plus_hours(72)),
                told,
                frame: frame.clone(),
            };
            vec![("told", page(true)), ("not-told", page(false))]
        }
    }
}

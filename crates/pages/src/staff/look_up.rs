//! `/staff/look-up`: one person, found by what they themselves said: exact, with a reason, on record.

use amanah_domain::{FieldId, Timestamp};

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Looking somebody up. Posts to itself; inputs: `kind` (`nik`, `phone`, `email`), `value`, `reason`. A
/// match leads on to the person; without one this page comes back.
#[derive(askama::Template)]
#[template(path = "staff/look_up.html")]
pub struct LookUp<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The form.
    pub form: FormView<'p>,
    /// When a look-up without a match was put on record.
    pub no_match: Option<Timestamp>,
}

impl LookUp<'_> {
    /// The role and purpose that stand on top of this page, handed back: chosen anew in another window,
    /// they must not quietly become those of this form.
    fn in_force(&self) -> String {
        let chosen = self.desk.in_force.as_ref();
        chosen.map_or_else(String::new, |now| format!("{}.{}", now.role.name(), now.purpose.name()))
    }

    /// What the purpose in force does not open is no way to find somebody either; the lines above the
    /// form say that it is closed.
    fn kinds(&self) -> Vec<Choice> {
        let open = |kind: &Choice| {
            let field = FieldId::from_name(&kind.value);
            self.desk.in_force.as_ref().zip(field).is_some_and(|(now, field)| now.opens.contains(field))
        };
        kinds(&self.frame).into_iter().filter(open).collect()
    }
}

/// By what somebody is found.
pub(crate) fn kinds(frame: &Frame<'_>) -> [Choice; 3] {
    [
        Choice::new("nik", frame.t("find-nik")),
        Choice::new("phone", frame.t("find-phone")),
        Choice::new("email", frame.t("find-email")),
    ]
}

desk!(LookUp at Some(Door::LookUp), |page| page.form.title("look-up-title"));

#[cfg(test)]
impl crate::sample::Sampled for LookUp<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        use crate::staff::desk::samples;
        let page = |desk, form, no_match| Self { frame: frame.clone(), desk, form, no_match };
        let typed = frame
            .form()
            .typed("kind", "nik")
            .typed("value", "3174015203980001")
            .typed("reason", "Menelepon, bertanya mengapa NIK belum cocok");
        let wrong = frame
            .form()
            .typed("kind", "nik")
            .typed("value", "317401520398")
            .wrong(FieldError { bound: Some(16), ..FieldError::new("value", "nik-length") })
            .wrong(FieldError::new("reason", "look-reason"));
        let unchosen = Desk { in_force: None, ..samples::reviewer() };
        vec![
            ("empty", page(samples::reviewer(), frame.form(), None)),
            ("no-match", page(samples::reviewer(), typed, Some(frame.now))),
            ("wrong", page(samples::reviewer(), wrong, None)),
            ("no-purpose", page(unchosen, frame.form(), None)),
        ]
    }
}

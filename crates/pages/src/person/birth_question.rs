//! `/me/profile/birth-date`: the NIK says another birth date than the person. A question, never a
//! rejection: a NIK stays the same when birth data are corrected.

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::shown::Shown;

/// The question. Input: `answer`, one of `typed` (what I typed is right), `nik` (the date in the NIK is
/// right), `retype` (I mistyped the NIK).
#[derive(askama::Template)]
#[template(path = "person/birth_question.html")]
pub struct BirthQuestion<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself.
    pub form: FormView<'p>,
    /// What was typed before the question, kept in the form: name of the input and text.
    pub kept: Vec<(&'static str, Shown<'p>)>,
    /// The birth date as typed, in words.
    pub typed: Shown<'p>,
    /// The birth date in the NIK, in words.
    pub in_nik: Shown<'p>,
}

impl BirthQuestion<'_> {
    fn answers(&self) -> Vec<Choice> {
        vec![
            Choice::new("typed", self.frame.t1("birth-typed", "date", &self.typed))
                .hint(self.frame.t("birth-typed-hint")),
            Choice::new("nik", self.frame.t1("birth-nik", "date", &self.in_nik)),
            Choice::new("retype", self.frame.t("birth-retype")),
        ]
    }
}

page!(BirthQuestion: |page| page.form.title("birth-title"));

#[cfg(test)]
impl crate::sample::Sampled for BirthQuestion<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let form = frame.form();
        let kept = vec![("nik", Shown::typed("3174045503980001"))];
        let (typed, in_nik) = (Shown::typed("15 Maret 1998"), Shown::typed("5 Maret 1998"));
        vec![("asked", Self { frame, form, kept, typed, in_nik })]
    }
}

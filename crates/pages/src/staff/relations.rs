//! `/staff/relations`: whom one knows. Their cases and data stay closed to the one who declares.

use amanah_domain::Timestamp;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::shown::Shown;
use crate::staff::desk::{Desk, Door, OnDesk, desk};
use crate::staff::look_up::kinds;

/// A relation that the reader declared. Who it is, is not shown again.
#[derive(Debug)]
pub struct Declared<'p> {
    /// What they are to the reader, in the reader's words.
    pub relation: Shown<'p>,
    /// When it was declared.
    pub at: Timestamp,
}

/// Declaring. Posts to itself; inputs: `kind` (`nik`, `phone`, `email`), `value`, `relation`.
#[derive(askama::Template)]
#[template(path = "staff/relations.html")]
pub struct Relations<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The form.
    pub form: FormView<'p>,
    /// The reader's relations, newest first.
    pub declared: Vec<Declared<'p>>,
    /// Nobody is registered under what was typed; on record since then.
    pub no_match: Option<Timestamp>,
}

impl Relations<'_> {
    fn kinds(&self) -> [Choice; 3] {
        kinds(&self.frame)
    }
}

desk!(Relations at Some(Door::Relations), |page| page.form.title("relations-title"));

#[cfg(test)]
impl crate::sample::Sampled for Relations<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::staff::desk::samples;
        let declared =
            |text, hours| Declared { relation: crate::sample::shown(text), at: frame.now.plus_hours(hours) };
        let page = |form, declared, no_match| Self {
            frame: frame.clone(),
            desk: samples::reviewer(),
            form,
            declared,
            no_match,
        };
        let typed = frame
            .form()
            .typed("kind", "phone")
            .typed("value", "0812 3456 7890")
            .typed("relation", "Adik ipar");
        vec![
            ("some", page(frame.form(), vec![declared("Adik ipar", -30), declared("Tetangga", -900)], None)),
            ("none", page(frame.form(), Vec::new(), None)),
            ("no-match", page(typed, Vec::new(), Some(frame.now))),
        ]
    }
}

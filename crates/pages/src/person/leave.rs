//! `/me/leave`: stop, delete parts, delete everything. Nothing happens here: each way leads to a page
//! that says first what it would do.

use amanah_domain::Timestamp;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// The choice. Inputs: `way` (`end`, `parts`, `all`) and `sent`, by GET to the page itself.
#[derive(askama::Template)]
#[template(path = "person/leave.html")]
pub struct Leave<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The choice.
    pub form: FormView<'p>,
    /// When the person ended it, where they did: what is left is to delete.
    pub ended_at: Option<Timestamp>,
}

impl Leave<'_> {
    fn ways(&self) -> Vec<Choice> {
        let way = |value: &str, key: &str, hint: &str| {
            Choice::new(value, self.frame.t(key)).hint(self.frame.t(hint))
        };
        let mut ways = vec![
            way("end", "leave-end", "leave-end-hint"),
            way("parts", "leave-parts", "leave-parts-hint"),
            way("all", "leave-all", "leave-all-hint"),
        ];
        if self.ended_at.is_some() {
            ways.remove(0);
        }
        ways
    }
}

page!(Leave: |page| page.form.title("leave-title"));

#[cfg(test)]
impl crate::sample::Sampled for Leave<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |form, ended_at| Self { frame: frame.clone(), form, ended_at };
        let wrong = frame.form().wrong(FieldError::new("way", "choose"));
        vec![
            ("empty", page(frame.form(), None)),
            ("wrong", page(wrong, None)),
            ("ended", page(frame.form(), Some(frame.now.plus_hours(-50)))),
        ]
    }
}

//! What a person asks in a few words: to restrict, to object, to contest a draw, to appeal. The page says first
//! what happens when; one button.

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

use super::rights::Clock;

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AskedRight {
    /// To restrict the processing (article 41). `/me/rights/restrict`
    Restrict,
    /// To object to a purpose. `/me/rights/object/<purpose>`
    Object {
        /// The purpose's id.
        purpose: String,
        /// In words.
        title: String,
        /// It stops as a whole; else machines decide no longer.
        stops_all: bool,
    },
    /// To contest a draw. `/me/batches/<number>/contest`
    Contest {
        /// The batch.
        batch: u32,
    },
    /// To appeal against a decision. `/me/cases/<id>/appeal`
    Appeal {
        /// The case.
        case: String,
        /// What it is about, in words.
        title: String,
    },
}

/// The form. Input: `statement`; posts to its own address.
#[derive(askama::Template)]
#[template(path = "person/ask_right.html")]
pub struct AskRight<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The form.
    pub form: FormView<'p>,
    /// What is asked.
    pub asked: AskedRight,
    /// The clock, where somebody has to answer.
    pub clock: Option<Clock>,
}

impl AskRight<'_> {
    const fn stem(&self) -> &'static str {
        match &self.asked {
            AskedRight::Restrict => "ask-restrict",
            AskedRight::Object { stops_all: true, .. } => "ask-stop",
            AskedRight::Object { .. } => "ask-object",
            AskedRight::Contest { .. } => "ask-contest",
            AskedRight::Appeal { .. } => "ask-appeal",
        }
    }

    fn heading(&self) -> String {
        let key = self.stem();
        match &self.asked {
            AskedRight::Restrict => self.frame.t(key),
            AskedRight::Object { title, .. } | AskedRight::Appeal { title, .. } => {
                self.frame.t1(key, "title", title)
            }
            AskedRight::Contest { batch } => self.frame.t1(key, "number", batch),
        }
    }

    fn lead(&self) -> String {
        self.frame.t(&format!("{}-lead", self.stem()))
    }

    /// What happens when, in order.
    fn then(&self) -> Vec<String> {
        let mut out = vec![self.frame.t(&format!("{}-now", self.stem()))];
        out.extend(self.clock.as_ref().map(|clock| clock.say(&self.frame)));
        out.push(self.frame.t(&format!("{}-after", self.stem())));
        out
    }

    fn action(&self) -> String {
        match &self.asked {
            AskedRight::Restrict => "/me/rights/restrict".to_owned(),
            AskedRight::Object { purpose, .. } => format!("/me/rights/object/{purpose}"),
            AskedRight::Contest { batch } => format!("/me/batches/{batch}/contest"),
            AskedRight::Appeal { case, .. } => format!("/me/cases/{case}/appeal"),
        }
    }

    fn back(&self) -> (String, String) {
        let (href, text) = match &self.asked {
            AskedRight::Restrict => ("/me/rights".to_owned(), self.frame.t("rights-title")),
            AskedRight::Object { .. } => ("/me/rights/object".to_owned(), self.frame.t("object-title")),
            AskedRight::Contest { batch } => {
                (format!("/me/batches/{batch}"), self.frame.t1("ask-contest-back", "number", batch))
            }
            AskedRight::Appeal { case, .. } => (format!("/me/cases/{case}"), self.frame.t("my-case-back")),
        };
        (href, text)
    }

    /// Whether words are needed, and not only wanted.
    const fn needs_words(&self) -> bool {
        matches!(self.asked, AskedRight::Contest { .. } | AskedRight::Appeal { .. })
    }

    fn send(&self) -> String {
        self.frame.t(&format!("{}-send", self.stem()))
    }
}

page!(AskRight: |page| if page.form.errors.is_empty() { page.heading() } else { page.frame.t1("form-title-wrong", "title", page.heading()) });

#[cfg(test)]
impl crate::sample::Sampled for AskRight<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let clock = super::rights::sample_clocks().into_iter().nth(1);
        let page = |asked, form, clock: Option<Clock>| Self { frame: frame.clone(), form, asked, clock };
        let object = |stops_all| AskedRight::Object {
            purpose: "benefits".to_owned(),
            title: "Memberikan manfaat program".to_owned(),
            stops_all,
        };
        let appeal = AskedRight::Appeal { case: "0a".to_owned(), title: "Penghapusan data".to_owned() };
        let wrong = frame.form().wrong(FieldError::new("statement", "needed"));
        vec![
            ("restrict", page(AskedRight::Restrict, frame.form(), clock.clone())),
            ("object", page(object(false), frame.form(), clock.clone())),
            ("stop", page(object(true), frame.form(), None)),
            ("contest", page(AskedRight::Contest { batch: 71 }, frame.form(), clock.clone())),
            ("appeal", page(appeal, wrong, clock)),
        ]
    }
}

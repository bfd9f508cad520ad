//! `/contact`: the four ways to reach a human, e-mail and letters beside them.

use crate::layout::Frame;
use crate::page::{Page, page};

/// How to reach somebody.
#[derive(askama::Template)]
#[template(path = "person/contact.html")]
pub struct Contact<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The ledger entry that the reader complains of, when they come from it.
    pub about: Option<String>,
    /// Hours until a question is answered.
    pub answer_hours: u32,
}

page!(Contact: |page| page.frame.t("contact-title"));

#[cfg(test)]
impl crate::sample::Sampled for Contact<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let about = Some("1-48213".to_owned());
        let page = |about| Self { frame: frame.clone(), about, answer_hours: 72 };
        vec![("plain", page(None)), ("about", page(about))]
    }
}

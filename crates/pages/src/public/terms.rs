//! `/terms`: the terms and conditions, short.

use jiff::civil::Date;

use crate::layout::Frame;
use crate::page::{Page, page};

/// Heading and text of each part, by key.
const PARTS: &[(&str, &str)] = &[
    ("terms-who", "terms-who-text"),
    ("terms-account", "terms-account-text"),
    ("terms-true", "terms-true-text"),
    ("terms-join", "terms-join-text"),
    ("terms-draw", "terms-draw-text"),
    ("terms-lose", "terms-lose-text"),
    ("terms-data", "terms-data-text"),
    ("terms-us", "terms-us-text"),
    ("terms-leave", "terms-leave-text"),
    ("terms-change", "terms-change-text"),
    ("terms-law", "terms-law-text"),
];

/// The terms.
#[derive(askama::Template)]
#[template(path = "public/terms.html")]
pub struct Terms<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Their version.
    pub version: u32,
    /// From which day on.
    pub effective: Date,
}

impl Terms<'_> {
    fn parts(&self) -> Vec<(String, String)> {
        PARTS.iter().map(|(heading, text)| (self.frame.t(heading), self.frame.t(text))).collect()
    }

    fn line(&self) -> String {
        let day = self.frame.words.day(self.effective);
        self.frame.t2("privacy-version", "version", self.version, "day", day)
    }
}

page!(Terms: |page| page.frame.t("register-terms"));

#[cfg(test)]
impl crate::sample::Sampled for Terms<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        vec![("plain", Self { frame, version: 1, effective: jiff::civil::date(2022, 12, 12) })]
    }
}

//! `/me/consents`: what was agreed to, when, under which version; given and withdrawn in one step.

use amanah_domain::Timestamp;

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;

/// Where a consent stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConsentState {
    /// Never given.
    Never,
    /// In force.
    Given {
        /// Since when.
        at: Timestamp,
        /// Under which version of the policy.
        version: String,
    },
    /// Withdrawn.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// One consent. Posts to `/me/consents/<id>/give` and `…/withdraw`.
#[derive(Clone, Debug)]
pub struct ConsentItem {
    /// Its id in the policy.
    pub id: String,
    /// What is agreed to.
    pub title: String,
    /// What follows from it.
    pub text: String,
    /// Where it stands.
    pub state: ConsentState,
}

impl ConsentItem {
    fn is_given(&self) -> bool {
        matches!(self.state, ConsentState::Given { .. })
    }
}

/// All consents.
#[derive(askama::Template)]
#[template(path = "person/consents.html")]
pub struct Consents<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The consents of the policy in force.
    pub items: Vec<ConsentItem>,
    /// Terms and policy that were accepted: version and time, newest first.
    pub accepted: Vec<(String, Timestamp)>,
}

impl Consents<'_> {
    fn tag(&self, item: &ConsentItem) -> Tag {
        if item.is_given() {
            Tag::done(self.frame.t("consent-on"))
        } else {
            Tag::plain(self.frame.t("consent-off"))
        }
    }

    fn since(&self, item: &ConsentItem) -> String {
        match &item.state {
            ConsentState::Never => self.frame.t("consent-never"),
            ConsentState::Given { at, version } => {
                self.frame.t2("consent-given", "at", self.frame.moment(at), "version", version)
            }
            ConsentState::Withdrawn { at } => self.frame.t1("consent-withdrawn", "at", self.frame.moment(at)),
        }
    }
}

page!(Consents: |page| page.frame.t("consents-title"));

#[cfg(test)]
impl crate::sample::Sampled for Consents<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let at = frame.now.plus_hours(-100);
        let item = |id: &str, title: &str, state| ConsentItem {
            id: id.to_owned(),
            title: title.to_owned(),
            text: "Paling banyak dua kali sebulan.".to_owned(),
            state,
        };
        let items = vec![
            item(
                "news-email",
                "Kabar program lewat email",
                ConsentState::Given { at, version: "3".to_owned() },
            ),
            item("news-text", "Kabar program lewat SMS", ConsentState::Withdrawn { at }),
            item("research", "Undangan survei", ConsentState::Never),
        ];
        let accepted = vec![("3".to_owned(), at)];
        vec![
            ("some", Self { frame: frame.clone(), items, accepted: accepted.clone() }),
            ("none", Self { frame, items: Vec::new(), accepted }),
        ]
    }
}

//! `/me/consents`: what was agreed to, when, under which version; given and withdrawn in one step.

use amanah_domain::states::NoticeState;
use amanah_domain::{RecipientClass, Timestamp};

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;
use crate::public::certificate_facts::notice_tag;

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
    /// Who had received data for it and was told that it is withdrawn.
    pub told: Vec<ConsentTold>,
}

/// A recipient that was told of a withdrawal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConsentTold {
    /// Who.
    pub recipient: RecipientClass,
    /// How far that is.
    pub state: NoticeState,
    /// Until when they must acknowledge it.
    pub due_at: Option<Timestamp>,
    /// When they did.
    pub answered_at: Option<Timestamp>,
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

    /// Who was told: name, how far, when.
    fn told(&self, item: &ConsentItem) -> Vec<(String, Tag, String)> {
        let frame = &self.frame;
        let one = |told: &ConsentTold| {
            let when = match (told.answered_at, told.due_at) {
                (Some(at), _) => frame.t1("consent-told-answered", "at", frame.moment_short(&at)),
                (None, Some(at)) => frame.t1("consent-told-due", "at", frame.moment_short(&at)),
                (None, None) => String::new(),
            };
            (frame.words.recipient(told.recipient), notice_tag(frame, told.state), when)
        };
        item.told.iter().map(one).collect()
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
            told: match &state {
                ConsentState::Withdrawn { .. } => vec![
                    ConsentTold {
                        recipient: RecipientClass::Researchers,
                        state: NoticeState::Acknowledged,
                        due_at: Some(at.plus_hours(72)),
                        answered_at: Some(at.plus_hours(1)),
                    },
                    ConsentTold {
                        recipient: RecipientClass::Government,
                        state: NoticeState::Told,
                        due_at: Some(at.plus_hours(72)),
                        answered_at: None,
                    },
                ],
                _ => Vec::new(),
            },
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

//! `/me/rights`: each right in plain words: what it does, how long it takes, and the way to it. Made from the
//! register of rights and the clocks of the policy.

use amanah_domain::cases::CaseKind;
use amanah_domain::rights::Right;
use amanah_domain::states::Channel;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::{PostButton, Tag};

/// The clock of something that can be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// Which kind of case.
    pub kind: CaseKind,
    /// Hours in which it is answered.
    pub hours: u32,
    /// What happens by itself when nobody is in time: `escalate`, `restrict-value`, `stop-purpose`, `restrict`.
    pub on_lapse: String,
    /// Two people decide.
    pub four_eyes: bool,
}

impl Clock {
    /// How long it takes and what happens then, as sentences.
    pub(crate) fn say(&self, frame: &Frame<'_>) -> String {
        let hours = frame.t1("rights-hours", "hours", self.hours);
        let lapse = frame.t(&format!("rights-lapse-{}", self.on_lapse));
        let mut said = vec![hours];
        if self.four_eyes {
            said.push(frame.t("rights-four-eyes"));
        }
        said.push(lapse);
        said.join(" ")
    }
}

/// The page.
#[derive(askama::Template)]
#[template(path = "person/rights.html")]
pub struct Rights<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The clocks of the policy, by kind.
    pub clocks: Vec<Clock>,
    /// Open cases about a right: kind and address.
    pub open: Vec<(CaseKind, String)>,
    /// How many cases there are.
    pub cases: usize,
    /// Processing is restricted. Posts to `/me/rights/restrict/lift`.
    pub restricted: bool,
    /// Purposes that are objected to, in words.
    pub objected: Vec<String>,
    /// By which way letters come. Posts `channel` to `/me/rights/letters`.
    pub form: FormView<'p>,
    /// The ways that there are.
    pub channels: Vec<Channel>,
    /// The authority: name and address.
    pub authority: Option<(String, String)>,
}

/// A right on the page: its stem of words, the right of the law, the kind of case behind it, the ways to it.
struct Section {
    stem: &'static str,
    right: Option<Right>,
    kind: Option<CaseKind>,
    links: &'static [(&'static str, &'static str)],
}

/// In the order in which people ask for them.
const SECTIONS: &[Section] = &[
    Section {
        stem: "access",
        right: Some(Right::Access),
        kind: None,
        links: &[("/me/copy", "rights-go-copy"), ("/me/data", "data-title"), ("/me/trail", "trail-title")],
    },
    Section {
        stem: "correct",
        right: Some(Right::Correct),
        kind: Some(CaseKind::Correction),
        links: &[("/me/correct", "rights-go-correct"), ("/me/data", "rights-go-data")],
    },
    Section {
        stem: "withdraw",
        right: Some(Right::Withdraw),
        kind: None,
        links: &[("/me/consents", "rights-go-consents")],
    },
    Section {
        stem: "restrict",
        right: Some(Right::Restrict),
        kind: Some(CaseKind::Restriction),
        links: &[("/me/rights/restrict", "rights-go-restrict")],
    },
    Section {
        stem: "object",
        right: Some(Right::Object),
        kind: Some(CaseKind::Objection),
        links: &[("/me/rights/object", "rights-go-object"), ("/me/eligibility", "rights-go-rules")],
    },
    Section {
        stem: "erase",
        right: Some(Right::Erase),
        kind: Some(CaseKind::Deletion),
        links: &[("/me/rights/delete", "rights-go-delete"), ("/me/leave", "rights-go-leave")],
    },
    Section {
        stem: "port",
        right: Some(Right::Port),
        kind: None,
        links: &[("/me/copy/send", "rights-go-send")],
    },
    Section {
        stem: "look",
        right: None,
        kind: Some(CaseKind::LookComplaint),
        links: &[("/me/trail", "rights-go-trail")],
    },
];

impl Rights<'_> {
    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn title_of(&self, section: &Section) -> String {
        self.frame.t(&format!("rights-{}", section.stem))
    }

    fn does(&self, section: &Section) -> String {
        self.frame.t(&format!("rights-{}-does", section.stem))
    }

    /// How long.
    fn time(&self, section: &Section) -> String {
        let clock = section.kind.and_then(|kind| self.clocks.iter().find(|clock| clock.kind == kind));
        match clock {
            Some(clock) => clock.say(&self.frame),
            None => self.frame.t("rights-at-once"),
        }
    }

    fn law(&self, section: &Section) -> Option<String> {
        let article = section.right?.article();
        Some(self.frame.words.clause_in_words(&format!("law {article}")))
    }

    /// The open case about it.
    fn open_of(&self, section: &Section) -> Option<&str> {
        let kind = section.kind?;
        self.open.iter().find(|(open, _)| *open == kind).map(|(_, href)| href.as_str())
    }

    fn is_restricted(&self, section: &Section) -> bool {
        section.stem == "restrict" && self.restricted
    }

    fn lift(&self) -> PostButton {
        self.frame.button("/me/rights/restrict/lift", "rights-lift")
    }

    fn in_force(&self) -> Tag {
        Tag::waiting(self.frame.t("rights-restricted"))
    }

    fn ways(&self) -> Vec<Choice> {
        let way = |channel: &Channel| {
            Choice::new(channel.name(), self.frame.t(&format!("channel-{}", channel.name())))
        };
        self.channels.iter().map(way).collect()
    }

    /// What contesting and suing rest on.
    fn sue_law(&self) -> String {
        self.frame.words.clause_in_words(&format!("law {}", Right::Sue.article()))
    }
}

page!(Rights: |page| page.form.title("rights-title"));

/// Clocks as the samples know them.
#[cfg(test)]
pub(crate) fn sample_clocks() -> Vec<Clock> {
    let clock =
        |kind, on_lapse: &str, four_eyes| Clock { kind, hours: 72, on_lapse: on_lapse.to_owned(), four_eyes };
    vec![
        clock(CaseKind::Correction, "restrict-value", false),
        clock(CaseKind::Restriction, "restrict", false),
        clock(CaseKind::Objection, "stop-purpose", false),
        clock(CaseKind::Deletion, "restrict", true),
        clock(CaseKind::LookComplaint, "escalate", false),
    ]
}

#[cfg(test)]
impl crate::sample::Sampled for Rights<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let page = |restricted, objected: &[&str], open, channels: &[Channel]| Self {
            clocks: sample_clocks(),
            open,
            cases: 2,
            restricted,
            objected: objected.iter().map(|text| (*text).to_owned()).collect(),
            form: frame.form().typed("channel", "email"),
            channels: channels.to_vec(),
            authority: Some(("Kementerian Komunikasi dan Digital".to_owned(), "Jakarta Pusat".to_owned())),
            frame: frame.clone(),
        };
        let open = vec![(CaseKind::Deletion, "/me/cases/0a".to_owned())];
        vec![
            ("plain", page(false, &[], Vec::new(), &[Channel::Email])),
            ("asked", page(true, &["Menyalurkan bantuan"], open, Channel::ALL)),
        ]
    }
}

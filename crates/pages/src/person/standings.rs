//! `/me/standings`: who acts for me, for whom I act, and asking for it. Posts to `/me/standings`,
//! `/me/standings/<id>/agree`, `…/refuse`, `…/end`, `…/act`, and `/me/standings/stop`.

use amanah_domain::cases::{Standing, StandingState};
use amanah_domain::rights::Right;
use amanah_domain::{SmallSet, Timestamp};

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;
use crate::shown::Shown;

/// One standing, as one of the two sees it.
pub struct StandingItem<'p> {
    /// Its id, in hexadecimal.
    pub id: String,
    /// As what.
    pub kind: Standing,
    /// How far it is.
    pub state: StandingState,
    /// For which rights.
    pub rights: SmallSet<Right>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it holds, or when it ended.
    pub ends_at: Option<Timestamp>,
    /// Whether it holds now.
    pub in_force: bool,
    /// Who asks, as they call themselves; only to the person whom it concerns.
    pub asker: Option<Shown<'p>>,
    /// The case of the request, in hexadecimal; only to the one who asked.
    pub case: Option<String>,
}

/// The page.
#[derive(askama::Template)]
#[template(path = "person/standings.html")]
pub struct Standings<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The request.
    pub form: FormView<'p>,
    /// Who acts for the reader, or wants to.
    pub for_me: Vec<StandingItem<'p>>,
    /// For whom the reader acts, or wants to.
    pub by_me: Vec<StandingItem<'p>>,
    /// The rights that the policy gives; `None` where nobody may stand in.
    pub offered: Option<SmallSet<Right>>,
}

impl Standings<'_> {
    fn tag(&self, item: &StandingItem<'_>) -> Tag {
        let text = match (item.state, item.in_force) {
            (StandingState::Active, false) => self.frame.t("standing-state-ended"),
            (state, _) => self.frame.t(&format!("standing-state-{}", state.name())),
        };
        match (item.state, item.in_force) {
            (StandingState::Active, true) => Tag::done(text),
            (StandingState::Asked, _) => Tag::waiting(text),
            (StandingState::Refused, _) => Tag::no(text),
            _ => Tag::plain(text),
        }
    }

    fn kind(&self, item: &StandingItem<'_>) -> String {
        self.frame.t(&format!("standing-kind-{}", item.kind.name()))
    }

    fn rights(&self, rights: &SmallSet<Right>) -> String {
        let names: Vec<String> =
            rights.iter().map(|right| self.frame.t(&format!("standing-may-{}", right.name()))).collect();
        self.frame.words.list(&names)
    }

    fn since(&self, item: &StandingItem<'_>) -> String {
        match (item.state, &item.ends_at) {
            (StandingState::Active, Some(ends)) => {
                self.frame.t1("standing-until", "at", self.frame.date(ends))
            }
            (StandingState::Ended, Some(ended)) => {
                self.frame.t1("standing-ended-at", "at", self.frame.moment(ended))
            }
            _ => self.frame.t1("standing-asked-at", "at", self.frame.moment(&item.asked_at)),
        }
    }

    fn waits(&self, item: &StandingItem<'_>) -> bool {
        item.state == StandingState::Asked
    }

    fn kinds(&self) -> Vec<Choice> {
        let choice = |kind: &Standing| {
            Choice::new(kind.name(), self.frame.t(&format!("standing-kind-{}", kind.name())))
                .hint(self.frame.t(&format!("standing-kind-{}-hint", kind.name())))
        };
        Standing::ALL.iter().map(choice).collect()
    }
}

page!(Standings: |page| page.form.title("standings-title"));

#[cfg(test)]
impl crate::sample::Sampled for Standings<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let rights = SmallSet::of(&[Right::Access, Right::Correct, Right::Object]);
        let item = |number: u8, state, in_force, own: bool| StandingItem {
            id: format!("{number:02x}").repeat(16),
            kind: if own { Standing::Helper } else { Standing::Guardian },
            state,
            rights,
            asked_at: frame.now.plus_hours(-50),
            ends_at: Some(frame.now.plus_hours(24 * 300)),
            in_force,
            asker: (!own).then(|| crate::sample::shown("Ibu Wulan Pertiwi")),
            case: own.then(|| "07".repeat(16)),
        };
        let page = |form, for_me, by_me, offered| Self { frame: frame.clone(), form, for_me, by_me, offered };
        let wrong = frame
            .form()
            .typed("other", "31740")
            .typed("statement", "")
            .wrong(FieldError::new("other", "nik-length"))
            .wrong(FieldError::new("statement", "text-empty"));
        vec![
            ("none", page(frame.form(), Vec::new(), Vec::new(), Some(rights))),
            (
                "both",
                page(
                    frame.form(),
                    vec![
                        item(1, StandingState::Asked, false, false),
                        item(2, StandingState::Active, true, false),
                        item(3, StandingState::Ended, false, false),
                    ],
                    vec![
                        item(4, StandingState::Active, true, true),
                        item(5, StandingState::Asked, false, true),
                        item(6, StandingState::Refused, false, true),
                    ],
                    Some(rights),
                ),
            ),
            ("wrong", page(wrong, Vec::new(), Vec::new(), Some(rights))),
            ("not-offered", page(frame.form(), Vec::new(), Vec::new(), None)),
        ]
    }
}

//! `/staff/removals`: what was ended, erased and destroyed, and which recipients still owe an answer. No
//! person stands here: a removal leads to nobody. And doing it for somebody who asked by another way.

use amanah_domain::states::{NoticeWay, RemovalAct, RemovalGround, RemovalState};
use amanah_domain::{Category, RecipientClass, Role, Timestamp, Unreadable};

use crate::choices::{Choice, Choices};
use crate::form::FormView;
use crate::input::Input;
use crate::layout::Frame;
use crate::page::Page;
use crate::paging::numbered;
use crate::parts::{Paging, PostButton, Tag};
use crate::person::RemovalView;
use crate::public::certificate::CertificateBody;
use crate::public::certificate_facts::{CertificateFacts, HoldNote, KeptText, by_hand, copies};
use crate::shown::Shown;
use crate::staff::desk::{Desk, Door, OnDesk, desk};
use crate::staff::look_up::kinds;
use crate::staff::overdue::OverdueItem;

/// One removal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovalItem {
    /// Its id, in hexadecimal.
    pub id: String,
    /// Which act.
    pub act: RemovalAct,
    /// Who asked for it.
    pub asked_by: Role,
    /// On which ground.
    pub ground: RemovalGround,
    /// How far it is.
    pub state: RemovalState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// From when on no copy can be opened.
    pub unreadable_at: Option<Timestamp>,
    /// Recipients that were told, and how many of them answered.
    pub told: (u64, u64),
    /// One of them has been silent for longer than it may.
    pub late: bool,
}

/// The list.
#[derive(askama::Template)]
#[template(path = "staff/removals.html")]
pub struct Removals<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The removals of this page, newest first; those with a late answer before the others.
    pub removals: Vec<RemovalItem>,
    /// Recipients that were told of something else and have not answered in time; on the first page.
    pub overdue: Vec<OverdueItem>,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
}

pub(crate) fn act_word(frame: &Frame<'_>, act: RemovalAct) -> String {
    frame.t(&format!("act-{}", act.name()))
}

/// Who asked for it, or the rule's ground.
fn asked_word(frame: &Frame<'_>, asked_by: Role, ground: RemovalGround) -> String {
    match asked_by {
        Role::Person => frame.t("asked-person"),
        Role::Dpo => frame.t("asked-dpo"),
        _ => frame.t(&format!("ground-{}", ground.name())),
    }
}

impl Removals<'_> {
    fn act(&self, item: &RemovalItem) -> String {
        act_word(&self.frame, item.act)
    }

    fn asked(&self, item: &RemovalItem) -> String {
        asked_word(&self.frame, item.asked_by, item.ground)
    }

    fn state(&self, item: &RemovalItem) -> Tag {
        let text = self.frame.t(&format!("removal-state-{}", item.state.name()));
        match item.state {
            RemovalState::Asked | RemovalState::Gone => Tag::waiting(text),
            RemovalState::Confirmed => Tag::done(text),
        }
    }

    /// How many answered, and how long the others have been silent.
    fn answers(&self, item: &RemovalItem) -> Tag {
        let (told, answered) = item.told;
        if told == 0 {
            return Tag::plain(self.frame.t("answers-nobody"));
        }
        if answered >= told {
            return Tag::done(self.frame.t1("answers-all", "n", told));
        }
        let span = self.frame.words.span(item.asked_at, self.frame.now);
        let text = self.frame.tf(
            "answers-some",
            &[("answered", answered.into()), ("told", told.into()), ("span", span.into())],
        );
        if item.late { Tag::no(text) } else { Tag::waiting(text) }
    }

    fn copies(&self, item: &RemovalItem) -> String {
        item.unreadable_at.map(|at| self.frame.date(&at)).unwrap_or_default()
    }

    fn paging(&self) -> Paging {
        numbered(&self.frame, "removals-pages", "/staff/removals", self.page, self.pages)
    }
}

desk!(Removals at Some(Door::Removals), |page| page.frame.t("removals-title"));

/// `/staff/removals/<id>`: the certificate as staff see it, without its code.
#[derive(askama::Template)]
#[template(path = "staff/open_removal.html")]
pub struct OpenRemoval<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// What it says.
    pub facts: CertificateFacts,
    /// Its id, in hexadecimal.
    pub id: String,
    /// The forms for answers; see [`UnsignedNotice`].
    pub form: FormView<'p>,
    /// Recipients whose signed acknowledgement is not here.
    pub unsigned: Vec<UnsignedNotice>,
}

/// A recipient whose answer can be written down: a form to `/staff/removals/<removal>/answers/<id>` with
/// `way-<id>` (`letter`, `meeting`, `contract`) and `day-<id>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnsignedNotice {
    /// The notice's id, in hexadecimal.
    pub id: String,
    /// Who.
    pub recipient: RecipientClass,
    /// What is recorded so far; recording anew corrects it.
    pub by_hand: Option<(NoticeWay, Timestamp)>,
}

impl OpenRemoval<'_> {
    fn body(&self) -> CertificateBody {
        CertificateBody::new(&self.frame, &self.facts)
    }

    fn heading(&self) -> String {
        format!("certificate-{}", self.facts.act.name())
    }

    fn who(&self, notice: &UnsignedNotice) -> String {
        self.frame.words.recipient(notice.recipient)
    }

    fn so_far(&self, notice: &UnsignedNotice) -> String {
        notice.by_hand.map(|word| by_hand(&self.frame, word)).unwrap_or_default()
    }

    fn way(&self, notice: &UnsignedNotice) -> Choices<'_> {
        let choice =
            |way: &NoticeWay| Choice::new(way.name(), self.frame.t(&format!("notice-way-{}", way.name())));
        let choices: Vec<Choice> = NoticeWay::ALL.iter().map(choice).collect();
        self.form.choose(&format!("way-{}", notice.id)).label("answer-way").of(choices)
    }

    fn day(&self, notice: &UnsignedNotice) -> Input<'_> {
        self.form.text(&format!("day-{}", notice.id)).label("answer-day").date().autocomplete("off")
    }

    /// The form where something is wrong stands open.
    fn is_wrong(&self, notice: &UnsignedNotice) -> bool {
        self.form.errors.iter().any(|error| error.field.ends_with(&notice.id))
    }
}

desk!(OpenRemoval at Some(Door::Removals), |page| {
    page.form.title(&page.heading())
});

/// `/staff/removals/for`: doing it for somebody. Posts to itself; inputs: `kind` (`nik`, `phone`,
/// `email`), `value`, `reason`, `ground`, `act` (`end`, `erase`, `destroy`), `category-<name>` boxes, and
/// `confirmed` from the page that says what would happen.
#[derive(askama::Template)]
#[template(path = "staff/remove_for.html")]
pub struct RemoveFor<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The form.
    pub form: FormView<'p>,
    /// Categories that can be erased by themselves.
    pub categories: Vec<Category>,
    /// Nobody is registered under what was typed; on record since then.
    pub no_match: Option<Timestamp>,
}

impl RemoveFor<'_> {
    fn kinds(&self) -> [Choice; 3] {
        kinds(&self.frame)
    }

    /// Name of the box, words, and whether it is ticked.
    fn boxes(&self) -> Vec<(String, String, bool)> {
        let each = |category: &Category| {
            let name = format!("category-{}", category.name());
            let ticked = self.form.value_of(&name) == "yes";
            (name, self.frame.words.category(category), ticked)
        };
        self.categories.iter().map(each).collect()
    }

    fn acts(&self) -> Vec<Choice> {
        let choice = |act: &RemovalAct| {
            let hint = self.frame.t(&format!("act-{}-hint", act.name()));
            Choice::new(act.name(), act_word(&self.frame, *act)).hint(hint)
        };
        RemovalAct::ALL.iter().map(choice).collect()
    }
}

impl RemoveFor<'_> {
    fn grounds(&self) -> Vec<Choice> {
        let choice = |ground: &RemovalGround| {
            Choice::new(ground.name(), self.frame.t(&format!("ground-{}", ground.name())))
        };
        RemovalGround::ALL.iter().map(choice).collect()
    }
}

desk!(RemoveFor at Some(Door::Removals), |page| page.form.title("remove-for-title"));

/// The same address, when what was typed leads to somebody: what would happen.
#[derive(askama::Template)]
#[template(path = "staff/confirm_remove_for.html")]
pub struct ConfirmRemoveFor<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// What would happen.
    pub view: RemovalView,
    /// What stands in the way.
    pub hold: Option<HoldNote>,
    /// The sign-in is fresh enough to do it.
    pub fresh: bool,
    /// What was typed: names and values, handed back with `confirmed`.
    pub kept: Vec<(String, Shown<'p>)>,
}

impl ConfirmRemoveFor<'_> {
    /// To a new sign-in, and back to the form.
    fn sign_in(&self) -> PostButton {
        self.frame.button("/staff/removals/sign-in", "confirm-sign-in").with("to", "for").primary()
    }

    fn act(&self) -> String {
        act_word(&self.frame, self.view.act)
    }

    fn gone(&self) -> Vec<String> {
        self.view.gone.iter().map(|what| what.say(self.frame.words)).collect()
    }

    fn stays(&self) -> Vec<KeptText> {
        self.view.kept.iter().map(|line| line.say(&self.frame)).collect()
    }

    fn others(&self) -> Vec<String> {
        self.view.others(&self.frame)
    }

    fn copies(&self) -> String {
        copies(&self.frame, Unreadable::By(self.view.unreadable_at))
    }
}

desk!(ConfirmRemoveFor at Some(Door::Removals), |page| page.frame.t1("remove-for-confirm", "act", page.act()));

/// After it: the certificate's code, to be handed to the person.
#[derive(askama::Template)]
#[template(path = "staff/removed_for.html")]
pub struct RemovedFor<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The certificate's address.
    pub address: String,
    /// The removal, in hexadecimal.
    pub id: String,
}

desk!(RemovedFor at Some(Door::Removals), |page| page.frame.t("removed-for-title"));

#[cfg(test)]
mod samples {
    use amanah_domain::states::NoticeState;

    use super::*;
    use crate::form::FieldError;
    use crate::public::certificate_facts::samples;
    use crate::sample::{Sampled, shown};
    use crate::staff::desk::samples::dpo;

    impl Sampled for Removals<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let now = frame.now;
            let item = |id: u8, act, asked_by, state, told, late, hours: i64| RemovalItem {
                id: format!("{id:02x}").repeat(16),
                act,
                asked_by,
                ground: if asked_by == Role::System {
                    RemovalGround::TimeOver
                } else {
                    RemovalGround::Request
                },
                state,
                asked_at: now.plus_hours(-hours),
                unreadable_at: (act != RemovalAct::End).then(|| now.plus_hours(24 * 14)),
                told,
                late,
            };
            let (done, gone) = (RemovalState::Confirmed, RemovalState::Gone);
            let removals = vec![
                item(1, RemovalAct::Destroy, Role::Person, done, (2, 1), true, 80),
                item(2, RemovalAct::Erase, Role::Person, gone, (1, 0), false, 1),
                item(3, RemovalAct::Erase, Role::System, done, (0, 0), false, 20),
                item(4, RemovalAct::End, Role::Dpo, done, (3, 3), false, 200),
            ];
            let page = |removals, overdue| Self {
                frame: frame.clone(),
                desk: dpo(),
                removals,
                overdue,
                page: 1,
                pages: 2,
            };
            let late = OverdueItem::samples(now);
            vec![("some", page(removals, late)), ("none", page(Vec::new(), Vec::new()))]
        }
    }

    impl Sampled for OpenRemoval<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let facts = samples::destroyed(frame.now);
            let unsigned: Vec<UnsignedNotice> = facts
                .notices
                .iter()
                .filter(|line| line.state != NoticeState::Acknowledged)
                .zip(1..)
                .map(|(line, id): (_, u8)| UnsignedNotice {
                    id: format!("{id:02x}").repeat(16),
                    recipient: line.recipient,
                    by_hand: line.by_hand,
                })
                .collect();
            let first = "01".repeat(16);
            let wrong = frame
                .form()
                .wrong(FieldError::new(format!("way-{first}"), "choose"))
                .wrong(FieldError::new(format!("day-{first}"), "notice-day"));
            let page = |form, unsigned| Self {
                frame: frame.clone(),
                desk: dpo(),
                facts: facts.clone(),
                id: "5f".repeat(16),
                form,
                unsigned,
            };
            vec![
                ("destroyed", page(frame.form(), Vec::new())),
                ("unsigned", page(frame.form(), unsigned.clone())),
                ("wrong", page(wrong, unsigned)),
            ]
        }
    }

    impl Sampled for RemoveFor<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let page = |form, no_match| Self {
                frame: frame.clone(),
                desk: dpo(),
                form,
                categories: vec![Category::Address, Category::Account, Category::Profile],
                no_match,
            };
            let typed = || frame.form().typed("kind", "nik").typed("value", "3174015203980001");
            let wrong = typed()
                .wrong(FieldError::new("reason", "look-reason"))
                .wrong(FieldError::new("act", "choose"));
            vec![
                ("empty", page(frame.form(), None)),
                ("nobody", page(typed(), Some(frame.now))),
                ("wrong", page(wrong, None)),
            ]
        }
    }

    impl Sampled for ConfirmRemoveFor<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            use amanah_domain::states::HoldGround;
            let facts = samples::destroyed(frame.now);
            let view = RemovalView {
                act: facts.act,
                one: None,
                gone: facts.gone.into_iter().map(|(what, _)| what).collect(),
                kept: facts.kept,
                told: facts.notices.iter().map(|line| line.recipient).collect(),
                unreadable_at: frame.now.plus_hours(24 * 14),
                follows: Vec::new(),
            };
            let hold = HoldNote { ground: HoldGround::Audit, until: frame.now.plus_hours(24 * 60) };
            let page = |hold, fresh| Self {
                frame: frame.clone(),
                desk: dpo(),
                view: view.clone(),
                hold,
                fresh,
                kept: vec![("value".to_owned(), shown("3174015203980001"))],
            };
            vec![("free", page(None, true)), ("held", page(Some(hold), true)), ("stale", page(None, false))]
        }
    }

    impl Sampled for RemovedFor<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let address = "https://prakerja.example/certificate/7k3m-q2xh-tp4w-9drc-5nvb-8yfg".to_owned();
            vec![("done", Self { frame, desk: dpo(), address, id: "5f".repeat(16) })]
        }
    }
}

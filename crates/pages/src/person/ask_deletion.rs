//! `/me/rights/delete`: which data, then what would go and what would stay on which ground, and the request.

use amanah_domain::Category;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::public::HoldNote;
use crate::public::certificate_facts::KeptText;

use super::confirm_removal::RemovalView;
use super::rights::Clock;

/// The choice, by GET to the page itself. Inputs: `what` (`all`, `parts`) and boxes `category-<name>`.
#[derive(askama::Template)]
#[template(path = "person/ask_deletion.html")]
pub struct AskDeletion<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What is ticked.
    pub form: FormView<'p>,
    /// Categories that can go by themselves.
    pub categories: Vec<Category>,
}

impl AskDeletion<'_> {
    fn ways(&self) -> Vec<Choice> {
        let way = |value: &str, key: &str, hint: &str| {
            Choice::new(value, self.frame.t(key)).hint(self.frame.t(hint))
        };
        vec![
            way("all", "ask-delete-all", "ask-delete-all-hint"),
            way("parts", "ask-delete-parts", "ask-delete-parts-hint"),
        ]
    }

    /// Name of the box, words, and whether it is ticked.
    fn boxes(&self) -> Vec<(String, String, bool)> {
        let one = |category: &Category| {
            let name = format!("category-{}", category.name());
            let ticked = self.form.value_of(&name) == "yes";
            (name, self.frame.words.category(*category), ticked)
        };
        self.categories.iter().map(one).collect()
    }
}

page!(AskDeletion: |page| page.form.title("ask-delete"));

/// What would happen. Posts `statement` and what was chosen to `/me/rights/delete`.
#[derive(askama::Template)]
#[template(path = "person/ask_deletion_preview.html")]
pub struct AskDeletionPreview<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The form.
    pub form: FormView<'p>,
    /// What would happen if it were granted now.
    pub view: RemovalView,
    /// Names and values of what was chosen.
    pub chosen: Vec<(String, String)>,
    /// The clock.
    pub clock: Option<Clock>,
    /// What forbids it for now.
    pub hold: Option<HoldNote>,
}

impl AskDeletionPreview<'_> {
    fn gone(&self) -> Vec<String> {
        self.view.gone.iter().map(|what| what.say(self.frame.words)).collect()
    }

    fn kept(&self) -> Vec<KeptText> {
        self.view.kept.iter().map(|line| line.say(&self.frame)).collect()
    }

    fn others(&self) -> Vec<String> {
        self.view.others(&self.frame)
    }

    fn then(&self) -> Vec<String> {
        let clock = self.clock.as_ref().map(|clock| clock.say(&self.frame));
        let said = ["ask-delete-now", "ask-delete-granted", "ask-delete-refused"];
        let mut out: Vec<String> = said.iter().map(|key| self.frame.t(key)).collect();
        if let Some(clock) = clock {
            out.insert(1, clock);
        }
        out
    }

    fn hold_said(&self) -> Option<String> {
        self.hold.map(|hold| hold.say(&self.frame))
    }
}

page!(AskDeletionPreview: |page| page.form.title("ask-delete-preview"));

#[cfg(test)]
impl crate::sample::Sampled for AskDeletion<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |form| Self {
            frame: frame.clone(),
            form,
            categories: vec![Category::Address, Category::Livelihood, Category::Correspondence],
        };
        vec![
            ("empty", page(frame.form())),
            ("wrong", page(frame.form().typed("what", "parts").wrong(FieldError::new("what", "choose")))),
        ]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for AskDeletionPreview<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use amanah_domain::Unreadable;

        use crate::public::certificate_facts::samples;
        let facts = samples::destroyed(frame.now);
        let view = RemovalView {
            act: facts.act,
            one: None,
            gone: facts.gone.into_iter().map(|(what, _)| what).collect(),
            kept: facts.kept,
            told: facts.notices.iter().map(|line| line.recipient).collect(),
            unreadable_at: facts.unreadable.map_or(frame.now, Unreadable::at),
            follows: Vec::new(),
        };
        let clock = super::rights::sample_clocks().into_iter().nth(3);
        let page = |view, hold| Self {
            form: frame.form(),
            view,
            chosen: vec![("what".to_owned(), "all".to_owned())],
            clock: clock.clone(),
            hold,
            frame: frame.clone(),
        };
        let hold = HoldNote {
            ground: amanah_domain::states::HoldGround::Dispute,
            until: frame.now.plus_hours(24 * 90),
        };
        let kept_all = RemovalView { gone: Vec::new(), told: Vec::new(), ..view.clone() };
        vec![("all", page(view, None)), ("held", page(kept_all, Some(hold)))]
    }
}

//! Fields that are chosen: radios, a select, a box to tick.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::form::{FormView, Help};
use crate::input::described;
use crate::words::Lexicon;

/// One of several answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What it says.
    pub label: String,
    /// A line below; may be empty.
    pub hint: String,
}

impl Choice {
    /// An answer without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// The same with a line below.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = text.into();
        self
    }
}

/// Radios, a select, or one box to tick.
#[derive(Template)]
#[template(path = "parts/choices.html")]
pub struct Choices<'w> {
    words: Lexicon<'w>,
    name: String,
    label: String,
    hint: String,
    chosen: String,
    error: Option<String>,
    help: Option<Help>,
    choices: Vec<Choice>,
    kind: Kind,
    label_is_heading: bool,
    empty: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Radios,
    Select,
    Tick,
}

impl HtmlSafe for Choices<'_> {}

impl<'w> Choices<'w> {
    fn new(form: &FormView<'w>, name: &str) -> Self {
        Self {
            words: form.words,
            name: name.to_owned(),
            label: String::new(),
            hint: String::new(),
            chosen: form.value_of(name).to_owned(),
            error: form.error_of(name),
            help: form.help_of(name),
            choices: Vec::new(),
            kind: Kind::Radios,
            label_is_heading: false,
            empty: form.words.t("form-choose"),
        }
    }

    /// A box posts `yes`.
    fn tick(form: &FormView<'w>, name: &str, label: String) -> Self {
        Self { kind: Kind::Tick, label, ..Self::new(form, name) }
    }

    /// The question, by key.
    #[must_use]
    pub fn label(mut self, key: &str) -> Self {
        self.label = self.words.t(key);
        self
    }

    /// The question is the page's only heading.
    #[must_use]
    pub fn heading(mut self, key: &str) -> Self {
        self.label_is_heading = true;
        self.label(key)
    }

    /// A hint below the question, by key.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = self.words.t(key);
        self
    }

    /// A hint in words of the caller.
    #[must_use]
    pub fn hint_text(mut self, text: impl AsRef<str>) -> Self {
        text.as_ref().clone_into(&mut self.hint);
        self
    }

    /// The answers.
    #[must_use]
    pub fn of(mut self, choices: impl AsRef<[Choice]>) -> Self {
        self.choices = choices.as_ref().to_vec();
        self
    }

    /// As a select: for more than about eight answers.
    #[must_use]
    pub fn select(mut self) -> Self {
        self.kind = Kind::Select;
        self
    }

    /// What the empty answer of a select is called, by key: *All*.
    #[must_use]
    pub fn empty(mut self, key: &str) -> Self {
        self.empty = self.words.t(key);
        self
    }

    fn is_radios(&self) -> bool {
        self.kind == Kind::Radios
    }

    fn is_select(&self) -> bool {
        self.kind == Kind::Select
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        self.chosen == choice.value
    }

    fn described(&self) -> String {
        described(&self.name, &self.hint, self.error.as_deref())
    }
}

impl<'p> FormView<'p> {
    /// Radios or a select; the options are given to it.
    pub fn choose(&self, name: &str) -> Choices<'p> {
        Choices::new(self, name)
    }

    /// One box to tick. Ticked where its value stands in the form.
    pub fn tick(&self, name: &str, key: &str) -> Choices<'p> {
        Choices::tick(self, name, self.words.t(key))
    }

    /// One box to tick, with words that the caller made (a consent from the policy).
    pub fn tick_text(&self, name: impl AsRef<str>, label: impl AsRef<str>) -> Choices<'p> {
        Choices::tick(self, name.as_ref(), label.as_ref().to_owned())
    }
}

//! Fields that are typed into, each a small builder that a template chains.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::form::{FormView, Help};
use crate::words::Lexicon;

/// One field with one line (or several) of text.
#[derive(Template)]
#[template(path = "parts/input.html")]
pub struct Input<'w> {
    words: Lexicon<'w>,
    name: String,
    label: String,
    hint: String,
    value: String,
    error: Option<String>,
    help: Option<Help>,
    kind: &'static str,
    inputmode: &'static str,
    autocomplete: String,
    size: &'static str,
    chars_max: u32,
    rows: u8,
    optional: bool,
    label_is_heading: bool,
}

impl HtmlSafe for Input<'_> {}

impl<'w> Input<'w> {
    fn new(form: &FormView<'w>, name: &str) -> Self {
        Self {
            words: form.words,
            name: name.to_owned(),
            label: String::new(),
            hint: String::new(),
            value: form.value_of(name).to_owned(),
            error: form.error_of(name),
            help: form.help_of(name),
            kind: "text",
            inputmode: "",
            autocomplete: String::new(),
            size: "",
            chars_max: 200,
            rows: 1,
            optional: false,
            label_is_heading: false,
        }
    }

    /// The label, by key. Every field has one.
    #[must_use]
    pub fn label(mut self, key: &str) -> Self {
        self.label = self.words.t(key);
        self
    }

    /// The label is the page's question and its only heading.
    #[must_use]
    pub fn heading(mut self, key: &str) -> Self {
        self.label_is_heading = true;
        self.label(key)
    }

    /// A hint between label and field, by key.
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

    /// What the browser may fill in: a token of the HTML standard.
    #[must_use]
    pub fn autocomplete(mut self, token: &str) -> Self {
        token.clone_into(&mut self.autocomplete);
        self
    }

    /// At most so many characters; the server checks again and says the bound.
    #[must_use]
    pub fn chars_max(mut self, chars_max: u32) -> Self {
        self.chars_max = chars_max;
        self
    }

    /// Digits: the number keyboard, a narrow field, and still text (an identity number is no amount).
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.inputmode = "numeric";
        self.size = "narrow";
        self
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(mut self) -> Self {
        self.kind = "email";
        self.inputmode = "email";
        self
    }

    /// An e-mail address or a phone number in one field.
    #[must_use]
    pub fn address(mut self) -> Self {
        self.inputmode = "email";
        self.autocomplete("username")
    }

    /// A phone number.
    #[must_use]
    pub fn phone(mut self) -> Self {
        self.kind = "tel";
        self.inputmode = "tel";
        self.size = "narrow";
        self
    }

    /// A password; it may be pasted, and what was typed is not put back.
    #[must_use]
    pub fn password(mut self) -> Self {
        self.kind = "password";
        self.value.clear();
        self
    }

    /// A calendar day typed as text or picked, as the browser offers.
    #[must_use]
    pub fn date(mut self) -> Self {
        self.kind = "date";
        self.size = "narrow";
        self
    }

    /// A moment, as `2026-11-22T10:30` at the programme's clock.
    #[must_use]
    pub fn moment(mut self) -> Self {
        self.kind = "datetime-local";
        self.size = "narrow";
        self
    }

    /// A short code: large, spaced digits.
    #[must_use]
    pub fn code(mut self) -> Self {
        self.inputmode = "numeric";
        self.autocomplete = "one-time-code".to_owned();
        self.size = "code";
        self
    }

    /// A short field (a postcode, an RT number).
    #[must_use]
    pub fn short(mut self) -> Self {
        self.size = "short";
        self
    }

    /// Several lines.
    #[must_use]
    pub fn lines(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// It may stay empty, and says so beside its label.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    fn described(&self) -> String {
        described(&self.name, &self.hint, self.error.as_deref())
    }
}

/// A day in three fields.
#[derive(Template)]
#[template(path = "parts/day.html")]
pub struct DayInput<'w> {
    words: Lexicon<'w>,
    name: String,
    label: String,
    hint: String,
    error: Option<String>,
    help: Option<Help>,
    values: [String; 3],
    autocomplete: bool,
}

impl HtmlSafe for DayInput<'_> {}

impl<'w> DayInput<'w> {
    fn new(form: &FormView<'w>, name: &str) -> Self {
        let value = |part: &str| form.value_of(&format!("{name}-{part}")).to_owned();
        Self {
            words: form.words,
            name: name.to_owned(),
            label: String::new(),
            hint: String::new(),
            error: form.error_of(name),
            help: form.help_of(name),
            values: [value("day"), value("month"), value("year")],
            autocomplete: false,
        }
    }

    /// The question, by key.
    #[must_use]
    pub fn label(mut self, key: &str) -> Self {
        self.label = self.words.t(key);
        self
    }

    /// A hint below the question, by key.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = self.words.t(key);
        self
    }

    /// It is the reader's own birth date.
    #[must_use]
    pub fn birthday(mut self) -> Self {
        self.autocomplete = true;
        self
    }

    fn described(&self) -> String {
        described(&self.name, &self.hint, self.error.as_deref())
    }
}

impl<'p> FormView<'p> {
    /// A line of text.
    pub fn text(&self, name: &str) -> Input<'p> {
        Input::new(self, name)
    }

    /// A day in three fields (`<name>-day`, `-month`, `-year`): quicker to type than to pick when it lies
    /// decades back. The error stands at `<name>`.
    pub fn day(&self, name: &str) -> DayInput<'p> {
        DayInput::new(self, name)
    }
}

/// Ids of hint and error, for `aria-describedby`.
pub(crate) fn described(name: &str, hint: &str, error: Option<&str>) -> String {
    let hint = (!hint.is_empty()).then(|| format!("f-{name}-hint"));
    let error = error.map(|_| format!("f-{name}-error"));
    [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

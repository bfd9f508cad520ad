//! Forms: what was typed stays, what is wrong is said on top and beside the field, and what each
//! field is for can be opened below it.
//!
//! A template writes `{{ form.csrf() }}`, `{{ form.summary() }}` and
//! `{{ form.text("nik").label("nik-label").numeric() }}`; value, error and help of a field are found by its
//! name.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;
use crate::shown::Shown;
use crate::words::Lexicon;

/// Something wrong with one field. The words are `refused-<key>`; keys come from
/// `amanah_domain::values::REFUSAL_KEYS` and from the pages' own [`FORM_KEYS`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Name of the input.
    pub field: String,
    /// Word key without `refused-`.
    pub key: String,
    /// The bound that was broken, for `{ $bound }`.
    pub bound: Option<u32>,
}

/// What can be wrong with a form beyond a value's own rules. Word keys without `refused-`.
pub const FORM_KEYS: &[&str] = &[
    "choose",
    "needed",
    "contact-form",
    "accept-terms",
    "attest",
    "code-wrong",
    "code-lapsed",
    "code-tries",
    "sign-in-wrong",
    "password-short",
    "password-known",
    "too-many",
    "stale-form",
    "same-contact",
    "last-way-in",
    "batch-closed",
    "certificate",
    "remove-nothing",
    "file-kind",
    "file-archive",
    "file-lies",
    "file-mixed",
    "file-broken",
    "file-pixels",
    "file-active",
    "file-locked",
    "file-many",
    "file-case-full",
    "file-person-full",
    "needs-evidence",
    "same-value",
    "form-proof",
    "form-lapsed",
    "form-spent",
    "form-wait",
    "form-limit",
    "receipt-wrong",
    "receipt-number",
    "receipt-limit",
];

impl FieldError {
    /// An error without a bound.
    pub fn new(field: impl Into<String>, key: impl Into<String>) -> Self {
        Self { field: field.into(), key: key.into(), bound: None }
    }

    /// A value's refusal, at a field.
    pub fn refused(field: impl Into<String>, refused: amanah_domain::Refused) -> Self {
        Self { field: field.into(), key: refused.key.to_owned(), bound: refused.bound }
    }

    /// In words: what to do.
    pub fn say(&self, words: Lexicon<'_>) -> String {
        // As text: a bound may be a year, which is not grouped.
        words.t1(&format!("refused-{}", self.key), "bound", self.bound.unwrap_or(0).to_string())
    }
}

/// What stands behind a field on demand. Whole sentences, made from the policy by the caller.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FieldHelp {
    /// *Why we ask*: the purposes in words.
    pub why: String,
    /// *If you leave it empty*: what cannot be done without it.
    pub empty: String,
    /// *Who may see it*.
    pub who: String,
    /// *How long*.
    pub how_long: String,
}

/// One form of a page: its token, what was typed, what is wrong, what each field is for.
pub struct FormView<'p> {
    /// The token that it hands back.
    pub csrf: String,
    /// What is wrong, in the order of the fields.
    pub errors: Vec<FieldError>,
    /// What stands in the fields: input name and text. A ticked box or chosen radio stands here with its
    /// value.
    pub values: Vec<(String, Shown<'p>)>,
    /// Input name and what stands behind it.
    pub helps: Vec<(String, FieldHelp)>,
    pub(crate) words: Lexicon<'p>,
}

impl<'p> FormView<'p> {
    /// An empty form.
    pub fn new(frame: &Frame<'p>) -> Self {
        Self {
            csrf: frame.csrf.clone().into_owned(),
            errors: Vec::new(),
            values: Vec::new(),
            helps: Vec::new(),
            words: frame.words,
        }
    }

    /// With a value in a field.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: Shown<'p>) -> Self {
        self.values.push((field.into(), value));
        self
    }

    /// With what was typed in a field.
    #[must_use]
    pub fn typed(self, field: impl Into<String>, text: impl Into<String>) -> Self {
        self.with(field, Shown::typed(text))
    }

    /// With an error.
    #[must_use]
    pub fn wrong(mut self, error: FieldError) -> Self {
        self.errors.push(error);
        self
    }

    /// With what stands behind a field.
    #[must_use]
    pub fn help(mut self, field: impl Into<String>, help: FieldHelp) -> Self {
        self.helps.push((field.into(), help));
        self
    }

    /// The title of a page with this form: says so first when something is wrong, because a screen
    /// reader reads the title first.
    pub fn title(&self, key: &str) -> String {
        if self.errors.is_empty() {
            self.words.t(key)
        } else {
            self.words.t1("form-title-wrong", "title", self.words.t(key))
        }
    }

    /// The hidden field with the token.
    pub fn csrf(&self) -> Csrf {
        Csrf(self.csrf.clone())
    }

    /// What is wrong, on top, each linked to its field. Nothing where nothing is wrong.
    pub fn summary(&self) -> Summary {
        Summary {
            title: self.words.t("form-wrong"),
            errors: self.errors.iter().map(|e| (e.field.clone(), e.say(self.words))).collect(),
        }
    }

    pub(crate) fn value_of(&self, name: &str) -> &str {
        self.values.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    pub(crate) fn error_of(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.say(self.words))
    }

    pub(crate) fn help_of(&self, name: &str) -> Option<Help> {
        let (_, help) = self.helps.iter().find(|(field, _)| field == name)?;
        Some(Help::new(self.words, help))
    }
}

impl<'p> Frame<'p> {
    /// An empty form of this page.
    pub fn form(&self) -> FormView<'p> {
        FormView::new(self)
    }

    /// The hidden field with the token, for a form written out in a template.
    pub fn csrf_field(&self) -> Csrf {
        Csrf(self.csrf.clone().into_owned())
    }
}

/// The hidden field with the token.
#[derive(Debug, Template)]
#[template(source = r#"<input type="hidden" name="csrf" value="{{ self.0 }}">"#, ext = "html")]
pub struct Csrf(pub(crate) String);

impl HtmlSafe for Csrf {}

/// The list of what is wrong.
#[derive(Debug, Template)]
#[template(path = "parts/summary.html")]
pub struct Summary {
    title: String,
    /// Field and sentence.
    errors: Vec<(String, String)>,
}

impl HtmlSafe for Summary {}

/// What stands behind a field: four questions and their answers.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/help.html")]
pub struct Help {
    label: String,
    /// Question and answer; those without an answer are left out.
    answers: Vec<(String, String)>,
}

impl HtmlSafe for Help {}

impl Help {
    fn new(words: Lexicon<'_>, help: &FieldHelp) -> Self {
        let answers = [
            ("help-why", &help.why),
            ("help-empty", &help.empty),
            ("help-who", &help.who),
            ("help-how-long", &help.how_long),
        ];
        Self {
            label: words.t("help-label"),
            answers: answers
                .into_iter()
                .filter(|(_, answer)| !answer.is_empty())
                .map(|(question, answer)| (words.t(question), answer.clone()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Reader, sample};

    fn frame() -> Frame<'static> {
        sample::frame(Lang::En, "/register", Reader::Nobody)
    }

    #[test]
    fn what_was_typed_stays_and_is_escaped() {
        let form = frame().form().typed("name", "\"><script>alert(1)</script>");
        let html = form.text("name").label("register-name").to_string();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("alert(1)"), "{html}");
    }

    #[test]
    fn a_password_is_never_put_back() {
        let form = frame().form().typed("password", "correct horse");
        let html = form.text("password").label("password-new").password().to_string();
        assert!(!html.contains("correct horse"), "{html}");
    }

    #[test]
    fn an_error_stands_on_top_and_beside_its_field() {
        let long = FieldError { bound: Some(1_900), ..FieldError::new("birth-date", "birth-date-early") };
        let form = frame().form().wrong(long);
        let summary = form.summary().to_string();
        assert!(summary.contains("href=\"#f-birth-date\"") && summary.contains("1900"), "{summary}");
        let field = form.day("birth-date").label("numbers-birth").to_string();
        assert!(field.contains("id=\"f-birth-date-error\"") && field.contains("1900"), "{field}");
        assert!(form.title("register-title").starts_with("Correct: "));
        assert_eq!(frame().form().summary().to_string().trim(), "");
    }

    #[test]
    fn an_answer_that_the_policy_does_not_give_is_left_out() {
        let help = FieldHelp { why: "To check your age.".to_owned(), ..FieldHelp::default() };
        let form = frame().form().help("nik", help);
        let html = form.text("nik").label("numbers-nik").to_string();
        assert!(html.contains("To check your age.") && !html.contains("How long we keep it"), "{html}");
    }
}

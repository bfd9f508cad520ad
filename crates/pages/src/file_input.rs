//! The field that takes files: pictures and PDF, several at once. Whatever a browser lets through, the server
//! looks at the content.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::form::FormView;
use crate::words::Lexicon;

/// A field for files; its form says `enctype="multipart/form-data"`.
#[derive(Template)]
#[template(path = "parts/files.html")]
pub struct FilesInput<'w> {
    words: Lexicon<'w>,
    name: String,
    label: String,
    hint: String,
    error: Option<String>,
    optional: bool,
}

impl HtmlSafe for FilesInput<'_> {}

impl<'p> FormView<'p> {
    /// A field for files. Every such field of this house is called `files`.
    pub fn files(&self, name: &str) -> FilesInput<'p> {
        FilesInput {
            words: self.words,
            name: name.to_owned(),
            label: self.words.t("files-label"),
            hint: self.words.t("files-hint"),
            error: self.error_of(name),
            optional: false,
        }
    }
}

impl FilesInput<'_> {
    /// The label, by key, where it is not simply *Files*.
    #[must_use]
    pub fn label(mut self, key: &str) -> Self {
        self.label = self.words.t(key);
        self
    }

    /// It may stay empty, and says so beside its label.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    fn described(&self) -> String {
        crate::input::described(&self.name, &self.hint, self.error.as_deref())
    }
}

//! What a reader is shown of a person: text that was opened for this one page under a permit.

use core::fmt;
use std::borrow::Cow;

use amanah_domain::Field;
use amanah_vault::Opened;

use crate::words::Lexicon;

/// A personal value as text for a template. It borrows from the permit it was opened under (`'p`), so a
/// page cannot be kept and shown later. It prints nothing of itself in logs and has no `Display`: a
/// template says `.as_str()` where it shows one.
pub struct Shown<'p>(Cow<'p, str>);

impl<'p> Shown<'p> {
    /// What the reader has just typed, put back into their own form.
    pub fn typed(text: impl Into<String>) -> Self {
        Self(Cow::Owned(text.into()))
    }

    /// What was opened, for as long as its permit lives. The one place where pages read a bare value.
    pub fn of<F: Field>(opened: &Opened<'p, F>) -> Self {
        Self(Cow::Owned(opened.expose().show().to_string()))
    }

    /// The same, put into words: an enumerated value as its reader understands it.
    pub fn in_words<F: Field>(words: Lexicon<'_>, opened: &Opened<'p, F>) -> Self {
        Self(Cow::Owned(words.value(F::ID, Self::of(opened).as_str())))
    }

    /// Text for samples.
    #[cfg(test)]
    pub(crate) fn from_text(text: impl Into<Cow<'p, str>>) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(…)")
    }
}

impl From<&Shown<'_>> for crate::words::Arg {
    fn from(shown: &Shown<'_>) -> Self {
        Self::Text(shown.0.clone().into_owned())
    }
}

impl From<&&Shown<'_>> for crate::words::Arg {
    fn from(shown: &&Shown<'_>) -> Self {
        Self::from(*shown)
    }
}

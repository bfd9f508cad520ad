//! The one error of the harness.

use std::fmt;

/// What went wrong, as a sentence for the person who reads the test's output.
#[derive(Debug)]
pub struct BrowserError(String);

impl BrowserError {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for BrowserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BrowserError {}

impl From<fantoccini::error::CmdError> for BrowserError {
    fn from(error: fantoccini::error::CmdError) -> Self {
        Self::new(format!("The browser refused a command: {error}"))
    }
}

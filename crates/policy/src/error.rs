//! What is wrong with a policy file, and where.

use thiserror::Error;

/// A policy that cannot be loaded. Nothing of it is used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PolicyError {
    /// The text is longer than the bound.
    #[error("the policy has {bytes} bytes; at most {max} are read (policy_bytes_max)")]
    TooLong {
        /// Its length in bytes.
        bytes: usize,
        /// The bound.
        max: usize,
    },
    /// Not TOML, a key or name that does not exist, a value of the wrong kind, something said twice.
    #[error("the policy cannot be read: line {line}, column {column}: {problem}")]
    Unreadable {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong, and what would be right.
        problem: String,
    },
}

impl PolicyError {
    /// From the parser's own error, with the place counted in the text.
    pub(crate) fn unreadable(text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or(text);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        Self::Unreadable { line, column, problem: error.message().replace('\n', " ") }
    }
}

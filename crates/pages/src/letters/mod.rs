//! Letters: subject, plain text and HTML of everything that is written to a person. No personal data in
//! a subject, and no name anywhere: a letter to a mistyped address must not say whose it is.

mod case;
mod kinds;
mod part;
mod write;

pub use case::{CaseLetter, CaseNews};
pub use kinds::LetterKind;
pub use write::Letter;

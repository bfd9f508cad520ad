//! Pages: typed views, their templates, the words in every language, letters.
//!
//! Not here: I/O, clocks, HTTP, decisions. A page is a plain struct whose fields are everything it
//! shows; whoever fills it has already asked the policy. Personal values that come from the store are
//! [`Shown`]: what was opened under a permit and cannot outlive it.
//!
//! Every page has samples, and one test (`check`) renders all of them in every language.

pub mod assets;
pub mod calendar;
pub mod chart;
pub mod chat;
pub mod choices;
mod clause;
pub mod conversation;
pub mod file_input;
mod filled;
pub mod form;
mod grouped;
pub mod input;
pub mod lang;
pub mod layout;
pub mod letters;
pub mod page;
mod paging;
pub mod parts;
mod pdf;
mod pdf_font;
pub mod person;
pub mod public;
pub mod refusal;
pub mod register;
pub mod shown;
pub mod staff;
pub mod words;

#[cfg(test)]
mod check;
#[cfg(test)]
mod check_words;
#[cfg(test)]
mod sample;

pub use assets::{Asset, assets};
pub use calendar::Zone;
pub use choices::Choice;
pub use form::{FieldError, FieldHelp, FormView};
pub use lang::Lang;
pub use layout::{Frame, Reader};
pub use letters::{Letter, LetterKind};
pub use page::{Page, RenderError};
pub use parts::{Notice, Paging, Tag, TagKind};
pub use shown::Shown;
pub use words::{Arg, Lexicon, Words, WordsError};

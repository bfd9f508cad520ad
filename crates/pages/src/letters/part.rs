//! What the body of a letter is made of.

/// A part of the letter's body.
pub(super) enum Part {
    /// A sentence of ours.
    Said(String),
    /// A code, to be read and copied.
    Code(String),
    /// The words of whoever decided or answered.
    Quoted(String),
    /// Address and words.
    Link(String, String),
}

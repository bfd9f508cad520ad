//! A person's name, of any script and with any number of words: a single name is a full name.

use zeroize::Zeroizing;

use super::{PersonalValue, Refused, plain_text, sealed_text, shy};

/// Full name as on the identity card.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(Zeroizing<String>);

impl PersonName {
    /// Characters, at least.
    pub const CHARS_MIN: u32 = 2;
    /// Characters, at most.
    pub const CHARS_MAX: u32 = 100;
    /// Marks that may stand on one letter. More than any script needs, few enough to stay on the line.
    const MARKS_ON_LETTER_MAX: u32 = 4;

    /// A name as typed: letters of any script with their marks, space, full stop, apostrophe, hyphen,
    /// and the comma before a degree.
    ///
    /// # Errors
    /// `name-empty`, `name-control`, `name-short`, `name-long`, `name-character`, `name-letters`.
    pub fn parse(input: &str) -> Result<Self, Refused> {
        let text = plain_text(input, Self::CHARS_MAX).map_err(|refused| match refused.key {
            "text-empty" => Refused::because("name-empty"),
            "text-too-long" => Refused::bound("name-long", Self::CHARS_MAX),
            _ => Refused::because("name-control"),
        })?;
        let text = Zeroizing::new(text);
        if text.chars().count() < Self::CHARS_MIN as usize {
            return Err(Refused::bound("name-short", Self::CHARS_MIN));
        }
        let mut marks = 0;
        for c in text.chars() {
            marks = if is_mark(c) { marks + 1 } else { 0 };
            let known = c.is_alphabetic() || marks > 0 || matches!(c, ' ' | '.' | '\'' | '’' | '-' | ',');
            if !known || marks > Self::MARKS_ON_LETTER_MAX {
                return Err(Refused::because("name-character"));
            }
        }
        if !text.chars().any(char::is_alphabetic) {
            return Err(Refused::because("name-letters"));
        }
        Ok(Self(text))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PersonalValue for PersonName {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.as_bytes().to_vec())
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        sealed_text(bytes, 4 * Self::CHARS_MAX as usize).map(Self)
    }
    fn show(&self) -> Zeroizing<String> {
        self.0.clone()
    }
}

shy!(PersonName);

/// Combining marks that the standard library does not count as alphabetic: accents, and the vowel
/// killers and dots of the scripts of South and Southeast Asia, Javanese and Balinese among them.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05bd}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{093c}' | '\u{094d}' | '\u{09bc}' | '\u{09cd}' | '\u{0a3c}' | '\u{0a4d}' | '\u{0abc}' | '\u{0acd}'
        | '\u{0b3c}' | '\u{0b4d}' | '\u{0bcd}' | '\u{0c4d}' | '\u{0cbc}' | '\u{0ccd}' | '\u{0d4d}' | '\u{0dca}'
        | '\u{0e47}'..='\u{0e4e}' | '\u{0ec8}'..='\u{0ecd}' | '\u{1037}' | '\u{1039}'..='\u{103a}'
        | '\u{17c9}'..='\u{17d3}' | '\u{1a60}' | '\u{1ab0}'..='\u{1aff}' | '\u{1b34}' | '\u{1b44}'
        | '\u{1baa}'..='\u{1bab}' | '\u{1bf2}'..='\u{1bf3}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{3099}'..='\u{309a}' | '\u{a9b3}' | '\u{a9c0}' | '\u{fe20}'..='\u{fe2f}')
}

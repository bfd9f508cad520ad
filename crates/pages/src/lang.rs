//! The languages that the portal speaks.

use unic_langid::LanguageIdentifier;

/// A language of the portal. Indonesian comes first everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    /// Bahasa Indonesia.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// The BCP 47 code, as in `<html lang>` and `?lang=`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// Reads [`Self::code`] back; `None` for a language we do not speak.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// The language's own name for itself: the switch must be readable to whoever needs it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Id => "Bahasa Indonesia",
            Self::En => "English",
        }
    }

    /// For Fluent's plural rules. Both codes are well-formed; the default (`und`) never comes of it.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        LanguageIdentifier::from_bytes(self.code().as_bytes()).unwrap_or_default()
    }
}

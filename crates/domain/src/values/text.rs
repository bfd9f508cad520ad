//! Values that are text or a small document: statements, letters, devices, credentials.

use zeroize::Zeroizing;

use super::{PersonalValue, Refused, is_invisible, shy};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $bytes_max:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// Bytes, at most.
            pub const BYTES_MAX: usize = $bytes_max;

            /// From text of our own making or already checked by [`Statement::parse`].
            ///
            /// # Errors
            /// `text-too-long` beyond [`Self::BYTES_MAX`].
            pub fn new(text: impl Into<String>) -> Result<Self, Refused> {
                let text = Zeroizing::new(text.into());
                if text.len() > Self::BYTES_MAX {
                    return Err(Refused::bound("text-too-long", Self::BYTES_MAX as u32));
                }
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl PersonalValue for $name {
            fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
                Zeroizing::new(self.0.as_bytes().to_vec())
            }
            fn from_bytes(bytes: &[u8]) -> Option<Self> {
                core::str::from_utf8(bytes).ok().and_then(|t| Self::new(t).ok())
            }
            fn show(&self) -> Zeroizing<String> {
                self.0.clone()
            }
        }

        shy!($name);
    )*};
}

texts! {
    /// What somebody wrote: the reason for a look, a statement in a case.
    Statement, 8_000;
    /// A letter or message as handed to its channel: a JSON document of subject, text and HTML.
    Letter, 65_536;
    /// Browser and system of a session, in words a person recognises.
    Device, 400;
    /// Passkeys, as the JSON document of the WebAuthn library.
    Passkeys, 65_536;
    /// An Argon2id hash in PHC form.
    PasswordHash, 400;
    /// A new e-mail or phone that waits for its delay: `channel:address`.
    PendingContact, 400;
    /// State between two requests: a JSON document.
    Draft, 65_536;
    /// A declared relation: the related person's id and what they are to each other, as JSON.
    Relation, 2_000;
}

impl Statement {
    /// Free text as a person types it: line breaks stay, control and invisible characters are
    /// refused, at most `chars_max` characters.
    ///
    /// # Errors
    /// `text-empty`, `text-control`, `text-too-long`.
    pub fn parse(input: &str, chars_max: u32) -> Result<Self, Refused> {
        let text = input.trim().replace("\r\n", "\n");
        if text.is_empty() {
            return Err(Refused::because("text-empty"));
        }
        if text.chars().any(|c| c != '\n' && c != '\t' && is_invisible(c)) {
            return Err(Refused::because("text-control"));
        }
        if text.chars().count() > chars_max as usize {
            return Err(Refused::bound("text-too-long", chars_max));
        }
        Self::new(text)
    }
}

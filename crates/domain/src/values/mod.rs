//! Parsed values: whoever holds one knows that it is well-formed. None of them prints itself:
//! `Debug` shows the kind alone, and there is no `Display` and no serde.

use zeroize::Zeroizing;

mod account;
mod address;
mod birth_date;
mod contact;
mod files;
mod gender;
mod name;
mod numbers;
#[cfg(test)]
mod tests;
mod text;
mod work;

pub use account::{BANKS, Bank, PayoutAccount, WALLETS, Wallet};
pub use address::{Address, AddressInput};
pub use birth_date::BirthDate;
pub use contact::{Email, Phone};
pub use files::{Attachment, Evidence};
pub use gender::Gender;
pub use name::PersonName;
pub use numbers::{Kk, Nik, NikBirth};
pub use text::{Device, Draft, Letter, Passkeys, PasswordHash, PendingContact, Relation, Statement};
pub use work::{Education, EducationLevel, Occupation};

/// A personal value that can be sealed and opened again.
pub trait PersonalValue: Sized {
    /// The bytes that are sealed. Stable: what is sealed today is opened in ten years.
    fn to_bytes(&self) -> Zeroizing<Vec<u8>>;
    /// Reads [`Self::to_bytes`] back; `None` where the bytes are of another kind.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
    /// As a reader sees it. Enumerated values give their name in files, which pages put into words.
    fn show(&self) -> Zeroizing<String>;
}

/// Why an input was refused: a key into the words (`refused-<key>`), with the bound it broke. Carries
/// nothing of the input itself, so it may be logged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Word key without its prefix, such as `nik-length`.
    pub key: &'static str,
    /// The bound, where one was broken (characters, digits, years).
    pub bound: Option<u32>,
}

impl Refused {
    /// A refusal without a bound.
    pub const fn because(key: &'static str) -> Self {
        Self { key, bound: None }
    }

    /// A refusal that names its bound.
    pub const fn bound(key: &'static str, bound: u32) -> Self {
        Self { key, bound: Some(bound) }
    }
}

/// Every key a [`Refused`] of this crate can carry: for each, the pages need words.
pub const REFUSAL_KEYS: &[&str] = &[
    "account-character",
    "account-digits",
    "account-empty",
    "account-phone",
    "account-provider",
    "address-district",
    "address-postcode",
    "address-rt",
    "address-rw",
    "address-street-control",
    "address-street-empty",
    "address-street-long",
    "address-village-control",
    "address-village-long",
    "birth-date-early",
    "birth-date-empty",
    "birth-date-future",
    "birth-date-invalid",
    "birth-date-year",
    "education-level",
    "email-at",
    "email-domain",
    "email-empty",
    "email-international",
    "email-local",
    "email-long",
    "file-empty",
    "file-large",
    "gender-unknown",
    "kk-character",
    "kk-date",
    "kk-empty",
    "kk-length",
    "kk-province",
    "kk-region",
    "kk-serial",
    "name-character",
    "name-control",
    "name-empty",
    "name-letters",
    "name-long",
    "name-short",
    "nik-character",
    "nik-date",
    "nik-empty",
    "nik-length",
    "nik-province",
    "nik-region",
    "nik-serial",
    "occupation-unknown",
    "phone-character",
    "phone-country",
    "phone-digits",
    "phone-empty",
    "phone-mobile",
    "text-control",
    "text-empty",
    "text-too-long",
];

/// Text as typed: trimmed, inner white space folded, no control and no bidirectional or invisible
/// characters (they can make one name look like another), within `chars_max` characters.
///
/// # Errors
/// `text-empty`, `text-control`, `text-too-long`.
pub fn plain_text(input: &str, chars_max: u32) -> Result<String, Refused> {
    let folded = input.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.is_empty() {
        return Err(Refused::because("text-empty"));
    }
    if folded.chars().any(is_invisible) {
        return Err(Refused::because("text-control"));
    }
    if folded.chars().count() > chars_max as usize {
        return Err(Refused::bound("text-too-long", chars_max));
    }
    Ok(folded)
}

/// Control, bidirectional and zero-width characters.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Sealed text read back. What was sealed passed its parser then and was authenticated by the cipher
/// now, so only what every version of the parser promised is looked at again.
fn sealed_text(bytes: &[u8], bytes_max: usize) -> Option<Zeroizing<String>> {
    let text = core::str::from_utf8(bytes).ok()?;
    let fits = !text.is_empty() && text.len() <= bytes_max && !text.chars().any(char::is_control);
    fits.then(|| Zeroizing::new(text.to_owned()))
}

/// `Debug` that shows the kind and never the value.
macro_rules! shy {
    ($($name:ident),*) => {$(
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
pub(crate) use shy;

/// Declares a value that is one of a few, with a stable kebab-case name in files, in sealed bytes and
/// in word keys. Unlike `sets::register!` its `Debug` is shy: which one it is, is personal.
macro_rules! choices {
    ($(#[$doc:meta])* $enum:ident, $refused:literal { $($(#[$mdoc:meta])* $member:ident $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $enum { $($(#[$mdoc])* $member,)* }

        impl $enum {
            /// Every choice, in the order in which a form offers them.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// The stable name in files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$member => $name,)* }
            }

            /// Reads [`Self::name`] back.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$member),)* _ => None }
            }

            /// The choice a form sends, by its name in files.
            ///
            /// # Errors
            #[doc = concat!("`", $refused, "`.")]
            pub fn parse(input: &str) -> Result<Self, $crate::Refused> {
                Self::from_name(input.trim()).ok_or($crate::Refused::because($refused))
            }
        }

        impl $crate::values::PersonalValue for $enum {
            fn to_bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
                zeroize::Zeroizing::new(self.name().as_bytes().to_vec())
            }
            fn from_bytes(bytes: &[u8]) -> Option<Self> {
                core::str::from_utf8(bytes).ok().and_then(Self::from_name)
            }
            fn show(&self) -> zeroize::Zeroizing<String> {
                zeroize::Zeroizing::new(self.name().to_owned())
            }
        }

        $crate::values::shy!($enum);
    };
}
pub(crate) use choices;

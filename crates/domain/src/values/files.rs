//! Files that people send: content as it came, with the name they gave it.

use zeroize::Zeroizing;

use super::{PersonalValue, Refused, plain_text, shy};
use crate::cases::MediaKind;
use crate::sets::Member;

/// Characters of a file's name that are kept.
const NAME_CHARS_MAX: usize = 120;

macro_rules! files {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            kind: MediaKind,
            name: Zeroizing<String>,
            content: Zeroizing<Vec<u8>>,
        }

        impl $name {
            /// Bytes of content, at most: a photograph of a cheap phone fits.
            pub const BYTES_MAX: usize = 5 * 1_024 * 1_024;

            /// A file whose kind was found out by its content. A name that cannot be shown is left out.
            ///
            /// # Errors
            /// `file-empty`; `file-large` beyond [`Self::BYTES_MAX`], with the bound in megabytes.
            pub fn new(kind: MediaKind, name: &str, content: Vec<u8>) -> Result<Self, Refused> {
                if content.is_empty() {
                    return Err(Refused::because("file-empty"));
                }
                if content.len() > Self::BYTES_MAX {
                    return Err(Refused::bound("file-large", (Self::BYTES_MAX >> 20) as u32));
                }
                let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
                let short: String = last.chars().take(NAME_CHARS_MAX).collect();
                let name = plain_text(&short, NAME_CHARS_MAX as u32).unwrap_or_default();
                Ok(Self { kind, name: Zeroizing::new(name), content: Zeroizing::new(content) })
            }

            /// What it is.
            pub const fn kind(&self) -> MediaKind {
                self.kind
            }

            /// The name that its sender gave it; may be empty.
            pub fn name(&self) -> &str {
                &self.name
            }

            /// The content.
            pub fn content(&self) -> &[u8] {
                &self.content
            }
        }

        impl PersonalValue for $name {
            // kind ‖ length of the name (2) ‖ name ‖ content
            fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
                let mut out = Vec::with_capacity(3 + self.name.len() + self.content.len());
                out.push(self.kind.code());
                out.extend((self.name.len() as u16).to_be_bytes());
                out.extend(self.name.as_bytes());
                out.extend(self.content.iter());
                Zeroizing::new(out)
            }

            fn from_bytes(bytes: &[u8]) -> Option<Self> {
                let ([kind, high, low], rest) = bytes.split_first_chunk::<3>()?;
                let kind = *MediaKind::ALL.iter().find(|one| Member::code(**one) == *kind)?;
                let (name, content) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
                Self::new(kind, core::str::from_utf8(name).ok()?, content.to_vec()).ok()
            }

            fn show(&self) -> Zeroizing<String> {
                self.name.clone()
            }
        }

        shy!($name);
    )*};
}

files! {
    /// A file that came with a message.
    Attachment;
    /// A file that shows that a value is right.
    Evidence;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_back_with_a_name_that_can_be_shown() {
        let file = Evidence::new(MediaKind::Png, "C:\\foto\\ktp sari.png", b"bytes".to_vec()).unwrap();
        assert_eq!(file.name(), "ktp sari.png");
        assert_eq!(Evidence::from_bytes(&file.to_bytes()), Some(file));
        let shady = Attachment::new(MediaKind::Pdf, "surat\u{202e}fdp.exe", b"x".to_vec()).unwrap();
        assert_eq!(shady.name(), "");
        assert_eq!(Attachment::from_bytes(&[9, 0, 0, 1]), None);
        assert_eq!(Attachment::from_bytes(&[0, 0, 9, 1]), None);
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        let new = |content| Attachment::new(MediaKind::Jpeg, "a", content).map_err(|refused| refused.key);
        assert_eq!(new(Vec::new()), Err("file-empty"));
        assert_eq!(new(vec![0; Attachment::BYTES_MAX + 1]), Err("file-large"));
    }
}

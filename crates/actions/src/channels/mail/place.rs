//! Where the mailbox is.

use std::path::PathBuf;

use super::imap_address::ImapPlace;

/// Where mail comes in.
pub struct MailIn {
    pub(super) place: Place,
    /// Our own addresses, in lower case: what comes from them went in a circle.
    pub(super) own: Vec<String>,
    /// The receiving server's own name in `Authentication-Results`, in lower case.
    checked_by: Option<String>,
}

/// A mailbox.
pub(super) enum Place {
    Imap(Box<ImapPlace>),
    Folder(PathBuf),
}

impl MailIn {
    /// A mailbox on a server. `own`: the addresses under which the house writes and is written to.
    pub fn by_imap(place: ImapPlace, own: &[&str]) -> Self {
        Self { place: Place::Imap(Box::new(place)), own: lower(own), checked_by: None }
    }

    /// A folder in the form of Maildir: what is in `new` is taken, and then lies in `cur`.
    pub fn in_folder(folder: PathBuf, own: &[&str]) -> Self {
        Self { place: Place::Folder(folder), own: lower(own), checked_by: None }
    }

    /// Believes an address where the server of this name vouches for it. Without a name nothing is believed:
    /// every mail is then a writer's, apart from the account whose address it names.
    #[must_use]
    pub fn checked_by(self, server: &str) -> Self {
        Self { checked_by: Some(server.trim().to_ascii_lowercase()), ..self }
    }

    /// Whether our own server vouches.
    pub(super) fn believes(&self, vouched_by: Option<&str>) -> bool {
        self.checked_by.is_some() && self.checked_by.as_deref() == vouched_by
    }
}

/// The bare address of `Programme <no-reply@programme.example>`, in lower case.
fn lower(own: &[&str]) -> Vec<String> {
    let bare = |text: &&str| {
        let inner = text.rsplit_once('<').map_or(*text, |(_, rest)| rest.trim_end_matches('>'));
        inner.trim().to_ascii_lowercase()
    };
    own.iter().map(bare).filter(|text| text.contains('@')).collect()
}

//! Which letters there are. Their words live in `pages`, which this room does not know: `cli` hands
//! in something that can write them.

use serde::{Deserialize, Serialize};

/// In which language a person is written to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

impl Language {
    /// The code in the store.
    pub const fn code(self) -> i64 {
        match self {
            Self::Id => 0,
            Self::En => 1,
        }
    }

    /// Reads [`Self::code`] back; Indonesian for anything else.
    pub const fn from_code(code: i64) -> Self {
        if code == 1 { Self::En } else { Self::Id }
    }
}

/// What a letter says. Subjects never carry personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterKind {
    /// A code to register with, or to sign in.
    Code {
        /// Six digits.
        code: String,
        /// Minutes it is good for.
        minutes: u32,
    },
    /// Somebody asked to sign in with an address that has no account.
    NoAccount,
    /// Somebody registered with an address that has an account; the code signs in to it.
    AlreadyAccount {
        /// Six digits.
        code: String,
        /// Minutes it is good for.
        minutes: u32,
    },
    /// A new sign-in.
    SignedIn {
        /// Browser and system.
        device: String,
        /// When: milliseconds since the epoch.
        at_ms: i64,
    },
    /// To the old address: it will be replaced.
    ContactChangeOld {
        /// When the change takes effect: milliseconds since the epoch.
        at_ms: i64,
    },
    /// To the new address: a code that confirms it.
    ContactChangeNew {
        /// Six digits.
        code: String,
        /// Minutes it is good for.
        minutes: u32,
    },
    /// The change took effect.
    ContactChanged,
    /// To the new address of somebody who lost the old one: staff believe them.
    AccessConfirmed {
        /// From when they can sign in with it: milliseconds since the epoch.
        at_ms: i64,
    },
    /// To the same: what they said could not be confirmed. The same words where there is no account.
    AccessNotConfirmed,
    /// A passkey or the password was added, changed or removed.
    SignInChanged,
    /// The civil registry answered.
    IdentityResult {
        /// Whether everything matched.
        matched: bool,
    },
    /// A human decided an eligibility or identity question.
    CaseDecided {
        /// For the person or not.
        granted: bool,
        /// The reason in the decider's words.
        reason: String,
    },
    /// The batch was drawn.
    DrawResult {
        /// Number of the batch.
        batch: i64,
        /// Selected or waiting.
        selected: bool,
        /// Rank from 1.
        rank: u64,
    },
    /// Data were removed, or processing ended. The last letter, where the account is closed.
    Removed {
        /// Code of the act (`RemovalAct`): end, erase, destroy.
        act: u8,
        /// The code by which the certificate is read.
        code: String,
    },
    /// An invitation to work here.
    StaffInvitation {
        /// The link that accepts it, good once.
        link: String,
        /// Hours it is good for.
        hours: u32,
    },
}

/// A letter's three parts.
pub struct LetterText {
    /// Subject, without personal data.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// As a text message: the code or the first sentence, no link.
    pub short: String,
}

/// Whoever can put a letter into words.
pub trait LetterWords: Send + Sync {
    /// Writes it.
    fn write(&self, language: Language, kind: &LetterKind) -> LetterText;
}

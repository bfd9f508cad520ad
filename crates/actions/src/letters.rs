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
    /// Somebody asks to act for the person.
    StandingAsked,
    /// To whoever asked: they may act for the other.
    StandingBegan,
    /// To the person: a reviewer decided that somebody may act for them.
    StandingGranted,
    /// To whoever asked: they do not act, or no longer.
    StandingOver,
    /// To the person: somebody no longer acts for them, by their own word.
    StandingLeft,
    /// A passkey or the password was added, changed or removed.
    SignInChanged,
    /// The civil registry answered.
    IdentityResult {
        /// Whether everything matched.
        matched: bool,
    },
    /// News of a case: made by `cases::tell` alone.
    Case(CaseLetter),
    /// Something that was sent to us cannot be taken: what can.
    NotTaken {
        /// The number of the case; empty where there is none.
        receipt: String,
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
    /// A copy of everything was taken.
    CopyTaken {
        /// When: milliseconds since the epoch.
        at_ms: i64,
    },
    /// A copy was sent to another controller, who has signed for it.
    CopySent {
        /// The configured name of the controller.
        controller: String,
        /// When: milliseconds since the epoch.
        at_ms: i64,
    },
    /// A copy could not be sent.
    CopyNotSent {
        /// The configured name of the controller.
        controller: String,
    },
    /// An invitation to work here.
    StaffInvitation {
        /// The link that accepts it, good once.
        link: String,
        /// Hours it is good for.
        hours: u32,
    },
}

/// A letter about a case. Its subject and its short form name the number and the kind, and nothing that was
/// said.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLetter {
    /// The number that the person quotes; empty where there is none.
    pub receipt: String,
    /// Code of the kind (`CaseKind`).
    pub kind: u8,
    /// The clause under which it is written.
    pub clause: String,
    /// Whether the person has pages of their own; whoever wrote without an account has the receipt's page.
    pub account: bool,
    /// Where a refusal can be taken beside our own data protection officer: name and address.
    pub authority: Option<(String, String)>,
    /// What happened.
    pub news: CaseNews,
}

/// What happened in a case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseNews {
    /// It was opened.
    Opened {
        /// The code that shows its state together with the number, for whoever has no account.
        code: Option<String>,
        /// Until when it is to be answered: milliseconds since the epoch.
        due_ms: Option<i64>,
    },
    /// Staff said something.
    Replied {
        /// In their words.
        text: String,
    },
    /// Something is missing: the clock stands until it is there.
    AskedFor {
        /// What, in their words.
        text: String,
        /// When it goes on without it: milliseconds since the epoch.
        until_ms: Option<i64>,
    },
    /// The clock runs again: nobody answered in time.
    GoesOn {
        /// Until when it is to be answered: milliseconds since the epoch.
        due_ms: Option<i64>,
    },
    /// A deletion that was granted meets a legal hold: it is open again.
    Held {
        /// Until when it is to be answered: milliseconds since the epoch.
        due_ms: Option<i64>,
    },
    /// It takes longer.
    Extended {
        /// Why, in their words.
        reason: String,
        /// Until when now: milliseconds since the epoch.
        due_ms: Option<i64>,
    },
    /// The clock ran out.
    Lapsed {
        /// What happened by itself: `escalate`, `restrict-value`, `stop-purpose`, `restrict`.
        safety: String,
    },
    /// It was decided.
    Decided {
        /// For the person or not.
        granted: bool,
        /// Code of the ground of a refusal (`RefusalGround`).
        ground: Option<u8>,
        /// The reason in the decider's words.
        reason: String,
        /// It was an appeal already: nobody here is left who could decide it again.
        appeal: bool,
    },
    /// A question or complaint was answered.
    Answered {
        /// In their words.
        text: String,
    },
    /// The person took it back.
    Withdrawn,
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
    /// Writes it; times are told so many hours east of UTC.
    fn write(&self, language: Language, zone_hours: i8, kind: &LetterKind) -> LetterText;
}

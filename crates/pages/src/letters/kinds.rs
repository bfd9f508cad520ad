//! Which letters there are.

use amanah_domain::Timestamp;
use amanah_domain::states::RemovalAct;

use super::case::CaseLetter;

/// What a letter says.
#[derive(Clone, PartialEq, Eq)]
pub enum LetterKind {
    /// A code to register or to sign in with.
    Code {
        /// The digits.
        code: String,
        /// Minutes it is good for.
        minutes: u32,
    },
    /// Somebody asked to sign in with an address that has no account.
    NoAccount,
    /// Somebody registered with an address that has an account; the code signs in to it.
    AlreadyAccount {
        /// The digits.
        code: String,
        /// Minutes it is good for.
        minutes: u32,
    },
    /// A new sign-in.
    SignedIn {
        /// Browser and system.
        device: String,
        /// When.
        at: Timestamp,
    },
    /// To the old address: it will be replaced.
    ContactChangeOld {
        /// When the change takes effect.
        at: Timestamp,
    },
    /// To the new address: a code that confirms it.
    ContactChangeNew {
        /// The digits.
        code: String,
        /// Minutes it is good for.
        minutes: u32,
    },
    /// The change took effect.
    ContactChanged,
    /// To the new address of somebody who lost the old one: staff believe them.
    AccessConfirmed {
        /// From when they can sign in with it.
        at: Timestamp,
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
    /// News of a case.
    Case(CaseLetter),
    /// Something that was sent to us cannot be taken: what can.
    NotTaken {
        /// The number of the case.
        receipt: String,
    },
    /// The batch was drawn.
    DrawResult {
        /// Number of the batch.
        batch: u32,
        /// Selected or waiting.
        selected: bool,
        /// Rank from 1.
        rank: u64,
    },
    /// Data were removed, or processing ended: the last letter, where the account is closed.
    Removed {
        /// Which act.
        act: RemovalAct,
        /// The certificate's code.
        code: String,
    },
    /// A copy of everything was taken.
    CopyTaken {
        /// When.
        at: Timestamp,
    },
    /// A copy was sent to another controller.
    CopySent {
        /// The controller's name.
        controller: String,
        /// When.
        at: Timestamp,
    },
    /// A copy could not be sent.
    CopyNotSent {
        /// The controller's name.
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

impl LetterKind {
    /// Stem of its words: `letter-<stem>-subject`, and its paragraphs.
    pub(crate) const fn stem(&self) -> &'static str {
        match self {
            Self::Code { .. } => "letter-code",
            Self::NoAccount => "letter-no-account",
            Self::AlreadyAccount { .. } => "letter-already",
            Self::SignedIn { .. } => "letter-signed-in",
            Self::ContactChangeOld { .. } => "letter-change-old",
            Self::ContactChangeNew { .. } => "letter-change-new",
            Self::ContactChanged => "letter-changed",
            Self::AccessConfirmed { .. } => "letter-access",
            Self::AccessNotConfirmed => "letter-no-access",
            Self::StandingAsked => "letter-standing-asked",
            Self::StandingBegan => "letter-standing-began",
            Self::StandingGranted => "letter-standing-granted",
            Self::StandingOver => "letter-standing-over",
            Self::StandingLeft => "letter-standing-left",
            Self::SignInChanged => "letter-sign-in-changed",
            Self::IdentityResult { matched: true } => "letter-matched",
            Self::IdentityResult { matched: false } => "letter-not-matched",
            Self::Case(letter) => letter.stem(),
            Self::NotTaken { .. } => "letter-not-taken",
            Self::DrawResult { selected: true, .. } => "letter-selected",
            Self::DrawResult { selected: false, .. } => "letter-waiting",
            Self::Removed { act: RemovalAct::End, .. } => "letter-ended",
            Self::Removed { act: RemovalAct::Erase, .. } => "letter-erased",
            Self::Removed { act: RemovalAct::Destroy, .. } => "letter-destroyed",
            Self::CopyTaken { .. } => "letter-copy-taken",
            Self::CopySent { .. } => "letter-copy-sent",
            Self::CopyNotSent { .. } => "letter-copy-not-sent",
            Self::StaffInvitation { .. } => "letter-invitation",
        }
    }

    /// The clause under which it is written, which stands at its end.
    pub(crate) fn clause(&self) -> &str {
        match self {
            Self::Code { .. } | Self::NoAccount | Self::AlreadyAccount { .. } => "5.3",
            Self::SignedIn { .. }
            | Self::SignInChanged
            | Self::AccessConfirmed { .. }
            | Self::AccessNotConfirmed => "5.4",
            Self::ContactChangeOld { .. } | Self::ContactChangeNew { .. } | Self::ContactChanged => "7.1",
            Self::StandingAsked
            | Self::StandingBegan
            | Self::StandingGranted
            | Self::StandingOver
            | Self::StandingLeft => "7.2",
            Self::IdentityResult { .. } => "4.1 b",
            Self::Case(letter) => &letter.clause,
            Self::NotTaken { .. } => "4.1 i",
            Self::DrawResult { .. } => "4.1 a",
            Self::Removed { .. } => "7.4",
            Self::CopyTaken { .. } => "5.4",
            Self::CopySent { .. } | Self::CopyNotSent { .. } => "7.2",
            Self::StaffInvitation { .. } => "5.1",
        }
    }

    /// Where it leads, under the portal's own address.
    pub(crate) const fn path(&self) -> Option<&'static str> {
        match self {
            Self::Code { .. } | Self::AlreadyAccount { .. } | Self::ContactChangeNew { .. } => None,
            Self::NoAccount => Some("/register"),
            Self::AccessConfirmed { .. } => Some("/sign-in"),
            Self::AccessNotConfirmed => Some("/contact"),
            Self::StandingAsked
            | Self::StandingBegan
            | Self::StandingGranted
            | Self::StandingOver
            | Self::StandingLeft => Some("/me/standings"),
            Self::SignedIn { .. }
            | Self::SignInChanged
            | Self::ContactChangeOld { .. }
            | Self::ContactChanged => Some("/me/security"),
            Self::IdentityResult { matched: true } => Some("/me"),
            Self::IdentityResult { matched: false } => Some("/me/profile/numbers"),
            Self::Case(letter) => Some(letter.path()),
            Self::NotTaken { .. } => Some("/contact"),
            Self::DrawResult { .. } => Some("/me"),
            // The code stands in the letter, and in no link.
            Self::Removed { .. } => Some("/certificate"),
            Self::CopyTaken { .. } => Some("/me/security"),
            Self::CopySent { .. } | Self::CopyNotSent { .. } => Some("/me/copy"),
            Self::StaffInvitation { .. } => None,
        }
    }
}

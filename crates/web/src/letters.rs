//! The words of letters: `actions` says what a letter is about, `pages` knows the words, and only here
//! do the two meet. Whoever opens a house hands this in.

use std::sync::Arc;

use amanah_actions::letters::{Language, LetterKind, LetterText, LetterWords};
use amanah_domain::Timestamp;
use amanah_domain::states::RemovalAct;
use amanah_pages::letters::{Letter, LetterKind as Words};
use amanah_pages::{Lang, Zone};

/// Writes letters with the portal's and the programme's words.
pub struct PortalLetters {
    /// The words of the portal and the programme.
    pub words: Arc<amanah_pages::Words>,
    /// Where people reach the portal, such as `https://prakerja.example`.
    pub origin: String,
}

impl LetterWords for PortalLetters {
    fn write(&self, language: Language, kind: &LetterKind) -> LetterText {
        let lang = match language {
            Language::Id => Lang::Id,
            Language::En => Lang::En,
        };
        let letter = Letter::write(self.words.lexicon(lang), &in_words(kind), &self.origin, Zone::default());
        LetterText { subject: letter.subject, text: letter.text, html: letter.html, short: letter.short }
    }
}

fn in_words(kind: &LetterKind) -> Words {
    let at = |ms: &i64| Timestamp::from_millis(*ms);
    match kind.clone() {
        LetterKind::Code { code, minutes } => Words::Code { code, minutes },
        LetterKind::NoAccount => Words::NoAccount,
        LetterKind::AlreadyAccount { code, minutes } => Words::AlreadyAccount { code, minutes },
        LetterKind::SignedIn { device, at_ms } => Words::SignedIn { device, at: at(&at_ms) },
        LetterKind::SignInChanged => Words::SignInChanged,
        LetterKind::ContactChangeOld { at_ms } => Words::ContactChangeOld { at: at(&at_ms) },
        LetterKind::ContactChangeNew { code, minutes } => Words::ContactChangeNew { code, minutes },
        LetterKind::ContactChanged => Words::ContactChanged,
        LetterKind::AccessConfirmed { at_ms } => Words::AccessConfirmed { at: at(&at_ms) },
        LetterKind::AccessNotConfirmed => Words::AccessNotConfirmed,
        LetterKind::IdentityResult { matched } => Words::IdentityResult { matched },
        LetterKind::CaseDecided { granted, reason } => Words::CaseDecided { granted, reason },
        LetterKind::DrawResult { batch, selected, rank } => {
            Words::DrawResult { batch: u32::try_from(batch).unwrap_or_default(), selected, rank }
        }
        // Codes of acts are those of the register; one that is not there cannot have been written.
        LetterKind::Removed { act, code } => {
            Words::Removed { act: RemovalAct::from_code(act).unwrap_or(RemovalAct::Erase), code }
        }
        LetterKind::StaffInvitation { link, hours } => Words::StaffInvitation { link, hours },
    }
}

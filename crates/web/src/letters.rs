//! The words of letters: `actions` says what a letter is about, `pages` knows the words, and only here
//! do the two meet. Whoever opens a house hands this in.

use std::sync::Arc;

use amanah_actions::letters::{CaseLetter, CaseNews, Language, LetterKind, LetterText, LetterWords};
use amanah_domain::Timestamp;
use amanah_domain::cases::CaseKind;
use amanah_domain::rights::RefusalGround;
use amanah_domain::states::RemovalAct;
use amanah_pages::letters::{CaseLetter as CaseWords, CaseNews as NewsWords, Letter, LetterKind as Words};
use amanah_pages::{Lang, Zone};

/// Writes letters with the portal's and the programme's words.
pub struct PortalLetters {
    /// The words of the portal and the programme.
    pub words: Arc<amanah_pages::Words>,
    /// Where people reach the portal, such as `https://prakerja.example`.
    pub origin: String,
}

impl LetterWords for PortalLetters {
    fn write(&self, language: Language, zone_hours: i8, kind: &LetterKind) -> LetterText {
        let lang = match language {
            Language::Id => Lang::Id,
            Language::En => Lang::En,
        };
        let zone = Zone::of_hours(zone_hours);
        let letter = Letter::write(self.words.lexicon(lang), &in_words(kind), &self.origin, zone);
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
        LetterKind::StandingAsked => Words::StandingAsked,
        LetterKind::StandingBegan => Words::StandingBegan,
        LetterKind::StandingGranted => Words::StandingGranted,
        LetterKind::StandingOver => Words::StandingOver,
        LetterKind::StandingLeft => Words::StandingLeft,
        LetterKind::IdentityResult { matched } => Words::IdentityResult { matched },
        LetterKind::Case(letter) => Words::Case(case(letter)),
        LetterKind::NotTaken { receipt } => Words::NotTaken { receipt },
        LetterKind::DrawResult { batch, selected, rank } => {
            Words::DrawResult { batch: u32::try_from(batch).unwrap_or_default(), selected, rank }
        }
        // Codes of acts are those of the register; one that is not there cannot have been written.
        LetterKind::Removed { act, code } => {
            Words::Removed { act: RemovalAct::from_code(act).unwrap_or(RemovalAct::Erase), code }
        }
        LetterKind::CopyTaken { at_ms } => Words::CopyTaken { at: at(&at_ms) },
        LetterKind::CopySent { controller, at_ms } => Words::CopySent { controller, at: at(&at_ms) },
        LetterKind::CopyNotSent { controller } => Words::CopyNotSent { controller },
        LetterKind::StaffInvitation { link, hours } => Words::StaffInvitation { link, hours },
    }
}

/// Codes are those of the registers; one that is not there cannot have been written.
fn case(letter: CaseLetter) -> CaseWords {
    CaseWords {
        receipt: letter.receipt,
        kind: CaseKind::from_code(letter.kind).unwrap_or(CaseKind::Question),
        clause: letter.clause,
        account: letter.account,
        authority: letter.authority,
        news: news(letter.news),
    }
}

fn news(news: CaseNews) -> NewsWords {
    let at = |ms: Option<i64>| ms.map(Timestamp::from_millis);
    match news {
        CaseNews::Opened { code, due_ms } => NewsWords::Opened { code, due: at(due_ms) },
        CaseNews::Replied { text } => NewsWords::Replied { text },
        CaseNews::AskedFor { text, until_ms } => NewsWords::AskedFor { text, until: at(until_ms) },
        CaseNews::GoesOn { due_ms } => NewsWords::GoesOn { due: at(due_ms) },
        CaseNews::Held { due_ms } => NewsWords::Held { due: at(due_ms) },
        CaseNews::Extended { reason, due_ms } => NewsWords::Extended { reason, due: at(due_ms) },
        CaseNews::Lapsed { safety } => NewsWords::Lapsed { safety },
        CaseNews::Decided { granted, ground, reason, appeal } => {
            NewsWords::Decided { granted, ground: ground.and_then(RefusalGround::from_code), reason, appeal }
        }
        CaseNews::Answered { text } => NewsWords::Answered { text },
        CaseNews::Withdrawn => NewsWords::Withdrawn,
    }
}

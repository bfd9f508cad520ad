//! Letters about a case. Subject and short form carry its number and what it is about; what was said stands
//! in the body alone. The first sentence says what to do; a refusal names its ground and every way on.

use amanah_domain::Timestamp;
use amanah_domain::cases::CaseKind;
use amanah_domain::rights::RefusalGround;

use super::part::Part;
use crate::calendar::Zone;
use crate::words::{Arg, Lexicon};

/// A letter about a case.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseLetter {
    /// The number that the person quotes; empty where there is none.
    pub receipt: String,
    /// What kind.
    pub kind: CaseKind,
    /// The clause under which it is written.
    pub clause: String,
    /// Whether the person has pages of their own.
    pub account: bool,
    /// Name and address of the authority that a refusal can be taken to.
    pub authority: Option<(String, String)>,
    /// What happened.
    pub news: CaseNews,
}

/// What happened in a case.
#[derive(Clone, PartialEq, Eq)]
pub enum CaseNews {
    /// It was opened.
    Opened {
        /// The code that shows its state together with the number.
        code: Option<String>,
        /// Until when it is to be answered.
        due: Option<Timestamp>,
    },
    /// Staff said something.
    Replied {
        /// In their words.
        text: String,
    },
    /// Something is missing; the clock stands.
    AskedFor {
        /// What, in their words.
        text: String,
        /// When it goes on without it.
        until: Option<Timestamp>,
    },
    /// The clock runs again: nobody answered in time.
    GoesOn {
        /// Until when it is to be answered.
        due: Option<Timestamp>,
    },
    /// A deletion that was granted meets a legal hold: it is open again.
    Held {
        /// Until when it is to be answered.
        due: Option<Timestamp>,
    },
    /// It takes longer.
    Extended {
        /// Why, in their words.
        reason: String,
        /// Until when now.
        due: Option<Timestamp>,
    },
    /// The clock ran out.
    Lapsed {
        /// What happened by itself: a name of the policy's `on_lapse`.
        safety: String,
    },
    /// It was decided.
    Decided {
        /// For the person or not.
        granted: bool,
        /// On which ground not.
        ground: Option<RefusalGround>,
        /// The reason in the decider's words.
        reason: String,
        /// It was an appeal already.
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

/// What happens by itself, as the words know it.
const SAFETIES: [&str; 4] = ["escalate", "restrict-value", "stop-purpose", "restrict"];

impl CaseLetter {
    /// Stem of its words.
    pub(crate) const fn stem(&self) -> &'static str {
        match self.news {
            CaseNews::Opened { .. } => "letter-case-opened",
            CaseNews::Replied { .. } => "letter-case-replied",
            CaseNews::AskedFor { .. } => "letter-case-asked",
            CaseNews::GoesOn { .. } => "letter-case-goes-on",
            CaseNews::Held { .. } => "letter-case-held",
            CaseNews::Extended { .. } => "letter-case-extended",
            CaseNews::Lapsed { .. } => "letter-case-lapsed",
            CaseNews::Decided { granted: true, .. } => "letter-case-granted",
            CaseNews::Decided { granted: false, .. } => "letter-case-refused",
            CaseNews::Answered { .. } => "letter-case-answered",
            CaseNews::Withdrawn => "letter-case-withdrawn",
        }
    }

    /// Where it leads: to the person's own pages, or to the page of the receipt.
    pub(crate) const fn path(&self) -> &'static str {
        if self.account { "/me/cases" } else { "/report/receipt" }
    }

    fn words(&self, words: Lexicon<'_>) -> Vec<(&'static str, Arg)> {
        let number = match self.receipt.as_str() {
            "" => String::new(),
            // With a space that does not break, so that it stands on one line.
            number => format!("\u{a0}{number}"),
        };
        let about = words.t(&format!("letter-case-about-{}", self.kind.name()));
        vec![("about", Arg::Text(about)), ("number", Arg::Text(number))]
    }

    /// The subject: number and kind.
    pub(crate) fn subject(&self, words: Lexicon<'_>) -> String {
        let mut args = self.words(words);
        args.push(("programme", Arg::Text(words.t("programme-short"))));
        words.tf(&format!("{}-subject", self.stem()), &args)
    }

    /// The short form: the subject, the code where there is one, and where to read the rest. No link, nothing
    /// that was said.
    pub(crate) fn short(&self, words: Lexicon<'_>) -> String {
        let mut out = self.subject(words);
        if let CaseNews::Opened { code: Some(code), .. } = &self.news {
            out.push_str(". ");
            out.push_str(&words.t1("letter-case-short-code", "code", code));
        }
        let key = if self.account { "letter-case-short-account" } else { "letter-case-short-receipt" };
        out.push_str(". ");
        out.push_str(&words.t1(key, "phone", words.t("contact-phone")));
        out
    }

    /// The body, without the link at its end.
    pub(super) fn parts(&self, words: Lexicon<'_>, zone: Zone) -> Vec<Part> {
        let stem = self.stem();
        let mut args = self.words(words);
        let at = |at: &Option<Timestamp>| at.map(|at| Arg::Text(words.moment(at, zone)));
        let first = |args: &[(&str, Arg)]| Part::Said(words.tf(&format!("{stem}-first"), args));
        let then = |args: &[(&str, Arg)]| Part::Said(words.tf(&format!("{stem}-then"), args));
        // The sentence with a time, where there is one.
        let by = |key: &str, moment: &Option<Timestamp>| {
            at(moment).map(|at| Part::Said(words.tf(key, &[("at", at)])))
        };
        let mut parts = vec![first(&args)];
        match &self.news {
            CaseNews::Opened { code, due } => {
                if let Some(code) = code {
                    parts.push(Part::Code(code.clone()));
                    parts.push(Part::Said(words.t("letter-case-code")));
                }
                parts.extend(by("letter-case-due", due));
                parts.push(then(&args));
            }
            CaseNews::Replied { text } | CaseNews::Answered { text } => {
                parts.push(Part::Quoted(text.clone()));
                parts.push(then(&args));
            }
            CaseNews::AskedFor { text, until } => {
                parts.push(Part::Quoted(text.clone()));
                parts.push(then(&args));
                parts.extend(by("letter-case-until", until));
            }
            CaseNews::GoesOn { due } | CaseNews::Held { due } => {
                parts.push(then(&args));
                parts.extend(by("letter-case-due", due));
            }
            CaseNews::Extended { reason, due } => {
                parts.push(Part::Quoted(reason.clone()));
                parts.extend(by("letter-case-due", due));
                parts.push(then(&args));
            }
            CaseNews::Lapsed { safety } => {
                let known = SAFETIES.iter().find(|name| *name == safety).unwrap_or(&"escalate");
                parts.push(Part::Said(words.t(&format!("letter-case-safety-{known}"))));
                parts.push(then(&args));
            }
            CaseNews::Decided { granted: true, reason, .. } => {
                parts.push(Part::Quoted(reason.clone()));
                parts.push(then(&args));
            }
            CaseNews::Decided { granted: false, ground, reason, appeal } => {
                parts.push(Part::Quoted(reason.clone()));
                if let Some(ground) = ground {
                    args.push(("ground", words.t(&format!("letter-case-ground-{}", ground.name())).into()));
                    args.push(("article", ground.article().into()));
                    parts.push(Part::Said(words.tf("letter-case-ground", &args)));
                }
                parts.extend(self.ways_on(words, *appeal).into_iter().map(Part::Said));
            }
            CaseNews::Withdrawn => parts.push(then(&args)),
        }
        parts
    }

    /// Appeal, data protection officer, authority, court: each in a sentence.
    fn ways_on(&self, words: Lexicon<'_>, appeal: bool) -> Vec<String> {
        let appeal = match (appeal, self.account) {
            (true, _) => None,
            (false, true) => Some(words.t("letter-case-appeal")),
            (false, false) => Some(words.t("letter-case-appeal-receipt")),
        };
        let dpo = words.t1("letter-case-dpo", "phone", words.t("contact-phone"));
        let authority = match &self.authority {
            Some((name, address)) => words.t2("letter-case-authority", "name", name, "address", address),
            None => words.t("letter-case-authority-unnamed"),
        };
        appeal.into_iter().chain([dpo, authority, words.t("letter-case-court")]).collect()
    }
}

/// Every letter about a case once, and every kind of case once.
#[cfg(test)]
pub(super) fn samples() -> Vec<CaseLetter> {
    let (due, until) = (Some(crate::sample::NOW), Some(crate::sample::NOW));
    let said = || "Rahasia keluarga saya".to_owned();
    let refused = |ground, appeal| CaseNews::Decided { granted: false, ground, reason: said(), appeal };
    let mut news = vec![
        CaseNews::Opened { code: Some("ABCD-EFGH-JKLM-NPQR".to_owned()), due },
        CaseNews::Opened { code: None, due: None },
        CaseNews::Replied { text: said() },
        CaseNews::AskedFor { text: said(), until },
        CaseNews::GoesOn { due },
        CaseNews::Held { due },
        CaseNews::Extended { reason: said(), due },
        CaseNews::Decided { granted: true, ground: None, reason: said(), appeal: false },
        refused(None, true),
        CaseNews::Answered { text: said() },
        CaseNews::Withdrawn,
    ];
    news.extend(SAFETIES.map(|safety| CaseNews::Lapsed { safety: safety.to_owned() }));
    news.extend(RefusalGround::ALL.iter().map(|ground| refused(Some(*ground), false)));
    let kinds = CaseKind::ALL.iter().copied().cycle();
    let authority = || Some(("Lembaga Contoh".to_owned(), "Jakarta".to_owned()));
    news.into_iter()
        .zip(kinds)
        .enumerate()
        .map(|(at, (news, kind))| CaseLetter {
            receipt: if at % 5 == 4 { String::new() } else { "7KQ2-M4XP-9DRT".to_owned() },
            kind,
            clause: "7.3".to_owned(),
            account: at % 2 == 0,
            authority: authority().filter(|_| at % 3 != 0),
            news,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::{Letter, LetterKind};
    use crate::{Lang, sample};

    fn letters(case: &CaseLetter) -> Vec<(Lang, Letter)> {
        Lang::ALL
            .iter()
            .map(|lang| {
                let words = sample::words().lexicon(*lang);
                let kind = LetterKind::Case(case.clone());
                (*lang, Letter::write(words, &kind, "https://contoh.id", Zone::Wit))
            })
            .collect()
    }

    /// A preview on a locked telephone shows subject and short form: the number, and nothing that was said.
    #[test]
    fn subject_and_short_form_name_the_number_and_nothing_that_was_said() {
        for case in samples() {
            for (lang, letter) in letters(&case) {
                let what = format!("{}/{}", lang.code(), case.stem());
                for shown in [&letter.subject, &letter.short] {
                    assert!(shown.contains(&case.receipt), "{what}: {shown}");
                    assert!(!shown.contains("Rahasia"), "{what}: {shown}");
                    assert!(!shown.contains("http") && !shown.contains('⟦'), "{what}: {shown}");
                }
                assert!(letter.short.chars().count() <= 320, "{what}: {} long", letter.short.len());
                assert!(letter.text.contains("7.3"), "{what}: no clause");
            }
        }
    }

    #[test]
    fn a_refusal_names_ground_article_and_every_way_on() {
        for ground in RefusalGround::ALL {
            let case = CaseLetter {
                receipt: "7KQ2-M4XP-9DRT".to_owned(),
                kind: CaseKind::Deletion,
                clause: "7.4".to_owned(),
                account: true,
                authority: Some(("Lembaga Contoh".to_owned(), "Jalan Contoh 9".to_owned())),
                news: CaseNews::Decided {
                    granted: false,
                    ground: Some(*ground),
                    reason: "Alasan".to_owned(),
                    appeal: false,
                },
            };
            for (lang, letter) in letters(&case) {
                let words = sample::words().lexicon(lang);
                let court = words.t("letter-case-court");
                let appeal = words.t("letter-case-appeal");
                let phone = words.t("contact-phone");
                for must in
                    [ground.article(), "Lembaga Contoh", "Jalan Contoh 9", &court, &appeal, &phone, "7.4"]
                {
                    assert!(letter.text.contains(must), "{}: no {must}", ground.name());
                }
                assert!(letter.text.contains("/me/cases"));
            }
        }
    }

    /// The clock of whoever reads it: Jakarta, Makassar, Jayapura.
    #[test]
    fn times_are_told_at_the_readers_clock() {
        let case = CaseLetter {
            receipt: String::new(),
            kind: CaseKind::Question,
            clause: "9".to_owned(),
            account: false,
            authority: None,
            // Half past eleven at night in Jakarta on the last of a month.
            news: CaseNews::Opened { code: None, due: Some(Timestamp::from_millis(1_772_296_200_000)) },
        };
        let words = sample::words().lexicon(Lang::Id);
        let kind = LetterKind::Case(case);
        let text = |zone| Letter::write(words, &kind, "https://contoh.id", zone).text;
        assert!(text(Zone::Wib).contains("28 Februari 2026, 23.30\u{a0}WIB"), "{}", text(Zone::Wib));
        assert!(text(Zone::Wita).contains("1 Maret 2026, 00.30\u{a0}WITA"), "{}", text(Zone::Wita));
        assert!(text(Zone::Wit).contains("1 Maret 2026, 01.30\u{a0}WIT"), "{}", text(Zone::Wit));
    }
}

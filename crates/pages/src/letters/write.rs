//! How a letter is written: the first sentence says what to do; who writes, why, and how it stops
//! stand at the end. Links carry no identifier.

use askama::Template;

use crate::calendar::Zone;
use crate::words::{Arg, Lexicon};

use super::kinds::LetterKind;
use super::part::Part;

/// A letter's three parts.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Subject, without personal data.
    pub subject: String,
    /// Plain text; by text message, only its first part goes out (see [`Letter::short`]).
    pub text: String,
    /// HTML of the same.
    pub html: String,
    /// One text message: the first sentence, or the code, and who writes.
    pub short: String,
}

impl core::fmt::Debug for Letter {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Letter(…)")
    }
}

#[derive(Template)]
#[template(path = "letters/letter.html")]
struct Html<'a> {
    lang: &'static str,
    subject: &'a str,
    parts: &'a [Part],
    foot: &'a [String],
}

impl Letter {
    /// Writes a letter. `origin` is the portal's own address without a slash at the end
    /// (`https://example.id`); times are told at the clock of `zone`.
    pub fn write(words: Lexicon<'_>, kind: &LetterKind, origin: &str, zone: Zone) -> Self {
        let stem = kind.stem();
        let args = args(words, kind, zone);
        let (subject, mut parts) = match kind {
            LetterKind::Case(letter) => (letter.subject(words), letter.parts(words, zone)),
            _ => {
                let subject = words.t1(&format!("{stem}-subject"), "programme", words.t("programme-short"));
                (subject, vec![Part::Said(words.tf(&format!("{stem}-first"), &args))])
            }
        };
        match kind {
            LetterKind::Code { code, .. }
            | LetterKind::AlreadyAccount { code, .. }
            | LetterKind::ContactChangeNew { code, .. }
            | LetterKind::Removed { code, .. } => parts.push(Part::Code(code.clone())),
            LetterKind::StaffInvitation { link, .. } => {
                parts.push(Part::Link(link.clone(), words.t("letter-invitation-do")));
            }
            _ => {}
        }
        if !matches!(kind, LetterKind::Case(_)) {
            parts.push(Part::Said(words.tf(&format!("{stem}-then"), &args)));
        }
        if let Some(path) = kind.path() {
            parts.push(Part::Link(format!("{origin}{path}"), words.t("letter-open")));
        }
        let foot = foot(words, kind);
        let html = Html { lang: words.lang().code(), subject: &subject, parts: &parts, foot: &foot }
            .render()
            .unwrap_or_default();
        Self { text: plain(&parts, &foot), html, short: short(words, kind, &parts), subject }
    }
}

fn args(words: Lexicon<'_>, kind: &LetterKind, zone: Zone) -> Vec<(&'static str, Arg)> {
    let mut args = vec![("programme", Arg::Text(words.t("programme-name")))];
    match kind {
        LetterKind::Code { minutes, .. }
        | LetterKind::AlreadyAccount { minutes, .. }
        | LetterKind::ContactChangeNew { minutes, .. } => args.push(("n", minutes.into())),
        LetterKind::SignedIn { device, at } => {
            args.extend([("device", device.into()), ("at", words.moment(*at, zone).into())]);
        }
        LetterKind::ContactChangeOld { at } | LetterKind::AccessConfirmed { at } => {
            args.push(("at", words.moment(*at, zone).into()));
        }
        LetterKind::DrawResult { batch, rank, .. } => {
            args.extend([("batch", batch.into()), ("rank", rank.into())]);
        }
        LetterKind::CopyTaken { at } => args.push(("at", words.moment(*at, zone).into())),
        LetterKind::CopySent { controller, at } => {
            args.extend([("controller", controller.into()), ("at", words.moment(*at, zone).into())]);
        }
        LetterKind::CopyNotSent { controller } => args.push(("controller", controller.into())),
        LetterKind::NotTaken { receipt } => args.push(("receipt", receipt.into())),
        LetterKind::StaffInvitation { hours, .. } => args.push(("n", hours.into())),
        _ => {}
    }
    args
}

/// Who writes, why, and how it stops.
fn foot(words: Lexicon<'_>, kind: &LetterKind) -> Vec<String> {
    vec![
        words.t2("letter-from", "controller", words.t("controller-name"), "phone", words.t("contact-phone")),
        words.t1("letter-why", "clause", kind.clause()),
        words.t("letter-stop"),
        words.t("footer-model"),
    ]
}

fn plain(parts: &[Part], foot: &[String]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Said(text) => out.push_str(text),
            Part::Code(code) => out.push_str(&format!("    {code}")),
            Part::Quoted(text) => {
                out.push_str(&text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"));
            }
            Part::Link(href, words) => out.push_str(&format!("{words}: {href}")),
        }
        out.push_str("\n\n");
    }
    // The mark after which mail programs fold a signature.
    out.push_str("-- \n");
    out.push_str(&foot.join("\n"));
    out.push('\n');
    out
}

/// Without the links: whoever texts a link teaches people to tap on links in texts.
fn short(words: Lexicon<'_>, kind: &LetterKind, parts: &[Part]) -> String {
    if let LetterKind::Case(letter) = kind {
        return letter.short(words);
    }
    let mut out = format!("{}: ", words.t("programme-short"));
    let code = parts.iter().find_map(|part| match part {
        Part::Code(code) => Some(code),
        _ => None,
    });
    if let Some(code) = code {
        let key = match kind {
            LetterKind::Removed { .. } => "letter-short-removed",
            _ => "letter-short-code",
        };
        out.push_str(&words.t1(key, "code", code));
    } else if let Some(Part::Said(first)) = parts.first() {
        out.push_str(first);
    }
    out
}

#[cfg(test)]
mod tests {
    use amanah_domain::states::RemovalAct;

    use super::*;
    use crate::{Lang, sample};

    fn kinds() -> Vec<LetterKind> {
        let code = || "482 913".to_owned();
        let mut kinds: Vec<_> = crate::letters::case::samples().into_iter().map(LetterKind::Case).collect();
        kinds.extend([
            LetterKind::Code { code: code(), minutes: 10 },
            LetterKind::NoAccount,
            LetterKind::AlreadyAccount { code: code(), minutes: 10 },
            LetterKind::SignedIn { device: "Chrome <Android>".to_owned(), at: sample::NOW },
            LetterKind::ContactChangeOld { at: sample::NOW },
            LetterKind::ContactChangeNew { code: code(), minutes: 10 },
            LetterKind::ContactChanged,
            LetterKind::AccessConfirmed { at: sample::NOW },
            LetterKind::AccessNotConfirmed,
            LetterKind::SignInChanged,
            LetterKind::IdentityResult { matched: true },
            LetterKind::IdentityResult { matched: false },
            LetterKind::DrawResult { batch: 71, selected: true, rank: 7_410 },
            LetterKind::DrawResult { batch: 71, selected: false, rank: 30_001 },
            LetterKind::Removed { act: RemovalAct::End, code: code() },
            LetterKind::Removed { act: RemovalAct::Erase, code: code() },
            LetterKind::Removed { act: RemovalAct::Destroy, code: code() },
            LetterKind::CopyTaken { at: sample::NOW },
            LetterKind::CopySent { controller: "Balai Latihan".to_owned(), at: sample::NOW },
            LetterKind::CopyNotSent { controller: "Balai Latihan".to_owned() },
            LetterKind::StandingAsked,
            LetterKind::StandingBegan,
            LetterKind::StandingGranted,
            LetterKind::StandingOver,
            LetterKind::StandingLeft,
            LetterKind::NotTaken { receipt: "7KQ2-M4XP-9DRT".to_owned() },
            LetterKind::StaffInvitation { link: "https://contoh.id/staff/i/abc".to_owned(), hours: 48 },
        ]);
        kinds
    }

    /// Clause 4.2 and look.md: nothing personal in a subject; sender, clause and how to stop at the end.
    #[test]
    fn every_letter_in_every_language() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/page-samples/letters");
        std::fs::create_dir_all(&dir).unwrap();
        for lang in Lang::ALL {
            let words = sample::words().lexicon(lang);
            for kind in kinds() {
                let letter = Letter::write(words, &kind, "https://contoh.id", Zone::Wib);
                let stem = kind.stem();
                for part in [&letter.subject, &letter.text, &letter.html, &letter.short] {
                    assert!(!part.is_empty() && !part.contains('⟦'), "{}/{stem}: {part}", lang.code());
                }
                for personal in ["482 913", "Chrome", "30", "7.410", "7,410", "Surat"] {
                    assert!(!letter.subject.contains(personal), "{stem}: {}", letter.subject);
                }
                assert!(letter.text.contains(kind.clause()), "{stem}: no clause");
                assert!(letter.text.contains(&words.t("controller-name")), "{stem}: no sender");
                assert!(!letter.html.contains("<Android>"), "{stem}: not escaped");
                assert!(!letter.short.contains("http"), "{stem}: a link in a text message");
                std::fs::write(dir.join(format!("{stem}.{}.html", lang.code())), &letter.html).unwrap();
                std::fs::write(dir.join(format!("{stem}.{}.txt", lang.code())), &letter.text).unwrap();
            }
        }
    }
}

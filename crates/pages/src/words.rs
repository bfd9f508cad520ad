//! Every word that a reader sees, in Fluent files: the portal's own are compiled in, the programme's
//! are handed over when the program starts. A missing word shows as `⟦key⟧` and fails a test.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::grouped::grouped;
use crate::lang::Lang;

macro_rules! portal {
    ($($file:literal),*) => {
        &[
            (Lang::Id, &[$(include_str!(concat!("../words/id/", $file))),*]),
            (Lang::En, &[$(include_str!(concat!("../words/en/", $file))),*]),
        ]
    };
}

/// The portal's own words.
pub(crate) const PORTAL: &[(Lang, &[&str])] = portal![
    "base.ftl",
    "copy.ftl",
    "register.ftl",
    "errors.ftl",
    "person.ftl",
    "profile.ftl",
    "account.ftl",
    "letters.ftl",
    "case_letters.ftl",
    "public.ftl",
    "policy.ftl",
    "terms.ftl",
    "refusals.ftl",
    "staff.ftl",
    "cases.ftl",
    "desk.ftl",
    "removal.ftl",
    "operation.ftl",
    "correct.ftl",
    "files.ftl",
    "web.ftl",
    "rights.ftl",
    "my_cases.ftl",
    "chat.ftl",
    "channels.ftl",
    "report.ftl",
    "standing.ftl",
    "calls.ftl"
];

/// Words that the pages need from the programme, in every language.
pub const PROGRAMME_KEYS: &[&str] = &[
    // Its name, and the short one for the header and letters.
    "programme-name",
    "programme-short",
    // Two or three sentences for somebody who has never heard of it.
    "programme-what",
    // What one gets, what one needs, each a sentence.
    "programme-gives",
    "programme-needs",
    // Who answers for the data (article 21), and how anybody reaches a human.
    "controller-name",
    "contact-phone",
    "contact-hours",
    // The other ways: a WhatsApp number, an address for mail and one for letters, when somebody chats.
    "contact-whatsapp",
    "contact-email",
    "contact-letters",
    "contact-chat-hours",
];

/// Words that could not be loaded. Names the language and the place, for the operator.
#[derive(Debug, PartialEq, Eq)]
pub enum WordsError {
    /// A file is not Fluent.
    Syntax {
        /// Of which language.
        lang: Lang,
        /// What the parser said.
        why: String,
    },
    /// One file says the same key twice.
    Twice {
        /// Of which language.
        lang: Lang,
        /// Which key.
        why: String,
    },
    /// A word of [`PROGRAMME_KEYS`] is not there.
    Missing {
        /// Of which language.
        lang: Lang,
        /// Which key.
        key: &'static str,
    },
}

impl core::fmt::Display for WordsError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Syntax { lang, why } => write!(f, "words in {}: not Fluent: {why}", lang.code()),
            Self::Twice { lang, why } => write!(f, "words in {}: {why}", lang.code()),
            Self::Missing { lang, key } => {
                write!(f, "words in {}: the programme's files do not say `{key}`", lang.code())
            }
        }
    }
}

impl core::error::Error for WordsError {}

/// All words in all languages. Made once, shared by every request.
pub struct Words {
    id: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    templates: Vec<String>,
}

impl Words {
    /// The portal's words and the programme's: any number of Fluent files, each with its language. A
    /// programme may say a word of the portal anew; its own wins.
    ///
    /// # Errors
    /// A file that is not Fluent, a key said twice in it, or a word of [`PROGRAMME_KEYS`] missing.
    pub fn load(programme_words: &[(Lang, String)]) -> Result<Self, WordsError> {
        let words = Self {
            id: bundle(Lang::Id, programme_words)?,
            en: bundle(Lang::En, programme_words)?,
            templates: templates(programme_words),
        };
        for lang in Lang::ALL {
            for key in PROGRAMME_KEYS {
                if !words.lexicon(lang).has(key) {
                    return Err(WordsError::Missing { lang, key });
                }
            }
        }
        Ok(words)
    }

    /// Ids of the texts that staff begin an answer with: each has its text at `template-<id>` and its title at
    /// `template-<id>-title` in every language.
    pub fn templates(&self) -> &[String] {
        &self.templates
    }

    /// The words of one language.
    pub fn lexicon(&self, lang: Lang) -> Lexicon<'_> {
        let bundle = match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        };
        Lexicon { lang, bundle }
    }
}

fn bundle(lang: Lang, programme: &[(Lang, String)]) -> Result<FluentBundle<FluentResource>, WordsError> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
    // The marks that isolate directions would stand in subjects and be copied with codes; both
    // languages run left to right.
    bundle.set_use_isolating(false);
    match lang {
        Lang::Id => bundle.set_formatter(Some(|value, _| spelled(Lang::Id, value))),
        Lang::En => bundle.set_formatter(Some(|value, _| spelled(Lang::En, value))),
    }
    for (_, files) in PORTAL.iter().filter(|(of, _)| *of == lang) {
        for file in *files {
            bundle.add_resource(parse(lang, file)?).map_err(|errors| WordsError::Twice {
                lang,
                why: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
        }
    }
    for (_, file) in programme.iter().filter(|(of, _)| *of == lang) {
        bundle.add_resource_overriding(parse(lang, file)?);
    }
    Ok(bundle)
}

/// What stands with a title in the programme's words of both languages, in the order of its files. A message
/// begins at the beginning of a line, so the keys are found without another reading of the file.
fn templates(programme: &[(Lang, String)]) -> Vec<String> {
    let titled = |wanted: Lang| -> Vec<&str> {
        let files = programme.iter().filter(move |(lang, _)| *lang == wanted);
        let keys = files.flat_map(|(_, file)| file.lines().filter_map(|line| line.split_once('=')));
        keys.filter_map(|(key, _)| key.trim_end().strip_prefix("template-")?.strip_suffix("-title")).collect()
    };
    let en = titled(Lang::En);
    titled(Lang::Id).into_iter().filter(|id| en.contains(id)).map(str::to_owned).collect()
}

fn parse(lang: Lang, file: &str) -> Result<FluentResource, WordsError> {
    FluentResource::try_new(file.to_owned()).map_err(|(_, errors)| WordsError::Syntax {
        lang,
        why: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    })
}

/// Numbers in a sentence are grouped as the language does it.
fn spelled(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(lang, number.value as i64)),
        _ => None,
    }
}

/// What is put into a sentence.
#[derive(Clone, PartialEq, Debug)]
pub enum Arg {
    /// As it stands.
    Text(String),
    /// Chooses the plural form, and is grouped (`1.234`, `1,234`).
    Number(i64),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

// By value and by reference: askama hands over references.
macro_rules! texts {
    ($($text:ty),*) => {$(
        impl From<$text> for Arg {
            fn from(text: $text) -> Self {
                Self::Text(text.to_string())
            }
        }
    )*};
}
texts!(&str, &&str, &String, &&String, &Cow<'_, str>);

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }

        impl From<&$number> for Arg {
            fn from(number: &$number) -> Self {
                Self::from(*number)
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, usize, i32, i64);

/// The words of one language. Small and copied freely.
#[derive(Clone, Copy)]
pub struct Lexicon<'w> {
    lang: Lang,
    bundle: &'w FluentBundle<FluentResource>,
}

impl<'w> Lexicon<'w> {
    /// Which language.
    pub const fn lang(self) -> Lang {
        self.lang
    }

    /// Whether there is such a word.
    pub fn has(self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The word for `key`; `⟦key⟧` where there is none.
    pub fn t(self, key: &str) -> String {
        self.tf(key, &[])
    }

    /// The sentence for `key` with `args` put in; `⟦key⟧` where there is none or an argument it needs
    /// was not given.
    pub fn tf(self, key: &str, args: &[(&str, Arg)]) -> String {
        let missing = || format!("⟦{key}⟧");
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return missing();
        };
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => given.set(*name, text.as_str()),
                Arg::Number(number) => given.set(*name, *number),
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
        if errors.is_empty() { text } else { missing() }
    }

    /// [`Self::tf`] with one argument, for templates.
    pub fn t1(self, key: &str, name: &str, arg: impl Into<Arg>) -> String {
        self.tf(key, &[(name, arg.into())])
    }

    /// [`Self::tf`] with two arguments, for templates.
    pub fn t2(self, key: &str, name: &str, arg: impl Into<Arg>, name2: &str, arg2: impl Into<Arg>) -> String {
        self.tf(key, &[(name, arg.into()), (name2, arg2.into())])
    }

    /// Several things in one breath: *NIK, KK and birth date*.
    pub fn list(self, things: &[String]) -> String {
        match things {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => self.t2("list-and", "first", first.join(", "), "last", last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_word_that_is_missing_is_seen() {
        let words = sample::words();
        assert_eq!(words.lexicon(Lang::Id).t("no-such-word"), "⟦no-such-word⟧");
        assert_eq!(words.lexicon(Lang::En).t("list-and"), "⟦list-and⟧", "an argument is missing");
    }

    #[test]
    fn numbers_in_sentences_are_grouped() {
        let file = "big =\n    { $n ->\n        [one] one\n       *[other] { $n } people\n    }\n".to_owned();
        let mut files = sample::programme_words();
        files.extend([(Lang::Id, file.clone()), (Lang::En, file)]);
        let words = Words::load(&files).unwrap();
        assert_eq!(words.lexicon(Lang::Id).t1("big", "n", 1_234_567), "1.234.567 people");
        assert_eq!(words.lexicon(Lang::En).t1("big", "n", 1_234_567), "1,234,567 people");
        assert_eq!(words.lexicon(Lang::En).t1("big", "n", 1), "one");
    }

    #[test]
    fn a_programme_without_a_name_is_refused() {
        assert_eq!(
            Words::load(&[]).err(),
            Some(WordsError::Missing { lang: Lang::Id, key: "programme-name" })
        );
        assert!(matches!(
            Words::load(&[(Lang::En, "= broken".to_owned())]).err(),
            Some(WordsError::Syntax { lang: Lang::En, .. })
        ));
    }

    #[test]
    fn lists_read_as_spoken() {
        let words = sample::words();
        let three = ["NIK".to_owned(), "KK".to_owned(), "name".to_owned()];
        assert_eq!(words.lexicon(Lang::En).list(&three), "NIK, KK and name");
        assert_eq!(words.lexicon(Lang::Id).list(&three[..1]), "NIK");
    }
}

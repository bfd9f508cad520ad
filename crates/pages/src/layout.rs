//! What stands around every page: language, who is reading, where, and the demo's notice.

use std::borrow::Cow;

use amanah_domain::Timestamp;

use crate::assets;
use crate::calendar::Zone;
use crate::lang::Lang;
use crate::parts::{Icon, Notice, PostButton};
use crate::words::{Arg, Lexicon};

/// Who reads the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// Nobody we know.
    #[default]
    Nobody,
    /// A signed-in person.
    Person,
    /// A signed-in member of staff.
    Staff,
}

/// What every page carries besides its own content.
#[derive(Clone)]
pub struct Frame<'p> {
    /// The words of the reader's language.
    pub words: Lexicon<'p>,
    /// The address of this page with its query, from the root: the language switch leads back to it.
    pub path: Cow<'p, str>,
    /// The token that every form hands back.
    pub csrf: Cow<'p, str>,
    /// Who reads.
    pub reader: Reader,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// The reader acts for another person (articles 25 and 26).
    pub acting: bool,
    /// The clock on the reader's wall.
    pub zone: Zone,
    /// When the request came.
    pub now: Timestamp,
    /// What has just been done, said once on top of the page (after a redirect).
    pub said: Option<Notice>,
}

impl<'p> Frame<'p> {
    /// The frame of a page read by nobody in particular, in WIB, outside the demonstration.
    pub fn new(words: Lexicon<'p>, path: impl Into<Cow<'p, str>>, now: Timestamp) -> Self {
        Self {
            words,
            path: path.into(),
            csrf: Cow::Borrowed(""),
            reader: Reader::Nobody,
            demo: false,
            acting: false,
            zone: Zone::default(),
            now,
            said: None,
        }
    }

    /// The language of the page.
    pub fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// The word for `key`.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// The sentence for `key` with one argument.
    pub fn t1(&self, key: &str, name: &str, arg: impl Into<Arg>) -> String {
        self.words.t1(key, name, arg)
    }

    /// The sentence for `key` with two arguments.
    pub fn t2(
        &self,
        key: &str,
        name: &str,
        arg: impl Into<Arg>,
        name2: &str,
        arg2: impl Into<Arg>,
    ) -> String {
        self.words.t2(key, name, arg, name2, arg2)
    }

    /// The sentence for `key` with any number of arguments.
    pub fn tf(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.words.tf(key, args)
    }

    /// `22 November 2026, 10.31 WIB`.
    pub fn moment(&self, at: &Timestamp) -> String {
        self.words.moment(*at, self.zone)
    }

    /// `22 Nov, 10.31 WIB`.
    pub fn moment_short(&self, at: &Timestamp) -> String {
        self.words.moment_short(*at, self.zone)
    }

    /// `22 November 2026`.
    pub fn date(&self, at: &Timestamp) -> String {
        self.words.date(*at, self.zone)
    }

    /// How long from now until then: *2 days*, *5 hours*.
    pub fn until(&self, then: &Timestamp) -> String {
        self.words.span(self.now, *then)
    }

    /// `1.234`.
    pub fn number(&self, number: &u64) -> String {
        self.words.number(i64::try_from(*number).unwrap_or(i64::MAX))
    }

    /// `Rp 600.000`.
    pub fn money(&self, rupiah: &u64) -> String {
        self.words.money(i64::try_from(*rupiah).unwrap_or(i64::MAX))
    }

    /// A form that is one button: `{{ frame.button("/me/batch/12/leave", "batch-leave") }}`. Quiet
    /// unless told otherwise.
    pub fn button(&self, action: impl AsRef<str>, key: &str) -> PostButton {
        PostButton::new(action.as_ref(), self.t(key), &self.csrf)
    }

    /// An icon. Always beside words, so it is hidden from screen readers.
    pub fn icon(&self, name: &str) -> Icon {
        Icon::named(name)
    }

    /// The programme's telephone number as an address: the digits before any remark in brackets.
    pub fn tel(&self) -> String {
        let said = self.t("contact-phone");
        let number = said.split('(').next().unwrap_or_default();
        let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        format!("tel:{digits}")
    }

    /// The programme's WhatsApp number as an address of that service: another site, with its own policy.
    pub fn whatsapp(&self) -> String {
        let said = self.t("contact-whatsapp");
        let digits: String = said.chars().filter(char::is_ascii_digit).collect();
        let abroad = digits.strip_prefix('0').map_or(digits.clone(), |rest| format!("62{rest}"));
        format!("https://wa.me/{abroad}")
    }

    /// This page in another language.
    pub fn in_lang(&self, lang: &Lang) -> String {
        let mut kept: Vec<&str> = Vec::new();
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        kept.extend(query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")));
        let last = format!("lang={}", lang.code());
        kept.push(&last);
        format!("{path}?{}", kept.join("&"))
    }

    /// Every language, for the switch.
    pub fn langs(&self) -> [Lang; 2] {
        Lang::ALL
    }

    /// Whether the reader is signed in as a person.
    pub fn is_person(&self) -> bool {
        self.reader == Reader::Person
    }

    /// Whether the reader is signed in as staff.
    pub fn is_staff(&self) -> bool {
        self.reader == Reader::Staff
    }

    /// Address of the stylesheet.
    pub fn style(&self) -> &'static str {
        assets::style_path()
    }

    /// Address of the icon.
    pub fn icon_path(&self) -> &'static str {
        assets::icon_path()
    }

    /// Address of the script that nobody needs.
    pub fn script(&self) -> &'static str {
        assets::script_path()
    }

    /// Address of the passkey script; pages with a passkey button link it in block `scripts`.
    pub fn passkey_script(&self) -> &'static str {
        assets::passkey_path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_language_switch_keeps_the_query() {
        let words = sample::words();
        let now = Timestamp::default();
        let frame = Frame::new(words.lexicon(Lang::Id), "/me/trail?who=reviewer&lang=id&page=2", now);
        assert_eq!(frame.in_lang(&Lang::En), "/me/trail?who=reviewer&page=2&lang=en");
        let frame = Frame::new(words.lexicon(Lang::Id), "/", now);
        assert_eq!(frame.in_lang(&Lang::En), "/?lang=en");
    }
}

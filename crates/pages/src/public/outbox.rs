//! `/outbox`, `/outbox/<n>`: letters and texts that would have left the house. In the demonstration
//! alone; its people are made up.

use amanah_domain::Timestamp;
use amanah_domain::states::Channel;

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::paging::numbered;
use crate::parts::Paging;
use crate::shown::Shown;

/// How many characters of a code are shown large.
const CODE_DIGITS: usize = 6;

/// A letter in the list.
#[derive(Debug)]
pub struct OutboxLine<'p> {
    /// Its number in the outbox: its address.
    pub number: u64,
    /// By which channel.
    pub channel: Channel,
    /// To whom.
    pub to: Shown<'p>,
    /// Its subject, or the beginning of a text.
    pub subject: Shown<'p>,
    /// When it was handed over.
    pub at: Timestamp,
}

/// The list.
#[derive(askama::Template)]
#[template(path = "public/outbox.html")]
pub struct Outbox<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Letters of this page, newest first.
    pub letters: Vec<OutboxLine<'p>>,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
}

/// One letter.
#[derive(askama::Template)]
#[template(path = "public/outbox_letter.html")]
pub struct OutboxLetter<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The letter.
    pub letter: OutboxLine<'p>,
    /// Its plain text.
    pub text: Shown<'p>,
}

fn channel(frame: &Frame<'_>, channel: Channel) -> String {
    frame.t(&format!("channel-{}", channel.name()))
}

impl Outbox<'_> {
    fn paging(&self) -> Paging {
        numbered(&self.frame, "outbox-pages", "/outbox", self.page, self.pages)
    }

    fn channel(&self, letter: &OutboxLine<'_>) -> String {
        channel(&self.frame, letter.channel)
    }
}

impl OutboxLetter<'_> {
    fn channel(&self) -> String {
        channel(&self.frame, self.letter.channel)
    }

    /// The first code in the text, so that it can be read at a glance.
    fn code(&self) -> Option<&str> {
        self.text
            .as_str()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .find(|word| word.len() == CODE_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Addresses in the text that lead back to this site or elsewhere on the web.
    fn links(&self) -> Vec<&str> {
        let mut links: Vec<&str> = Vec::new();
        for word in self.text.as_str().split_whitespace() {
            let word = word.trim_end_matches(['.', ',', ')', '>']);
            let is_link = word.starts_with("http://") || word.starts_with("https://");
            if is_link && !links.contains(&word) {
                links.push(word);
            }
        }
        links
    }
}

page!(Outbox: |page| page.frame.t("outbox-title"));
page!(OutboxLetter: |page| page.frame.t1("outbox-letter-title", "number", page.letter.number));

#[cfg(test)]
fn line(
    frame: &Frame<'_>,
    number: u64,
    channel: Channel,
    to: &'static str,
    subject: &'static str,
) -> OutboxLine<'static> {
    use crate::sample::shown;
    let hours = i64::try_from(number).unwrap() - 14;
    OutboxLine { number, channel, to: shown(to), subject: shown(subject), at: frame.now.plus_hours(hours) }
}

#[cfg(test)]
impl crate::sample::Sampled for Outbox<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let page = |letters| Self { frame: frame.clone(), letters, page: 1, pages: 1 };
        let letters = vec![
            line(&frame, 14, Channel::Email, "sari@contoh.id", "Kode untuk masuk"),
            line(&frame, 13, Channel::Text, "0812 3456 7890", "Prakerja: kode Anda 482 193"),
            line(&frame, 9, Channel::Email, "budi@prakerja.contoh", "Undangan bekerja di program"),
        ];
        vec![("some", page(letters)), ("none", page(Vec::new()))]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for OutboxLetter<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let page = |channel, to, subject, text| Self {
            letter: line(&frame, 14, channel, to, subject),
            text: crate::sample::shown(text),
            frame: frame.clone(),
        };
        vec![
            (
                "code",
                page(
                    Channel::Email,
                    "sari@contoh.id",
                    "Kode untuk masuk",
                    "Masukkan kode ini dalam 10 menit: 482193\n\nTidak meminta kode? Abaikan surat ini.\n\n\
                     Lihat jejak Anda: https://prakerja.contoh/me/trail.\n\nKartu Prakerja (model), pasal 5.3",
                ),
            ),
            (
                "text",
                page(
                    Channel::Text,
                    "0812 3456 7890",
                    "Prakerja: gelombang 71 dibuka",
                    "Gelombang 71 dibuka.",
                ),
            ),
        ]
    }
}

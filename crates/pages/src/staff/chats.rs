//! `/staff/chats?case=…`: who waits, whom the reader has, and one of them opened. Nothing personal stands
//! here but the conversation that is open.

use amanah_domain::Timestamp;
use askama::Template;
use askama::filters::HtmlSafe;

use crate::chat::{ChatLine, ChatPiece, ChatStanding, StandingPiece};
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::parts::PostButton;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Chats that can be reached by a key.
const KEYS: usize = 9;

/// A chat that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChatWaiting {
    /// The case, in hexadecimal.
    pub id: String,
    /// The number that is quoted.
    pub number: String,
    /// Since when.
    pub since: Timestamp,
    /// The reader may not take it: it is their own or of a declared relation.
    pub shut: bool,
}

/// A chat of the reader's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChatTab {
    /// The case, in hexadecimal.
    pub id: String,
    /// The number that is quoted.
    pub number: String,
    /// Lines that wait for an answer.
    pub unanswered: u64,
}

/// Both lists: a piece by itself.
#[derive(Template)]
#[template(path = "staff/chat_lists.html")]
pub struct ChatLists<'l> {
    /// What stands around it.
    pub frame: &'l Frame<'l>,
    /// The reader's.
    pub own: &'l [ChatTab],
    /// Who waits.
    pub waiting: &'l [ChatWaiting],
    /// Which is open.
    pub here: Option<&'l str>,
}

impl HtmlSafe for ChatLists<'_> {}

impl ChatLists<'_> {
    /// As HTML.
    pub fn html(&self) -> String {
        self.render().unwrap_or_default()
    }

    fn keyed(&self, index: &usize) -> bool {
        *index <= KEYS
    }

    fn is_here(&self, tab: &ChatTab) -> bool {
        self.here == Some(tab.id.as_str())
    }

    fn waits(&self, chat: &ChatWaiting) -> String {
        self.frame.t1("chats-since", "span", self.frame.words.span(chat.since, self.frame.now))
    }

    fn take(&self, chat: &ChatWaiting) -> PostButton {
        self.frame.button(format!("/staff/chats/{}/take", chat.id), "chats-take").about(&chat.number)
    }
}

/// A chat that is open.
#[derive(Debug)]
pub struct OpenChat<'p> {
    /// The case, in hexadecimal.
    pub id: String,
    /// The number that is quoted.
    pub number: String,
    /// How far it is.
    pub standing: ChatStanding,
    /// What was said.
    pub lines: Vec<ChatLine<'p>>,
    /// The number of the last event that was looked at.
    pub last: u32,
    /// The next line's id.
    pub line: String,
}

/// The desk of live chat. Posts to `…/<case>/take`, `…/say` (`text`, `line`, `note`), `…/hand-over` (`to`),
/// `…/end` (`outcome`); its events are at `/staff/chats/events`.
#[derive(Template)]
#[template(path = "staff/chats.html")]
pub struct Chats<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// Posts to `…/say`.
    pub form: FormView<'p>,
    /// Whether the purpose is in force for which one talks.
    pub may_talk: bool,
    /// The reader's.
    pub own: Vec<ChatTab>,
    /// Who waits.
    pub waiting: Vec<ChatWaiting>,
    /// What is open.
    pub open: Option<OpenChat<'p>>,
    /// Colleagues who are there: id and desk number.
    pub colleagues: Vec<(String, String)>,
    /// The reader's desk number.
    pub desk_number: String,
    /// Ready-made answers: title and text.
    pub templates: Vec<(String, String)>,
}

impl Chats<'_> {
    fn lists(&self) -> ChatLists<'_> {
        let here = self.open.as_ref().map(|open| open.id.as_str());
        ChatLists { frame: &self.frame, own: &self.own, waiting: &self.waiting, here }
    }

    fn standing(&self, open: &OpenChat<'_>) -> Option<StandingPiece> {
        let over = !open.standing.is_live();
        over.then(|| StandingPiece::new(&self.frame, open.standing, &open.number))
    }

    fn pieces<'s>(&'s self, open: &'s OpenChat<'s>) -> Vec<ChatPiece<'s>> {
        open.lines.iter().map(|line| ChatPiece::new(&self.frame, line)).collect()
    }

    fn events(&self) -> String {
        match &self.open {
            Some(open) => format!("/staff/chats/events?case={}", open.id),
            None => "/staff/chats/events".to_owned(),
        }
    }

    fn last(&self) -> u32 {
        self.open.as_ref().map_or(0, |open| open.last)
    }

    fn script(&self) -> &'static str {
        crate::assets::chat_script_path()
    }

    fn chat_style(&self) -> &'static str {
        crate::assets::chat_style_path()
    }
}

desk!(Chats at Some(Door::Chats), |page| page.form.title("chats-title"));

#[cfg(test)]
impl crate::sample::Sampled for Chats<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::chat::{ChatOver, ChatVoice};
        use crate::shown::Shown;
        use crate::staff::desk::samples;
        let now = frame.now;
        let id = |at: u8| format!("{at:02x}").repeat(16);
        let tab =
            |at: u8, unanswered| ChatTab { id: id(at), number: format!("7KQ2-M4XP-9DR{at}"), unanswered };
        let waiting = |at: u8, seconds: i64, shut| ChatWaiting {
            id: id(at),
            number: format!("2ABC-M4XP-9DR{at}"),
            since: now.plus_seconds(-seconds),
            shut,
        };
        let line = |number: u32, voice, text: &'static str| ChatLine {
            number,
            voice,
            at: now.plus_seconds(i64::from(number) * 20 - 300),
            text: Shown::from_text(text),
        };
        let open = |standing| OpenChat {
            id: id(2),
            number: "7KQ2-M4XP-9DR2".to_owned(),
            standing,
            lines: vec![
                line(2, ChatVoice::Person, "Kenapa saya belum bisa ikut gelombang?"),
                line(4, ChatVoice::You, "Selamat pagi, saya lihat dulu."),
                line(5, ChatVoice::Note, "Sudah pernah menelepon kemarin."),
                line(6, ChatVoice::Person, "Baik, saya tunggu."),
            ],
            last: 6,
            line: "0f".repeat(16),
        };
        let page = |open: Option<OpenChat<'static>>, empty: bool, may_talk| Self {
            frame: frame.clone(),
            desk: samples::reviewer(),
            form: frame.form(),
            may_talk,
            own: if empty { Vec::new() } else { vec![tab(2, 1), tab(3, 0)] },
            waiting: if empty { Vec::new() } else { vec![waiting(4, 130, false), waiting(5, 20, true)] },
            open,
            colleagues: vec![(id(9), "3F2A".to_owned())],
            desk_number: "81C0".to_owned(),
            templates: vec![("Salam".to_owned(), "Selamat pagi, ada yang bisa dibantu?".to_owned())],
        };
        vec![
            ("open", page(Some(open(ChatStanding::Here)), false, true)),
            ("over", page(Some(open(ChatStanding::Over(ChatOver::Person, true))), false, true)),
            ("lists", page(None, false, true)),
            ("empty", page(None, true, true)),
            ("closed", page(None, true, false)),
        ]
    }
}

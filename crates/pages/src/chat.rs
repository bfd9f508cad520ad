//! What live chat shows on both sides: lines, and how far it is. Each is also a piece by itself, as it is
//! handed on while the page stays where it is.

use amanah_domain::Timestamp;
use askama::Template;
use askama::filters::HtmlSafe;

use crate::layout::Frame;
use crate::shown::Shown;

/// Who said a line, as its reader sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatVoice {
    /// The reader.
    You,
    /// An agent.
    Agent,
    /// Whoever asks.
    Person,
    /// An agent, to colleagues alone.
    Note,
    /// The house: a sentence of its own.
    House,
}

/// One line.
#[derive(Debug)]
pub struct ChatLine<'p> {
    /// Its number.
    pub number: u32,
    /// Who said it.
    pub voice: ChatVoice,
    /// When.
    pub at: Timestamp,
    /// What was said.
    pub text: Shown<'p>,
}

/// A line, ready to be shown.
#[derive(Template)]
#[template(path = "parts/chat_line.html")]
pub struct ChatPiece<'l> {
    line: &'l ChatLine<'l>,
    who: String,
    class: &'static str,
    time: String,
    moment: String,
}

impl HtmlSafe for ChatPiece<'_> {}

impl<'l> ChatPiece<'l> {
    /// A line in the words of its reader.
    pub fn new(frame: &Frame<'_>, line: &'l ChatLine<'l>) -> Self {
        let (key, class) = match line.voice {
            ChatVoice::You => ("chat-you", "line mine"),
            ChatVoice::Agent => ("chat-agent", "line"),
            ChatVoice::Person => ("chat-person", "line"),
            ChatVoice::Note => ("chat-note", "line aside"),
            ChatVoice::House => ("chat-house", "line house"),
        };
        Self {
            line,
            who: frame.t(key),
            class,
            time: frame.words.time(line.at, frame.zone),
            moment: line.at.to_jiff().to_string(),
        }
    }

    /// As HTML.
    pub fn html(&self) -> String {
        self.render().unwrap_or_default()
    }
}

/// Why a chat is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatOver {
    /// There is no chat at this time.
    Hours,
    /// No agent was there, or nobody took it in time.
    Nobody,
    /// Whoever asked ended it.
    Person,
    /// The agent ended it.
    Agent,
}

/// How far a chat is, as its reader sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatStanding {
    /// Nobody has taken it yet; until then somebody should have.
    Waiting(Timestamp),
    /// An agent has it and is there.
    Here,
    /// An agent has it and is not there at this moment.
    Away,
    /// Over: why, and whether an answer is still to come.
    Over(ChatOver, bool),
}

impl ChatStanding {
    /// Whether something can be said.
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Over(..))
    }
}

/// How far it is, ready to be shown.
#[derive(Template)]
#[template(source = "<div class=\"notice {{ class }}\"><p>{{ text }}</p></div>", ext = "html")]
pub struct StandingPiece {
    class: &'static str,
    text: String,
}

impl HtmlSafe for StandingPiece {}

impl StandingPiece {
    /// How far it is, in the words of its reader.
    pub fn new(frame: &Frame<'_>, standing: ChatStanding, number: &str) -> Self {
        let (class, text) = match standing {
            ChatStanding::Waiting(until) => {
                let at = frame.words.time(until, frame.zone);
                ("notice-waiting", frame.t1("chat-standing-waiting", "at", at))
            }
            ChatStanding::Here => ("notice-done", frame.t("chat-standing-here")),
            ChatStanding::Away => ("notice-waiting", frame.t("chat-standing-away")),
            ChatStanding::Over(why, open) => {
                let then = match open {
                    true => frame.t1("chat-over-open", "number", number),
                    false => frame.t("chat-over-done"),
                };
                ("notice-plain", format!("{} {then}", over(frame, why)))
            }
        };
        Self { class, text }
    }

    /// As HTML.
    pub fn html(&self) -> String {
        self.render().unwrap_or_default()
    }
}

/// Why a chat is over, as a sentence.
pub fn over(frame: &Frame<'_>, why: ChatOver) -> String {
    frame.t(match why {
        ChatOver::Hours => "chat-over-hours",
        ChatOver::Nobody => "chat-over-nobody",
        ChatOver::Person => "chat-over-person",
        ChatOver::Agent => "chat-over-agent",
    })
}

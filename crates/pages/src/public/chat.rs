//! `/chat` and `/chat/<case>`: talking with an agent, by anybody, with or without an account.

use crate::chat::{ChatLine, ChatOver, ChatPiece, ChatStanding, StandingPiece};
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// What is kept of a chat, a sentence each, made from the policy in force.
#[derive(Clone, Debug, Default)]
pub struct ChatNotice {
    /// For what.
    pub why: String,
    /// Who reads it.
    pub who: String,
    /// How long.
    pub how_long: String,
}

/// Before a chat begins. Inputs: `name` (visitors alone), `text`, and `line`, the first line's id.
#[derive(askama::Template)]
#[template(path = "public/chat.html")]
pub struct Chat<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to `/chat`.
    pub form: FormView<'p>,
    /// The first line's id.
    pub line: String,
    /// What is kept.
    pub notice: ChatNotice,
    /// Why there is no chat now: then what is said is an ordinary case.
    pub not_now: Option<ChatOver>,
}

page!(Chat: |page| page.form.title("chat-title"));

/// A chat. Posts to `…/say` (`text`, `line`) and `…/leave`; its events are at `…/events`.
#[derive(askama::Template)]
#[template(path = "public/chat_room.html")]
pub struct ChatRoom<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to `…/say`.
    pub form: FormView<'p>,
    /// The case, in hexadecimal.
    pub id: String,
    /// The number that is quoted.
    pub number: String,
    /// The code that a visitor's browser holds.
    pub code: Option<String>,
    /// How far it is.
    pub standing: ChatStanding,
    /// What was said.
    pub lines: Vec<ChatLine<'p>>,
    /// The number of the last event that was looked at.
    pub last: u32,
    /// The next line's id.
    pub line: String,
    /// Loads itself anew, for browsers without script.
    pub auto: bool,
}

impl ChatRoom<'_> {
    fn standing(&self) -> StandingPiece {
        StandingPiece::new(&self.frame, self.standing, &self.number)
    }

    fn pieces(&self) -> Vec<ChatPiece<'_>> {
        self.lines.iter().map(|line| ChatPiece::new(&self.frame, line)).collect()
    }

    fn script(&self) -> &'static str {
        crate::assets::chat_script_path()
    }

    fn style(&self) -> &'static str {
        crate::assets::chat_style_path()
    }
}

page!(ChatRoom: |page| page.form.title("chat-title"));

#[cfg(test)]
impl crate::sample::Sampled for Chat<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |form: FormView<'static>, not_now| Self {
            frame: frame.clone(),
            form,
            line: "0f".repeat(16),
            notice: ChatNotice {
                why: "Untuk menjawab pertanyaan Anda.".to_owned(),
                who: "Petugas layanan.".to_owned(),
                how_long: "2 tahun sesudah pertanyaan dijawab.".to_owned(),
            },
            not_now,
        };
        let wrong = frame.form().typed("name", "Sari").wrong(FieldError::new("text", "chat-empty"));
        vec![
            ("open", page(frame.form(), None)),
            ("wrong", page(wrong, None)),
            ("off-hours", page(frame.form(), Some(ChatOver::Hours))),
            ("nobody", page(frame.form(), Some(ChatOver::Nobody))),
        ]
    }
}

#[cfg(test)]
impl crate::sample::Sampled for ChatRoom<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::chat::ChatVoice;
        use crate::shown::Shown;
        let page = |standing, many: bool, code: bool| {
            let line = |number: u32, voice, text: &'static str| ChatLine {
                number,
                voice,
                at: frame.now.plus_seconds(i64::from(number) * 20 - 300),
                text: Shown::from_text(text),
            };
            let mut lines = vec![line(2, ChatVoice::You, "Kenapa saya belum <b>bisa</b> ikut gelombang?")];
            if many {
                lines.push(line(3, ChatVoice::House, "Petugas bergabung."));
                lines.push(line(4, ChatVoice::Agent, "Selamat pagi.\nSaya lihat dulu."));
            }
            Self {
                frame: frame.clone(),
                form: frame.form(),
                id: "0a".repeat(16),
                number: "7KQ2-M4XP-9DRT".to_owned(),
                code: code.then(|| "7KQ2-M4XP-9DRT-2A3B".to_owned()),
                standing,
                lines,
                last: 4,
                line: "0f".repeat(16),
                auto: false,
            }
        };
        vec![
            ("waiting", page(ChatStanding::Waiting(frame.now.plus_seconds(240)), false, true)),
            ("here", page(ChatStanding::Here, true, true)),
            ("away", Self { auto: true, ..page(ChatStanding::Away, true, false) }),
            ("over", page(ChatStanding::Over(ChatOver::Agent, false), true, true)),
            ("hours", page(ChatStanding::Over(ChatOver::Hours, true), false, true)),
        ]
    }
}

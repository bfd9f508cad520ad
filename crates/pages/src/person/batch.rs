//! `/me/batches/<number>`: join, leave, wait, and see one's own place after the draw.

use amanah_domain::Timestamp;
use amanah_domain::states::{BatchState, EntryState};

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;

/// What keeps the person from joining.
#[derive(Clone, Debug)]
pub struct Hindrance {
    /// In words: *Your NIK is still being checked.*
    pub text: String,
    /// What to do about it: address and words.
    pub fix: Option<(String, String)>,
}

/// The person's own line in the draw.
#[derive(Clone, Debug)]
pub struct MyDraw {
    /// Rank from 1.
    pub rank: u64,
    /// How many entered.
    pub entrants: u64,
    /// Their pseudonym in this draw alone, in hexadecimal: the line to look for in the file.
    pub pseudonym: String,
}

/// A batch, as its reader sees it. Posts to `/me/batches/<number>/join` and `…/leave`.
#[derive(askama::Template)]
#[template(path = "person/batch.html")]
pub struct Batch<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Its number.
    pub number: u32,
    /// Its state.
    pub state: BatchState,
    /// When joining ends.
    pub closes: Timestamp,
    /// When the draw is to be held.
    pub draws: Option<Timestamp>,
    /// How many joined.
    pub joined: u64,
    /// How many places there are.
    pub places: u64,
    /// Where the reader stands; `None` where they never joined.
    pub mine: Option<EntryState>,
    /// What keeps them from joining; empty where they may.
    pub hindrances: Vec<Hindrance>,
    /// Their line, after the draw.
    pub draw: Option<MyDraw>,
}

impl Batch<'_> {
    fn is_open(&self) -> bool {
        self.state == BatchState::Open
    }

    fn has_joined(&self) -> bool {
        self.mine == Some(EntryState::Joined)
    }

    /// What became of it can be contested.
    fn may_contest(&self) -> bool {
        self.mine.is_some()
            && matches!(self.state, BatchState::Closed | BatchState::Drawn | BatchState::Failed)
    }

    /// Before the draw one may still withdraw; afterwards the place is lost by it.
    fn may_withdraw(&self) -> bool {
        self.state == BatchState::Closed && self.mine == Some(EntryState::Entered)
    }

    fn tag(&self) -> Tag {
        if let Some(mine) = self.mine {
            let text = self.frame.t(&format!("entry-{}", mine.name()));
            return match mine {
                EntryState::Joined | EntryState::Entered | EntryState::Selected => Tag::done(text),
                EntryState::Waiting => Tag::waiting(text),
                EntryState::NotEntered => Tag::no(text),
                EntryState::Left | EntryState::Withdrawn => Tag::plain(text),
            };
        }
        let text = self.frame.t(&format!("batch-state-{}", self.state.name()));
        match self.state {
            BatchState::Open => Tag::done(text),
            BatchState::Failed => Tag::no(text),
            _ => Tag::plain(text),
        }
    }

    fn lead(&self) -> String {
        let key = match (self.state, self.mine) {
            (_, Some(EntryState::Selected)) => "batch-lead-selected",
            (_, Some(EntryState::Waiting)) => "batch-lead-waiting",
            (_, Some(EntryState::NotEntered)) => "batch-lead-not-entered",
            (_, Some(EntryState::Withdrawn)) => "batch-lead-withdrawn",
            (BatchState::Failed, _) => "batch-lead-failed",
            (BatchState::Closed, Some(EntryState::Entered)) => "batch-lead-entered",
            (BatchState::Open, Some(EntryState::Joined)) => "batch-lead-joined",
            (BatchState::Open, _) => "batch-lead-open",
            (BatchState::Planned, _) => "batch-lead-planned",
            (BatchState::Closed | BatchState::Drawn, _) => "batch-lead-over",
        };
        self.frame.t(key)
    }
}

page!(Batch: |page| page.frame.t1("batch-title", "number", page.number));

#[cfg(test)]
impl crate::sample::Sampled for Batch<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let page = |state, mine, draw| Self {
            number: 71,
            state,
            closes: frame.now.plus_hours(53),
            draws: Some(frame.now.plus_hours(77)),
            joined: 48_210,
            places: 12_000,
            mine,
            hindrances: Vec::new(),
            draw,
            frame: frame.clone(),
        };
        let line = |rank| Some(MyDraw { rank, entrants: 48_102, pseudonym: "9f".repeat(16) });
        let mut hindered = page(BatchState::Open, None, None);
        hindered.hindrances.push(Hindrance {
            text: "NIK Anda masih diperiksa.".to_owned(),
            fix: Some(("/me/data".to_owned(), "Lihat data Anda".to_owned())),
        });
        vec![
            ("open", page(BatchState::Open, None, None)),
            ("hindered", hindered),
            ("joined", page(BatchState::Open, Some(EntryState::Joined), None)),
            ("entered", page(BatchState::Closed, Some(EntryState::Entered), None)),
            ("selected", page(BatchState::Drawn, Some(EntryState::Selected), line(7_410))),
            ("waiting", page(BatchState::Drawn, Some(EntryState::Waiting), line(30_001))),
            ("failed", page(BatchState::Failed, Some(EntryState::Entered), None)),
        ]
    }
}

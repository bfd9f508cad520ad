//! `/batches`: every batch and where it stands, for everybody.

use amanah_domain::Timestamp;
use amanah_domain::states::BatchState;

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;

/// One batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicBatch {
    /// Its number.
    pub number: u32,
    /// Where it is in its life.
    pub state: BatchState,
    /// When joining begins.
    pub opens_at: Timestamp,
    /// When joining ends.
    pub closes_at: Timestamp,
    /// Places.
    pub quota: u64,
    /// How many joined; entrants once it closed.
    pub joined: u64,
}

/// The list.
#[derive(askama::Template)]
#[template(path = "public/batch_list.html")]
pub struct BatchList<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Every batch, newest first.
    pub batches: Vec<PublicBatch>,
}

pub(crate) fn state_tag(frame: &Frame<'_>, state: BatchState) -> Tag {
    let text = frame.t(&format!("batch-state-{}", state.name()));
    match state {
        BatchState::Open | BatchState::Drawn => Tag::done(text),
        BatchState::Closed => Tag::waiting(text),
        BatchState::Failed => Tag::no(text),
        BatchState::Planned => Tag::plain(text),
    }
}

impl BatchList<'_> {
    fn tag(&self, batch: &PublicBatch) -> Tag {
        state_tag(&self.frame, batch.state)
    }

    fn when(&self, batch: &PublicBatch) -> String {
        match batch.state {
            BatchState::Planned => self.frame.t1("public-opens", "at", self.frame.moment(&batch.opens_at)),
            BatchState::Open => self.frame.t1("public-closes", "at", self.frame.moment(&batch.closes_at)),
            _ => self.frame.t1("public-closed", "at", self.frame.moment(&batch.closes_at)),
        }
    }
}

page!(BatchList: |page| page.frame.t("footer-batches"));

#[cfg(test)]
impl crate::sample::Sampled for BatchList<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let batch = |number: u32, state, opens: i64, joined| PublicBatch {
            number,
            state,
            opens_at: frame.now.plus_hours(opens),
            closes_at: frame.now.plus_hours(opens + 96),
            quota: 12_000,
            joined,
        };
        let batches = vec![
            batch(72, BatchState::Planned, 60, 0),
            batch(71, BatchState::Open, -43, 48_210),
            batch(70, BatchState::Closed, -240, 51_877),
            batch(69, BatchState::Drawn, -500, 44_003),
            batch(68, BatchState::Failed, -800, 39_412),
        ];
        vec![("all", Self { frame: frame.clone(), batches }), ("none", Self { frame, batches: Vec::new() })]
    }
}

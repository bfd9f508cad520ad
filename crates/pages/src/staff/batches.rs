//! `/staff/batches`: every batch, newest first.

use crate::layout::Frame;
use crate::page::Page;
use crate::parts::Tag;
use crate::public::{PublicBatch, batch_tag};
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// The list.
#[derive(askama::Template)]
#[template(path = "staff/batches.html")]
pub struct Batches<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// Every batch, newest first.
    pub batches: Vec<PublicBatch>,
    /// The reader may plan one.
    pub may_plan: bool,
}

impl Batches<'_> {
    fn tag(&self, batch: &PublicBatch) -> Tag {
        batch_tag(&self.frame, batch.state)
    }
}

desk!(Batches at Some(Door::Batches), |page| page.frame.t("batches-title"));

#[cfg(test)]
impl crate::sample::Sampled for Batches<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use amanah_domain::states::BatchState;

        use crate::staff::desk::samples;
        let now = frame.now;
        let batch = |number: u32, state, opens: i64, joined| PublicBatch {
            number,
            state,
            opens_at: now.plus_hours(opens),
            closes_at: now.plus_hours(opens + 96),
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
        let page = |desk, batches, may_plan| Self { frame: frame.clone(), desk, batches, may_plan };
        vec![
            ("all", page(samples::administrator(), batches.clone(), true)),
            ("reader", page(samples::reviewer(), batches, false)),
            ("none", page(samples::administrator(), Vec::new(), true)),
        ]
    }
}

//! `/staff/batches/<number>`: one batch through its life. There is no way back, and it says so.

use amanah_domain::Timestamp;
use amanah_domain::states::BatchState;

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::parts::Tag;
use crate::public::batch_tag;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// What the reader may do with it now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BatchStep {
    /// Nothing: the role does not run batches.
    NotForThis,
    /// Nothing now: it waits for a time, or its life is over.
    Wait,
    /// Open it: `/staff/batches/<number>/open`.
    Open,
    /// Close it and commit the entrants: `…/close`.
    Close,
    /// Enter the public value and reveal: `…/reveal`, input `public-value`.
    Reveal,
    /// Reveal late, or publish that the reveal did not come: `…/fail`.
    RevealOrFail,
}

/// One batch.
#[derive(askama::Template)]
#[template(path = "staff/manage_batch.html")]
pub struct ManageBatch<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The reveal. Input: `public-value`.
    pub form: FormView<'p>,
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
    /// How many have joined.
    pub joined: u64,
    /// Of these, how many are verified and eligible now; `None` where not counted.
    pub ready: Option<u64>,
    /// Committed entrants, once closed.
    pub entrants: Option<u64>,
    /// SHA-256 of the secret seed, in hexadecimal.
    pub seed_commitment: String,
    /// SHA-256 over the sorted pseudonyms, in hexadecimal, once closed.
    pub entrants_commitment: Option<String>,
    /// Where the public value comes from.
    pub public_source: String,
    /// When it will be known.
    pub public_known_at: Timestamp,
    /// From when a missing reveal is published.
    pub reveal_by: Timestamp,
    /// The public value, once revealed.
    pub public_value: Option<String>,
    /// When it was drawn, or when it was published that the reveal did not come.
    pub drawn_at: Option<Timestamp>,
    /// What the reader may do.
    pub step: BatchStep,
}

impl ManageBatch<'_> {
    fn tag(&self) -> Tag {
        batch_tag(&self.frame, self.state)
    }

    /// The four steps of its life: words, and whether it is done, present or to come.
    fn steps(&self) -> Vec<(String, &'static str)> {
        let keys = ["batch-life-planned", "batch-life-open", "batch-life-closed"];
        let last = if self.state == BatchState::Failed { "batch-life-failed" } else { "batch-life-drawn" };
        let here = match self.state {
            BatchState::Planned => 0,
            BatchState::Open => 1,
            BatchState::Closed => 2,
            BatchState::Drawn | BatchState::Failed => 3,
        };
        let mark = |at: usize| match at.cmp(&here) {
            core::cmp::Ordering::Less => "done",
            core::cmp::Ordering::Equal => "here",
            core::cmp::Ordering::Greater => "later",
        };
        keys.into_iter().chain([last]).enumerate().map(|(at, key)| (self.frame.t(key), mark(at))).collect()
    }

    fn next(&self) -> String {
        self.frame.t(match (self.step, self.state) {
            (BatchStep::NotForThis, _) => "batch-step-not-for-this",
            (BatchStep::Open, _) => "batch-step-open",
            (BatchStep::Close, _) => "batch-step-close",
            (BatchStep::Reveal, _) => "batch-step-reveal",
            (BatchStep::RevealOrFail, _) => "batch-step-late",
            (BatchStep::Wait, BatchState::Planned) => "batch-step-wait-open",
            (BatchStep::Wait, BatchState::Open) => "batch-step-wait-close",
            (BatchStep::Wait, BatchState::Closed) => "batch-step-wait-value",
            (BatchStep::Wait, BatchState::Drawn) => "batch-step-over",
            (BatchStep::Wait, BatchState::Failed) => "batch-step-failed",
        })
    }

    fn is_shut(&self) -> bool {
        self.step == BatchStep::NotForThis
    }

    fn is_late(&self) -> bool {
        self.step == BatchStep::RevealOrFail
    }

    fn has_failed(&self) -> bool {
        self.state == BatchState::Failed
    }

    fn reveals(&self) -> bool {
        matches!(self.step, BatchStep::Reveal | BatchStep::RevealOrFail)
    }
}

desk!(ManageBatch at Some(Door::Batches), |page| {
    let title = page.frame.t1("batches-number", "number", page.number);
    if page.form.errors.is_empty() { title } else { page.frame.t1("form-title-wrong", "title", title) }
});

#[cfg(test)]
impl crate::sample::Sampled for ManageBatch<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        use crate::staff::desk::samples;
        let now = frame.now;
        let page = |state, step| Self {
            desk: samples::administrator(),
            form: frame.form(),
            number: 71,
            state,
            opens_at: now.plus_hours(-43),
            closes_at: now.plus_hours(53),
            quota: 12_000,
            joined: 48_210,
            ready: Some(46_902),
            entrants: None,
            seed_commitment: "b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78".to_owned(),
            entrants_commitment: None,
            public_source: "Nilai tukar JISDOR Bank Indonesia, 26 November 2026, dibulatkan ke rupiah"
                .to_owned(),
            public_known_at: now.plus_hours(77),
            reveal_by: now.plus_hours(149),
            public_value: None,
            drawn_at: None,
            step,
            frame: frame.clone(),
        };
        let closed = |state, step| Self {
            entrants: Some(46_731),
            entrants_commitment: Some(
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".to_owned(),
            ),
            ready: None,
            ..page(state, step)
        };
        let mut drawn = closed(BatchState::Drawn, BatchStep::Wait);
        drawn.public_value = Some("16742".to_owned());
        drawn.drawn_at = Some(now);
        let mut failed = closed(BatchState::Failed, BatchStep::Wait);
        failed.drawn_at = Some(now);
        let mut wrong = closed(BatchState::Closed, BatchStep::Reveal);
        wrong.form = frame.form().wrong(FieldError::new("public-value", "needed"));
        vec![
            ("planned", page(BatchState::Planned, BatchStep::Open)),
            ("open", page(BatchState::Open, BatchStep::Close)),
            ("closed", closed(BatchState::Closed, BatchStep::Wait)),
            ("reveal", closed(BatchState::Closed, BatchStep::Reveal)),
            ("wrong", wrong),
            ("late", closed(BatchState::Closed, BatchStep::RevealOrFail)),
            ("drawn", drawn),
            ("failed", failed),
            ("reader", page(BatchState::Open, BatchStep::NotForThis)),
        ]
    }
}

//! `/batches/<number>`: what was committed when, the draw file, how anybody checks it, and one's own
//! line.

use amanah_domain::Timestamp;
use amanah_domain::states::{BatchState, EntryState};

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::Tag;
use crate::public::batch_list::state_tag;

/// The published draw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draw {
    /// When it was held.
    pub drawn_at: Timestamp,
    /// The public value.
    pub public_value: String,
    /// The seed, in hexadecimal.
    pub seed: String,
    /// Size of the draw file in bytes. It lies at `/batches/<number>/draw.txt`.
    pub file_bytes: u64,
    /// SHA-256 of the draw file, in hexadecimal; `None` until it was worked out.
    pub file_hash: Option<String>,
}

/// The reader's own line. Only for a signed-in entrant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnLine {
    /// Their pseudonym in this draw alone, in hexadecimal.
    pub pseudonym: String,
    /// Rank from 1, once drawn.
    pub rank: Option<u64>,
    /// Where they stand.
    pub state: EntryState,
}

/// One batch, for everybody.
#[derive(askama::Template)]
#[template(path = "public/batch_result.html")]
pub struct BatchResult<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
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
    /// How many have joined; entrants once it closed.
    pub joined: u64,
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
    /// The draw, once held.
    pub draw: Option<Draw>,
    /// When it was published that the reveal did not come.
    pub failed_at: Option<Timestamp>,
    /// The reader's line.
    pub own: Option<OwnLine>,
}

impl BatchResult<'_> {
    fn tag(&self) -> Tag {
        state_tag(&self.frame, self.state)
    }

    fn own_tag(&self, own: &OwnLine) -> Tag {
        let text = self.frame.t(&format!("entry-{}", own.state.name()));
        match own.state {
            EntryState::Joined | EntryState::Entered | EntryState::Selected => Tag::done(text),
            EntryState::Waiting => Tag::waiting(text),
            EntryState::NotEntered => Tag::no(text),
            EntryState::Left | EntryState::Withdrawn => Tag::plain(text),
        }
    }

    fn lead(&self) -> String {
        self.frame.t(match self.state {
            BatchState::Planned => "result-lead-planned",
            BatchState::Open => "result-lead-open",
            BatchState::Closed => "result-lead-closed",
            BatchState::Drawn => "result-lead-drawn",
            BatchState::Failed => "result-lead-failed",
        })
    }

    /// The size of the draw file as it is read.
    fn size(&self, draw: &Draw) -> String {
        let kilobytes = draw.file_bytes.div_ceil(1_000);
        if kilobytes < 1_000 {
            format!("{} kB", self.frame.number(&kilobytes))
        } else {
            format!("{} MB", self.frame.number(&kilobytes.div_ceil(1_000)))
        }
    }

    fn command(&self) -> String {
        format!("amanah draw verify draw-{}.txt", self.number)
    }
}

page!(BatchResult: |page| page.frame.t1("batches-number", "number", page.number));

#[cfg(test)]
impl crate::sample::Sampled for BatchResult<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let now = frame.now;
        let page = |state, own| Self {
            number: 69,
            state,
            opens_at: now.plus_hours(-500),
            closes_at: now.plus_hours(-404),
            quota: 12_000,
            joined: 44_003,
            seed_commitment: "b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78".to_owned(),
            entrants_commitment: (state != BatchState::Open)
                .then(|| "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".to_owned()),
            public_source: "Nilai tukar JISDOR Bank Indonesia, 5 November 2026, dibulatkan ke rupiah"
                .to_owned(),
            public_known_at: now.plus_hours(-380),
            reveal_by: now.plus_hours(-308),
            draw: (state == BatchState::Drawn).then(|| Draw {
                drawn_at: now.plus_hours(-378),
                public_value: "16742".to_owned(),
                seed: "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4".to_owned(),
                file_bytes: 1_540_905,
                file_hash: Some(
                    "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9".to_owned(),
                ),
            }),
            failed_at: (state == BatchState::Failed).then_some(now),
            own,
            frame: frame.clone(),
        };
        let own = |rank, state| Some(OwnLine { pseudonym: "9f".repeat(16), rank, state });
        vec![
            ("drawn", page(BatchState::Drawn, None)),
            ("drawn-mine", page(BatchState::Drawn, own(Some(7_410), EntryState::Selected))),
            ("open", page(BatchState::Open, None)),
            ("closed", page(BatchState::Closed, own(None, EntryState::Entered))),
            ("failed", page(BatchState::Failed, None)),
        ]
    }
}

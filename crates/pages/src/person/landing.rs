//! `/`: what the programme is, which batches are open, and how to begin.

use amanah_domain::Timestamp;

use crate::layout::Frame;
use crate::page::{Page, page};

/// A batch that can be joined now.
#[derive(Clone, Debug)]
pub struct OpenBatch {
    /// Its number, as people call it.
    pub number: u32,
    /// When joining ends.
    pub closes: Timestamp,
    /// How many have joined.
    pub joined: u64,
    /// How many places there are.
    pub places: u64,
}

/// The first page.
#[derive(askama::Template)]
#[template(path = "person/landing.html")]
pub struct Landing<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Open batches, the one that closes first on top.
    pub open: Vec<OpenBatch>,
    /// When the next batch opens, where none is open and the day is known.
    pub next_opens: Option<Timestamp>,
}

page!(Landing: |page| page.frame.t("programme-name"));

#[cfg(test)]
impl crate::sample::Sampled for Landing<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        let now = frame.now;
        let batch = OpenBatch { number: 71, closes: now.plus_hours(53), joined: 48_210, places: 12_000 };
        vec![
            ("open", Self { frame: frame.clone(), open: vec![batch], next_opens: None }),
            ("soon", Self { frame: frame.clone(), open: Vec::new(), next_opens: Some(now.plus_hours(70)) }),
            ("closed", Self { frame, open: Vec::new(), next_opens: None }),
        ]
    }
}

//! Shown in place of a page of the console that the policy does not allow: which clause, what it means,
//! what to do.

use amanah_domain::Timestamp;

use crate::layout::Frame;
use crate::page::Page;
use crate::refusal::Refused;
use crate::staff::desk::{Desk, OnDesk, desk};

/// A refusal.
#[derive(askama::Template)]
#[template(path = "staff/refused.html")]
pub struct StaffRefused<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console, with the purpose in force.
    pub desk: Desk,
    /// What the policy says.
    pub refused: Refused,
    /// When the refusal was put on record; `None` where nobody's data were asked for.
    pub recorded_at: Option<Timestamp>,
}

desk!(StaffRefused at None, |page| page.frame.t("denied-title"));

#[cfg(test)]
impl crate::sample::Sampled for StaffRefused<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::staff::desk::samples;
        let page = |desk, reason: &str, clause: Option<&str>, recorded_at| Self {
            frame: frame.clone(),
            desk,
            refused: Refused { reason: reason.to_owned(), clause: clause.map(str::to_owned) },
            recorded_at,
        };
        let unchosen = Desk { in_force: None, ..samples::reviewer() };
        vec![
            ("related", page(samples::reviewer(), "related-case", Some("4.1 l"), Some(frame.now))),
            ("restricted", page(samples::reviewer(), "restricted", Some("law 41"), Some(frame.now))),
            ("no-clause", page(unchosen, "no-clause", None, None)),
        ]
    }
}

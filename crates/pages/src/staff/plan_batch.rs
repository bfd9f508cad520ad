//! `/staff/batches/plan`: a batch, with everything that must stand before anybody may join it.

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Planning a batch. Posts to itself; inputs: `quota`, `opens` and `closes` and `public-known-at` (each
/// `2026-11-22T10:30` at the programme's clock), `public-source`.
#[derive(askama::Template)]
#[template(path = "staff/plan_batch.html")]
pub struct PlanBatch<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The form.
    pub form: FormView<'p>,
    /// The number that it will get.
    pub number: u32,
    /// Hours after the public value is known, from which a missing reveal is published.
    pub reveal_hours_max: u32,
}

desk!(PlanBatch at Some(Door::Batches), |page| page.form.title("plan-title"));

#[cfg(test)]
impl crate::sample::Sampled for PlanBatch<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        use crate::staff::desk::samples;
        let page = |form| Self {
            frame: frame.clone(),
            desk: samples::administrator(),
            form,
            number: 73,
            reveal_hours_max: 72,
        };
        let wrong = frame
            .form()
            .typed("quota", "12000")
            .typed("opens", "2026-12-01T08:00")
            .typed("closes", "2026-11-30T08:00")
            .wrong(FieldError::new("closes", "plan-order"))
            .wrong(FieldError::new("public-source", "needed"));
        vec![("empty", page(frame.form())), ("wrong", page(wrong))]
    }
}

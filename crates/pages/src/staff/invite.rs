//! `/staff/members/invite`: a letter to somebody who is to work here.

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Inviting. Posts to itself; inputs: `name`, `email`. A role is granted apart.
#[derive(askama::Template)]
#[template(path = "staff/invite.html")]
pub struct Invite<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The form.
    pub form: FormView<'p>,
    /// Hours for which an invitation is good.
    pub hours: u32,
}

desk!(Invite at Some(Door::Members), |page| page.form.title("invite-title"));

#[cfg(test)]
impl crate::sample::Sampled for Invite<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        use crate::staff::desk::samples;
        let page = |form| Self { frame: frame.clone(), desk: samples::administrator(), form, hours: 72 };
        let wrong = frame
            .form()
            .typed("name", "Agus Pratama")
            .typed("email", "agus")
            .wrong(FieldError::new("email", "email-at"));
        vec![("empty", page(frame.form())), ("wrong", page(wrong))]
    }
}

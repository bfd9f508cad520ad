//! `/me/security/password`: a password, for those who want one.

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// A new password. Input: `password`. Removed by `/me/security/password/remove`.
#[derive(askama::Template)]
#[template(path = "person/set_password.html")]
pub struct SetPassword<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself.
    pub form: FormView<'p>,
    /// Characters, at least.
    pub chars_min: u32,
    /// Whether there is one.
    pub held: bool,
}

impl SetPassword<'_> {
    fn hint(&self) -> String {
        self.frame.t1("password-hint", "n", self.chars_min)
    }
}

page!(SetPassword: |page| page.form.title("password-title"));

#[cfg(test)]
impl crate::sample::Sampled for SetPassword<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let short = FieldError { bound: Some(12), ..FieldError::new("password", "password-short") };
        let wrong = frame.form().typed("password", "secret").wrong(short);
        vec![("wrong", Self { frame, form: wrong, chars_min: 12, held: true })]
    }
}

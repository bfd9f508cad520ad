//! `/sign-in`: an address and then a code; or a passkey; or a password. One page for both ways, told
//! apart by [`Way`].

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};

/// How to sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// By code. Posts `address` to `/sign-in`.
    Code,
    /// By password. Posts `address` and `password` to `/sign-in/password`.
    Password,
}

/// Sign-in. The passkey form starts at `/sign-in/passkey/start` and ends at `/sign-in/passkey/finish`
/// (see `assets/passkey.js`); without script it is not there.
#[derive(askama::Template)]
#[template(path = "person/sign_in.html")]
pub struct SignIn<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Inputs: `address`, and `password` where the way is the password.
    pub form: FormView<'p>,
    /// By code or by password.
    pub way: Way,
}

impl SignIn<'_> {
    fn by_password(&self) -> bool {
        self.way == Way::Password
    }
}

page!(SignIn: |page| page.form.title("sign-in-title"));

#[cfg(test)]
impl crate::sample::Sampled for SignIn<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |form, way| Self { frame: frame.clone(), form, way };
        let wrong = frame
            .form()
            .typed("address", "sari@contoh.id")
            .wrong(FieldError::new("password", "sign-in-wrong"));
        let many = FieldError { bound: Some(5), ..FieldError::new("address", "too-many") };
        vec![
            ("code", page(frame.form(), Way::Code)),
            ("many", page(frame.form().typed("address", "0812").wrong(many), Way::Code)),
            ("password", page(wrong, Way::Password)),
        ]
    }
}

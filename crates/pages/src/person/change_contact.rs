//! `/me/security/email`, `/me/security/phone`: a new way to be reached, confirmed by a code, told to
//! the old one, and in force after a delay.

use amanah_domain::states::Channel;

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::shown::Shown;

/// A new e-mail address or mobile number. Input: `email` or `phone`.
#[derive(askama::Template)]
#[template(path = "person/change_contact.html")]
pub struct ChangeContact<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to the page itself.
    pub form: FormView<'p>,
    /// Which contact.
    pub channel: Channel,
    /// The present one, where there is one.
    pub current: Option<Shown<'p>>,
    /// Hours until a replaced contact takes effect.
    pub delay_hours: u32,
}

impl ChangeContact<'_> {
    fn is_email(&self) -> bool {
        self.channel == Channel::Email
    }

    fn key(&self) -> &'static str {
        if self.is_email() { "change-email-title" } else { "change-phone-title" }
    }
}

page!(ChangeContact: |page| page.form.title(page.key()));

#[cfg(test)]
impl crate::sample::Sampled for ChangeContact<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page =
            |channel, form, current| Self { frame: frame.clone(), form, channel, current, delay_hours: 72 };
        let wrong = frame.form().typed("phone", "021 555").wrong(FieldError::new("phone", "phone-mobile"));
        let now = Some(crate::sample::shown("sari@contoh.id"));
        vec![("email", page(Channel::Email, frame.form(), now)), ("phone", page(Channel::Text, wrong, None))]
    }
}

//! `/code`: the one-time code that was sent. The same page whether the address is known or not.

use amanah_domain::states::Channel;

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::shown::Shown;

/// The code's page. Input: `code`. The same address posts to `/code/resend` for a new code.
#[derive(askama::Template)]
#[template(path = "person/enter_code.html")]
pub struct EnterCode<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// Posts to [`Self::action`].
    pub form: FormView<'p>,
    /// Where the code went, as it was typed.
    pub to: Shown<'p>,
    /// By which channel.
    pub channel: Channel,
    /// Minutes that a code is good for.
    pub minutes: u32,
    /// Where the code is posted to: `/code`, `/me/security/code` for a changed contact,
    /// `/lost-access/code` for a lost one.
    pub action: &'static str,
    /// Where another address can be entered: `/register`, `/sign-in`, `/me/security`,
    /// `/lost-access`.
    pub back: &'static str,
}

impl EnterCode<'_> {
    fn resend(&self) -> &'static str {
        match self.action {
            "/code" => "/code/resend",
            "/lost-access/code" => "/lost-access/code/resend",
            _ => "/me/security/code/resend",
        }
    }

    fn is_text(&self) -> bool {
        self.channel == Channel::Text
    }
}

page!(EnterCode: |page| page.form.title("code-title"));

#[cfg(test)]
impl crate::sample::Sampled for EnterCode<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let page = |form, to, channel| Self {
            frame: frame.clone(),
            form,
            to: Shown::typed(to),
            channel,
            minutes: 10,
            action: "/code",
            back: "/register",
        };
        let wrong = frame.form().typed("code", "123 45").wrong(FieldError::new("code", "code-wrong"));
        vec![
            ("email", page(frame.form(), "sari@contoh.id", Channel::Email)),
            ("text-wrong", page(wrong, "0812 3456 7890", Channel::Text)),
        ]
    }
}

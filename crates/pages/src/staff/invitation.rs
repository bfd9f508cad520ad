//! `/invitation/<ticket>`: somebody invited begins to work here, knowing the rules.

use amanah_domain::Timestamp;

use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::shown::Shown;

/// Whether it can still be accepted.
#[derive(Debug)]
pub enum InvitationState<'p> {
    /// It can.
    Open {
        /// Who is invited.
        name: Shown<'p>,
        /// Until when.
        until: Timestamp,
        /// Where the form posts: the address of this page.
        action: String,
    },
    /// It was used, or its time is over, or there is none.
    Over,
}

/// Accepting. Input: `agree`.
#[derive(askama::Template)]
#[template(path = "staff/invitation.html")]
pub struct Invitation<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The form.
    pub form: FormView<'p>,
    /// Whether it can still be accepted.
    pub state: InvitationState<'p>,
}

page!(Invitation: |page| match page.state {
    InvitationState::Open { .. } => page.form.title("invitation-title"),
    InvitationState::Over => page.frame.t("invitation-over"),
});

#[cfg(test)]
impl crate::sample::Sampled for Invitation<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        let open = || InvitationState::Open {
            name: crate::sample::shown("Agus Pratama"),
            until: frame.now.plus_hours(60),
            action: "/invitation/0b5c".to_owned(),
        };
        let page = |form, state| Self { frame: frame.clone(), form, state };
        let wrong = frame.form().wrong(FieldError::new("agree", "invitation-agree"));
        vec![
            ("open", page(frame.form(), open())),
            ("wrong", page(wrong, open())),
            ("over", page(frame.form(), InvitationState::Over)),
        ]
    }
}

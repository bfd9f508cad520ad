//! `/staff/members/grant`: a role for somebody, once a second pair of eyes agreed.

use amanah_domain::Role;

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Granting a role. Posts to itself; inputs: `email`, `role` (its stable name).
#[derive(askama::Template)]
#[template(path = "staff/grant_role.html")]
pub struct GrantRole<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The form.
    pub form: FormView<'p>,
    /// Roles that may be granted.
    pub roles: Vec<Role>,
    /// Days for which a role is granted.
    pub role_days: u32,
}

impl GrantRole<'_> {
    fn choices(&self) -> Vec<Choice> {
        let words = self.frame.words;
        let choice = |role: &Role| {
            Choice::new(role.name(), words.staff_role(*role))
                .hint(words.t(&format!("staff-role-{}-does", role.name())))
        };
        self.roles.iter().map(choice).collect()
    }
}

desk!(GrantRole at Some(Door::Members), |page| page.form.title("grant-title"));

#[cfg(test)]
impl crate::sample::Sampled for GrantRole<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        use crate::staff::desk::samples;
        let page = |form| Self {
            frame: frame.clone(),
            desk: samples::administrator(),
            form,
            roles: Role::ALL.iter().copied().filter(|role| role.is_staff()).collect(),
            role_days: 180,
        };
        let wrong = frame
            .form()
            .typed("email", "budi@prakerja.contoh")
            .typed("role", "reviewer")
            .wrong(FieldError::new("email", "no-such-member"));
        vec![("empty", page(frame.form())), ("wrong", page(wrong))]
    }
}

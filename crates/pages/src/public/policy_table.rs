//! `/privacy/table?who=…`: who may do what, with which data, for which purpose. What is not here is
//! refused.

use amanah_domain::Role;
use amanah_policy::Policy;

use crate::assets;
use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::public::policy_text::{PurposeText, rows};

/// The table.
#[derive(askama::Template)]
#[template(path = "public/policy_table.html")]
pub struct PolicyTable<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The filter. Input: `who`, a role's stable name.
    pub form: FormView<'p>,
    /// The policy's version.
    pub version: u32,
    /// A row for each purpose that is shown.
    pub rows: Vec<PurposeText>,
}

impl<'p> PolicyTable<'p> {
    /// The table of `policy`: all of it, or what one role may do.
    pub fn of(frame: Frame<'p>, policy: &Policy, who: Option<Role>) -> Self {
        let document = policy.document();
        let may = |row: &PurposeText| {
            who.is_none_or(|role| {
                document.purposes.get(&row.id).is_some_and(|rule| rule.roles.contains(role))
            })
        };
        let form = frame.form();
        Self {
            version: document.version,
            rows: rows(frame.words, policy).into_iter().filter(may).collect(),
            form: match who {
                Some(role) => form.typed("who", role.name()),
                None => form,
            },
            frame,
        }
    }

    fn roles(&self) -> Vec<Choice> {
        Role::ALL.iter().map(|role| Choice::new(role.name(), self.frame.words.staff_role(*role))).collect()
    }

    fn list(&self, names: &[String]) -> String {
        if names.is_empty() { self.frame.t("policy-none") } else { self.frame.words.list(names) }
    }

    fn desk_style(&self) -> &'static str {
        assets::desk_path()
    }
}

page!(PolicyTable: |page| page.frame.t("table-title"));

#[cfg(test)]
impl crate::sample::Sampled for PolicyTable<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::public::policy_text::samples::{framed, policy};
        let frame = framed(&frame);
        vec![
            ("all", Self::of(frame.clone(), &policy(), None)),
            ("reviewer", Self::of(frame, &policy(), Some(Role::Reviewer))),
        ]
    }
}

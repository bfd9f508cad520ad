//! `/me/trail`: who used my data, why, when; newest first, filtered by the address.

use amanah_domain::{PurposeId, Role};

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::{Paging, Tag};

use super::trail_line::TrailLine;

/// Spans that the trail can be narrowed to, by their name in the address.
pub const TRAIL_SPANS: &[&str] = &["week", "month", "year"];

/// The trail. The filter is a GET form: `who` (a role's name), `why` (a purpose's name), `when` (one of
/// [`TRAIL_SPANS`]); its values stand in `filter`.
#[derive(askama::Template)]
#[template(path = "person/trail.html")]
pub struct Trail<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What is filtered by.
    pub filter: FormView<'p>,
    /// Roles that occur in this trail.
    pub roles: Vec<Role>,
    /// Purposes that occur in this trail.
    pub purposes: Vec<PurposeId>,
    /// The lines of this page.
    pub lines: Vec<TrailLine>,
    /// Newer and older.
    pub paging: Paging,
    /// How many lines match.
    pub count: u64,
}

impl Trail<'_> {
    fn who(&self) -> Vec<Choice> {
        self.roles.iter().map(|role| Choice::new(role.name(), self.frame.words.role(*role))).collect()
    }

    fn why(&self) -> Vec<Choice> {
        let say = |purpose: &PurposeId| Choice::new(purpose.name(), self.frame.words.purpose(*purpose));
        self.purposes.iter().map(say).collect()
    }

    fn when(&self) -> Vec<Choice> {
        TRAIL_SPANS
            .iter()
            .map(|span| Choice::new(*span, self.frame.t(&format!("trail-span-{span}"))))
            .collect()
    }

    fn refused(&self) -> Tag {
        Tag::no(self.frame.t("trail-refused"))
    }

    fn is_filtered(&self) -> bool {
        ["who", "why", "when"].iter().any(|name| !self.filter.value_of(name).is_empty())
    }
}

page!(Trail: |page| page.frame.t("trail-title"));

#[cfg(test)]
impl crate::sample::Sampled for Trail<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use amanah_domain::{FieldId, FieldSet, Operation, Outcome, RecipientClass};
        let line = super::trail_line::sample(frame.now);
        let own = TrailLine {
            id: "1-48100".to_owned(),
            role: Role::Person,
            operation: Operation::Update,
            purpose: PurposeId::Rights,
            clause: "7.2".to_owned(),
            fields: FieldSet::of(&[FieldId::Address]),
            ..line.clone()
        };
        let sent = TrailLine {
            id: "1-48050".to_owned(),
            role: Role::System,
            operation: Operation::Disclose,
            recipient: Some(RecipientClass::Government),
            fields: FieldSet::of(&[FieldId::Name, FieldId::Nik, FieldId::Kk, FieldId::BirthDate]),
            ..line.clone()
        };
        let refused = TrailLine {
            id: "1-48001".to_owned(),
            role: Role::ContactAgent,
            outcome: Outcome::Refused,
            purpose: PurposeId::Questions,
            clause: "4.1 i".to_owned(),
            ..line.clone()
        };
        let paging = |here: &str, after: bool| Paging {
            label: frame.t("trail-pages"),
            before: None,
            after: after.then(|| ("/me/trail?page=2".to_owned(), frame.t("trail-older"))),
            here: here.to_owned(),
        };
        let page = |lines: Vec<TrailLine>, filter, count| Self {
            frame: frame.clone(),
            filter,
            roles: vec![Role::Person, Role::Reviewer, Role::System],
            purposes: vec![PurposeId::DueDiligence, PurposeId::Rights],
            paging: paging("", !lines.is_empty()),
            lines,
            count,
        };
        vec![
            ("full", page(vec![line, own, sent, refused], frame.form(), 62)),
            ("none", page(Vec::new(), frame.form().typed("who", "reviewer").typed("when", "week"), 0)),
            ("empty", page(Vec::new(), frame.form(), 0)),
        ]
    }
}

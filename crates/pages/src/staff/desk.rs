//! What stands on top of every page of the console: the purpose in force, what it opens and what stays
//! closed, and the doors to the other pages. A door that the role does not open is shown as closed.

use amanah_domain::{FieldId, FieldSet, PurposeId, Role};
use askama::Template;
use askama::filters::HtmlSafe;

use crate::assets;
use crate::layout::Frame;
use crate::page::Page;
use crate::parts::Icon;

/// A page of the console that the navigation leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Door {
    /// `/staff/cases`.
    Cases,
    /// `/staff/lead`.
    Lead,
    /// `/staff/calls`.
    Calls,
    /// `/staff/chats`.
    Chats,
    /// `/staff/look-up`.
    LookUp,
    /// `/staff/batches`.
    Batches,
    /// `/staff/numbers`.
    Numbers,
    /// `/staff/members`.
    Members,
    /// `/staff/relations`.
    Relations,
    /// `/staff/removals`.
    Removals,
    /// `/staff/operation`.
    Operation,
}

impl Door {
    /// Every door, in the order of the navigation.
    pub const ALL: [Self; 11] = [
        Self::Cases,
        Self::Lead,
        Self::Calls,
        Self::Chats,
        Self::LookUp,
        Self::Removals,
        Self::Batches,
        Self::Numbers,
        Self::Operation,
        Self::Members,
        Self::Relations,
    ];

    fn way(self) -> (&'static str, &'static str) {
        match self {
            Self::Cases => ("/staff/cases", "door-cases"),
            Self::Lead => ("/staff/lead", "door-lead"),
            Self::Calls => ("/staff/calls", "door-calls"),
            Self::Chats => ("/staff/chats", "door-chats"),
            Self::LookUp => ("/staff/look-up", "door-look-up"),
            Self::Batches => ("/staff/batches", "door-batches"),
            Self::Numbers => ("/staff/numbers", "door-numbers"),
            Self::Members => ("/staff/members", "door-members"),
            Self::Relations => ("/staff/relations", "door-relations"),
            Self::Removals => ("/staff/removals", "door-removals"),
            Self::Operation => ("/staff/operation", "door-operation"),
        }
    }
}

/// The role and purpose that the member of staff chose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InForce {
    /// In which role.
    pub role: Role,
    /// For what.
    pub purpose: PurposeId,
    /// Where the policy says so, as the policy writes it: `4.1 b`, `law 31`.
    pub clause: String,
    /// What it opens.
    pub opens: FieldSet,
}

/// What a person's own page shows, so that what a purpose leaves out can be named. Not here: what only
/// signing in and our own letters need.
const OF_A_PERSON: &[FieldId] = &[
    FieldId::Name,
    FieldId::Email,
    FieldId::Phone,
    FieldId::Nik,
    FieldId::Kk,
    FieldId::BirthDate,
    FieldId::Gender,
    FieldId::Address,
    FieldId::Occupation,
    FieldId::Education,
    FieldId::PayoutAccount,
    FieldId::Statement,
];

impl InForce {
    /// What stays closed.
    pub fn closed(&self) -> FieldSet {
        FieldSet::of(OF_A_PERSON).without(self.opens)
    }
}

/// The console around one page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Desk {
    /// The purpose in force; `None` until one is chosen.
    pub in_force: Option<InForce>,
    /// The doors that the reader's roles open.
    pub doors: Vec<Door>,
    /// How many cases wait; shown at their door.
    pub cases_waiting: Option<u64>,
}

struct Way {
    href: &'static str,
    label: String,
    open: bool,
    here: bool,
    count: Option<String>,
}

/// The top of the console, ready to be shown.
#[derive(Template)]
#[template(path = "staff/bar.html")]
pub struct Bar {
    label: String,
    limits_label: String,
    limits_short: String,
    closed_word: String,
    nav_label: String,
    /// On a small screen the doors lie behind this.
    menu: String,
    change: String,
    change_open: bool,
    icon: Icon,
    /// Role, task and clause.
    in_force: Option<(String, String, String)>,
    none: String,
    opens: String,
    closed: String,
    ways: Vec<Way>,
}

impl HtmlSafe for Bar {}

impl Bar {
    fn new(desk: &Desk, frame: &Frame<'_>, here: Option<Door>) -> Self {
        let words = frame.words;
        let way = |door: Door| {
            let (href, key) = door.way();
            Way {
                href,
                label: words.t(key),
                open: desk.doors.contains(&door),
                here: here == Some(door),
                count: desk.cases_waiting.filter(|_| door == Door::Cases).map(|n| frame.number(&n)),
            }
        };
        let said = |chosen: &InForce| {
            let clause = words.clause_in_words(&chosen.clause);
            (words.staff_role(chosen.role), words.task(chosen.purpose), clause)
        };
        let fields = |set: FieldSet| if set.is_empty() { words.t("bar-nothing") } else { words.fields(set) };
        Self {
            label: words.t("bar-label"),
            limits_label: words.t("bar-limits"),
            limits_short: words.t("bar-limits-short"),
            closed_word: words.t("bar-closed-door"),
            nav_label: words.t("bar-nav"),
            menu: match here {
                Some(door) => words.t1("bar-menu-here", "here", words.t(door.way().1)),
                None => words.t("bar-menu"),
            },
            change: words.t(if desk.in_force.is_some() { "bar-change" } else { "bar-choose" }),
            change_open: frame.path.split('?').next().is_none_or(|path| path != "/staff"),
            icon: frame.icon("lock"),
            none: words.t("bar-none"),
            opens: desk
                .in_force
                .as_ref()
                .map_or_else(String::new, |chosen| words.t1("bar-opens", "fields", fields(chosen.opens))),
            closed: desk.in_force.as_ref().map_or_else(
                || words.t("bar-closed-all"),
                |chosen| words.t1("bar-closed", "fields", fields(chosen.closed())),
            ),
            in_force: desk.in_force.as_ref().map(said),
            ways: Door::ALL.into_iter().map(way).collect(),
        }
    }
}

/// A page of the console.
pub trait OnDesk: Page {
    /// The console around it.
    fn desk(&self) -> &Desk;

    /// Behind which door it lies.
    fn door(&self) -> Option<Door>;

    /// Its top.
    fn bar(&self) -> Bar {
        Bar::new(self.desk(), self.frame(), self.door())
    }

    /// Address of the console's own stylesheet.
    fn desk_style(&self) -> &'static str {
        assets::desk_path()
    }
}

/// [`OnDesk`] and [`Page`] for a view with fields `frame` and `desk`.
macro_rules! desk {
    ($view:ident at $door:expr, |$page:ident| $title:expr) => {
        $crate::page::page!($view: |$page| $title);

        impl $crate::staff::desk::OnDesk for $view<'_> {
            fn desk(&self) -> &$crate::staff::desk::Desk {
                &self.desk
            }

            fn door(&self) -> Option<$crate::staff::desk::Door> {
                $door
            }
        }
    };
}
pub(crate) use desk;

#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    /// A reviewer who checks whether somebody may join.
    pub(crate) fn reviewer() -> Desk {
        let opens = [
            FieldId::Name,
            FieldId::Nik,
            FieldId::Kk,
            FieldId::BirthDate,
            FieldId::Gender,
            FieldId::Address,
            FieldId::Occupation,
            FieldId::Education,
            FieldId::Statement,
        ];
        Desk {
            in_force: Some(InForce {
                role: Role::Reviewer,
                purpose: PurposeId::DueDiligence,
                clause: "4.1 b".to_owned(),
                opens: FieldSet::of(&opens),
            }),
            doors: vec![Door::Cases, Door::LookUp, Door::Numbers, Door::Relations],
            cases_waiting: Some(38),
        }
    }

    /// The lead of the service.
    pub(crate) fn lead() -> Desk {
        Desk {
            in_force: Some(InForce {
                role: Role::Lead,
                purpose: PurposeId::Questions,
                clause: "4.1 i".to_owned(),
                opens: FieldSet::EMPTY,
            }),
            doors: vec![Door::Lead, Door::Batches, Door::Numbers, Door::Relations],
            cases_waiting: None,
        }
    }

    /// An administrator.
    pub(crate) fn administrator() -> Desk {
        Desk {
            in_force: Some(InForce {
                role: Role::Administrator,
                purpose: PurposeId::StaffAccounts,
                clause: "5.1".to_owned(),
                opens: FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]),
            }),
            doors: vec![Door::Batches, Door::Numbers, Door::Operation, Door::Members, Door::Relations],
            cases_waiting: None,
        }
    }

    /// The data protection officer.
    pub(crate) fn dpo() -> Desk {
        Desk {
            in_force: Some(InForce {
                role: Role::Dpo,
                purpose: PurposeId::Retention,
                clause: "5.5".to_owned(),
                opens: FieldSet::EMPTY,
            }),
            doors: vec![Door::Removals, Door::Batches, Door::Numbers, Door::Operation, Door::Relations],
            cases_waiting: None,
        }
    }

    #[test]
    fn what_is_not_open_is_closed() {
        let desk = reviewer();
        let closed = desk.in_force.unwrap().closed();
        assert!(closed.contains(FieldId::Email) && closed.contains(FieldId::PayoutAccount));
        assert!(!closed.contains(FieldId::Nik) && !closed.contains(FieldId::PasswordHash));
    }
}

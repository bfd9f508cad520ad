//! `/staff/members`: who works here, in which roles, and what waits for a second pair of eyes.

use amanah_domain::{Role, Timestamp};

use crate::layout::Frame;
use crate::page::Page;
use crate::parts::{PostButton, Tag};
use crate::shown::Shown;
use crate::staff::desk::{Desk, Door, OnDesk, desk};

/// Where a role is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RoleState {
    /// Granted; somebody other than the one who granted it has to approve.
    Granted {
        /// The reader granted it, or it is the reader's own: somebody else approves.
        by_reader: bool,
    },
    /// In force.
    InForce {
        /// Until when.
        until: Timestamp,
    },
    /// In force, and its time ends soon: to be reviewed.
    ToReview {
        /// Until when.
        until: Timestamp,
    },
    /// Its time is over; it opens nothing.
    Lapsed {
        /// Since when.
        since: Timestamp,
    },
}

/// A role of a member of staff.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeldRole {
    /// Which.
    pub role: Role,
    /// Where it is in its life.
    pub state: RoleState,
}

/// A member of staff.
#[derive(Debug)]
pub struct Member<'p> {
    /// Their id, in hexadecimal.
    pub id: String,
    /// Their name.
    pub name: Shown<'p>,
    /// Their e-mail address.
    pub email: Shown<'p>,
    /// Invited, and has not accepted yet: until when the invitation is good.
    pub invited_until: Option<Timestamp>,
    /// It is the reader: nobody approves, reviews or ends their own.
    pub is_reader: bool,
    /// Roles that have not ended.
    pub roles: Vec<HeldRole>,
}

/// The list. Posts `role` to `/staff/members/<id>/approve`, `…/review` and `…/end`; nothing to `…/left`.
#[derive(askama::Template)]
#[template(path = "staff/members.html")]
pub struct Members<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// Everybody; what waits first.
    pub members: Vec<Member<'p>>,
    /// Days for which a role is granted.
    pub role_days: u32,
    /// The reader may change roles; an auditor only reads.
    pub may_change: bool,
}

impl Members<'_> {
    fn role(&self, held: &HeldRole) -> String {
        self.frame.words.staff_role(held.role)
    }

    fn tag(&self, held: &HeldRole) -> Tag {
        match held.state {
            RoleState::Granted { .. } => Tag::waiting(self.frame.t("role-waits")),
            RoleState::InForce { .. } => Tag::done(self.frame.t("role-in-force")),
            RoleState::ToReview { .. } => Tag::waiting(self.frame.t("role-to-review")),
            RoleState::Lapsed { .. } => Tag::no(self.frame.t("role-lapsed")),
        }
    }

    fn note(&self, held: &HeldRole) -> String {
        match held.state {
            RoleState::Granted { by_reader: true } => self.frame.t("role-waits-other"),
            RoleState::Granted { by_reader: false } => self.frame.t("role-waits-you"),
            RoleState::InForce { until } | RoleState::ToReview { until } => {
                self.frame.t1("role-until", "at", self.frame.date(&until))
            }
            RoleState::Lapsed { since } => self.frame.t1("role-since", "at", self.frame.date(&since)),
        }
    }

    fn buttons(&self, member: &Member<'_>, held: &HeldRole) -> Vec<PostButton> {
        if member.is_reader || !self.may_change {
            return Vec::new();
        }
        let button = |step: &str, key: &str| {
            let about = format!("{}, {}", member.name.as_str(), self.role(held));
            self.frame
                .button(format!("/staff/members/{}/{step}", member.id), key)
                .with("role", held.role.name())
                .about(&about)
        };
        let end = button("end", "role-end").grave();
        match held.state {
            RoleState::Granted { by_reader: true } => vec![end],
            RoleState::Granted { by_reader: false } => vec![button("approve", "role-approve"), end],
            RoleState::InForce { .. } => vec![end],
            RoleState::ToReview { .. } | RoleState::Lapsed { .. } => {
                vec![button("review", "role-review"), end]
            }
        }
    }

    fn left(&self, member: &Member<'_>) -> Option<PostButton> {
        (!member.is_reader && self.may_change).then(|| {
            self.frame
                .button(format!("/staff/members/{}/left", member.id), "member-left")
                .grave()
                .about(member.name.as_str())
        })
    }
}

desk!(Members at Some(Door::Members), |page| page.frame.t("members-title"));

#[cfg(test)]
impl crate::sample::Sampled for Members<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::sample::shown;
        use crate::staff::desk::samples;
        let now = frame.now;
        let member = |id: u8, name, email, roles| Member {
            id: format!("{id:02x}").repeat(16),
            name: shown(name),
            email: shown(email),
            invited_until: None,
            is_reader: false,
            roles,
        };
        let held = |role, state| HeldRole { role, state };
        let until = now.plus_hours(24 * 120);
        let members = || {
            vec![
                member(
                    1,
                    "Budi Santoso",
                    "budi@prakerja.contoh",
                    vec![
                        held(Role::Reviewer, RoleState::Granted { by_reader: false }),
                        held(Role::ContactAgent, RoleState::InForce { until }),
                    ],
                ),
                member(
                    2,
                    "Maria Lestari",
                    "maria@prakerja.contoh",
                    vec![
                        held(Role::PaymentOfficer, RoleState::ToReview { until: now.plus_hours(200) }),
                        held(Role::Auditor, RoleState::Granted { by_reader: true }),
                    ],
                ),
                member(
                    3,
                    "Yusuf Hidayat",
                    "yusuf@prakerja.contoh",
                    vec![held(Role::Dpo, RoleState::Lapsed { since: now.plus_hours(-30) })],
                ),
                Member {
                    invited_until: Some(now.plus_hours(60)),
                    ..member(4, "Agus Pratama", "agus@prakerja.contoh", Vec::new())
                },
                Member {
                    is_reader: true,
                    ..member(
                        5,
                        "Rina Wulandari",
                        "rina@prakerja.contoh",
                        vec![held(Role::Administrator, RoleState::InForce { until })],
                    )
                },
            ]
        };
        let page = |members, may_change| Self {
            frame: frame.clone(),
            desk: samples::administrator(),
            members,
            role_days: 180,
            may_change,
        };
        vec![("all", page(members(), true)), ("reader", page(members(), false))]
    }
}

//! `/staff`: choose what you are about to do; only then can anything be opened.

use amanah_domain::{FieldSet, PurposeId, Role, Timestamp};

use crate::layout::Frame;
use crate::page::Page;
use crate::parts::{PostButton, Tag};
use crate::shown::Shown;
use crate::staff::desk::{Desk, OnDesk, desk};

/// A purpose of one of the reader's roles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Through which role.
    pub role: Role,
    /// For what.
    pub purpose: PurposeId,
    /// Where the policy says so: `4.1 b`, `law 31`.
    pub clause: String,
    /// What it opens.
    pub opens: FieldSet,
    /// The program closed it when it started: the code wants more than the policy allows.
    pub closed: bool,
}

/// What waits for the reader.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// Open cases that the reader may decide, and since when the oldest waits. `None` where the reader's
    /// roles decide none.
    pub cases: Option<(u64, Option<Timestamp>)>,
    /// Roles that somebody else granted and the reader may approve.
    pub approvals: Option<u64>,
    /// Roles whose time ends soon.
    pub reviews: Option<u64>,
    /// Batches that wait for the reader's next step: the number.
    pub batches: Vec<u32>,
}

/// The console's first page. Posts `role` and `purpose` to `/staff/purpose`.
#[derive(askama::Template)]
#[template(path = "staff/home.html")]
pub struct Home<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The reader's own name.
    pub name: Shown<'p>,
    /// Every purpose of every role in force; empty for somebody without a role.
    pub offers: Vec<Offer>,
    /// What waits.
    pub waiting: Waiting,
}

impl Home<'_> {
    /// The reader's roles, in the order of their offers.
    fn roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = Vec::new();
        for offer in &self.offers {
            if !roles.contains(&offer.role) {
                roles.push(offer.role);
            }
        }
        roles
    }

    fn offers_of(&self, role: &Role) -> Vec<&Offer> {
        self.offers.iter().filter(|offer| offer.role == *role).collect()
    }

    fn is_in_force(&self, offer: &Offer) -> bool {
        self.desk.in_force.as_ref().is_some_and(|now| now.role == offer.role && now.purpose == offer.purpose)
    }

    fn role(&self, role: &Role) -> String {
        self.frame.words.staff_role(*role)
    }

    fn task(&self, offer: &Offer) -> String {
        self.frame.words.task(offer.purpose)
    }

    fn clause(&self, offer: &Offer) -> String {
        self.frame.words.clause_in_words(&offer.clause)
    }

    fn opens(&self, offer: &Offer) -> String {
        if offer.opens.is_empty() {
            self.frame.t("home-opens-nothing")
        } else {
            self.frame.t1("bar-opens", "fields", self.frame.words.fields(offer.opens))
        }
    }

    fn choose(&self, offer: &Offer) -> PostButton {
        self.frame
            .button("/staff/purpose", "home-choose")
            .with("role", offer.role.name())
            .with("purpose", offer.purpose.name())
            .about(self.task(offer))
    }

    fn since(&self, oldest: &Timestamp) -> String {
        self.frame.words.span(*oldest, self.frame.now)
    }

    fn nothing_waits(&self) -> bool {
        self.waiting.cases.is_none_or(|(cases, _)| cases == 0)
            && self.waiting.approvals.unwrap_or(0) == 0
            && self.waiting.reviews.unwrap_or(0) == 0
            && self.waiting.batches.is_empty()
    }
}

desk!(Home at None, |page| page.frame.t("home-title"));

#[cfg(test)]
impl crate::sample::Sampled for Home<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use amanah_domain::FieldId;

        use crate::staff::desk::samples;
        let offer = |role, purpose, clause: &str, opens: &[FieldId]| Offer {
            role,
            purpose,
            clause: clause.to_owned(),
            opens: FieldSet::of(opens),
            closed: false,
        };
        let review = &[FieldId::Name, FieldId::Nik, FieldId::Kk, FieldId::BirthDate, FieldId::Occupation];
        let fraud = &[FieldId::Name, FieldId::Nik, FieldId::PayoutAccount, FieldId::Device];
        let mut offers = vec![
            offer(Role::Reviewer, PurposeId::DueDiligence, "4.1 b", review),
            offer(Role::Reviewer, PurposeId::Terms, "4.1 c", &[]),
            Offer { closed: true, ..offer(Role::Reviewer, PurposeId::Fraud, "4.1 l", fraud) },
            offer(Role::Administrator, PurposeId::StaffAccounts, "5.1", &[FieldId::Name, FieldId::Email]),
            offer(Role::Administrator, PurposeId::Benefits, "4.1 a", &[]),
        ];
        let page = |desk, offers: Vec<Offer>, waiting| Self {
            frame: frame.clone(),
            desk,
            name: crate::sample::shown("Rina Wulandari"),
            offers,
            waiting,
        };
        let waiting = Waiting {
            cases: Some((38, Some(frame.now.plus_hours(-29)))),
            approvals: Some(2),
            reviews: Some(1),
            batches: vec![70, 71],
        };
        let unchosen = Desk { in_force: None, ..samples::reviewer() };
        let chosen = page(samples::reviewer(), offers.clone(), waiting.clone());
        offers.truncate(2);
        let quiet = Waiting { cases: Some((0, None)), ..Waiting::default() };
        vec![
            ("chosen", chosen),
            ("first", page(unchosen, offers, quiet)),
            ("nothing", page(Desk::default(), Vec::new(), Waiting::default())),
        ]
    }
}

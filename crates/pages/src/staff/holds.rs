//! `/staff/holds`: legal holds, each with ground and term, and placing one. A hold keeps data sealed and
//! stored while a legal process needs them; it opens nothing.

use amanah_domain::Timestamp;
use amanah_domain::states::HoldGround;

use crate::choices::Choice;
use crate::form::FormView;
use crate::input::Input;
use crate::layout::Frame;
use crate::page::Page;
use crate::paging::numbered;
use crate::parts::{Paging, PostButton, Tag};
use crate::shown::Shown;
use crate::staff::desk::{Desk, Door, OnDesk, desk};
use crate::staff::look_up::kinds;

/// One hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoldItem {
    /// Its id, in hexadecimal. Lifted by `/staff/holds/<id>/lift` with `lift-<id>`, the reason; why it was
    /// placed is read by `/staff/holds/<id>/reason`.
    pub id: String,
    /// Why.
    pub ground: HoldGround,
    /// Since when.
    pub placed_at: Timestamp,
    /// Until when at most.
    pub until: Timestamp,
    /// When it was lifted or lapsed.
    pub ended_at: Option<Timestamp>,
    /// It was lifted by somebody; otherwise it lapsed.
    pub lifted: bool,
}

/// The list, and the form. Posts to itself; inputs: `kind`, `value`, `ground`, `days`, `reason`.
#[derive(askama::Template)]
#[template(path = "staff/holds.html")]
pub struct Holds<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console.
    pub desk: Desk,
    /// The form.
    pub form: FormView<'p>,
    /// Holds, those in force first.
    pub holds: Vec<HoldItem>,
    /// Days of a hold, at most.
    pub days_max: u32,
    /// The sign-in is fresh enough to lift one.
    pub fresh: bool,
    /// Nobody is registered under what was typed; on record since then.
    pub no_match: Option<Timestamp>,
    /// The id of a hold, and the reason that was opened for this page.
    pub reason: Option<(String, Shown<'p>)>,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
}

impl Holds<'_> {
    /// To a new sign-in, and back to this page.
    fn sign_in(&self) -> PostButton {
        self.frame.button("/staff/removals/sign-in", "confirm-sign-in").with("to", "holds")
    }

    fn kinds(&self) -> [Choice; 3] {
        kinds(&self.frame)
    }

    fn grounds(&self) -> Vec<Choice> {
        HoldGround::ALL.iter().map(|ground| Choice::new(ground.name(), self.ground(ground))).collect()
    }

    fn ground(&self, ground: &HoldGround) -> String {
        self.frame.t(&format!("staff-hold-{}", ground.name()))
    }

    fn tag(&self, hold: &HoldItem) -> Tag {
        match hold.ended_at {
            Some(at) => {
                let key = if hold.lifted { "hold-lifted" } else { "hold-lapsed" };
                Tag::plain(self.frame.t1(key, "at", self.frame.date(&at)))
            }
            None => Tag::waiting(self.frame.t1("hold-left", "span", self.frame.until(&hold.until))),
        }
    }

    fn span(&self, hold: &HoldItem) -> String {
        let (from, until) = (self.frame.date(&hold.placed_at), self.frame.date(&hold.until));
        self.frame.t2("hold-span", "from", from, "until", until)
    }

    /// Why a hold was placed, where it was asked for.
    fn reason(&self, hold: &HoldItem) -> Option<&str> {
        self.reason.as_ref().filter(|(id, _)| *id == hold.id).map(|(_, reason)| reason.as_str())
    }

    fn read(&self, hold: &HoldItem) -> PostButton {
        let action = format!("/staff/holds/{}/reason?page={}", hold.id, self.page);
        let about = format!("{}, {}", self.ground(&hold.ground), self.span(hold));
        self.frame.button(action, "hold-read").link().about(about)
    }

    fn paging(&self) -> Paging {
        numbered(&self.frame, "holds-pages", "/staff/holds", self.page, self.pages)
    }

    fn lift_reason(&self, hold: &HoldItem) -> Input<'_> {
        self.form
            .text(&format!("lift-{}", hold.id))
            .label("hold-lift-reason")
            .autocomplete("off")
            .chars_max(300)
    }

    /// The field where something is wrong stands open.
    fn is_wrong(&self, hold: &HoldItem) -> bool {
        self.form.errors.iter().any(|error| error.field == format!("lift-{}", hold.id))
    }
}

desk!(Holds at Some(Door::Removals), |page| page.form.title("holds-title"));

#[cfg(test)]
impl crate::sample::Sampled for Holds<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use crate::form::FieldError;
        use crate::sample::shown;
        use crate::staff::desk::samples::dpo;
        let now = frame.now;
        let hold = |id: u8, ground, days: i64, ended_at| HoldItem {
            id: format!("{id:02x}").repeat(16),
            ground,
            placed_at: now.plus_hours(-240),
            until: now.plus_hours(24 * days),
            ended_at,
            lifted: ended_at.is_some(),
        };
        let page = |form, holds, no_match| Self {
            frame: frame.clone(),
            desk: dpo(),
            form,
            holds,
            days_max: 730,
            fresh: true,
            no_match,
            reason: None,
            page: 1,
            pages: 2,
        };
        let some = vec![
            hold(1, HoldGround::Dispute, 90, None),
            hold(2, HoldGround::Audit, 30, Some(now.plus_hours(-20))),
        ];
        let unsaid = FieldError::new(format!("lift-{}", "01".repeat(16)), "removal-reason");
        let unsaid = page(frame.form().wrong(unsaid), some.clone(), None);
        let wrong = frame
            .form()
            .typed("kind", "nik")
            .typed("value", "3174")
            .wrong(FieldError { bound: Some(16), ..FieldError::new("value", "nik-length") })
            .wrong(FieldError::new("ground", "choose"))
            .wrong(FieldError::new("days", "hold-days"))
            .wrong(FieldError::new("reason", "removal-reason"));
        let opened = Some(("01".repeat(16), shown("Perkara 12/Pdt.G/2026")));
        let opened = Self { reason: opened, page: 2, ..page(frame.form(), some.clone(), None) };
        vec![
            ("reason", opened),
            ("some", page(frame.form(), some, None)),
            ("none", page(frame.form(), Vec::new(), None)),
            ("nobody", page(frame.form(), Vec::new(), Some(now))),
            ("unsaid", unsaid),
            ("wrong", page(wrong, Vec::new(), None)),
        ]
    }
}

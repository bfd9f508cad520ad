//! `/me/leave/confirm?act=…`: what would happen, before it does: what goes, what stays on which ground,
//! who is told, when the last copy is unreadable. One button.

use amanah_domain::states::RemovalAct;
use amanah_domain::{FieldId, RecipientClass, Timestamp, Unreadable};

use crate::layout::Frame;
use crate::page::{Page, page};
use crate::parts::PostButton;
use crate::public::certificate_facts::{HoldNote, KeptLine, KeptText, What, carries, copies};

/// What an act would do to a person's data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovalView {
    /// Which act.
    pub act: RemovalAct,
    /// The one value that was asked for, where it was one.
    pub one: Option<FieldId>,
    /// What would go.
    pub gone: Vec<What>,
    /// What would stay.
    pub kept: Vec<KeptLine>,
    /// Recipients that have received data and would be told.
    pub told: Vec<RecipientClass>,
    /// From when on no copy could be opened, backups included.
    pub unreadable_at: Timestamp,
    /// What follows besides, a word key each (`follows-batch`).
    pub follows: Vec<&'static str>,
}

impl RemovalView {
    /// Who is told, in sentences: whoever keeps data, and whoever only carried messages.
    pub(crate) fn others(&self, frame: &Frame<'_>) -> Vec<String> {
        let (told, carried, none) = match frame.is_staff() {
            true => ("remove-for-told", "remove-for-carried", "remove-for-told-none"),
            false => ("confirm-told", "confirm-carried", "confirm-told-none"),
        };
        if self.told.is_empty() {
            return vec![frame.t(none)];
        }
        let keepers = self.told.iter().filter(|whom| !carries(**whom));
        let names: Vec<_> = keepers.map(|whom| frame.words.recipient(*whom)).collect();
        let keep = (!names.is_empty()).then(|| frame.t1(told, "whom", frame.words.list(&names)));
        let carry = self.told.iter().any(|whom| carries(*whom)).then(|| frame.t(carried));
        [keep, carry].into_iter().flatten().collect()
    }
}

/// The last page before it happens. Posts to `/me/leave/confirm` what stands in `chosen`.
#[derive(askama::Template)]
#[template(path = "person/confirm_removal.html")]
pub struct ConfirmRemoval<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// What would happen.
    pub view: RemovalView,
    /// What was chosen: names and values of the form that led here.
    pub chosen: Vec<(String, String)>,
    /// The sign-in is fresh enough; otherwise the page leads to a new one.
    pub fresh: bool,
    /// What stands in the way.
    pub hold: Option<HoldNote>,
}

impl ConfirmRemoval<'_> {
    /// One value is named in the question.
    fn heading(&self) -> String {
        match self.view.one {
            Some(field) => self.frame.t1("confirm-one", "field", self.frame.words.field(field)),
            None => self.frame.t(&format!("confirm-{}", self.view.act.name())),
        }
    }

    fn lead(&self) -> String {
        self.frame.t(&format!("confirm-lead-{}", self.view.act.name()))
    }

    fn values(&self) -> Vec<What> {
        self.view.gone.iter().copied().filter(|what| !matches!(what, What::Trace(_))).collect()
    }

    fn gone(&self) -> Vec<String> {
        self.values().iter().map(|what| what.say(self.frame.words)).collect()
    }

    /// What lies elsewhere and goes with it.
    fn also(&self) -> Vec<String> {
        let elsewhere = self.view.gone.iter().filter(|what| matches!(what, What::Trace(_)));
        elsewhere.map(|what| what.say(self.frame.words)).collect()
    }

    fn kept(&self) -> Vec<KeptText> {
        self.view.kept.iter().map(|line| line.say(&self.frame)).collect()
    }

    fn others(&self) -> Vec<String> {
        self.view.others(&self.frame)
    }

    fn copies(&self) -> String {
        copies(&self.frame, Unreadable::By(self.view.unreadable_at))
    }

    fn ends(&self) -> bool {
        self.view.act == RemovalAct::End
    }

    fn back(&self) -> (&'static str, &'static str) {
        match (self.view.act, self.view.one) {
            (RemovalAct::Erase, Some(_)) => ("/me/data", "data-title"),
            (RemovalAct::Erase, None) => ("/me/leave/parts", "remove-title"),
            _ => ("/me/leave", "leave-title"),
        }
    }

    fn send(&self) -> PostButton {
        let key = format!("confirm-do-{}", self.view.act.name());
        self.with_choice(self.frame.button("/me/leave/confirm", &key).primary())
    }

    /// To a new sign-in, and back to this page.
    fn sign_in(&self) -> PostButton {
        self.with_choice(self.frame.button("/me/leave/sign-in", "confirm-sign-in").primary())
    }

    fn with_choice(&self, button: PostButton) -> PostButton {
        self.chosen.iter().fold(button, |button, (name, value)| button.with(name, value))
    }
}

page!(ConfirmRemoval: |page| page.heading());

#[cfg(test)]
impl crate::sample::Sampled for ConfirmRemoval<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use amanah_domain::states::HoldGround;

        use crate::public::certificate_facts::samples;
        let of = |facts: crate::public::CertificateFacts, follows: Vec<&'static str>| RemovalView {
            act: facts.act,
            one: None,
            gone: facts.gone.into_iter().map(|(what, _)| what).collect(),
            kept: facts.kept,
            told: facts.notices.iter().map(|line| line.recipient).collect(),
            unreadable_at: facts.unreadable.map_or(frame.now, Unreadable::at),
            follows,
        };
        let page = |view, fresh, hold| Self {
            frame: frame.clone(),
            view,
            chosen: vec![("act".to_owned(), "destroy".to_owned())],
            fresh,
            hold,
        };
        let now = frame.now;
        let hold = HoldNote { ground: HoldGround::Dispute, until: now.plus_hours(24 * 90) };
        let all = of(samples::destroyed(now), vec!["follows-account", "follows-batch"]);
        let one = of(samples::erased(now), vec!["follows-fill-again"]);
        let only_carried = vec![RecipientClass::MessagingHouses];
        let one = RemovalView { one: Some(FieldId::Address), told: only_carried, ..one };
        let two = RemovalView {
            one: None,
            gone: vec![What::Field(FieldId::Address), What::Field(FieldId::PayoutAccount)],
            ..one.clone()
        };
        vec![
            ("destroy", page(all.clone(), true, None)),
            ("stale", page(all.clone(), false, None)),
            ("held", page(all, true, Some(hold))),
            ("one", page(one, true, None)),
            ("two", page(two, true, None)),
            ("end", page(of(samples::ended(now), vec!["follows-batch"]), true, None)),
        ]
    }
}

//! `/staff/cases/<id>`: one case, what the person said, what the purpose opens, and the decision with
//! its reason.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::{FieldSet, Timestamp};

use crate::choices::Choice;
use crate::form::FormView;
use crate::layout::Frame;
use crate::page::Page;
use crate::parts::Tag;
use crate::shown::Shown;
use crate::staff::case_queue::{clock, state_tag};
use crate::staff::desk::{Desk, Door, OnDesk, desk};
use crate::staff::lost_claim::{Compared, LostClaim};
use crate::staff::opened::{Opened, OpenedField};

/// Whether the reader decides.
#[derive(Debug)]
pub enum Standing<'p> {
    /// The reader may decide.
    MayDecide,
    /// It is the reader's own case: a colleague decides.
    Own,
    /// The reader declared a relation to the person: a colleague decides.
    Related,
    /// The role or purpose in force does not decide this: nothing is opened.
    NotForThis,
    /// It is decided.
    Decided {
        /// For the person or not.
        granted: bool,
        /// When.
        at: Timestamp,
        /// Why, as the person reads it.
        reason: Shown<'p>,
        /// The reader decided it.
        by_reader: bool,
    },
}

/// One case. Posts `decision` (`grant`, `refuse`) and `reason` to `/staff/cases/<id>/decide`.
#[derive(askama::Template)]
#[template(path = "staff/open_case.html")]
pub struct OpenCase<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console, with the purpose in force.
    pub desk: Desk,
    /// The decision.
    pub form: FormView<'p>,
    /// Its id, in hexadecimal.
    pub id: String,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about, in words: the rule; may be empty.
    pub subject: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it must be decided.
    pub due_at: Option<Timestamp>,
    /// What the person said; `None` where they said nothing.
    pub statement: Option<Shown<'p>>,
    /// Of a case about a lost phone or address: what was asked for and compared.
    pub claim: Option<LostClaim<'p>>,
    /// What the purpose opens. Empty where the reader may not look.
    pub fields: Vec<OpenedField<'p>>,
    /// What it would open and nobody filled in.
    pub empty: FieldSet,
    /// Whether the reader decides.
    pub standing: Standing<'p>,
}

impl OpenCase<'_> {
    fn kind(&self) -> String {
        self.frame.t(&format!("case-kind-{}", self.kind.name()))
    }

    /// What is to be decided, and what each answer does.
    fn question(&self) -> String {
        self.frame.t(&format!("case-question-{}", self.kind.name()))
    }

    fn answers(&self) -> [Choice; 2] {
        let does = |answer: &str| self.frame.t(&format!("case-{answer}-{}", self.kind.name()));
        [
            Choice::new("grant", self.frame.t("case-grant")).hint(does("grant")),
            Choice::new("refuse", self.frame.t("case-refuse")).hint(does("refuse")),
        ]
    }

    fn opened(&self) -> Opened<'_> {
        let closed = self.desk.in_force.as_ref().map_or(FieldSet::EMPTY, |chosen| chosen.closed());
        Opened::new(&self.frame, &self.fields, self.empty, closed)
    }

    fn compared(&self) -> Option<Compared<'_>> {
        self.claim.as_ref().map(|claim| Compared::new(&self.frame, claim))
    }

    /// Whether the person reads the reason.
    fn reason_hint(&self) -> &'static str {
        if self.kind == CaseKind::ContactChange { "case-reason-hint-contact" } else { "case-reason-hint" }
    }

    /// Nothing was opened for this page.
    fn is_kept_from(&self) -> bool {
        matches!(self.standing, Standing::Own | Standing::Related | Standing::NotForThis)
    }

    fn tag(&self) -> Tag {
        match (&self.standing, self.due_at) {
            (Standing::Decided { granted: true, .. }, _) => state_tag(&self.frame, CaseState::Granted),
            (Standing::Decided { .. }, _) => state_tag(&self.frame, CaseState::Refused),
            (_, Some(due)) => clock(&self.frame, due),
            (_, None) => state_tag(&self.frame, CaseState::Open),
        }
    }
}

desk!(OpenCase at Some(Door::Cases), |page| if page.form.errors.is_empty() {
    page.kind()
} else {
    page.frame.t1("form-title-wrong", "title", page.kind())
});

#[cfg(test)]
impl crate::sample::Sampled for OpenCase<'static> {
    fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
        use amanah_domain::FieldId;

        use crate::form::FieldError;
        use crate::staff::desk::{InForce, samples};
        use crate::staff::open_person::samples::fields;
        let now = frame.now;
        let page = |form, kind, standing| Self {
            desk: samples::reviewer(),
            form,
            id: "02".repeat(16),
            kind,
            subject: "Bukan pejabat, ASN, TNI, Polri, atau perangkat desa".to_owned(),
            opened_at: now.plus_hours(-64),
            due_at: Some(now.plus_hours(8)),
            statement: Some(crate::sample::shown(
                "Saya sudah berhenti sebagai perangkat desa sejak Mei.\nSuratnya ada di kantor desa.",
            )),
            claim: None,
            fields: fields(now),
            empty: FieldSet::of(&[FieldId::Education]),
            standing,
            frame: frame.clone(),
        };
        let wrong = frame
            .form()
            .typed("decision", "refuse")
            .typed("reason", "")
            .wrong(FieldError::new("reason", "case-reason"));
        let decided = Standing::Decided {
            granted: true,
            at: now,
            reason: crate::sample::shown("Surat pemberhentian dari desa kami terima."),
            by_reader: true,
        };
        let kept = |standing| Self {
            fields: Vec::new(),
            empty: FieldSet::EMPTY,
            statement: None,
            ..page(frame.form(), CaseKind::Eligibility, standing)
        };
        let claim = LostClaim {
            to: crate::sample::shown("sari.baru@contoh.id"),
            taken: true,
            name: Some(true),
            birth_date: Some(false),
            identity: amanah_domain::states::IdentityState::Verified,
            since: Some(now.plus_hours(-500)),
        };
        let lost = Self {
            desk: Desk {
                in_force: Some(InForce {
                    role: amanah_domain::Role::ContactAgent,
                    purpose: amanah_domain::PurposeId::Questions,
                    clause: "4.1 i".to_owned(),
                    opens: FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone, FieldId::Statement]),
                }),
                ..samples::reviewer()
            },
            subject: String::new(),
            statement: Some(crate::sample::shown(
                "HP saya hilang di angkot, emailnya dulu pakai HP itu juga.",
            )),
            claim: Some(claim),
            fields: Vec::new(),
            empty: FieldSet::EMPTY,
            ..page(frame.form(), CaseKind::ContactChange, Standing::MayDecide)
        };
        vec![
            ("open", page(frame.form(), CaseKind::Eligibility, Standing::MayDecide)),
            ("wrong", page(wrong, CaseKind::Identity, Standing::MayDecide)),
            ("own", kept(Standing::Own)),
            ("related", kept(Standing::Related)),
            ("not-for-this", kept(Standing::NotForThis)),
            ("lost", lost),
            ("decided", page(frame.form(), CaseKind::ContactChange, decided)),
        ]
    }
}

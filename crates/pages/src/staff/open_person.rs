//! `/staff/people/<look>`: one person, as far as the purpose in force goes. Opening the page is a look,
//! and the look stands in the person's trail.

use amanah_domain::cases::{CaseKind, CaseState};
use amanah_domain::states::{EligibilityState, EntryState, IdentityState};
use amanah_domain::{FieldSet, Timestamp};

use crate::layout::Frame;
use crate::page::Page;
use crate::parts::Tag;
use crate::shown::Shown;
use crate::staff::desk::{Desk, Door, OnDesk, desk};
use crate::staff::opened::{Opened, OpenedField};

/// A batch of the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PersonBatch {
    /// Its number.
    pub number: u32,
    /// Where the person stands in it.
    pub state: EntryState,
}

/// A case of the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonCase {
    /// Its id, in hexadecimal.
    pub id: String,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about, in words; may be empty.
    pub subject: String,
    /// Open or decided.
    pub state: CaseState,
    /// Since when.
    pub opened_at: Timestamp,
    /// The reader may open it under the purpose in force.
    pub may_open: bool,
}

/// One person.
#[derive(askama::Template)]
#[template(path = "staff/open_person.html")]
pub struct OpenPerson<'p> {
    /// What stands around it.
    pub frame: Frame<'p>,
    /// The console, with the purpose in force.
    pub desk: Desk,
    /// The reason that the reader gave, and that the person reads.
    pub reason: Shown<'p>,
    /// When the look was put on record.
    pub looked_at: Timestamp,
    /// What the purpose opens, in the order of the register.
    pub fields: Vec<OpenedField<'p>>,
    /// What it would open and nobody filled in.
    pub empty: FieldSet,
    /// How far the NIK is believed; `None` where the purpose does not say.
    pub identity: Option<IdentityState>,
    /// What the rules say; `None` where the purpose does not say.
    pub eligibility: Option<EligibilityState>,
    /// Batches; `None` where the purpose does not say.
    pub batches: Option<Vec<PersonBatch>>,
    /// Cases; `None` where the purpose does not say.
    pub cases: Option<Vec<PersonCase>>,
}

impl OpenPerson<'_> {
    fn opened(&self) -> Opened<'_> {
        let closed = self.desk.in_force.as_ref().map_or(FieldSet::EMPTY, |chosen| chosen.closed());
        Opened::new(&self.frame, &self.fields, self.empty, closed)
    }

    fn entry(&self, batch: &PersonBatch) -> Tag {
        self.frame.words.entry_tag(batch.state)
    }

    fn identity(&self, state: &IdentityState) -> Tag {
        self.frame.words.identity_tag(*state)
    }

    fn eligibility(&self, state: &EligibilityState) -> Tag {
        self.frame.words.eligibility_tag(*state)
    }

    fn case(&self, case: &PersonCase) -> (String, Tag) {
        (
            self.frame.t(&format!("case-kind-{}", case.kind.name())),
            crate::staff::case_queue::state_tag(&self.frame, case.state),
        )
    }
}

desk!(OpenPerson at Some(Door::LookUp), |page| page.frame.t("person-title"));

#[cfg(test)]
pub(crate) mod samples {
    use amanah_domain::{FieldId, Source};

    use super::*;
    use crate::staff::desk::samples;

    pub(crate) fn fields(now: Timestamp) -> Vec<OpenedField<'static>> {
        let field = |field, value, source, hours| OpenedField {
            field,
            value: crate::sample::shown(value),
            source,
            at: now.plus_hours(hours),
            disputed: false,
        };
        vec![
            field(FieldId::Name, "Sari Dewi Anggraini", Source::Registration, -430),
            field(FieldId::Nik, "3174015203980001", Source::WebsiteInput, -428),
            field(FieldId::Kk, "3174012201150004", Source::WebsiteInput, -428),
            OpenedField { disputed: true, ..field(FieldId::BirthDate, "1998-03-12", Source::Ministry, -40) },
            field(FieldId::Gender, "female", Source::WebsiteInput, -428),
            field(
                FieldId::Address,
                "Jl. Kemang Timur No. 7, RT 003 RW 002, Mampang Prapatan, Jakarta Selatan 12730",
                Source::WebsiteInput,
                -428,
            ),
            field(FieldId::Occupation, "other", Source::WebsiteInput, -428),
        ]
    }

    impl crate::sample::Sampled for OpenPerson<'static> {
        fn samples(frame: Frame<'static>) -> Vec<(&'static str, Self)> {
            let now = frame.now;
            let case = |kind, state, may_open| PersonCase {
                id: "5f".repeat(16),
                kind,
                subject: "Bukan pejabat, ASN, TNI, Polri, atau perangkat desa".to_owned(),
                state,
                opened_at: now.plus_hours(-29),
                may_open,
            };
            let page = |fields, batches, cases| Self {
                desk: samples::reviewer(),
                reason: crate::sample::shown("Menelepon, bertanya mengapa NIK belum cocok"),
                looked_at: now,
                fields,
                empty: FieldSet::of(&[FieldId::Education]),
                identity: Some(IdentityState::Contested),
                eligibility: Some(EligibilityState::Review),
                batches: Some(batches),
                cases: Some(cases),
                frame: frame.clone(),
            };
            let batches = vec![
                PersonBatch { number: 71, state: EntryState::Joined },
                PersonBatch { number: 68, state: EntryState::Waiting },
            ];
            let cases = vec![
                case(CaseKind::Eligibility, CaseState::Open, true),
                case(CaseKind::ContactChange, CaseState::Granted, false),
            ];
            let bare = Self {
                fields: Vec::new(),
                identity: None,
                eligibility: None,
                cases: None,
                ..page(Vec::new(), Vec::new(), Vec::new())
            };
            vec![("full", page(fields(now), batches, cases)), ("bare", bare)]
        }
    }
}

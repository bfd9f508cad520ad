//! End, erase, destroy (Law 27/2022, articles 42 to 44; clause 7.4): the rules that the person, the data
//! protection officer and the jobs share.
//!
//! What other rooms call:
//!
//! - `Office::plan_removal(session, request)`: what would happen, before the person confirms
//!   (`person/view_removal.rs`); `Office::list_own_removals(session)`.
//! - `Office::remove_own(session, request)`: the person does it (`person/remove.rs`).
//! - `Office::view_certificate(code)`, `Office::certificate_file(code)`: whoever holds the code
//!   ([`certificate`]).
//! - `Office::remove_for`, `place_hold`, `lift_hold`, `list_holds`, `oversee_hold`, `list_removals`,
//!   `record_answer`: the DPO (`staff/`).
//! - `Office::remove_by_rule(person, request, ground)`: the daily job of retention.
//! - `Office::unreadable_at(now)`: when the last copy of what goes now can be opened by nobody.
//!
//! Keys go first, rows with them: one transaction, and at the same time the record in the ledger and the
//! line in the journal outside the database. A person is told that it is done when all three are durable.
//! What a crash leaves half done is finished by `jobs::finish_removal`.

pub mod certificate;
pub(crate) mod certificate_seal;
pub mod check_certificate;
pub mod desk;
pub(crate) mod farewell;
pub mod notices;
pub(crate) mod perform;
mod plan;
pub(crate) mod reach;
pub mod recipients;
pub(crate) mod record;
pub(crate) mod scope;
pub(crate) mod steps;
pub(crate) mod traces;
mod write;

use amanah_domain::states::{HoldGround, RemovalAct, RemovalGround, RemovalState, Trace};
use amanah_domain::{
    Category, CategorySet, FieldId, FieldSet, HoldId, PurposeId, RecipientClass, RemovalId, Role, Timestamp,
};

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RemovalRequest {
    /// End, erase or destroy.
    pub act: RemovalAct,
    /// Erase: single values.
    pub fields: FieldSet,
    /// Erase: whole categories, whatever lies in them.
    pub categories: CategorySet,
}

impl RemovalRequest {
    /// Processing ends, data stay sealed.
    pub const END: Self = Self::whole(RemovalAct::End);
    /// Everything that has no ground to stay goes, and the account with it.
    pub const DESTROY: Self = Self::whole(RemovalAct::Destroy);

    const fn whole(act: RemovalAct) -> Self {
        Self { act, fields: FieldSet::EMPTY, categories: CategorySet::EMPTY }
    }

    /// These values and these categories.
    pub const fn erase(fields: FieldSet, categories: CategorySet) -> Self {
        Self { act: RemovalAct::Erase, fields, categories }
    }
}

/// The rule by which a job removes: the certificate and the ledger name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleGround {
    /// Which of the law's grounds.
    pub ground: RemovalGround,
    /// The rule in the policy's own names: `livelihood/account-closed/2 years`. ASCII, never personal.
    pub rule: String,
}

/// What a line says that goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// One value.
    Field(FieldId),
    /// Everything of a category.
    Category(Category),
    /// Something beside the values.
    Trace(Trace),
}

impl What {
    /// `field:email`, `category:address`, `trace:sessions`: as stored, and part of word keys.
    pub fn to_text(self) -> String {
        match self {
            Self::Field(field) => format!("field:{}", field.name()),
            Self::Category(category) => format!("category:{}", category.name()),
            Self::Trace(trace) => format!("trace:{}", trace.name()),
        }
    }

    /// Reads [`Self::to_text`] back.
    pub fn from_text(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            ("field", name) => FieldId::from_name(name).map(Self::Field),
            ("category", name) => Category::from_name(name).map(Self::Category),
            ("trace", name) => Trace::from_name(name).map(Self::Trace),
            _ => None,
        }
    }
}

/// What goes, and how many of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanLine {
    /// What.
    pub what: What,
    /// How many values or rows.
    pub number: u64,
}

/// What stays in spite of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// A category, sealed.
    Category(Category),
    /// The keyed tag of the NIK by which nobody is given a benefit twice.
    OncePerPerson,
    /// Everything: processing ends, data stay sealed until their time is over.
    Everything,
}

impl Kept {
    /// `category:address`, `once-per-person`, `everything`.
    pub fn to_text(self) -> String {
        match self {
            Self::Category(category) => format!("category:{}", category.name()),
            Self::OncePerPerson => "once-per-person".to_owned(),
            Self::Everything => "everything".to_owned(),
        }
    }

    /// Reads [`Self::to_text`] back.
    pub fn from_text(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("category", name)) => Category::from_name(name).map(Self::Category),
            None if text == "once-per-person" => Some(Self::OncePerPerson),
            None if text == "everything" => Some(Self::Everything),
            _ => None,
        }
    }
}

/// What stays, on which ground, until when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StayLine {
    /// What.
    pub kept: Kept,
    /// For which purpose.
    pub purpose: PurposeId,
    /// The article of Law 27/2022 that excepts it: `15(1)c`; empty where the policy names none.
    pub article: String,
    /// The clause of the policy: `5.6`; empty where the policy names none.
    pub clause: String,
    /// Until when; `None` where the event from which it counts has not come.
    pub until: Option<Timestamp>,
}

/// A legal hold, as the person whose data it holds may see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HoldView {
    /// Its id.
    pub hold: HoldId,
    /// Why.
    pub ground: HoldGround,
    /// Since when.
    pub placed_at: Timestamp,
    /// Until when, if nobody lifts it before.
    pub until: Timestamp,
}

/// What would happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovalPlan {
    /// What was asked for.
    pub request: RemovalRequest,
    /// What goes.
    pub goes: Vec<PlanLine>,
    /// What stays.
    pub stays: Vec<StayLine>,
    /// What forbids it for now.
    pub blocked: Option<HoldView>,
    /// Who received data and is told.
    pub recipients: Vec<RecipientClass>,
    /// From when on nobody can open any copy of what goes, if it goes now.
    pub unreadable_at: Timestamp,
}

/// It is done: gone, on record and in the journal.
#[derive(Clone, PartialEq, Eq)]
pub struct Removed {
    /// The removal.
    pub removal: RemovalId,
    /// The code by which its certificate is found. Shown once: only a tag of it is stored.
    pub code: String,
    /// The account is closed and every session ended.
    pub closed: bool,
}

impl core::fmt::Debug for Removed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Removed({}, …)", self.removal.to_hex())
    }
}

/// A removal in a list: no person in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemovalSummary {
    /// Its id.
    pub removal: RemovalId,
    /// Which act.
    pub act: RemovalAct,
    /// Who asked: the person, the DPO, the system.
    pub asked_by: Role,
    /// On which ground.
    pub ground: RemovalGround,
    /// The rule, where a rule removed.
    pub rule: String,
    /// How far it is.
    pub state: RemovalState,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// From when on no copy can be opened.
    pub unreadable_at: Option<Timestamp>,
    /// Recipients to be told, and how many of them answered.
    pub told: (u64, u64),
    /// A recipient has been silent for longer than it may.
    pub late: bool,
}

/// The article of Law 27/2022 that an act rests on.
pub const fn article_of(act: RemovalAct) -> &'static str {
    match act {
        RemovalAct::End => "42",
        RemovalAct::Erase => "43",
        RemovalAct::Destroy => "44",
    }
}

/// The clause of the policy under which a person asks (7.4), and under which a time to keep ends (5.5).
pub const fn clause_of(asked_by: Role) -> &'static str {
    if matches!(asked_by, Role::System) { "5.5" } else { "7.4" }
}

/// The note of a removal's record.
pub(crate) fn note_of(removal: RemovalId) -> String {
    format!("removal {}", removal.to_hex())
}

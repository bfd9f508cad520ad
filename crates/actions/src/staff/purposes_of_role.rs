//! Which of the code's purposes a role may choose, held against the policy. What the policy does not
//! allow is listed as closed, so that staff see that it exists and why it is shut; whether a look is
//! allowed is decided anew at each look.

use amanah_domain::purposes::{
    AnswerQuestion, AssessRights, CheckPayout, InvestigateFraud, LeadCases, OverseeUse, ReviewCase, RunStaff,
};
use amanah_domain::{FieldId, FieldSet, Operation, Purpose, PurposeId, Role};

use crate::office::Office;

/// What a member of staff says they are about to do. It stays in force until they choose another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StaffPurpose {
    /// Help somebody who asks.
    AnswerQuestion,
    /// Decide an eligibility or identity question.
    ReviewCase,
    /// Check that an account belongs to the beneficiary.
    CheckPayout,
    /// Look into a duplicate or an anomaly.
    InvestigateFraud,
    /// Read why somebody looked.
    OverseeUse,
    /// Run staff accounts, roles and batches.
    RunStaff,
    /// Decide what people ask under their rights.
    AssessRights,
    /// See clocks and counts of the cases, and hand them over.
    LeadCases,
}

/// A purpose as offered to a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RolePurpose {
    /// Which.
    pub purpose: StaffPurpose,
    /// The purpose of the published policy that it serves.
    pub serves: PurposeId,
    /// Its clause, such as `4.1 b`; `None` where the policy has none.
    pub clause: Option<String>,
    /// What its page shows of a person.
    pub fields: FieldSet,
    /// Why it is shut: a word key (`refusal-…`).
    pub closed: Option<&'static str>,
}

impl StaffPurpose {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AnswerQuestion,
        Self::ReviewCase,
        Self::CheckPayout,
        Self::InvestigateFraud,
        Self::OverseeUse,
        Self::RunStaff,
        Self::AssessRights,
        Self::LeadCases,
    ];

    /// Its name in addresses and word keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AnswerQuestion => "answer-question",
            Self::ReviewCase => "review-case",
            Self::CheckPayout => "check-payout",
            Self::InvestigateFraud => "investigate-fraud",
            Self::OverseeUse => "oversee-use",
            Self::RunStaff => "run-staff",
            Self::AssessRights => "assess-rights",
            Self::LeadCases => "lead-cases",
        }
    }

    /// Reads [`Self::name`] back.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// What its page shows of a person, and no more: not all that the purpose may read.
    pub fn page_fields(self) -> FieldSet {
        match self {
            Self::AnswerQuestion => FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]),
            Self::ReviewCase => FieldSet::of(&[
                FieldId::Name,
                FieldId::Nik,
                FieldId::Kk,
                FieldId::BirthDate,
                FieldId::Gender,
                FieldId::Address,
                FieldId::Occupation,
                FieldId::Education,
            ]),
            Self::CheckPayout => FieldSet::of(&[FieldId::Name, FieldId::Nik, FieldId::PayoutAccount]),
            Self::InvestigateFraud => FieldSet::of(&[
                FieldId::Name,
                FieldId::Nik,
                FieldId::Kk,
                FieldId::BirthDate,
                FieldId::PayoutAccount,
            ]),
            Self::OverseeUse => FieldSet::of(&[FieldId::Name]),
            Self::RunStaff => FieldSet::of(&[FieldId::Name, FieldId::Email, FieldId::Phone]),
            Self::AssessRights => FieldSet::of(&[FieldId::Name, FieldId::Statement]),
            Self::LeadCases => FieldSet::EMPTY,
        }
    }

    /// The fields by which a person may be looked up for it: among those that its page shows. A contact
    /// agent does not handle NIKs, a reviewer no telephone numbers; oversight begins with an entry of
    /// the ledger, and staff are listed.
    pub fn keys(self) -> FieldSet {
        match self {
            Self::OverseeUse | Self::RunStaff | Self::AssessRights | Self::LeadCases => FieldSet::EMPTY,
            _ => self.page_fields().both(FieldSet::of(&[FieldId::Nik, FieldId::Phone, FieldId::Email])),
        }
    }

    /// Whether people are looked up for it.
    pub fn looks_people_up(self) -> bool {
        !self.keys().is_empty()
    }

    fn registered(self) -> Registered {
        match self {
            Self::AnswerQuestion => Registered::of::<AnswerQuestion>(),
            Self::ReviewCase => Registered::of::<ReviewCase>(),
            Self::CheckPayout => Registered::of::<CheckPayout>(),
            Self::InvestigateFraud => Registered::of::<InvestigateFraud>(),
            Self::OverseeUse => Registered::of::<OverseeUse>(),
            Self::RunStaff => Registered::of::<RunStaff>(),
            Self::AssessRights => Registered::of::<AssessRights>(),
            Self::LeadCases => Registered::of::<LeadCases>(),
        }
    }
}

struct Registered {
    id: PurposeId,
    name: &'static str,
}

impl Registered {
    fn of<P: Purpose>() -> Self {
        Self { id: P::ID, name: P::NAME }
    }
}

/// What the work of a role is. Communications and research have no page of people yet.
const fn purposes(role: Role) -> &'static [StaffPurpose] {
    match role {
        Role::ContactAgent => &[StaffPurpose::AnswerQuestion],
        Role::Reviewer => &[StaffPurpose::ReviewCase, StaffPurpose::InvestigateFraud],
        Role::PaymentOfficer => &[StaffPurpose::CheckPayout],
        Role::Dpo => &[StaffPurpose::AssessRights, StaffPurpose::OverseeUse, StaffPurpose::InvestigateFraud],
        Role::Lead => &[StaffPurpose::LeadCases],
        Role::Auditor => &[StaffPurpose::OverseeUse],
        Role::Administrator => &[StaffPurpose::RunStaff],
        Role::Person | Role::Helper | Role::Communications | Role::Researcher | Role::System => &[],
    }
}

/// Whether it is the work of the role at all.
pub(crate) fn is_work_of(role: Role, purpose: StaffPurpose) -> bool {
    purposes(role).contains(&purpose)
}

impl Office {
    /// What somebody in this role may choose to do.
    pub fn purposes_of_role(&self, role: Role) -> Vec<RolePurpose> {
        let offered = |purpose: &StaffPurpose| {
            let registered = purpose.registered();
            let rule = self.policy.purpose(registered.id);
            RolePurpose {
                purpose: *purpose,
                serves: registered.id,
                clause: rule.and_then(|r| r.clause).map(|clause| clause.to_string()),
                fields: purpose.page_fields(),
                closed: self.shut(role, &registered),
            }
        };
        purposes(role).iter().map(offered).collect()
    }

    fn shut(&self, role: Role, registered: &Registered) -> Option<&'static str> {
        match self.policy.purpose(registered.id) {
            None => Some("refusal-no-clause"),
            Some(rule) if rule.clause.is_none() => Some("refusal-no-clause"),
            Some(_) if self.policy.closed().iter().any(|closed| closed.name == registered.name) => {
                Some("refusal-closed")
            }
            Some(rule) if !rule.roles.contains(role) => Some("refusal-role-not-listed"),
            Some(rule) if !rule.operations.contains(Operation::Display) => {
                Some("refusal-operation-not-listed")
            }
            Some(_) => None,
        }
    }
}

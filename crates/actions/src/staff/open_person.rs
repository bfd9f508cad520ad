//! A person's page for one purpose: exactly the fields that this page shows, on record before any of
//! them is opened.

use amanah_domain::purposes::{AnswerQuestion, CheckPayout, InvestigateFraud, ReviewCase};
use amanah_domain::states::{EligibilityState, EntryState, IdentityState};
use amanah_domain::values::Statement;
use amanah_domain::{FieldId, FieldSet, Operation, PersonId, Purpose, Timestamp};
use amanah_store::batches;
use amanah_store::cases::{self, CaseRow};

use crate::access::{Looked, Want, Who};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::staff::case_queue::{CaseLine, purpose_of_case};
use crate::staff::purposes_of_role::StaffPurpose;

/// A case of the person, as far as it stands in the clear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonCase {
    /// The case.
    pub line: CaseLine,
    /// It is opened for the purpose in force.
    pub may_open: bool,
}

/// A person as a member of staff sees them.
pub struct PersonPage<'o> {
    /// For what it was opened.
    pub purpose: StaffPurpose,
    /// What the page may show; everything else is shown as closed.
    pub fields: FieldSet,
    /// Since when they are registered.
    pub registered_at: Timestamp,
    /// How far their NIK is believed.
    pub identity: IdentityState,
    /// What the rules say of them.
    pub eligibility: EligibilityState,
    /// Numbers of the batches they stand in, and where; newest first. None for fraud and payout.
    pub batches: Vec<(i64, EntryState)>,
    /// Their cases, newest first; none for a payout.
    pub cases: Vec<PersonCase>,
    /// When the look was put on record.
    pub looked_at: Timestamp,
    /// The permit with the sealed values.
    pub opened: OpenedPerson<'o>,
}

/// The permit, by purpose: which fields it opens is a question for the compiler.
pub enum OpenedPerson<'o> {
    /// Name and ways to be reached.
    Question(Looked<'o, AnswerQuestion>),
    /// What eligibility and identity rest on.
    Review(Looked<'o, ReviewCase>),
    /// Name, NIK and account.
    Payout(Looked<'o, CheckPayout>),
    /// What duplicates show in.
    Fraud(Looked<'o, InvestigateFraud>),
}

impl Office {
    pub(crate) async fn open_person(
        &self,
        who: Who,
        purpose: StaffPurpose,
        person: PersonId,
        key: FieldId,
        reason: &Statement,
    ) -> Done<PersonPage<'_>> {
        // The key that was typed is part of the use: one that the purpose does not declare is refused.
        let fields = purpose.page_fields().with(key);
        let opened = match purpose {
            StaffPurpose::AnswerQuestion => {
                OpenedPerson::Question(self.look_at(who, person, fields, reason).await?)
            }
            StaffPurpose::ReviewCase => {
                OpenedPerson::Review(self.look_at(who, person, fields, reason).await?)
            }
            StaffPurpose::CheckPayout => {
                OpenedPerson::Payout(self.look_at(who, person, fields, reason).await?)
            }
            StaffPurpose::InvestigateFraud => {
                OpenedPerson::Fraud(self.look_at(who, person, fields, reason).await?)
            }
            StaffPurpose::OverseeUse
            | StaffPurpose::RunStaff
            | StaffPurpose::AssessRights
            | StaffPurpose::LeadCases => return Err(ActionError::NotFound),
        };
        let (account, receipt) = match &opened {
            OpenedPerson::Question(looked) => (&looked.account, looked.receipt()),
            OpenedPerson::Review(looked) => (&looked.account, looked.receipt()),
            OpenedPerson::Payout(looked) => (&looked.account, looked.receipt()),
            OpenedPerson::Fraud(looked) => (&looked.account, looked.receipt()),
        };
        let (batches, cases) = self.standing_of(purpose, person, who.id().unwrap_or(person)).await?;
        Ok(PersonPage {
            purpose,
            fields,
            registered_at: account.created_at,
            identity: account.identity,
            eligibility: account.eligibility,
            batches,
            cases,
            looked_at: Timestamp::from_millis(receipt.time_ms()),
            opened,
        })
    }

    /// Where the person stands, from clear columns, as far as the purpose asks for it.
    async fn standing_of(
        &self,
        purpose: StaffPurpose,
        person: PersonId,
        me: PersonId,
    ) -> Done<(Vec<(i64, EntryState)>, Vec<PersonCase>)> {
        let asks_batches = matches!(purpose, StaffPurpose::AnswerQuestion | StaffPurpose::ReviewCase);
        let asks_cases = purpose != StaffPurpose::CheckPayout;
        self.store
            .read(move |db| {
                let mut standing = Vec::new();
                if asks_batches {
                    for entry in batches::entries(db, &person)? {
                        let number = batches::read(db, &entry.batch)?.map_or(0, |batch| batch.number);
                        standing.push((number, entry.state));
                    }
                }
                let rows = if asks_cases { cases::of_person(db, &person)? } else { Vec::new() };
                let case = |row: &CaseRow| PersonCase {
                    line: CaseLine::of(row, me, false),
                    may_open: purpose_of_case(row.kind).1 == purpose,
                };
                Ok::<_, ActionError>((standing, rows.iter().map(case).collect()))
            })
            .await
    }

    async fn look_at<P: Purpose>(
        &self,
        who: Who,
        person: PersonId,
        fields: FieldSet,
        reason: &Statement,
    ) -> Done<Looked<'_, P>> {
        let want = Want { reason: Some(reason), note: "look-up", ..Want::of(Operation::Display, fields) };
        self.look::<P>(who, person, want).await
    }
}

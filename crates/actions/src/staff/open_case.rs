//! A case is opened: what the person said, and of their data what the question needs. The case is the
//! reason; it stands in the entry by its random id.

use amanah_domain::cases::{CaseKind, Desk};
use amanah_domain::purposes::{AnswerQuestion, AssessRights, ReviewCase};
use amanah_domain::values::Statement;
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, Purpose, Role, Timestamp};
use amanah_policy::RefusalReason;
use amanah_store::cases::{self, CaseRow};
use amanah_vault::Opened;

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::{CaseLine, purpose_of_case};
use crate::staff::purposes_of_role::StaffPurpose;

/// A case as whoever opens it sees it.
pub struct CaseFile<'o> {
    /// What stands in the clear.
    pub line: CaseLine,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// By whoever reads this.
    pub decided_by_reader: bool,
    /// What the page shows of the person; everything else is shown as closed.
    pub fields: FieldSet,
    /// The permit with the sealed values, or why there is none.
    pub opened: OpenedCase<'o>,
    statement: Vec<u8>,
    answer: Option<Vec<u8>>,
}

/// The permit, by the purpose that the kind of case serves.
pub enum OpenedCase<'o> {
    /// Eligibility and identity.
    Review(Looked<'o, ReviewCase>),
    /// What a person asks under their rights.
    Rights(Looked<'o, AssessRights>),
    /// A question, a complaint, a lost or changed way to be reached.
    Question(Looked<'o, AnswerQuestion>),
    /// It is the reader's own; the refusal is on record.
    Own,
    /// It is a declared relation's; the refusal is on record.
    Related,
    /// The role and purpose in force are not those that decide it; nothing was asked for.
    NotForThis,
}

impl CaseFile<'_> {
    /// What the person said; `None` where they said nothing, or it stays closed.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn statement(&self) -> Done<Option<Opened<'_, Statement>>> {
        self.said(&self.statement)
    }

    /// What was answered.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn answer(&self) -> Done<Option<Opened<'_, Statement>>> {
        self.answer.as_deref().map_or(Ok(None), |body| self.said(body))
    }

    fn said(&self, body: &[u8]) -> Done<Option<Opened<'_, Statement>>> {
        match &self.opened {
            // A case that opened by itself has no statement.
            _ if body.is_empty() => Ok(None),
            OpenedCase::Review(looked) => looked.open_alone(body),
            OpenedCase::Question(looked) => looked.open_alone(body),
            OpenedCase::Rights(looked) => looked.open_alone(body),
            OpenedCase::Own | OpenedCase::Related | OpenedCase::NotForThis => Ok(None),
        }
    }
}

/// The note of every entry about a case.
pub(crate) fn case_note(case: CaseId) -> String {
    format!("case {}", case.to_hex())
}

impl Office {
    /// Opens a case under the role and purpose in force.
    ///
    /// # Errors
    /// [`ActionError::NotFound`]; [`ActionError::SignInNeeded`] where the role is not in force;
    /// [`ActionError::Refused`] (recorded) for whatever else the policy forbids.
    pub async fn open_case(
        &self,
        session: &Session,
        role: Role,
        purpose: StaffPurpose,
        case: CaseId,
    ) -> Done<CaseFile<'_>> {
        session.as_staff(role)?;
        let row = self.case_row(case).await?;
        let fields = self.fields_of_case(&row);
        let opened = match row.desk() {
            _ if purpose_of_case(row.kind) != (role, purpose) => Ok(OpenedCase::NotForThis),
            Desk::Review => self.look_at_case(session, &row, fields).await.map(OpenedCase::Review),
            Desk::Contact => self.look_at_case(session, &row, fields).await.map(OpenedCase::Question),
            Desk::Protection => self.look_at_case(session, &row, fields).await.map(OpenedCase::Rights),
        };
        let opened = match opened {
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::OwnCase => OpenedCase::Own,
            Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::RelatedCase => {
                OpenedCase::Related
            }
            other => other?,
        };
        let not_yours = matches!(opened, OpenedCase::Own | OpenedCase::Related);
        Ok(CaseFile {
            line: CaseLine::of(&row, not_yours),
            decided_at: row.decided_at,
            decided_by_reader: row.decided_by == Some(session.person),
            fields,
            opened,
            statement: row.statement,
            answer: row.answer,
        })
    }

    /// What the question needs of a person, and no more: what a rule looks at, or what a NIK is compared by.
    fn fields_of_case(&self, row: &CaseRow) -> FieldSet {
        let said = FieldSet::of(&[FieldId::Name, FieldId::Statement]);
        let asked = match row.kind {
            CaseKind::Eligibility => {
                let rules = &self.programme.rules;
                let fields = rules.get(&row.subject).map_or_else(|| rules.fields(), |rule| rule.fields());
                fields.both(ReviewCase::reads())
            }
            CaseKind::Identity => {
                FieldSet::of(&[FieldId::Nik, FieldId::Kk, FieldId::BirthDate, FieldId::Gender])
            }
            // What was said, and match or no match: see `lost_claim`.
            CaseKind::ContactChange => return FieldSet::of(&[FieldId::Statement]),
            CaseKind::Correction => row.fields.both(ReviewCase::reads()).with(FieldId::Evidence),
            CaseKind::Representation => FieldSet::of(&[FieldId::Evidence]),
            CaseKind::Question | CaseKind::Complaint => {
                FieldSet::of(&[FieldId::Email, FieldId::Phone, FieldId::Attachment])
            }
            _ => FieldSet::EMPTY,
        };
        said.either(asked)
    }

    pub(crate) async fn case_row(&self, case: CaseId) -> Done<CaseRow> {
        self.store.read(move |db| cases::read(db, &case)).await?.ok_or(ActionError::NotFound)
    }

    async fn look_at_case<P: Purpose>(
        &self,
        session: &Session,
        row: &CaseRow,
        fields: FieldSet,
    ) -> Done<Looked<'_, P>> {
        let who = session.as_staff(purpose_of_case(row.kind).0)?;
        let note = case_note(row.case);
        let want = Want { note: &note, ..Want::of(Operation::Display, fields) };
        self.look::<P>(who, row.person, want).await
    }
}

//! A case is opened: what the person said, and of their data what the question needs. The case is the
//! reason; it stands in the entry by its random id.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState, Desk, Fate};
use amanah_domain::purposes::{AnswerQuestion, AssessRights, ReviewCase};
use amanah_domain::rights::{RefusalGround, Right};
use amanah_domain::values::Statement;
use amanah_domain::{
    CaseId, ClockRun, FieldId, FieldSet, Operation, PersonId, Purpose, PurposeId, Role, Timestamp,
};
use amanah_policy::RefusalReason;
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::case_events::{self, EVENTS_MAX, EventRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError};
use amanah_vault::Opened;

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::{CaseLine, is_listed, purpose_of_case};
use crate::staff::may_decide::decided_before;
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
    /// Which fields it is about.
    pub about: FieldSet,
    /// Which purpose it is about.
    pub about_purpose: Option<PurposeId>,
    /// Until when it waits for the person, where it does.
    pub waits_until: Option<Timestamp>,
    /// Hours by which it may still be made longer.
    pub extension_left: u32,
    /// Whether two people decide it.
    pub four_eyes: bool,
    /// What was proposed (for the person or not), and whether by whoever reads this.
    pub proposal: Option<(bool, bool)>,
    /// On which ground it was, or is to be, refused.
    pub ground: Option<RefusalGround>,
    /// The grounds on which it may be refused; empty where it is decided on its merits.
    pub grounds: &'static [RefusalGround],
    /// The case whose decision it appeals against.
    pub appeal_of: Option<CaseId>,
    /// Whoever reads this decided before in the line of appeals, or proposed to: a colleague decides this one.
    pub decided_first: bool,
    /// What happened, in order. Empty where nothing was opened.
    pub events: Vec<FileEvent>,
    /// More happened than stands in `events`: all of it is in the person's copy.
    pub cut: bool,
    /// Files that were sent. Empty where nothing was opened.
    pub files: Vec<AttachmentRow>,
    /// The permit with the sealed values, or why there is none.
    pub opened: OpenedCase<'o>,
    /// What is to stand instead, sealed: one value alone in a row.
    pub wanted: Option<Vec<u8>>,
    /// Whose it is.
    pub(crate) person: PersonId,
    statement: Vec<u8>,
    answer: Option<Vec<u8>>,
}

/// One thing that happened.
pub struct FileEvent {
    /// Its number in the case.
    pub number: u32,
    /// What.
    pub kind: CaseEvent,
    /// When it was said.
    pub at: Timestamp,
    /// Who, in what capacity.
    pub role: Role,
    /// It was whoever reads this.
    pub by_reader: bool,
    /// By which way.
    pub channel: CaseChannel,
    /// Whether the person sees it.
    pub shown: bool,
    /// A ground, a reason, a template: a code of our own.
    pub code: String,
    /// Hours that were given.
    pub hours: u32,
    /// What became of it where it was sent.
    pub fate: Fate,
    body: Option<Vec<u8>>,
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

    /// What was said with an event; `None` for what carries no words.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn said_in(&self, event: &FileEvent) -> Done<Option<Opened<'_, Statement>>> {
        event.body.as_deref().map_or(Ok(None), |body| self.said(body))
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

impl FileEvent {
    fn of(row: EventRow, reader: PersonId) -> Self {
        let event = row.event;
        Self {
            number: row.number,
            kind: event.kind,
            at: event.said_at,
            role: event.role,
            by_reader: event.author == Some(reader),
            channel: event.channel,
            shown: event.shown,
            code: event.code,
            hours: event.hours,
            fate: event.fate,
            body: event.body.filter(|body| !body.is_empty()),
        }
    }
}

fn read(
    db: &mut dyn Connection,
    person: &PersonId,
    case: &CaseId,
    events: u32,
) -> Result<(Vec<EventRow>, Vec<AttachmentRow>), StoreError> {
    let events = case_events::newest(db, person, case, events)?;
    Ok((events, attachments::of_case(db, person, case)?))
}

/// The grounds of the law on which a request of this kind may be refused. Whether a rule is met and whether a
/// draw was right are answered on their merits: the look of a human is what article 10 gives, and it is given.
pub(crate) fn grounds(kind: CaseKind) -> &'static [RefusalGround] {
    match kind {
        CaseKind::Eligibility | CaseKind::DrawReview => &[],
        _ => kind.right().map_or(&[], Right::grounds),
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
    /// [`ActionError::NotFound`], also where it stands on no list of the reader's; [`ActionError::SignInNeeded`]
    /// where the role is not in force;
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
        if !is_listed(session, &row) {
            return Err(ActionError::NotFound);
        }
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
        let shut = not_yours || matches!(opened, OpenedCase::NotForThis);
        let (events, files, decided_first) = self.happened(&row, session.person, shut).await?;
        let rule = self.policy.case(row.kind);
        Ok(CaseFile {
            line: CaseLine::of(&row, session.person, not_yours),
            decided_at: row.decided_at,
            decided_by_reader: row.decided_by == Some(session.person),
            fields,
            about: row.fields,
            about_purpose: row.purpose,
            waits_until: match row.clock.run {
                ClockRun::Standing { until, .. } if row.state == CaseState::Waiting => until,
                _ => None,
            },
            extension_left: self.extension_left(&row).await?,
            four_eyes: rule.is_some_and(|rule| rule.four_eyes),
            proposal: row.proposal.map(|(state, by)| (state == CaseState::Granted, by == session.person)),
            ground: row.ground,
            grounds: grounds(row.kind),
            appeal_of: row.appeal_of,
            decided_first,
            cut: row.events > EVENTS_MAX,
            events,
            files,
            opened,
            wanted: row.wanted,
            person: row.person,
            statement: row.statement,
            answer: row.answer,
        })
    }

    /// What happened, the files, and whether the reader decided the case that this one appeals against.
    async fn happened(
        &self,
        row: &CaseRow,
        reader: PersonId,
        shut: bool,
    ) -> Done<(Vec<FileEvent>, Vec<AttachmentRow>, bool)> {
        let row = row.clone();
        self.store
            .read(move |db| {
                let decided_first = decided_before(db, &row, reader)?;
                if shut {
                    return Ok((Vec::new(), Vec::new(), decided_first));
                }
                let (events, files) = read(db, &row.person, &row.case, row.events)?;
                let mut events: Vec<_> = events.into_iter().map(|row| FileEvent::of(row, reader)).collect();
                // Carriers bring messages in any order: each stands where it was said.
                events.sort_by_key(|event| event.at);
                Ok::<_, ActionError>((events, files, decided_first))
            })
            .await
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

//! Files of a case: sealed before they are stored, added with an event of the case, opened one at a time as a
//! look like any other. What shows that a value is right (an identity card) is evidence and lies under the key
//! of the documents; everything else belongs to the conversation.

use amanah_domain::cases::{AttachmentState, CaseChannel, CaseEvent, CaseKind, CaseState, Desk, MediaKind};
use amanah_domain::purposes::{AnswerQuestion, AssessRights, EditOwn, ReviewCase, ViewOwn};
use amanah_domain::values::{Attachment, Evidence};
use amanah_domain::{
    AttachmentId, CaseId, FieldId, FieldSet, MayRead, MayWrite, Operation, PersonId, Purpose, Refused, Role,
    Source, Timestamp,
};
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, accounts};

use crate::access::{Looked, Want};
use crate::cases::new::has_room;
use crate::error::{ActionError, Done, FieldError};
use crate::files::{CASE_FILES_MAX, FORM_FILES_MAX, PERSON_FILES_BYTES_MAX, check_file};
use crate::limits::CHANGES_PER_PERSON;
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::purpose_of_case;
use crate::staff::open_case::case_note;
use crate::staff::purposes_of_role::StaffPurpose;

/// The field of a form that takes files.
pub const FILES_FIELD: &str = "files";

/// A file as it arrived.
pub struct FileInput {
    /// As its sender calls it.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// A file that may come in, by its content.
pub(crate) struct CheckedFile {
    kind: MediaKind,
    name: String,
    content: Vec<u8>,
}

/// Checks the files of a form.
///
/// # Errors
/// [`ActionError::Input`] on `files`: `file-many`, or what is wrong with one of them.
pub(crate) fn check_files(files: Vec<FileInput>) -> Done<Vec<CheckedFile>> {
    let wrong = |refused| ActionError::Input(vec![FieldError::new(FILES_FIELD, refused)]);
    if files.len() > FORM_FILES_MAX {
        return Err(wrong(Refused::bound("file-many", FORM_FILES_MAX as u32)));
    }
    let check = |file: FileInput| {
        let kind = check_file(&file.name, &file.content).map_err(wrong)?;
        Ok(CheckedFile { kind, name: file.name, content: file.content })
    };
    files.into_iter().map(check).collect()
}

/// Files sealed for one case, for the transaction of the event that they came with.
#[derive(Clone)]
pub(crate) struct SealedFiles {
    person: PersonId,
    removals: i64,
    files: Vec<(AttachmentRow, Vec<u8>)>,
}

impl SealedFiles {
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds them to a case, as part of one of its events.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `files`: `file-case-full`, `file-person-full`.
    pub(crate) fn write(&self, db: &mut dyn Connection, case: &CaseId, event: u32) -> Done<()> {
        if self.files.is_empty() {
            return Ok(());
        }
        accounts::hold_keys(db, &self.person, self.removals)?;
        let full = |refused| Err(ActionError::Input(vec![FieldError::new(FILES_FIELD, refused)]));
        let there = attachments::of_case(db, &self.person, case)?.len();
        if there + self.files.len() > CASE_FILES_MAX {
            return full(Refused::bound("file-case-full", CASE_FILES_MAX as u32));
        }
        let more: u64 = self.files.iter().map(|(row, _)| u64::from(row.bytes)).sum();
        if attachments::used(db, &self.person)? + more > PERSON_FILES_BYTES_MAX {
            return full(Refused::bound("file-person-full", (PERSON_FILES_BYTES_MAX >> 20) as u32));
        }
        for (row, body) in &self.files {
            let row = AttachmentRow { case: *case, event, ..row.clone() };
            attachments::add(db, &self.person, &row, Some(body))?;
        }
        Ok(())
    }
}

/// What a file of a case is: of these kinds of cases the person shows something with it.
pub const fn is_evidence(kind: CaseKind) -> bool {
    matches!(kind, CaseKind::Correction | CaseKind::Representation | CaseKind::Identity)
}

impl<P: Purpose + MayWrite<Attachment> + MayWrite<Evidence>> Looked<'_, P> {
    /// Seals files.
    pub(crate) fn seal_files(
        &self,
        office: &Office,
        files: Vec<CheckedFile>,
        evidence: bool,
    ) -> Done<SealedFiles> {
        let now = office.now();
        let wrong = |refused| ActionError::Input(vec![FieldError::new(FILES_FIELD, refused)]);
        let seal = |file: CheckedFile| {
            let (kind, bytes) = (file.kind, file.content.len() as u32);
            let body = if evidence {
                let value = Evidence::new(kind, &file.name, file.content).map_err(wrong)?;
                self.seal_alone(&value, Source::WebsiteInput)?
            } else {
                let value = Attachment::new(kind, &file.name, file.content).map_err(wrong)?;
                self.seal_alone(&value, Source::WebsiteInput)?
            };
            let row = AttachmentRow {
                attachment: AttachmentId::random(&*office.chance),
                case: CaseId::from_bytes([0; 16]),
                event: 0,
                state: AttachmentState::Kept,
                media: Some(kind),
                evidence,
                bytes,
                failure: String::new(),
                added_at: now,
            };
            Ok((row, body))
        };
        let files = files.into_iter().map(seal).collect::<Done<Vec<_>>>()?;
        Ok(SealedFiles { person: self.person(), removals: self.account.removals, files })
    }
}

/// The person adds files: an event; a case that waited for them goes on, and its clock with it.
pub(crate) fn add_files(
    db: &mut dyn Connection,
    row: &CaseRow,
    files: &SealedFiles,
    (role, helper): (Role, Option<PersonId>),
    now: Timestamp,
) -> Done<()> {
    has_room(row)?;
    let mut after = CaseRow { said_at: Some(now), changed_at: now, ..row.clone() };
    let mut events = vec![NewEvent {
        channel: CaseChannel::Portal,
        ..NewEvent::new(CaseEvent::Attached, role, helper, now)
    }];
    if row.state == CaseState::Waiting {
        after.state = CaseState::Open;
        after.clock = row.clock.resumed(now);
        events.push(NewEvent::new(CaseEvent::Resumed, Role::System, None, now));
    }
    cases::change(db, &after, &events)?;
    files.write(db, &row.case, row.events + 1)
}

/// A case to which files are added.
pub struct FilesWanted {
    /// The number that is quoted.
    pub number: String,
    /// Where it stands.
    pub state: CaseState,
}

/// A file that is handed over: its content leaves the house as a download and nothing else.
pub struct OpenedFile {
    /// What it is, by its content.
    pub kind: MediaKind,
    /// The name that its sender gave it; may be empty.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Office {
    /// Adds files to a person's own open case.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `files`; [`ActionError::State`] `case-ended`; [`ActionError::NotFound`] for
    /// a case that is not theirs.
    pub async fn attach(&self, session: &Session, case: CaseId, files: Vec<FileInput>) -> Done<()> {
        let who = session.as_person()?;
        self.limits.take(CHANGES_PER_PERSON, session.person.as_bytes(), self.now())?;
        let row = self.own_case_row(session.person, case).await?;
        if !row.state.is_open() {
            return Err(ActionError::State("case-ended"));
        }
        if files.is_empty() {
            let none = FieldError::new(FILES_FIELD, Refused::because("needed"));
            return Err(ActionError::Input(vec![none]));
        }
        let files = check_files(files)?;
        let evidence = is_evidence(row.kind);
        let field = if evidence { FieldId::Evidence } else { FieldId::Attachment };
        let note = case_note(case);
        let want = Want { note: &note, ..Want::of(Operation::Store, FieldSet::of(&[field])) };
        let sealed = self.look::<EditOwn>(who, row.person, want).await?.seal_files(self, files, evidence)?;
        let (author, now) = (session.author(), self.now());
        let added = self.store.write(move |db| add_files(db, &row, &sealed, author, now)).await;
        added.map_err(ActionError::of_write)?;
        self.live.touched(case);
        Ok(())
    }

    /// What the page on which files are added says of a person's own case.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a case that is not theirs.
    pub async fn files_wanted(&self, session: &Session, case: CaseId) -> Done<FilesWanted> {
        session.as_person()?;
        let row = self.own_case_row(session.person, case).await?;
        Ok(FilesWanted { number: row.receipt, state: row.state })
    }

    /// A file of a person's own case.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where there is none, or it is not here.
    pub async fn open_own_file(
        &self,
        session: &Session,
        case: CaseId,
        attachment: AttachmentId,
    ) -> Done<OpenedFile> {
        let who = session.as_person()?;
        let row = self.own_case_row(session.person, case).await?;
        let (file, body) = self.file_of(&row, attachment).await?;
        let note = case_note(case);
        let want = Want { note: &note, ..Want::of(Operation::Display, fields_of(&file)) };
        opened(&self.look::<ViewOwn>(who, row.person, want).await?, &file, &body)
    }

    /// A file of a case for whoever works on it, under the role and purpose in force.
    ///
    /// # Errors
    /// As [`Office::open_case`]; [`ActionError::NotFound`] where the purpose in force is not that of the case.
    pub async fn open_case_file(
        &self,
        session: &Session,
        role: Role,
        purpose: StaffPurpose,
        case: CaseId,
        attachment: AttachmentId,
    ) -> Done<OpenedFile> {
        let who = session.as_staff(role)?;
        let row = self.case_row(case).await?;
        if purpose_of_case(row.kind) != (role, purpose) {
            return Err(ActionError::NotFound);
        }
        let (file, body) = self.file_of(&row, attachment).await?;
        let note = case_note(case);
        let want = Want { note: &note, ..Want::of(Operation::Display, fields_of(&file)) };
        match row.desk() {
            Desk::Review => opened(&self.look::<ReviewCase>(who, row.person, want).await?, &file, &body),
            Desk::Protection => {
                opened(&self.look::<AssessRights>(who, row.person, want).await?, &file, &body)
            }
            // Evidence is not for those who answer questions.
            Desk::Contact if file.evidence => Err(ActionError::NotFound),
            Desk::Contact => {
                let looked = self.look::<AnswerQuestion>(who, row.person, want).await?;
                attachment_of(&looked, &body)
            }
        }
    }

    async fn file_of(&self, row: &CaseRow, attachment: AttachmentId) -> Done<(AttachmentRow, Vec<u8>)> {
        let (person, case) = (row.person, row.case);
        let found = self.store.read(move |db| attachments::read(db, &person, &attachment)).await?;
        match found {
            Some((file, Some(body))) if file.case == case && file.state == AttachmentState::Kept => {
                Ok((file, body))
            }
            _ => Err(ActionError::NotFound),
        }
    }
}

fn fields_of(file: &AttachmentRow) -> FieldSet {
    FieldSet::of(&[if file.evidence { FieldId::Evidence } else { FieldId::Attachment }])
}

fn opened<P>(looked: &Looked<'_, P>, file: &AttachmentRow, body: &[u8]) -> Done<OpenedFile>
where
    P: Purpose + MayRead<Attachment> + MayRead<Evidence>,
{
    if !file.evidence {
        return attachment_of(looked, body);
    }
    let opened = looked.open_alone::<Evidence>(body)?.ok_or(ActionError::NotFound)?;
    let file = opened.expose();
    Ok(OpenedFile { kind: file.kind(), name: file.name().to_owned(), content: file.content().to_vec() })
}

fn attachment_of<P: Purpose + MayRead<Attachment>>(looked: &Looked<'_, P>, body: &[u8]) -> Done<OpenedFile> {
    let opened = looked.open_alone::<Attachment>(body)?.ok_or(ActionError::NotFound)?;
    let file = opened.expose();
    Ok(OpenedFile { kind: file.kind(), name: file.name().to_owned(), content: file.content().to_vec() })
}

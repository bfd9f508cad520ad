//! The Report Form (clauses 8 and 9), with or without an account. Each form is a case of its own. Nobody
//! shows here that an address is theirs, so what is written stays apart from the account that may have it.

use amanah_domain::cases::{CaseChannel, CaseKind};
use amanah_domain::purposes::{AskUs, EditOwn};
use amanah_domain::values::{PersonName, Statement};
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, PersonId, Refused, Source, Timestamp};
use amanah_store::accounts;
use amanah_store::cases::{self, CaseRow};

use crate::access::{Want, Who};
use crate::cases::attach::{CheckedFile, FileInput, SealedFiles, check_files};
use crate::cases::intake::{Incoming, IncomingFile};
use crate::cases::new::{Receipt, open_own};
use crate::contact::Contact;
use crate::error::{ActionError, Done, FieldError};
use crate::files::{FORM_FILES_MAX, check_file};
use crate::letters::Language;
use crate::limits::{CHANGES_PER_PERSON, FORMS_PER_ADDRESS, FORMS_PER_NETWORK, SLOW_FORMS_PER_NETWORK};
use crate::office::Office;
use crate::public::form_gate::{GATE, Passage};
use crate::session::Session;

/// Characters of what is written, at most.
pub const REPORT_CHARS_MAX: u32 = 4_000;

/// What somebody without an account may ask by the form. The others need to know who it is: they are asked
/// for in the account.
pub const KINDS_FOR_ANYBODY: [CaseKind; 4] =
    [CaseKind::Question, CaseKind::Complaint, CaseKind::Access, CaseKind::Deletion];
/// What a signed-in person asks by it: their rights have pages of their own.
pub const KINDS_FOR_PEOPLE: [CaseKind; 2] = [CaseKind::Question, CaseKind::Complaint];

/// What was typed.
#[derive(Default)]
pub struct ReportInput {
    /// Name of the kind.
    pub kind: String,
    /// What is asked.
    pub said: String,
    /// What they call themselves; may be empty.
    pub name: String,
    /// Where the answer goes; may be empty.
    pub contact: String,
    /// In which language.
    pub language: Language,
    /// Pictures and documents.
    pub files: Vec<FileInput>,
}

/// A form that came in.
pub struct Filed {
    /// Shown once.
    pub receipt: Receipt,
    /// Opens the receipt page for a while.
    pub pass: String,
    /// Whether the number goes to an address as well.
    pub told: bool,
    /// Until when it is answered.
    pub due_at: Option<Timestamp>,
}

impl ReportInput {
    /// All of it as one text, with the passage that it came in by.
    fn whole(&self, nonce: &[u8]) -> Vec<u8> {
        let typed = [&self.kind, &self.said, &self.name, &self.contact].map(|field| field.as_bytes());
        let files = self.files.iter().flat_map(|file| [file.name.as_bytes(), &file.content]);
        let mut whole = Vec::new();
        for part in [nonce].into_iter().chain(typed).chain(files) {
            whole.extend((part.len() as u64).to_be_bytes());
            whole.extend(part);
        }
        whole
    }
}

struct Report {
    kind: CaseKind,
    said: Statement,
    name: Option<PersonName>,
    from: Option<Contact>,
    files: Vec<IncomingFile>,
}

fn kind_of(input: &str, offered: &[CaseKind]) -> Result<CaseKind, FieldError> {
    let kind = CaseKind::from_name(input).filter(|kind| offered.contains(kind));
    kind.ok_or(FieldError::new("kind", Refused::because("choose")))
}

fn said(input: &str) -> Result<Statement, FieldError> {
    Statement::parse(input, REPORT_CHARS_MAX).map_err(|refused| FieldError::new("said", refused))
}

/// Files that may come in; the first that may not says why.
fn checked(files: &[FileInput]) -> Result<Vec<IncomingFile>, FieldError> {
    let wrong = |refused| FieldError::new("files", refused);
    if files.len() > FORM_FILES_MAX {
        return Err(wrong(Refused::bound("file-many", FORM_FILES_MAX as u32)));
    }
    let check = |file: &FileInput| {
        let kind = check_file(&file.name, &file.content).map_err(wrong)?;
        Ok(IncomingFile::Here(kind, file.name.clone(), file.content.clone()))
    };
    files.iter().map(check).collect()
}

impl Report {
    fn parse(input: &ReportInput) -> Done<Self> {
        let kind = kind_of(&input.kind, &KINDS_FOR_ANYBODY);
        let said = said(&input.said);
        let name = match input.name.trim() {
            "" => Ok(None),
            typed => PersonName::parse(typed).map(Some).map_err(|r| FieldError::new("name", r)),
        };
        let from = match input.contact.trim() {
            "" => Ok(None),
            typed => Contact::parse("contact", typed).map(Some),
        };
        let files = checked(&input.files);
        match (kind, said, name, from, files) {
            (Ok(kind), Ok(said), Ok(name), Ok(from), Ok(files)) => Ok(Self { kind, said, name, from, files }),
            (kind, said, name, from, files) => {
                let errors = [kind.err(), said.err(), files.err(), name.err(), from.err()];
                Err(ActionError::Input(errors.into_iter().flatten().collect()))
            }
        }
    }
}

impl Office {
    /// Hours in which a kind of case is to be answered; 0 where the policy sets none.
    pub fn answer_hours(&self, kind: CaseKind) -> u32 {
        self.policy.case(kind).map_or(0, |rule| rule.hours)
    }

    /// Takes a form in from somebody without an account.
    ///
    /// # Errors
    /// [`ActionError::Input`] on every field that cannot be used, and on `proof` where the form may not come
    /// in (yet, or where another came in by the same work); [`ActionError::Limit`] by network address. Nothing is
    /// kept of a form that is refused. The same form again has the same receipt: its answer may have been lost.
    pub async fn file_report(
        &self,
        input: &ReportInput,
        passage: Passage<'_>,
        network: &[u8],
    ) -> Done<Filed> {
        let report = Report::parse(input)?;
        let passed = self.pass(passage).map_err(|error| ActionError::Input(vec![error]))?;
        let came = self.knows_message(CaseChannel::Form, &passed.nonce).await?;
        let limit = if passed.slow { SLOW_FORMS_PER_NETWORK } else { FORMS_PER_NETWORK };
        let now = self.now();
        // The same form once more uses up nothing.
        if !came {
            self.limits.take(limit, network, now)?;
        }
        if let Some(from) = report.from.as_ref().filter(|_| !came) {
            // Nobody is to be written to again and again because a stranger typed their address.
            self.limits.take(FORMS_PER_ADDRESS, &self.writer_tag(from), now)?;
        }
        let told = report.from.is_some();
        let incoming = Incoming {
            channel: CaseChannel::Form,
            from: report.from,
            proven: false,
            kind: report.kind,
            apart: true,
            said: report.said,
            said_at: now,
            form: input.whole(&passed.nonce),
            external: Some(passed.nonce),
            answers: Vec::new(),
            language: input.language,
            name: report.name,
            files: report.files,
        };
        let taken = self.take_in(&incoming).await?;
        match taken.receipt {
            // Another form on the same passage: somebody solves one challenge for many.
            None => Err(ActionError::Input(vec![FieldError::new(GATE, Refused::because("form-spent"))])),
            Some(receipt) => {
                let due_at = self.own_case_row(taken.person, taken.case).await?.clock.due_at();
                Ok(Filed { receipt, pass: self.receipt_pass(taken.case), told, due_at })
            }
        }
    }

    /// The same from a signed-in person: a case of their own. The same `key` twice is one case.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`, `said` and `files`; [`ActionError::Limit`].
    pub async fn file_own_report(
        &self,
        session: &Session,
        kind: &str,
        words: &str,
        files: Vec<FileInput>,
        key: &str,
    ) -> Done<CaseId> {
        let files = check_files(files)?;
        let (kind, said) = match (kind_of(kind, &KINDS_FOR_PEOPLE), said(words)) {
            (Ok(kind), Ok(said)) => (kind, said),
            (kind, said) => {
                return Err(ActionError::Input([kind.err(), said.err()].into_iter().flatten().collect()));
            }
        };
        let (who, now) = (session.as_person()?, self.now());
        let (person, subject) = (session.person, self.subject_of("report", session.person, key));
        if let Some(known) = self.begun_before(person, &subject).await? {
            return Ok(known.case);
        }
        self.limits.take(CHANGES_PER_PERSON, session.person.as_bytes(), now)?;
        let fields = FieldSet::of(&[FieldId::Statement]);
        let want = Want { note: "message by portal", ..Want::of(Operation::Obtain, fields) };
        let looked = self.look::<AskUs>(who, session.person, want).await?;
        let sealed = looked.seal_alone(&said, Source::WebsiteInput)?;
        let mut row = self.new_case(session.person, kind, &subject, sealed);
        row.channel = CaseChannel::Portal;
        let (case, removals) = (row.case, looked.account.removals);
        let (files, author) = (self.seal_own_files(who, session.person, files).await?, session.author());
        let added = self
            .store
            .write(move |db| {
                accounts::hold_keys(db, &row.person, removals)?;
                if !open_own(db, &row, author)? {
                    return Err(ActionError::Conflict);
                }
                files.as_ref().map_or(Ok(()), |files| files.write(db, &row.case, 1))
            })
            .await
            .map_err(ActionError::of_write);
        match added {
            // Pressed twice: the other was first.
            Err(ActionError::Conflict) => {
                let known = self.begun_before(person, &subject).await?;
                known.map(|row| row.case).ok_or(ActionError::Conflict)
            }
            added => added.map(|()| case),
        }
    }

    /// What a case is about that is begun by a form with a key of its own; by nothing but itself without one.
    pub(crate) fn subject_of(&self, form: &str, person: PersonId, key: &str) -> String {
        if key.is_empty() {
            return String::new();
        }
        let bound = [form.as_bytes(), person.as_bytes().as_slice(), key.as_bytes()].concat();
        hex::encode(self.vault.token_tag("case-key", &bound).0).chars().take(32).collect()
    }

    /// The case that a form with a key began, whether it has ended since or not.
    pub(crate) async fn begun_before(&self, person: PersonId, subject: &str) -> Done<Option<CaseRow>> {
        let rows = self.store.read(move |db| cases::of_person(db, &person)).await?;
        Ok(rows.into_iter().find(|row| !subject.is_empty() && row.subject == subject))
    }

    /// Seals the files of a message of their own; `None` where there are none.
    pub(crate) async fn seal_own_files(
        &self,
        who: Who,
        person: PersonId,
        files: Vec<CheckedFile>,
    ) -> Done<Option<SealedFiles>> {
        if files.is_empty() {
            return Ok(None);
        }
        let fields = FieldSet::of(&[FieldId::Attachment]);
        let want = Want { note: "files", ..Want::of(Operation::Obtain, fields) };
        let looked = self.look::<EditOwn>(who, person, want).await?;
        looked.seal_files(self, files, false).map(Some)
    }
}

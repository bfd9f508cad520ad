//! What was said in a call becomes a case: of the account where the caller was verified, of whoever telephones
//! where not. The receipt's number goes to them by text and stands on the agent's screen.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind};
use amanah_domain::purposes::AnswerQuestion;
use amanah_domain::values::{PersonName, Statement};
use amanah_domain::{CaseId, FieldId, FieldSet, Operation, PersonId, Refused, Role, Source};
use amanah_store::accounts;
use amanah_store::case_events::NewEvent;
use amanah_store::cases;

use crate::access::Want;
use crate::cases::intake::Incoming;
use crate::cases::new::opened;
use crate::cases::tell::Told;
use crate::contact::Contact;
use crate::error::{ActionError, Done, FieldError};
use crate::letters::Language;
use crate::office::Office;
use crate::public::receipt::say_once;
use crate::public::report::REPORT_CHARS_MAX;
use crate::session::Session;
use crate::staff::take_call::{Call, Caller};

/// What a verified caller may ask for by telephone. An objection needs a purpose and a correction a value:
/// they are noted as a question.
pub const KINDS_BY_PHONE: [CaseKind; 5] =
    [CaseKind::Question, CaseKind::Complaint, CaseKind::Access, CaseKind::Deletion, CaseKind::Restriction];

/// What the agent writes down.
#[derive(Clone, Default)]
pub struct CallNote {
    /// Name of the kind.
    pub kind: String,
    /// What was said.
    pub said: String,
    /// The open case that it belongs to, in hexadecimal; empty for a new one.
    pub case: String,
    /// Where the answer goes to somebody who is not verified; may be empty.
    pub contact: String,
    /// What they call themselves; may be empty.
    pub name: String,
    /// In which language they are written to.
    pub language: Language,
    /// Of this call: the same twice is one note.
    pub key: String,
}

/// A note that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallNoted {
    /// To be read out.
    pub number: String,
    /// Goes with it for whoever has no account; `None` for a note that had come in already.
    pub code: Option<String>,
    /// Whether it goes to them in writing as well.
    pub told: bool,
    /// Added to a case that was open.
    pub added: bool,
}

impl Office {
    /// Writes down what was said. `call` is what [`Office::take_call`] gave for the same input.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`, `said`, `contact`, `name`; [`ActionError::State`] `case-ended` for a
    /// case that came to its end meanwhile; those of access.
    pub async fn note_call(&self, session: &Session, call: &Call, note: &CallNote) -> Done<CallNoted> {
        session.as_staff(Role::ContactAgent)?;
        let said = Statement::parse(&note.said, REPORT_CHARS_MAX).map_err(|r| FieldError::new("said", r));
        let adds = !note.case.is_empty();
        let kind = CaseKind::from_name(&note.kind).filter(|kind| KINDS_BY_PHONE.contains(kind));
        let kind = match kind {
            Some(kind) => Ok(kind),
            None if adds => Ok(CaseKind::Question),
            None => Err(FieldError::new("kind", Refused::because("choose"))),
        };
        let (said, kind) = match (said, kind) {
            (Ok(said), Ok(kind)) => (said, kind),
            (said, kind) => {
                return Err(ActionError::Input([kind.err(), said.err()].into_iter().flatten().collect()));
            }
        };
        match (call.caller, call.person) {
            (Caller::Verified, Some(person)) if adds => {
                let case = CaseId::from_hex(&note.case).ok_or(ActionError::NotFound)?;
                self.add_to_case(session, person, case, &said, &note.key).await
            }
            (Caller::Verified, Some(person)) => {
                self.open_by_phone(session, person, kind, &said, &note.key).await
            }
            _ => self.note_of_stranger(note, kind, said).await,
        }
    }

    async fn seal_note(&self, session: &Session, person: PersonId, said: &Statement) -> Done<(Vec<u8>, i64)> {
        let who = session.as_staff(Role::ContactAgent)?;
        let fields = FieldSet::of(&[FieldId::Statement]);
        let want = Want { note: "call", ..Want::of(Operation::Obtain, fields) };
        let looked = self.look::<AnswerQuestion>(who, person, want).await?;
        Ok((looked.seal_alone(said, Source::Interaction)?, looked.account.removals))
    }

    async fn open_by_phone(
        &self,
        session: &Session,
        person: PersonId,
        kind: CaseKind,
        said: &Statement,
        key: &str,
    ) -> Done<CallNoted> {
        // By the call's own key: the same note twice is one case.
        let subject = self.subject_of("call", person, key);
        if let Some(row) = self.begun_before(person, &subject).await? {
            return Ok(CallNoted { number: row.receipt, code: None, told: true, added: false });
        }
        let (sealed, removals) = self.seal_note(session, person, said).await?;
        let mut row = self.new_case(person, kind, &subject, sealed);
        row.channel = CaseChannel::Phone;
        let letter = self.tell(&row, Told::Opened { code: None }).await?;
        let (number, told) = (row.receipt.clone(), letter.is_some());
        let (agent, now) = (session.person, self.now());
        self.store
            .write(move |db| {
                accounts::hold_keys(db, &row.person, removals)?;
                if !cases::add(db, &row, &[opened(&row, Role::ContactAgent, Some(agent))])? {
                    return Err(ActionError::Conflict);
                }
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)?;
        Ok(CallNoted { number, code: None, told, added: false })
    }

    async fn add_to_case(
        &self,
        session: &Session,
        person: PersonId,
        case: CaseId,
        said: &Statement,
        key: &str,
    ) -> Done<CallNoted> {
        let row = self.own_case_row(person, case).await?;
        if !row.state.is_open() {
            return Err(ActionError::State("case-ended"));
        }
        let (body, removals) = self.seal_note(session, person, said).await?;
        let number = row.receipt.clone();
        let (agent, now) = (session.person, self.now());
        let event = NewEvent {
            channel: CaseChannel::Phone,
            key: Some(self.vault.token_tag("call-note", key.as_bytes()).0),
            body: Some(body),
            ..NewEvent::new(CaseEvent::Said, Role::ContactAgent, Some(agent), now)
        };
        self.store
            .write(move |db| {
                accounts::hold_keys(db, &person, removals)?;
                say_once(db, &row, &event, now)
            })
            .await
            .map_err(ActionError::of_write)?;
        self.live.touched(case);
        Ok(CallNoted { number, code: None, told: false, added: true })
    }

    /// Nobody whom we know: a case of its own, apart from every account.
    async fn note_of_stranger(&self, note: &CallNote, kind: CaseKind, said: Statement) -> Done<CallNoted> {
        let from = match note.contact.trim() {
            "" => Ok(None),
            typed => Contact::parse("contact", typed).map(Some),
        };
        let name = match note.name.trim() {
            "" => Ok(None),
            typed => PersonName::parse(typed).map(Some).map_err(|r| FieldError::new("name", r)),
        };
        let (from, name) = match (from, name) {
            (Ok(from), Ok(name)) => (from, name),
            (from, name) => {
                return Err(ActionError::Input([name.err(), from.err()].into_iter().flatten().collect()));
            }
        };
        let told = from.is_some();
        let incoming = Incoming {
            channel: CaseChannel::Phone,
            from,
            proven: false,
            kind,
            apart: true,
            said,
            said_at: self.now(),
            external: Some([b"call ", note.key.as_bytes()].concat()),
            form: Vec::new(),
            answers: Vec::new(),
            language: note.language,
            name,
            files: Vec::new(),
        };
        let taken = self.take_in(&incoming).await?;
        let code = taken.receipt.map(|receipt| receipt.code);
        Ok(CallNoted { number: taken.number, code, told, added: false })
    }
}

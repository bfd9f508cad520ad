//! A human decides. The answer is sealed under the person's keys, they get it as a letter, and what
//! follows from it happens in the same transaction. Of two who decide at once, one is told.

use amanah_domain::cases::{CaseEvent, CaseKind, CaseState, Desk};
use amanah_domain::purposes::{AnswerQuestion, AssessRights, ReviewCase};
use amanah_domain::states::IdentityState;
use amanah_domain::values::Statement;
use amanah_domain::{CaseId, FieldId, FieldSet, MayWrite, Operation, Purpose, Source, Timestamp};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, accounts, tags};
use amanah_vault::IndexId;

use crate::access::Want;
use crate::correspond::QueuedLetter;
use crate::error::{ActionError, Done, FieldError};
use crate::jobs::task::QueuedJob;
use crate::letters::LetterKind;
use crate::office::Office;
use crate::person::change_contact::QueuedChange;
use crate::session::Session;
use crate::staff::case_queue::purpose_of_case;
use crate::staff::look_up::said;
use crate::staff::open_case::case_note;

/// Characters of an answer, at most.
pub const ANSWER_CHARS_MAX: u32 = 2_000;

/// What was decided.
pub struct Decision {
    /// For the person.
    pub granted: bool,
    /// Why; the person reads it.
    pub reason: String,
}

impl Office {
    /// Decides an open case.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `reason`; [`ActionError::Conflict`] where somebody else decided it
    /// meanwhile; [`ActionError::Refused`] (recorded) for one's own case or a declared relation's.
    pub async fn decide_case(&self, session: &Session, case: CaseId, decision: Decision) -> Done<()> {
        let reason = Statement::parse(&decision.reason, ANSWER_CHARS_MAX)
            .map_err(|r| ActionError::Input(vec![FieldError::new("reason", said(r, "case-reason"))]))?;
        let row = self.case_row(case).await?;
        match row.desk() {
            Desk::Review => self.decide::<ReviewCase>(session, row, decision.granted, reason).await,
            Desk::Contact => self.decide::<AnswerQuestion>(session, row, decision.granted, reason).await,
            Desk::Protection => self.decide::<AssessRights>(session, row, decision.granted, reason).await,
        }
    }

    async fn decide<P: Purpose + MayWrite<Statement>>(
        &self,
        session: &Session,
        row: CaseRow,
        granted: bool,
        reason: Statement,
    ) -> Done<()> {
        let who = session.as_staff(purpose_of_case(row.kind).0)?;
        if !row.state.is_open() {
            return Err(ActionError::Conflict);
        }
        let person = row.person;
        let note = case_note(row.case);
        let want = Want { note: &note, ..Want::of(Operation::Store, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<P>(who, person, want).await?;
        let answer = looked.seal_alone(&reason, Source::ServiceUse).map_err(ActionError::of_write)?;
        let told = self.told(&row, granted, &reason, &note).await?;
        let state = if granted { CaseState::Granted } else { CaseState::Refused };
        let (decider, role, now) = (session.person, who.role(), self.now());
        let follows = Follows {
            verify: self.verify_later(person),
            assess: self.assess_later(person),
            seed: self.chance.bytes16(),
        };
        self.store
            .write(move |db| {
                let decided = NewEvent::new(CaseEvent::Decided, role, Some(decider), now);
                let after = CaseRow {
                    state,
                    decided_at: Some(now),
                    decided_by: Some(decider),
                    answer: Some(answer.clone()),
                    clock: row.clock.ended(),
                    changed_at: now,
                    ..row.clone()
                };
                cases::change(db, &after, &[decided])?;
                follows.write(db, &row, granted, now)?;
                told.write(db, now).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)
    }

    /// Who is told what. A refused request about a lost address is answered at its own time, in the same
    /// words as one about no account at all (`jobs::lost_access`); the reason stays in the case.
    async fn told(&self, row: &CaseRow, granted: bool, reason: &Statement, note: &str) -> Done<Told> {
        match (row.kind, granted) {
            (CaseKind::ContactChange, true) => {
                let (change, letter) = self.granted_access(row, note).await?;
                Ok(Told { change: Some(change), letter: Some(letter) })
            }
            (CaseKind::ContactChange, false) => Ok(Told { change: None, letter: None }),
            _ => {
                let kind = LetterKind::CaseDecided { granted, reason: reason.as_str().to_owned() };
                Ok(Told { change: None, letter: Some(self.queue_letter(row.person, kind).await?) })
            }
        }
    }
}

/// What is sent because of a decision, and the changed contact that waits.
struct Told {
    change: Option<QueuedChange>,
    letter: Option<QueuedLetter>,
}

impl Told {
    fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        if let Some(change) = &self.change {
            change.write(db, now)?;
        }
        self.letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now))
    }
}

/// What follows from a decision: jobs in its transaction, so that nothing decided is forgotten.
struct Follows {
    verify: QueuedJob,
    assess: QueuedJob,
    seed: [u8; 16],
}

impl Follows {
    fn write(&self, db: &mut dyn Connection, row: &CaseRow, granted: bool, now: Timestamp) -> Done<()> {
        match (row.kind, granted) {
            (CaseKind::Identity, true) => self.take_over(db, row, now)?,
            (CaseKind::Identity, false) => {
                accounts::set_identity(db, &row.person, IdentityState::Mismatch, now)?;
            }
            // The rules are asked again and find the decision in the case.
            (CaseKind::Eligibility, _) => {}
            (CaseKind::ContactChange, _) => return Ok(()),
            // The change itself waits already, and its job with it.
            _ => return Ok(()),
        }
        Ok(self.assess.write(db, now)?)
    }

    /// The NIK is this person's. Whoever held it is contested from now on, and the registry is asked
    /// before anybody counts as verified.
    fn take_over(&self, db: &mut dyn Connection, row: &CaseRow, now: Timestamp) -> Done<()> {
        let nik = IndexId::Nik.code();
        let tag = tags::of_person(db, &row.person)?.into_iter().find(|tag| tag.index_id == nik);
        // Taken out of the profile meanwhile: then there is nothing to hold.
        let Some(tag) = tag else { return Err(ActionError::State("case-nik-gone")) };
        if let Some(other) = tags::holder(db, nik, &tag.tag)?
            && other != row.person
        {
            tags::release(db, nik, &tag.tag, &other)?;
            accounts::set_identity(db, &other, IdentityState::Contested, now)?;
            self.assess.of_another(other, &self.seed).write(db, now)?;
        }
        if tags::claim(db, nik, &tag.tag, &row.person, now)? != row.person {
            return Err(ActionError::Conflict);
        }
        accounts::set_identity(db, &row.person, IdentityState::Claimed, now)?;
        Ok(self.verify.write(db, now)?)
    }
}

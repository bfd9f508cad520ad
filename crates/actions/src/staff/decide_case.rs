//! A human decides, or answers. The answer is sealed under the person's keys, they get it as a letter, and what
//! follows from it happens in the same transaction. Of two who decide at once, one is told. Where the policy
//! wants four eyes the first proposes and somebody else confirms. Who may not decide stands in `may_decide`.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseState, Desk, EntryTie};
use amanah_domain::purposes::{AnswerQuestion, AssessRights, ReviewCase};
use amanah_domain::rights::RefusalGround;
use amanah_domain::values::Statement;
use amanah_domain::{CaseId, FieldId, FieldSet, MayRead, MayWrite, Operation, Purpose, Refused, Source};
use amanah_store::case_events::{self, NewEvent};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{case_ties, live_chats};

use crate::access::{Looked, Want};
use crate::cases::tell::Told;
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::purpose_of_case;
use crate::staff::look_up::said;
use crate::staff::open_case::{case_note, grounds};

/// Characters of an answer, at most.
pub const ANSWER_CHARS_MAX: u32 = 2_000;

/// What was decided.
pub struct Decision {
    /// For the person. Of a question or complaint there is nothing to grant: it is answered either way.
    pub granted: bool,
    /// Why; the person reads it.
    pub reason: String,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decided {
    /// It is in force.
    Done,
    /// It waits for a second pair of eyes.
    Proposed,
}

/// What is to be written: the outcome and its words.
struct Outcome {
    state: CaseState,
    ground: Option<RefusalGround>,
    reason: Statement,
}

impl Outcome {
    fn told(&self) -> Told {
        let reason = self.reason.as_str().to_owned();
        match self.state {
            CaseState::Answered => Told::Answered { text: reason },
            state => Told::Decided { granted: state == CaseState::Granted, ground: self.ground, reason },
        }
    }
}

fn reason(typed: &str) -> Done<Statement> {
    Statement::parse(typed, ANSWER_CHARS_MAX)
        .map_err(|r| ActionError::Input(vec![FieldError::new("reason", said(r, "case-reason"))]))
}

impl Office {
    /// Decides an open case of a kind that is decided on its merits, or answers it.
    ///
    /// # Errors
    /// As [`Office::decide_case_on`].
    pub async fn decide_case(&self, session: &Session, case: CaseId, decision: Decision) -> Done<Decided> {
        self.decide_case_on(session, case, decision, None).await
    }

    /// Decides an open case, a refusal on a ground of the law where it needs one.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `reason` or `ground`; [`ActionError::Conflict`] where somebody else decided or
    /// proposed meanwhile; [`ActionError::State`] `case-appeal-first` for whoever decided before in the line of
    /// appeals, `case-own-look` for whoever made the use that is complained about;
    /// [`ActionError::Refused`] (recorded) for one's own case or a declared relation's.
    pub async fn decide_case_on(
        &self,
        session: &Session,
        case: CaseId,
        decision: Decision,
        ground: Option<RefusalGround>,
    ) -> Done<Decided> {
        let reason = reason(&decision.reason)?;
        let row = self.case_row(case).await?;
        session.as_staff(purpose_of_case(row.kind).0)?;
        let state = match (row.kind.is_decided(), decision.granted) {
            (false, _) => CaseState::Answered,
            (true, true) => CaseState::Granted,
            (true, false) => CaseState::Refused,
        };
        let offered = grounds(row.kind);
        let ground = ground.filter(|ground| state == CaseState::Refused && offered.contains(ground));
        if state == CaseState::Refused && !offered.is_empty() && ground.is_none() {
            let missing = FieldError::new("ground", Refused::because("case-ground"));
            return Err(ActionError::Input(vec![missing]));
        }
        if !matches!(row.state, CaseState::Open | CaseState::Waiting) {
            return Err(ActionError::Conflict);
        }
        let outcome = Outcome { state, ground, reason };
        match row.desk() {
            Desk::Review => self.decide::<ReviewCase>(session, row, outcome).await,
            Desk::Contact => self.decide::<AnswerQuestion>(session, row, outcome).await,
            Desk::Protection => self.decide::<AssessRights>(session, row, outcome).await,
        }
    }

    /// Answers a question or a complaint.
    ///
    /// # Errors
    /// As [`Office::decide_case`]; [`ActionError::State`] `case-is-decided` for a kind that wants a yes or no.
    pub async fn answer_case(&self, session: &Session, case: CaseId, text: &str) -> Done<()> {
        if self.case_row(case).await?.kind.is_decided() {
            return Err(ActionError::State("case-is-decided"));
        }
        let decision = Decision { granted: true, reason: text.to_owned() };
        self.decide_case(session, case, decision).await.map(drop)
    }

    /// The second pair of eyes agrees: what was proposed is in force.
    ///
    /// # Errors
    /// [`ActionError::State`] `case-own-proposal` for whoever proposed it; [`ActionError::Conflict`] where
    /// nothing is proposed any more; otherwise as [`Office::decide_case`].
    pub async fn confirm_case(&self, session: &Session, case: CaseId) -> Done<()> {
        let row = self.case_row(case).await?;
        match row.desk() {
            Desk::Review => self.confirm::<ReviewCase>(session, row).await,
            Desk::Contact => self.confirm::<AnswerQuestion>(session, row).await,
            Desk::Protection => self.confirm::<AssessRights>(session, row).await,
        }
    }

    /// What was proposed is taken back to be decided anew, with a reason for the colleague.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `reason`; [`ActionError::Conflict`] where nothing is proposed any more;
    /// [`ActionError::Refused`] (recorded).
    pub async fn send_case_back(&self, session: &Session, case: CaseId, why: &str) -> Done<()> {
        let reason = reason(why)?;
        let row = self.case_row(case).await?;
        session.as_staff(purpose_of_case(row.kind).0)?;
        if row.state != CaseState::Proposed {
            return Err(ActionError::Conflict);
        }
        let hand = self.hand(session, &row, Some(&reason)).await?;
        let back = NewEvent { shown: false, ..hand.event(self, CaseEvent::SentBack) };
        let after =
            CaseRow { state: CaseState::Open, proposal: None, ground: None, changed_at: self.now(), ..row };
        self.change_case(after, vec![back], None).await
    }

    async fn decide<P>(&self, session: &Session, row: CaseRow, outcome: Outcome) -> Done<Decided>
    where
        P: Purpose + MayRead<Statement> + MayWrite<Statement>,
    {
        self.may_decide(session, &row).await?;
        if self.policy.case(row.kind).is_some_and(|rule| rule.four_eyes) {
            self.propose(session, row, outcome).await?;
            return Ok(Decided::Proposed);
        }
        let looked = self.look_to_decide::<P>(session, &row).await?;
        let sealed = looked.seal_alone(&outcome.reason, Source::ServiceUse).map_err(ActionError::of_write)?;
        self.end(session, row, &looked, outcome, sealed).await?;
        Ok(Decided::Done)
    }

    async fn propose(&self, session: &Session, row: CaseRow, outcome: Outcome) -> Done<()> {
        let hand = self.hand(session, &row, Some(&outcome.reason)).await?;
        let code = outcome.state.name().to_owned();
        let proposed = NewEvent { shown: false, code, ..hand.event(self, CaseEvent::Proposed) };
        let now = self.now();
        let after = CaseRow {
            state: CaseState::Proposed,
            proposal: Some((outcome.state, session.person)),
            ground: outcome.ground,
            // A clock that stood goes on: it is the house that is waited for now.
            clock: row.clock.resumed(now),
            changed_at: now,
            ..row
        };
        self.change_case(after, vec![proposed], None).await
    }

    async fn confirm<P>(&self, session: &Session, row: CaseRow) -> Done<()>
    where
        P: Purpose + MayRead<Statement> + MayWrite<Statement>,
    {
        let (CaseState::Proposed, Some((state, proposer))) = (row.state, row.proposal) else {
            return Err(ActionError::Conflict);
        };
        if proposer == session.person {
            return Err(ActionError::State("case-own-proposal"));
        }
        self.may_decide(session, &row).await?;
        let looked = self.look_to_decide::<P>(session, &row).await?;
        let (person, case) = (row.person, row.case);
        let last = self
            .store
            .read(move |db| case_events::of_kind(db, &person, &case, CaseEvent::Proposed))
            .await?
            .pop();
        let sealed = last.and_then(|row| row.event.body).ok_or(ActionError::Conflict)?;
        let reason = match looked.open_alone::<Statement>(&sealed)? {
            Some(opened) => opened.expose().clone(),
            None => return Err(ActionError::Conflict),
        };
        let outcome = Outcome { state, ground: row.ground, reason };
        self.end(session, row, &looked, outcome, sealed).await
    }

    async fn look_to_decide<P: Purpose>(&self, session: &Session, row: &CaseRow) -> Done<Looked<'_, P>> {
        let who = session.as_staff(purpose_of_case(row.kind).0)?;
        let note = case_note(row.case);
        let want = Want { note: &note, ..Want::of(Operation::Store, FieldSet::of(&[FieldId::Statement])) };
        self.look::<P>(who, row.person, want).await
    }

    async fn end<P: Purpose>(
        &self,
        session: &Session,
        row: CaseRow,
        looked: &Looked<'_, P>,
        outcome: Outcome,
        sealed: Vec<u8>,
    ) -> Done<()> {
        let effects = self.effects(&row, outcome.state == CaseState::Granted).await?;
        let (decider, now) = (session.person, self.now());
        let role = purpose_of_case(row.kind).0;
        let after = CaseRow {
            state: outcome.state,
            decided_at: Some(now),
            decided_by: Some(decider),
            answer: Some(sealed),
            ground: outcome.ground,
            clock: row.clock.ended(),
            changed_at: now,
            ..row.clone()
        };
        let letter = self.tell(&after, outcome.told()).await?;
        let before = row.clone();
        // The record of the answer is tied to the case, so that its person finds it in their trail.
        let record = (u64::from(looked.receipt().log().0), looked.receipt().index());
        let decided = NewEvent {
            code: outcome.ground.map_or_else(String::new, |ground| ground.name().to_owned()),
            ..NewEvent::new(CaseEvent::Decided, role, Some(decider), now)
        };
        self.store
            .write(move |db| {
                cases::change(db, &after, core::slice::from_ref(&decided))?;
                case_ties::add_entry(db, &before.person, &before.case, record, EntryTie::Answer)?;
                live_chats::end(db, &before.person, &before.case, now)?;
                effects.write(db, &before, now)?;
                letter.as_ref().map_or(Ok(()), |letter| letter.write(db, now)).map_err(ActionError::from)
            })
            .await
            .map_err(ActionError::of_write)?;
        self.effects_done(&row);
        self.live.touched(row.case);
        if row.channel == CaseChannel::Chat {
            self.live.desk_changed();
        }
        Ok(())
    }
}

//! Live chat, on the side of the desk: who waits, who has whom, and what is said. Nothing of a chat is opened
//! before an agent has taken it; taking one's own or a relation's is refused, and the refusal is on record.

use std::sync::Arc;

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseState, Desk};
use amanah_domain::purposes::AnswerQuestion;
use amanah_domain::values::Statement;
use amanah_domain::{CaseId, Operation, PersonId, Role, Source, Timestamp};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};
use amanah_store::live_chats::{self, ChatState};
use amanah_store::{StoreError, accounts, staff};

use crate::access::{Held, Who};
use crate::cases::chat::{ChatEnd, ChatFound, ChatPhase, PRESENT_SECONDS, find};
use crate::cases::talk::{Transcript, line};
use crate::error::{ActionError, Done};
use crate::letters::Language;
use crate::limits::CHAT_LINES_PER_CASE;
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::kept_from;
use crate::staff::purposes_of_role::StaffPurpose;

/// Waiting chats that are listed, at most (`chats_listed_max`).
pub const LISTED_MAX: u32 = 100;
/// Colleagues at the desk that are listed, at most.
const COLLEAGUES_MAX: u32 = 30;
/// Tries where whoever asks goes on talking while their chat is taken.
const TRIES_MAX: u32 = 8;

/// Which role and purpose talk.
pub const TALKS: (Role, StaffPurpose) = (Role::ContactAgent, StaffPurpose::AnswerQuestion);

/// A chat that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingChat {
    /// The case that it is.
    pub case: CaseId,
    /// The number that is quoted.
    pub number: String,
    /// Since when it waits.
    pub since: Timestamp,
    /// It is one's own or a declared relation's: somebody else takes it.
    pub not_yours: bool,
}

/// A chat that the reader has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnChat {
    /// The case that it is.
    pub case: CaseId,
    /// The number that is quoted.
    pub number: String,
    /// Lines that wait for an answer.
    pub unanswered: u64,
    /// Since when they have it.
    pub since: Timestamp,
}

/// What the desk shows. Nobody's data are opened by it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ChatDesk {
    /// Nobody has taken these yet; the longest waiting first.
    pub waiting: Vec<WaitingChat>,
    /// These are the reader's, in the order in which they took them.
    pub own: Vec<OwnChat>,
    /// Other agents who are there.
    pub colleagues: Vec<PersonId>,
}

/// A chat of the reader's, opened.
pub struct DeskChat {
    /// The number that is quoted.
    pub number: String,
    /// How far it is.
    pub phase: ChatPhase,
    /// What was said.
    pub transcript: Transcript,
    /// The language of whoever asks.
    pub language: Language,
}

/// How an agent ends a chat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatOutcome {
    /// It is answered, and the case is at its end, where it is still one that is answered here.
    Answered,
    /// The case goes on.
    Open,
}

impl Office {
    /// Who waits and whom the reader has; the reader is at the desk from now on.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] where the role is not in force.
    pub async fn chat_desk(&self, session: &Session) -> Done<ChatDesk> {
        session.as_staff(TALKS.0)?;
        let (me, since) = (session.person, self.now().plus_seconds(-PRESENT_SECONDS));
        let found = self.store.read(move |db| {
            let kept = kept_from(db, me)?;
            let mut desk = ChatDesk::default();
            for chat in live_chats::waiting(db, LISTED_MAX)? {
                let Some(row) = cases::read(db, &chat.case)? else { continue };
                desk.waiting.push(WaitingChat {
                    case: chat.case,
                    number: row.receipt,
                    since: chat.since,
                    not_yours: kept.contains(&chat.person),
                });
            }
            for chat in live_chats::of_agent(db, &me, LISTED_MAX)? {
                let Some(row) = cases::read(db, &chat.case)? else { continue };
                let (unanswered, number) =
                    (live_chats::unanswered(db, &chat.person, &chat.case)?, row.receipt);
                desk.own.push(OwnChat { case: chat.case, number, unanswered, since: chat.since });
            }
            desk.colleagues = live_chats::present(db, since, COLLEAGUES_MAX)?;
            desk.colleagues.retain(|colleague| *colleague != me);
            Ok::<_, StoreError>(desk)
        });
        Ok(found.await?)
    }

    /// The reader is at the desk, or leaves it.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] where the role is not in force.
    pub async fn at_desk(&self, session: &Session, here: bool) -> Done<()> {
        session.as_staff(TALKS.0)?;
        let (me, now) = (session.person, self.now());
        let own = self.store.write(move |db| {
            match here {
                true => live_chats::be_there(db, &me, now)?,
                false => live_chats::leave(db, &me).map(drop)?,
            }
            live_chats::of_agent(db, &me, LISTED_MAX)
        });
        for chat in own.await? {
            self.live.touched(chat.case);
        }
        Ok(())
    }

    /// Takes a chat that waits.
    ///
    /// # Errors
    /// [`ActionError::Refused`] (recorded) for one's own or a relation's; [`ActionError::Conflict`] where it
    /// does not wait any more; [`ActionError::State`] `chat-enough` beyond what an agent has at a time.
    pub async fn take_chat(&self, session: &Session, case: CaseId) -> Done<()> {
        let who = session.as_staff(TALKS.0)?;
        let row = self.chat_row(case).await?;
        // The look comes first: it is where own and related chats are refused.
        self.held::<AnswerQuestion>(who, row.person, case, Operation::Display, true).await?;
        let (me, now, max) = (session.person, self.now(), u64::from(self.programme.chat.per_agent_max));
        self.change_chat(case, CaseEvent::Taken, me, move |db, row| {
            if live_chats::count_of_agent(db, &me)? >= max {
                return Err(ActionError::State("chat-enough"));
            }
            if !live_chats::take(db, &row.person, &row.case, &me, now)? {
                return Err(ActionError::Conflict);
            }
            Ok(Some(me))
        })
        .await
    }

    /// Hands a chat to a colleague, or back to whoever takes it first.
    ///
    /// # Errors
    /// [`ActionError::Conflict`] where it is not the reader's; [`ActionError::NotFound`] where the colleague
    /// is no agent.
    pub async fn hand_over_chat(&self, session: &Session, case: CaseId, to: Option<PersonId>) -> Done<()> {
        session.as_staff(TALKS.0)?;
        let (me, now) = (session.person, self.now());
        let max = u64::from(self.programme.chat.per_agent_max);
        self.change_chat(case, CaseEvent::HandedOver, me, move |db, row| {
            let (person, case) = (&row.person, &row.case);
            let Some(to) = to else {
                let back = live_chats::give_back(db, person, case, &me, now)?;
                return if back { Ok(None) } else { Err(ActionError::Conflict) };
            };
            let agent = |role: &staff::RoleRow| role.role == TALKS.0 && role.in_force(now);
            if !staff::roles_of(db, &to)?.iter().any(agent) || kept_from(db, to)?.contains(person) {
                return Err(ActionError::NotFound);
            }
            if live_chats::count_of_agent(db, &to)? >= max {
                return Err(ActionError::State("chat-enough"));
            }
            if !live_chats::hand_over(db, person, case, &me, &to, now)? {
                return Err(ActionError::Conflict);
            }
            Ok(Some(to))
        })
        .await
    }

    /// Changes who has a chat, and writes it down. Whoever asks may go on talking meanwhile.
    async fn change_chat(
        &self,
        case: CaseId,
        kind: CaseEvent,
        me: PersonId,
        change: impl Fn(&mut dyn amanah_store::Connection, &CaseRow) -> Done<Option<PersonId>>
        + Clone
        + Send
        + 'static,
    ) -> Done<()> {
        let now = self.now();
        self.rewrite_chat(case, move |db, row| {
            let holder = change(db, &row)?;
            let event =
                NewEvent { channel: CaseChannel::Chat, ..NewEvent::new(kind, TALKS.0, Some(me), now) };
            Ok((CaseRow { holder, changed_at: now, ..row }, vec![event]))
        })
        .await
    }

    /// Reads the case of a chat and writes what becomes of it, again where a line came in between.
    async fn rewrite_chat(
        &self,
        case: CaseId,
        change: impl Fn(&mut dyn amanah_store::Connection, CaseRow) -> Done<(CaseRow, Vec<NewEvent>)>
        + Clone
        + Send
        + 'static,
    ) -> Done<()> {
        for _ in 0..TRIES_MAX {
            let change = change.clone();
            let changed = self.store.write(move |db| {
                let row = cases::read(db, &case)?.ok_or(ActionError::NotFound)?;
                let (after, events) = change(db, row)?;
                Ok::<_, ActionError>(cases::change(db, &after, &events)?)
            });
            match changed.await {
                Err(ActionError::Store(StoreError::Stale { .. })) => {}
                Err(other) => return Err(other),
                Ok(()) => {
                    self.live.touched(case);
                    self.live.desk_changed();
                    return Ok(());
                }
            }
        }
        Err(ActionError::Conflict)
    }

    /// Opens what happened after a number in a chat that the reader has, or had until it ended.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for one that is not theirs; [`ActionError::Refused`] (recorded).
    pub async fn open_chat(&self, session: &Session, case: CaseId, after: u32) -> Done<DeskChat> {
        let who = session.as_staff(TALKS.0)?;
        let (wait, now, me) = (self.programme.chat.wait_minutes, self.now(), session.person);
        let found = self.store.read(move |db| find(db, &case, Some(after), wait, now)).await?;
        let found = found.filter(|found| is_theirs(found, me)).ok_or(ActionError::NotFound)?;
        let (number, phase, person) = (found.row.receipt.clone(), found.phase, found.row.person);
        let account = self.store.read(move |db| accounts::read(db, &person)).await?;
        let language = Language::from_code(account.ok_or(ActionError::NotFound)?.language);
        let transcript = self.read_as_agent(who, found, after).await?;
        Ok(DeskChat { number, phase, transcript, language })
    }

    /// Says something in a chat that the reader has; a note is for colleagues alone. The same id twice is one.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `text`; [`ActionError::NotFound`] where it is not theirs;
    /// [`ActionError::State`] `chat-over`.
    pub async fn reply_in_chat(
        &self,
        session: &Session,
        case: CaseId,
        text: &str,
        line_id: &str,
        note: bool,
    ) -> Done<u32> {
        let limited = [case.as_bytes().as_slice(), b"desk"].concat();
        self.limits.take(CHAT_LINES_PER_CASE, &limited, self.now())?;
        self.reply_line(session, case, text, line_id, note).await
    }

    pub(crate) async fn reply_line(
        &self,
        session: &Session,
        case: CaseId,
        text: &str,
        line_id: &str,
        note: bool,
    ) -> Done<u32> {
        let who = session.as_staff(TALKS.0)?;
        let said = line(text)?;
        let (row, me) = (self.chat_row(case).await?, session.person);
        let person = row.person;
        let theirs = self.store.read(move |db| live_chats::read(db, &person, &case)).await?;
        let theirs = theirs.filter(|chat| chat.state != ChatState::Ended);
        match theirs {
            None => return Err(ActionError::State("chat-over")),
            Some(chat) if chat.agent != Some(me) => return Err(ActionError::NotFound),
            Some(_) => {}
        }
        let key = Some(self.line_tag(case, Some(me), line_id));
        for fresh in [false, true] {
            let done = self.say_as_agent(who, &row, &said, key, note, fresh).await;
            match done {
                Err(ActionError::Conflict) if !fresh => {}
                done => return done,
            }
        }
        Err(ActionError::Conflict)
    }

    async fn say_as_agent(
        &self,
        who: Who,
        row: &CaseRow,
        said: &Statement,
        key: Option<[u8; 32]>,
        note: bool,
        fresh: bool,
    ) -> Done<u32> {
        let (person, case) = (row.person, row.case);
        let held: Arc<Held<AnswerQuestion>> = self.held(who, person, case, Operation::Store, fresh).await?;
        let body = held.seal_alone(self, said, Source::Interaction)?;
        let kind = if note { CaseEvent::Note } else { CaseEvent::Replied };
        let event = NewEvent {
            channel: CaseChannel::Chat,
            key,
            shown: !note,
            body: Some(body),
            ..NewEvent::new(kind, TALKS.0, who.id(), self.now())
        };
        self.add_line(person, case, held.removals(), event).await
    }

    /// Ends a chat that the reader has.
    ///
    /// # Errors
    /// [`ActionError::Conflict`] where it is not theirs, or over.
    pub async fn end_chat(&self, session: &Session, case: CaseId, outcome: ChatOutcome) -> Done<()> {
        session.as_staff(TALKS.0)?;
        let (me, now) = (session.person, self.now());
        self.rewrite_chat(case, move |db, row| {
            let chat = live_chats::read(db, &row.person, &case)?;
            if chat.is_none_or(|chat| chat.agent != Some(me) || chat.state != ChatState::Taken) {
                return Err(ActionError::Conflict);
            }
            live_chats::end(db, &row.person, &case, now)?;
            let event = |kind, code: &str| NewEvent {
                channel: CaseChannel::Chat,
                code: code.to_owned(),
                ..NewEvent::new(kind, TALKS.0, Some(me), now)
            };
            let mut events = vec![event(CaseEvent::ChatEnded, ChatEnd::Agent.name())];
            let mut after = CaseRow { changed_at: now, ..row };
            // Sorted to another desk, decided or proposed meanwhile: then only the talk is over.
            let here = after.desk() == Desk::Contact && !after.kind.is_decided();
            let undecided = matches!(after.state, CaseState::Open | CaseState::Waiting);
            if outcome == ChatOutcome::Answered && here && undecided {
                events.push(event(CaseEvent::Decided, "chat"));
                after.state = CaseState::Answered;
                after.decided_at = Some(now);
                after.decided_by = Some(me);
                after.clock = after.clock.ended();
            }
            Ok((after, events))
        })
        .await
    }

    async fn chat_row(&self, case: CaseId) -> Done<CaseRow> {
        let row = self.store.read(move |db| cases::read(db, &case)).await?;
        row.filter(|row| row.channel == CaseChannel::Chat).ok_or(ActionError::NotFound)
    }
}

/// An agent has it; after its end it is theirs who had it last, to read it to its end.
fn is_theirs(found: &ChatFound, me: PersonId) -> bool {
    match found.phase {
        ChatPhase::Taken { .. } => found.agent == Some(me),
        ChatPhase::Ended { .. } => found.row.holder == Some(me),
        ChatPhase::Waiting { .. } => false,
    }
}

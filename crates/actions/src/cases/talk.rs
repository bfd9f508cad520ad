//! What is said in a live chat, on the side of whoever asks: sealed under their keys. A visitor without an
//! account is a writer with keys of their own; what they hold is the receipt's code.

use std::sync::Arc;

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind};
use amanah_domain::purposes::{AnswerQuestion, AskUs, ViewOwn};
use amanah_domain::values::{PersonName, Statement};
use amanah_domain::{
    CaseId, FieldId, FieldSet, Operation, PersonId, Purpose, Refused, Role, Source, Timestamp,
};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::case_events::{self, EventRow, NewEvent};
use amanah_store::live_chats::{self, ChatState};
use amanah_store::{StoreError, cases};
use amanah_vault::Opened;

use crate::access::{Held, Want, Who};
use crate::cases::chat::{
    AFTER_HOURS, BeginChat, Begun, ChatAccess, ChatEnd, ChatFound, ChatPhase, PRESENT_SECONDS, find,
};
use crate::cases::new::{append_own, as_typed, opened};
use crate::error::{ActionError, Done, FieldError};
use crate::limits::{CHAT_LINES_PER_CASE, CHATS_PER_NETWORK};
use crate::office::Office;
use crate::session::Session;

/// Characters of a line, at most (`chat_line_chars_max`).
pub const LINE_CHARS_MAX: u32 = 2_000;
/// Letters of the code of a receipt.
const CODE_LETTERS: usize = 16;
/// Agents at the desk that are counted.
const PRESENT_MAX: u32 = 200;

/// Something in the conversation.
pub struct ChatLine {
    /// Its number in the case.
    pub number: u32,
    /// What it is.
    pub kind: CaseEvent,
    /// In what capacity it was said.
    pub role: Role,
    /// Who said it; `None` for the person and the system.
    pub author: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// A code of our own.
    pub code: String,
    body: Option<Vec<u8>>,
}

/// Under which permit lines are opened.
enum Key {
    Own(Arc<Held<ViewOwn>>),
    Staff(Arc<Held<AnswerQuestion>>),
    /// Nothing is to be opened.
    None,
}

/// Lines, with the permit under which each may be opened.
pub struct Transcript {
    /// In order.
    pub lines: Vec<ChatLine>,
    /// The number of the last event that was looked at, shown or not.
    pub last: u32,
    key: Key,
}

impl Transcript {
    /// What was said in a line; `None` where it has no words.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn said(&self, office: &Office, line: &ChatLine) -> Done<Option<Opened<'_, Statement>>> {
        let Some(body) = line.body.as_deref() else { return Ok(None) };
        match &self.key {
            Key::Own(held) => held.open_alone(office, body),
            Key::Staff(held) => held.open_alone(office, body),
            Key::None => Ok(None),
        }
    }
}

/// A line as it was typed.
pub(crate) fn line(text: &str) -> Done<Statement> {
    Statement::parse(text, LINE_CHARS_MAX).map_err(|refused| {
        let refused = if refused.key == "text-empty" { Refused::because("chat-empty") } else { refused };
        ActionError::Input(vec![FieldError::new("text", refused)])
    })
}

fn lines(events: Vec<EventRow>, keep: impl Fn(&NewEvent) -> bool) -> Vec<ChatLine> {
    let kept = events.into_iter().filter(|row| keep(&row.event));
    kept.map(|EventRow { number, event }| ChatLine {
        number,
        kind: event.kind,
        role: event.role,
        author: event.author,
        at: event.said_at,
        code: event.code,
        body: event.body,
    })
    .collect()
}

impl Office {
    /// Whether live chat goes on now: by the hours, and by who is at the desk.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn chat_possible(&self) -> Done<Option<ChatEnd>> {
        let now = self.now();
        if !self.programme.chat.is_open(now, self.programme.zone_hours) {
            return Ok(Some(ChatEnd::Hours));
        }
        let since = now.plus_seconds(-PRESENT_SECONDS);
        let present = self.store.read(move |db| live_chats::present(db, since, PRESENT_MAX)).await?;
        Ok(present.is_empty().then_some(ChatEnd::Nobody))
    }

    /// The chat of whoever asks: by their session, or by the code that a visitor's browser holds.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a chat that is not theirs, or whose time is over.
    pub async fn chat_access(
        &self,
        session: Option<&Session>,
        code: Option<&str>,
        case: CaseId,
    ) -> Done<ChatAccess> {
        let (wait, now) = (self.programme.chat.wait_minutes, self.now());
        let found = self.store.read(move |db| find(db, &case, Some(u32::MAX), wait, now)).await?;
        let ChatFound { row, phase, .. } = found.ok_or(ActionError::NotFound)?;
        let own = session.is_some_and(|session| !session.staff && session.person == row.person);
        let held = code.and_then(|code| as_typed(code, CODE_LETTERS));
        let visitor = held.is_some_and(|code| row.code == Some(self.receipt_tag(&row.receipt, &code)));
        let over = matches!(phase, ChatPhase::Ended { at, .. } if now.since(at) > AFTER_HOURS * 3_600_000);
        if !own && (!visitor || over) {
            return Err(ActionError::NotFound);
        }
        let helper = session.filter(|_| own).and_then(|session| session.helper);
        Ok(ChatAccess { person: row.person, case, number: row.receipt, visitor: !own, helper })
    }

    /// How far a chat is, and how many events it has; nothing is opened.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where it is gone.
    pub async fn chat_phase(&self, access: &ChatAccess) -> Done<(ChatPhase, u32)> {
        let (wait, now, case) = (self.programme.chat.wait_minutes, self.now(), access.case);
        let found = self.store.read(move |db| find(db, &case, Some(u32::MAX), wait, now)).await?;
        let found = found.filter(|found| found.row.person == access.person).ok_or(ActionError::NotFound)?;
        Ok((found.phase, found.row.events))
    }

    /// The chat that a person who is signed in has going on.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn own_live_chat(&self, session: &Session) -> Done<Option<CaseId>> {
        let person = session.person;
        let found = self.store.read(move |db| {
            for row in cases::of_person(db, &person)?.iter().filter(|row| row.channel == CaseChannel::Chat) {
                let chat = live_chats::read(db, &person, &row.case)?;
                if row.decided_at.is_none() && chat.is_some_and(|chat| chat.state != ChatState::Ended) {
                    return Ok(Some(row.case));
                }
            }
            Ok::<_, StoreError>(None)
        });
        Ok(found.await?)
    }

    /// Begins a chat with its first line. At other times, or where nobody is there, it is an ordinary case
    /// at once.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `text` and `name`; [`ActionError::Limit`]; those of access.
    pub async fn begin_chat(
        &self,
        session: Option<&Session>,
        network: &[u8],
        input: &BeginChat,
    ) -> Done<Begun> {
        let said = line(&input.text)?;
        let name = match input.name.trim() {
            "" => None,
            name => Some(
                PersonName::parse(name)
                    .map_err(|refused| ActionError::Input(vec![FieldError::new("name", refused)]))?,
            ),
        };
        let now = self.now();
        let not_now = self.chat_possible().await?;
        let fields = FieldSet::of(&[FieldId::Statement]);
        let (new, looked) = match session {
            Some(session) => {
                let who = session.as_person()?;
                self.limits.take(CHATS_PER_NETWORK, session.person.as_bytes(), now)?;
                let want = Want { note: "chat", ..Want::of(Operation::Obtain, fields) };
                (None, self.look::<AskUs>(who, session.person, want).await?)
            }
            None => {
                self.limits.take(CHATS_PER_NETWORK, network, now)?;
                let fields = fields.with(FieldId::Name);
                let want = Want { note: "chat", ..Want::of(Operation::Obtain, fields) };
                let (new, mut looked) = self.new_person::<AskUs>(AccountKind::Writer, want).await?;
                if let Some(name) = &name {
                    looked.put(name, Source::Interaction)?;
                }
                (Some(new), looked)
            }
        };
        let mut row = self.new_case(looked.person(), CaseKind::Question, "", Vec::new());
        row.channel = CaseChannel::Chat;
        row.said_at = Some(now);
        let receipt = new.is_some().then(|| self.give_code(&mut row));
        let (role, helper) = session.map_or((Role::Person, None), Session::author);
        let mut events = vec![opened(&row, role, helper)];
        events.push(NewEvent {
            channel: CaseChannel::Chat,
            key: Some(self.line_tag(row.case, None, &input.line_id)),
            body: Some(looked.seal_alone(&said, Source::Interaction)?),
            ..NewEvent::new(CaseEvent::Said, role, helper, now)
        });
        events.extend(not_now.map(|end| NewEvent {
            channel: CaseChannel::Chat,
            code: end.name().to_owned(),
            ..NewEvent::new(CaseEvent::ChatEnded, Role::System, None, now)
        }));
        let (case, removals, changes) = (row.case, looked.account.removals, looked.changes());
        let language = input.language.code();
        self.store
            .write(move |db| {
                match &new {
                    Some(new) => {
                        new.write(db, language, now)?;
                        changes.write(db)?;
                    }
                    None => accounts::hold_keys(db, &row.person, removals)?,
                }
                if !cases::add(db, &row, &events)? {
                    return Err(ActionError::Conflict);
                }
                if not_now.is_none() {
                    live_chats::add(db, &row.person, &row.case, now)?;
                }
                Ok::<_, ActionError>(())
            })
            .await
            .map_err(ActionError::of_write)?;
        self.live.desk_changed();
        Ok(Begun { case, code: receipt.map(|receipt| receipt.code) })
    }

    /// Says a line. The same id twice is one line. Its number.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `text`; [`ActionError::Limit`]; [`ActionError::State`] `chat-over` or `chat-full`.
    pub async fn say_in_chat(&self, access: &ChatAccess, text: &str, line_id: &str) -> Done<u32> {
        self.limits.take(CHAT_LINES_PER_CASE, access.case.as_bytes(), self.now())?;
        self.say_line(access, text, line_id).await
    }

    pub(crate) async fn say_line(&self, access: &ChatAccess, text: &str, line_id: &str) -> Done<u32> {
        let said = line(text)?;
        let (case, person) = (access.case, access.person);
        let key = Some(self.line_tag(case, None, line_id));
        for fresh in [false, true] {
            let who = access.who();
            let held = self.held::<AskUs>(who, person, case, Operation::Obtain, fresh).await?;
            let sealed = held.seal_alone(self, &said, Source::Interaction);
            let event = |body| NewEvent {
                channel: CaseChannel::Chat,
                key,
                body: Some(body),
                ..NewEvent::new(CaseEvent::Said, who.role(), access.helper, self.now())
            };
            let done = match sealed {
                Ok(body) => self.add_line(person, case, held.removals(), event(body)).await,
                Err(error) => Err(error),
            };
            match done {
                Err(ActionError::Conflict) if !fresh => {}
                done => return done,
            }
        }
        Err(ActionError::Conflict)
    }

    /// Adds a line to a chat that goes on, and wakes whoever listens.
    pub(crate) async fn add_line(
        &self,
        person: PersonId,
        case: CaseId,
        removals: i64,
        event: NewEvent,
    ) -> Done<u32> {
        let number = self
            .store
            .write(move |db| {
                accounts::hold_keys(db, &person, removals)?;
                let live = live_chats::read(db, &person, &case)?;
                let known = match &event.key {
                    Some(key) => case_events::find(db, &person, &case, key)?,
                    None => None,
                };
                match (known, live) {
                    // Came before, and its answer was lost: whatever happened since, it was said.
                    (Some(number), _) => Ok(number),
                    (None, Some(chat)) if chat.state != ChatState::Ended => {
                        // Whoever asks begins another; the agent's last words still go in.
                        let number = match event.is_of_person() {
                            true => append_own(db, person, case, &event).map_err(chat_full)?,
                            false => cases::append(db, &person, &case, &event)?,
                        };
                        number.ok_or(ActionError::State("chat-over"))
                    }
                    (None, _) => Err(ActionError::State("chat-over")),
                }
            })
            .await
            .map_err(ActionError::of_write)?;
        self.live.touched(case);
        Ok(number)
    }

    /// How far a chat is, and what happened after a number, for whoever it is of.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where it is gone; those of access.
    pub async fn read_chat(&self, access: &ChatAccess, after: u32) -> Done<(ChatPhase, Transcript)> {
        let (wait, now, case) = (self.programme.chat.wait_minutes, self.now(), access.case);
        let found = self.store.read(move |db| find(db, &case, Some(after), wait, now)).await?;
        let found = found.filter(|found| found.row.person == access.person).ok_or(ActionError::NotFound)?;
        let shown = |event: &NewEvent| {
            event.shown
                && matches!(
                    event.kind,
                    CaseEvent::Said | CaseEvent::Replied | CaseEvent::Taken | CaseEvent::ChatEnded
                )
        };
        let last = found.events.last().map_or(after, |row| row.number);
        let lines = lines(found.events, shown);
        let key = if lines.iter().any(|line| line.body.is_some()) {
            let who = access.who();
            Key::Own(self.held::<ViewOwn>(who, access.person, case, Operation::Display, false).await?)
        } else {
            Key::None
        };
        Ok((found.phase, Transcript { lines, last, key }))
    }

    /// The same for the agent who has it, with notes.
    pub(crate) async fn read_as_agent(&self, who: Who, found: ChatFound, after: u32) -> Done<Transcript> {
        let shown = |event: &NewEvent| event.body.is_some() || event.kind == CaseEvent::ChatEnded;
        let (person, case) = (found.row.person, found.row.case);
        let last = found.events.last().map_or(after, |row| row.number);
        let lines = lines(found.events, shown);
        let key = if lines.iter().any(|line| line.body.is_some()) {
            Key::Staff(self.held::<AnswerQuestion>(who, person, case, Operation::Display, false).await?)
        } else {
            Key::None
        };
        Ok(Transcript { lines, last, key })
    }

    /// Whoever asked goes. What was said stays a case.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn leave_chat(&self, access: &ChatAccess) -> Done<()> {
        let role = access.who().role();
        self.end_live_chat(access.person, access.case, ChatEnd::Person, role, access.helper).await.map(drop)
    }

    /// Ends a chat that goes on; false where it was over.
    pub(crate) async fn end_live_chat(
        &self,
        person: PersonId,
        case: CaseId,
        end: ChatEnd,
        role: Role,
        author: Option<PersonId>,
    ) -> Done<bool> {
        let now = self.now();
        let event = NewEvent {
            channel: CaseChannel::Chat,
            code: end.name().to_owned(),
            ..NewEvent::new(CaseEvent::ChatEnded, role, author, now)
        };
        let ended = self.store.write(move |db| {
            let ended = live_chats::end(db, &person, &case, now)?;
            if ended {
                cases::append(db, &person, &case, &event)?;
            }
            Ok::<_, StoreError>(ended)
        });
        let ended = ended.await?;
        if ended {
            self.live.touched(case);
            self.live.desk_changed();
        }
        Ok(ended)
    }

    /// A permit for what is said in a case, kept for some seconds: see [`Held`].
    pub(crate) async fn held<P: Purpose>(
        &self,
        who: Who,
        person: PersonId,
        case: CaseId,
        operation: Operation,
        fresh: bool,
    ) -> Done<Arc<Held<P>>> {
        let actor = who.id().unwrap_or(person);
        let how = if operation == Operation::Display { "read" } else { "write" };
        let key = (case, *actor.as_bytes(), how);
        if fresh {
            self.live.let_go(&key);
        } else if let Some(held) = self.live.kept::<Held<P>>(&key, self.now()) {
            return Ok(held);
        }
        let now = self.now();
        let note = format!("case {}", case.to_hex());
        let want = Want { note: &note, ..Want::of(operation, FieldSet::of(&[FieldId::Statement])) };
        let held = Arc::new(self.look::<P>(who, person, want).await?.hold());
        self.live.keep(key, &held, now);
        Ok(held)
    }
}

fn chat_full(error: ActionError) -> ActionError {
    match error {
        ActionError::State("case-full") => ActionError::State("chat-full"),
        other => other,
    }
}

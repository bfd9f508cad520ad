//! Live chat: a case whose lines are its events. How far one is, whose it is, and why it came to its end.

use amanah_domain::cases::{CaseChannel, CaseEvent};
use amanah_domain::{CaseId, PersonId, Timestamp};
use amanah_store::case_events::{self, EVENTS_MAX, EventRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::live_chats::{self, ChatRow, ChatState};
use amanah_store::{Connection, StoreError};

use crate::access::Who;
use crate::letters::Language;

/// Hours after its end in which a visitor's browser still opens a chat.
pub const AFTER_HOURS: i64 = 24;
/// Seconds after which an agent who gave no sign is not there.
pub(crate) const PRESENT_SECONDS: i64 = 75;

/// Why a chat came to its end, or never began: the code of its last event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatEnd {
    /// There is no chat at this time.
    Hours,
    /// No agent is there, or nobody took it in time.
    Nobody,
    /// Whoever asked went.
    Person,
    /// The agent ended it.
    Agent,
}

impl ChatEnd {
    const ALL: [Self; 4] = [Self::Hours, Self::Nobody, Self::Person, Self::Agent];

    /// Its name in events and word keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hours => "chat-hours",
            Self::Nobody => "chat-nobody",
            Self::Person => "chat-person",
            Self::Agent => "chat-agent",
        }
    }

    /// Reads [`Self::name`] back; what is not known was the agent.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|end| end.name() == name).unwrap_or(Self::Agent)
    }
}

/// How far a chat is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatPhase {
    /// Nobody has taken it yet.
    Waiting {
        /// Until when somebody should have.
        until: Timestamp,
    },
    /// An agent has it.
    Taken {
        /// Whether they are there at this moment.
        here: bool,
    },
    /// Over.
    Ended {
        /// Why.
        end: ChatEnd,
        /// When.
        at: Timestamp,
        /// The case goes on: an answer is still to come.
        open: bool,
    },
}

impl ChatPhase {
    /// Whether something can be said.
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Ended { .. })
    }
}

/// Whose chat it is, found by a session or by what a visitor's browser holds.
#[derive(Clone)]
pub struct ChatAccess {
    pub(crate) person: PersonId,
    /// The case that it is.
    pub case: CaseId,
    /// The number that is quoted.
    pub number: String,
    /// Whether they are a visitor without an account.
    pub visitor: bool,
    /// Who writes, where somebody stands in.
    pub(crate) helper: Option<PersonId>,
}

impl ChatAccess {
    /// Who acts.
    pub(crate) fn who(&self) -> Who {
        self.helper.map_or_else(|| Who::person(self.person), Who::helper)
    }
}

/// A chat that has begun.
pub struct Begun {
    /// The case that it is.
    pub case: CaseId,
    /// The code of a visitor's receipt.
    pub code: Option<String>,
}

/// What somebody begins with.
pub struct BeginChat {
    /// What they call themselves; may be empty.
    pub name: String,
    /// The first line.
    pub text: String,
    /// The first line's id.
    pub line_id: String,
    /// In which language.
    pub language: Language,
}

pub(crate) fn phase(
    chat: Option<&ChatRow>,
    row: &CaseRow,
    ended: Option<&EventRow>,
    seen_at: Option<Timestamp>,
    wait_minutes: i64,
    now: Timestamp,
) -> ChatPhase {
    match chat {
        Some(chat) if row.decided_at.is_none() && chat.state == ChatState::Waiting => {
            ChatPhase::Waiting { until: chat.since.plus_seconds(wait_minutes * 60) }
        }
        Some(chat) if row.decided_at.is_none() && chat.state == ChatState::Taken => {
            let here = seen_at.is_some_and(|at| now.since(at) <= PRESENT_SECONDS * 1_000);
            ChatPhase::Taken { here }
        }
        _ => ChatPhase::Ended {
            end: ended.map_or(ChatEnd::Agent, |row| ChatEnd::from_name(&row.event.code)),
            at: ended.map_or(row.changed_at, |row| row.event.at),
            open: row.decided_at.is_none(),
        },
    }
}

/// What one read brings of a chat.
pub(crate) struct ChatFound {
    pub(crate) row: CaseRow,
    pub(crate) phase: ChatPhase,
    pub(crate) agent: Option<PersonId>,
    pub(crate) events: Vec<EventRow>,
}

pub(crate) fn find(
    db: &mut dyn Connection,
    case: &CaseId,
    after: Option<u32>,
    wait_minutes: i64,
    now: Timestamp,
) -> Result<Option<ChatFound>, StoreError> {
    let Some(row) = cases::read(db, case)?.filter(|row| row.channel == CaseChannel::Chat) else {
        return Ok(None);
    };
    let chat = live_chats::read(db, &row.person, case)?;
    let agent = chat.and_then(|chat| chat.agent);
    let seen_at = agent.map_or(Ok(None), |agent| live_chats::seen_at(db, &agent))?;
    let is_live = row.decided_at.is_none() && chat.is_some_and(|chat| chat.state != ChatState::Ended);
    let events = match after {
        // Nothing new, and still going on: one read less for each that only looks whether there is.
        Some(after) if after >= row.events && is_live => Vec::new(),
        after => case_events::list(db, &row.person, case, after.unwrap_or_default(), EVENTS_MAX)?,
    };
    let mut ended = events.iter().rev().find(|row| row.event.kind == CaseEvent::ChatEnded).cloned();
    if !is_live && ended.is_none() {
        let all = case_events::newest(db, &row.person, case, row.events)?;
        ended = all.into_iter().rev().find(|row| row.event.kind == CaseEvent::ChatEnded);
    }
    let phase = phase(chat.as_ref(), &row, ended.as_ref(), seen_at, wait_minutes, now);
    Ok(Some(ChatFound { row, phase, agent, events }))
}

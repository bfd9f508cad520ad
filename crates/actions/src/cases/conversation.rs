//! A case as its person follows it: where it stands, and what was said on both sides. Notes among staff and
//! who of them it was are not here.

use amanah_domain::cases::{AttachmentState, CaseChannel, CaseEvent, CaseKind, CaseState, MediaKind};
use amanah_domain::purposes::ViewOwn;
use amanah_domain::rights::RefusalGround;
use amanah_domain::values::Statement;
use amanah_domain::{
    AttachmentId, CaseId, ClockRun, FieldId, FieldSet, Operation, PersonId, Role, Timestamp,
};
use amanah_store::attachments::{self, AttachmentRow};
use amanah_store::case_events::{self, EVENTS_MAX, EventRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError};
use amanah_vault::Opened;

use crate::access::{Looked, Want, Who};
use crate::error::Done;
use crate::office::Office;

/// A case as its person follows it.
pub struct Conversation<'o> {
    /// Its id.
    pub case: CaseId,
    /// What kind.
    pub kind: CaseKind,
    /// Where it stands.
    pub state: CaseState,
    /// The number that is quoted.
    pub number: String,
    /// By which way it came.
    pub channel: CaseChannel,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when it is to be answered; `None` while the clock stands or where there is none.
    pub due_at: Option<Timestamp>,
    /// Until when it waits for the person, where it does.
    pub waits_until: Option<Timestamp>,
    /// When it came to its end.
    pub decided_at: Option<Timestamp>,
    /// On which ground it was refused.
    pub ground: Option<RefusalGround>,
    /// More happened than stands here: all of it is in the copy.
    pub cut: bool,
    /// What happened, in order.
    pub lines: Vec<ConversationLine>,
    looked: Looked<'o, ViewOwn>,
}

/// One thing that happened.
pub struct ConversationLine {
    /// Its number in the case.
    pub number: u32,
    /// What.
    pub event: CaseEvent,
    /// Who, in what capacity.
    pub role: Role,
    /// By which way.
    pub channel: CaseChannel,
    /// When it was said.
    pub at: Timestamp,
    /// A ground, a reason, a recipient: a code of our own.
    pub code: String,
    /// Hours that were given.
    pub hours: u32,
    /// Files that came with it.
    pub files: Vec<ConversationFile>,
    body: Option<Vec<u8>>,
}

/// A file of the conversation; its name and content stay closed here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConversationFile {
    /// Its id.
    pub attachment: AttachmentId,
    /// Of which kind, where it is here.
    pub media: Option<MediaKind>,
    /// Where it stands.
    pub state: AttachmentState,
    /// How large it is.
    pub bytes: u32,
    /// Why it was not taken: a code of our own.
    pub failure: String,
}

impl Conversation<'_> {
    /// What was said; `None` for what carries no words.
    ///
    /// # Errors
    /// Those of the vault.
    pub fn said(&self, line: &ConversationLine) -> Done<Option<Opened<'_, Statement>>> {
        line.body.as_deref().map_or(Ok(None), |body| self.looked.open_alone(body))
    }

    /// Whether the person can still say something.
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }
}

fn file(row: &AttachmentRow) -> ConversationFile {
    ConversationFile {
        attachment: row.attachment,
        media: row.media,
        state: row.state,
        bytes: row.bytes,
        failure: row.failure.clone(),
    }
}

/// The first words and the last answer stand in the case itself, everything between in its events.
fn body(case: &CaseRow, event: &EventRow, last_decided: Option<u32>) -> Option<Vec<u8>> {
    let own = event.event.body.clone().filter(|body| !body.is_empty());
    match event.event.kind {
        // Beside their words lies what the house found out about a lost contact: that is not for reading.
        CaseEvent::Opened if case.kind == CaseKind::ContactChange => None,
        CaseEvent::Opened => own.or_else(|| Some(case.statement.clone())).filter(|body| !body.is_empty()),
        CaseEvent::Decided if last_decided == Some(event.number) => own.or_else(|| case.answer.clone()),
        _ => own,
    }
}

fn lines(case: &CaseRow, events: &[EventRow], files: &[AttachmentRow]) -> Vec<ConversationLine> {
    let decided = events.iter().rev().find(|row| row.event.kind == CaseEvent::Decided).map(|row| row.number);
    let line = |row: &EventRow| ConversationLine {
        number: row.number,
        event: row.event.kind,
        role: row.event.role,
        channel: row.event.channel,
        at: row.event.said_at,
        code: row.event.code.clone(),
        hours: row.event.hours,
        files: files.iter().filter(|file| file.event == row.number).map(file).collect(),
        body: body(case, row, decided),
    };
    let shown = events.iter().filter(|row| row.event.shown && row.event.kind != CaseEvent::Note);
    let mut lines: Vec<_> = shown.map(line).collect();
    // Carriers bring messages in any order: each stands where it was said.
    lines.sort_by_key(|line| line.at);
    lines
}

fn read(db: &mut dyn Connection, row: &CaseRow) -> Result<(Vec<EventRow>, Vec<AttachmentRow>), StoreError> {
    let events = case_events::newest(db, &row.person, &row.case, row.events)?;
    Ok((events, attachments::of_case(db, &row.person, &row.case)?))
}

impl Office {
    /// A case for the person it is of, by themselves: with their session, or with receipt number and code.
    pub(crate) async fn conversation(&self, who: Who, row: CaseRow) -> Done<Conversation<'_>> {
        let note = format!("case {}", row.case.to_hex());
        let want = Want { note: &note, ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<ViewOwn>(who, row.person, want).await?;
        let (row, (events, files)) = self
            .store
            .read(move |db| {
                // As it stands now: something may have happened since it was found.
                let row = cases::read(db, &row.case)?.unwrap_or_else(|| row.clone());
                let found = read(db, &row)?;
                Ok::<_, StoreError>((row, found))
            })
            .await?;
        Ok(Conversation {
            case: row.case,
            kind: row.kind,
            state: row.state,
            number: row.receipt.clone(),
            channel: row.channel,
            opened_at: row.opened_at,
            due_at: row.clock.due_at(),
            waits_until: match row.clock.run {
                ClockRun::Standing { until, .. } if row.state == CaseState::Waiting => until,
                _ => None,
            },
            decided_at: row.decided_at,
            ground: row.ground,
            cut: row.events > EVENTS_MAX,
            lines: lines(&row, &events, &files),
            looked,
        })
    }

    /// A person's own case, for their session.
    ///
    /// # Errors
    /// [`crate::ActionError::NotFound`] for one that is not theirs.
    pub async fn view_own_case(&self, session: &crate::Session, case: CaseId) -> Done<Conversation<'_>> {
        let who = session.as_person()?;
        let row = self.own_case_row(session.person, case).await?;
        self.conversation(who, row).await
    }

    pub(crate) async fn own_case_row(&self, person: PersonId, case: CaseId) -> Done<CaseRow> {
        let row = self.store.read(move |db| cases::read(db, &case)).await?;
        row.filter(|row| row.person == person).ok_or(crate::error::ActionError::NotFound)
    }
}

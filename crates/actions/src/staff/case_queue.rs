//! Cases that the reader's roles decide, the most urgent first, with the clock that runs. From clear columns
//! alone: nobody's data are opened by looking at the queue. What went up to the data protection officer stands
//! on their list whatever the desk; they see that it is there, and open only what is theirs.

use amanah_domain::cases::{CaseChannel, CaseKind, CaseState, Desk, Level};
use amanah_domain::{CaseId, ClockRun, PersonId, Role, Timestamp};
use amanah_store::case_queue::{self, HolderFilter, Position, QueueFilter, QueueRow};
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, staff};

use crate::cases::new::as_typed;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::purposes_of_role::StaffPurpose;

/// Cases of a page.
pub const PAGE_CASES: u32 = 50;
/// Cases that are counted; of more it is said that there are more.
pub const COUNT_MAX: u32 = 10_000;
/// Letters of a receipt number.
const RECEIPT_LETTERS: usize = 12;

/// Whose cases are shown.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// The reader's.
    Mine,
    /// Those that nobody has taken.
    Nobody,
}

/// What the queue shows.
#[derive(Clone, Copy, Default, Debug)]
pub struct CaseFilter {
    /// Only this state; `None`: whatever is open.
    pub state: Option<CaseState>,
    /// Only this kind.
    pub kind: Option<CaseKind>,
    /// Only what came this way.
    pub channel: Option<CaseChannel>,
    /// Whose.
    pub whose: Whose,
    /// On whose list, at least; `None`: all.
    pub level: Option<Level>,
    /// Only those whose clock ran out.
    pub late: bool,
    /// All that are at their end, whatever the state.
    pub ended: bool,
    /// After which case the page begins.
    pub after: Option<Cursor>,
}

/// Where a page of the queue begins; as text it stands in the address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor(Position);

impl Cursor {
    /// As text.
    pub fn to_text(self) -> String {
        format!("{}.{}", self.0.0, self.0.1.to_hex())
    }

    /// Reads [`Self::to_text`] back.
    pub fn from_text(text: &str) -> Option<Self> {
        let (urgency, case) = text.split_once('.')?;
        Some(Self((urgency.parse().ok()?, CaseId::from_hex(case)?)))
    }
}

/// Who has a case, for whoever reads it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Holder {
    /// Nobody.
    #[default]
    Nobody,
    /// The reader.
    Me,
    /// Somebody else.
    Colleague,
}

/// One case of the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseLine {
    /// Its id.
    pub case: CaseId,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about within the kind: the id of a rule.
    pub subject: String,
    /// Open or decided.
    pub state: CaseState,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// Until when it is to be answered; `None` while the clock stands.
    pub due_at: Option<Timestamp>,
    /// What is left while the clock stands, in milliseconds.
    pub left_ms: Option<i64>,
    /// By which way it came.
    pub channel: CaseChannel,
    /// The number that the person quotes.
    pub receipt: String,
    /// Who has it.
    pub holder: Holder,
    /// Whose list it is on.
    pub level: Level,
    /// It is one's own or a declared relation's: somebody else decides it.
    pub not_yours: bool,
    /// It is worked on at a desk that is not the reader's.
    pub other_desk: bool,
}

/// A page of the queue.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct CasePage {
    /// The most urgent first; of those at their end the last first.
    pub lines: Vec<CaseLine>,
    /// How many open cases there are on the reader's desks, up to [`COUNT_MAX`] each; where all that was
    /// asked for stands on this page, how many that are.
    pub count: u64,
    /// Whether `count` is of what was asked for.
    pub counted: bool,
    /// Where to go on.
    pub next: Option<Cursor>,
}

/// In which role and for what a case of this kind is opened and decided.
pub const fn purpose_of_case(kind: CaseKind) -> (Role, StaffPurpose) {
    match kind.desk() {
        Desk::Review => (Role::Reviewer, StaffPurpose::ReviewCase),
        Desk::Contact => (Role::ContactAgent, StaffPurpose::AnswerQuestion),
        Desk::Protection => (Role::Dpo, StaffPurpose::AssessRights),
    }
}

/// The desks that these roles work at.
pub(crate) fn desks_of(roles: &[Role]) -> Vec<Desk> {
    let works = |desk: &Desk| match desk {
        Desk::Review => roles.contains(&Role::Reviewer),
        Desk::Contact => roles.contains(&Role::ContactAgent),
        Desk::Protection => roles.contains(&Role::Dpo),
    };
    Desk::ALL.iter().copied().filter(works).collect()
}

/// The kinds that these roles decide.
pub fn kinds_of(roles: &[Role]) -> Vec<CaseKind> {
    CaseKind::ALL.iter().copied().filter(|kind| roles.contains(&purpose_of_case(*kind).0)).collect()
}

fn holder_for(holder: Option<PersonId>, reader: PersonId) -> Holder {
    match holder {
        None => Holder::Nobody,
        Some(person) if person == reader => Holder::Me,
        Some(_) => Holder::Colleague,
    }
}

impl CaseLine {
    pub(crate) fn of(row: &CaseRow, reader: PersonId, not_yours: bool) -> Self {
        Self {
            case: row.case,
            kind: row.kind,
            subject: row.subject.clone(),
            state: row.state,
            opened_at: row.opened_at,
            due_at: row.clock.due_at(),
            left_ms: match row.clock.run {
                ClockRun::Standing { left_ms, .. } => Some(left_ms),
                ClockRun::Off | ClockRun::Running(_) => None,
            },
            channel: row.channel,
            receipt: row.receipt.clone(),
            holder: holder_for(row.holder, reader),
            level: row.level,
            not_yours,
            other_desk: false,
        }
    }

    pub(crate) fn queued(row: QueueRow, reader: PersonId, kept: &[PersonId], desks: &[Desk]) -> Self {
        Self {
            not_yours: kept.contains(&row.person),
            other_desk: !desks.contains(&row.kind.desk()),
            case: row.case,
            kind: row.kind,
            subject: row.subject,
            state: row.state,
            opened_at: row.opened_at,
            due_at: row.due_at,
            left_ms: row.left_ms,
            channel: row.channel,
            receipt: row.receipt,
            holder: holder_for(row.holder, reader),
            level: row.level,
        }
    }
}

/// Whom a member of staff keeps out of their hands: themselves, and declared relations.
pub(crate) fn kept_from(db: &mut dyn Connection, me: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let related = staff::relations_of(db, &me)?;
    Ok(related.into_iter().map(|(other, ..)| other).chain([me]).collect())
}

/// What is read for a reader: a filter a desk.
fn filters(session: &Session, filter: &CaseFilter, now: Timestamp) -> Vec<QueueFilter> {
    let desks = desks_of(session.roles());
    let wanted = |desk: Desk, level: Level| QueueFilter {
        kind: filter.kind,
        channel: filter.channel,
        level,
        state: filter.state,
        holder: match filter.whose {
            Whose::All => HolderFilter::All,
            Whose::Mine => HolderFilter::Of(session.person),
            Whose::Nobody => HolderFilter::Nobody,
        },
        late_by: filter.late.then_some(now),
        ..QueueFilter::of(desk)
    };
    let asked = filter.level.unwrap_or(Level::Officer);
    let dpo = session.roles().contains(&Role::Dpo);
    let level = |desk: Desk| match desks.contains(&desk) {
        true => Some(asked),
        // What went up to the officer is on their list, whoever works on it.
        false if dpo => Some(Level::Dpo),
        false => None,
    };
    let desks = Desk::ALL.iter().copied().filter(|desk| filter.kind.is_none_or(|kind| kind.desk() == *desk));
    desks.filter_map(|desk| Some(wanted(desk, level(desk)?))).collect()
}

impl Office {
    /// A page of the cases that the reader's roles decide.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without any role in force; [`ActionError::NotFound`] where the
    /// roles decide no cases, or not of this kind.
    pub async fn case_queue(&self, session: &Session, filter: CaseFilter) -> Done<CasePage> {
        if session.roles().is_empty() {
            return Err(ActionError::SignInNeeded);
        }
        let desks = desks_of(session.roles());
        let wanted = filters(session, &filter, self.now());
        if desks.is_empty() || wanted.is_empty() {
            return Err(ActionError::NotFound);
        }
        let me = session.person;
        let ended = filter.ended || filter.state.is_some_and(|state| !state.is_open());
        let after = filter.after.map(|cursor| cursor.0);
        self.store
            .read(move |db| {
                let kept = kept_from(db, me)?;
                let page = match ended {
                    true => case_queue::ended_page(db, &wanted, after, PAGE_CASES)?,
                    false => case_queue::page(db, &wanted, after, PAGE_CASES)?,
                };
                let whole = after.is_none() && page.next.is_none();
                let mut count = page.rows.len() as u64;
                if !whole {
                    count = 0;
                    for desk in &desks {
                        count += case_queue::count_open(db, *desk, COUNT_MAX)?;
                    }
                }
                let lines = page.rows.into_iter().map(|row| CaseLine::queued(row, me, &kept, &desks));
                let lines = lines.collect();
                Ok::<_, ActionError>(CasePage { lines, count, counted: whole, next: page.next.map(Cursor) })
            })
            .await
    }

    /// The case of a receipt number, as it is read out or typed; `None` where there is none on the reader's
    /// desks.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] without any role in force.
    pub async fn find_case(&self, session: &Session, number: &str) -> Done<Option<CaseId>> {
        if session.roles().is_empty() {
            return Err(ActionError::SignInNeeded);
        }
        let Some(number) = as_typed(number, RECEIPT_LETTERS) else { return Ok(None) };
        let found = self.store.read(move |db| cases::read_receipt(db, &number)).await?;
        Ok(found.filter(|row| is_listed(session, row)).map(|row| row.case))
    }

    /// One case by its clear columns, where it is the reader's to see.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn case_line(&self, session: &Session, case: CaseId) -> Done<Option<CaseLine>> {
        let found = self.store.read(move |db| cases::read(db, &case)).await?;
        let listed = found.filter(|row| is_listed(session, row));
        Ok(listed.map(|row| CaseLine::of(&row, session.person, false)))
    }
}

/// Whether a case stands on a list of the reader's.
pub(crate) fn is_listed(session: &Session, row: &CaseRow) -> bool {
    let roles = session.roles();
    desks_of(roles).contains(&row.desk())
        || roles.contains(&Role::Dpo) && row.level == Level::Dpo
        || roles.contains(&Role::Lead)
}

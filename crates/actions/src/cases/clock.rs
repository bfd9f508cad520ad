//! The clocks of cases are kept: whatever is due is written down with the clock that it changed, in one
//! transaction, so that a crash in between repeats nothing and misses nothing. The row itself is the alarm.
//!
//! `office.run_case_clocks() -> Done<u32>`: how many cases had something due.
//!
//! At half time a case stays on the officers' list, marked by its stage; with twelve hours left it is on the
//! lead's as well, and when the time is over on that of the data protection officer. Then what the policy
//! says for the kind happens by itself (`cases::safety`), on record, and the person is told.

use std::sync::Arc;

use amanah_domain::cases::{CaseEvent, CaseState, Level};
use amanah_domain::purposes::AssessRights;
use amanah_domain::{CaseClock, CaseId, ClockEvent, FieldSet, Operation, Role, Timestamp};
use amanah_policy::cases::OnLapse;
use amanah_store::StoreError;
use amanah_store::case_events::NewEvent;
use amanah_store::cases::{self, CaseRow};

use crate::access::{Want, Who};
use crate::cases::safety;
use crate::cases::tell::Told;
use crate::correspond::QueuedLetter;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::staff::open_case::case_note;

/// Cases that are read at once.
const CASES_AT_ONCE_MAX: u32 = 64;
/// The code of an event that says that nobody answered.
const NOBODY_ANSWERED: &str = "nobody-answered";

/// What is due of a case by now, in order, and the clock after it.
fn steps(mut clock: CaseClock, now: Timestamp) -> (Vec<ClockEvent>, CaseClock) {
    let mut due = Vec::new();
    while let Some((event, after)) = clock.step(now) {
        due.push(event);
        clock = after;
    }
    (due, clock)
}

/// A case only goes up.
fn raised(level: Level, to: Level) -> Level {
    if to.code() > level.code() { to } else { level }
}

/// The case after what is due, and the events that say so.
fn stepped(row: &CaseRow, now: Timestamp) -> (CaseRow, Vec<NewEvent>) {
    let (due, clock) = steps(row.clock, now);
    let mut after = CaseRow { clock, changed_at: now, ..row.clone() };
    let events = due
        .into_iter()
        .map(|event| {
            let (kind, shown, code) = match event {
                ClockEvent::HalfTime => (CaseEvent::HalfTime, false, ""),
                ClockEvent::TwelveHours => {
                    after.level = raised(after.level, Level::Lead);
                    (CaseEvent::TwelveHours, false, "")
                }
                ClockEvent::Lapsed => {
                    after.level = Level::Dpo;
                    (CaseEvent::Lapsed, true, "")
                }
                ClockEvent::WaitOver => {
                    if after.state == CaseState::Waiting {
                        after.state = CaseState::Open;
                    }
                    (CaseEvent::Resumed, true, NOBODY_ANSWERED)
                }
            };
            NewEvent { shown, code: code.to_owned(), ..NewEvent::new(kind, Role::System, None, now) }
        })
        .collect();
    (after, events)
}

impl Office {
    /// Does whatever the clocks of cases say by now. One that cannot be worked on is tried again at the next
    /// round and stands in nobody's way.
    ///
    /// # Errors
    /// Where it cannot be read what is due.
    pub async fn run_case_clocks(&self) -> Done<u32> {
        let mut after: Option<(Timestamp, CaseId)> = None;
        let mut count = 0;
        loop {
            let now = self.now();
            let page = self.store.read(move |db| cases::due(db, now, after, CASES_AT_ONCE_MAX)).await?;
            let Some(last) = page.last() else { return Ok(count) };
            after = last.clock.next_at().map(|at| (at, last.case));
            for row in page {
                match self.step_case(row).await {
                    Ok(()) => count += 1,
                    // Something else happened in it at this moment: what is due still is, at the next round.
                    Err(ActionError::Conflict | ActionError::NotFound) => {}
                    Err(error) => tracing::error!(%error, "the clock of a case could not be kept"),
                }
            }
        }
    }

    /// One case, as it was read.
    async fn step_case(&self, row: CaseRow) -> Done<()> {
        let now = self.now();
        let (after, events) = stepped(&row, now);
        let happened = |kind: CaseEvent| events.iter().any(|event| event.kind == kind);
        let (lapsed, goes_on) = (happened(CaseEvent::Lapsed), happened(CaseEvent::Resumed));
        let mut letters = Vec::new();
        if goes_on {
            letters.extend(self.letter_or_none(&after, Told::GoesOn).await?);
        }
        if lapsed {
            let safety = self.policy.case(row.kind).map_or(OnLapse::Escalate, |rule| rule.on_lapse);
            // On record before it is done. No value is opened.
            let note = case_note(row.case);
            let want = Want { note: &note, ..Want::of(Operation::Update, FieldSet::EMPTY) };
            self.look::<AssessRights>(Who::system(), row.person, want).await?;
            letters.extend(self.letter_or_none(&after, Told::Lapsed { safety }).await?);
        }
        let (policy, person, case) = (Arc::clone(&self.policy), row.person, row.case);
        for event in &events {
            metrics::counter!("amanah_case_clock_total", "event" => event.kind.name()).increment(1);
        }
        let written = self
            .store
            .write(move |db| {
                let mut events = events.clone();
                if lapsed {
                    let code = safety::code_of(db, &policy, &after)?.to_owned();
                    let done = NewEvent::new(CaseEvent::SafetyDone, Role::System, None, now);
                    events.push(NewEvent { code, ..done });
                }
                cases::change(db, &after, &events)?;
                if lapsed {
                    safety::stop(db, &policy, &after, now)?;
                }
                letters.iter().try_for_each(|letter| letter.write(db, now))
            })
            .await;
        if lapsed {
            // Also where the end of the write was not heard of: it may have happened.
            self.vault.facts_changed(person);
        }
        written.map_err(|e: StoreError| ActionError::from(e).of_write())?;
        self.live.touched(case);
        Ok(())
    }

    /// A letter that cannot be written must not keep what is safe from happening; a database that does not
    /// answer may.
    async fn letter_or_none(&self, row: &CaseRow, told: Told) -> Done<Option<QueuedLetter>> {
        match self.tell(row, told).await {
            Err(error @ (ActionError::Store(_) | ActionError::NotFound | ActionError::Conflict)) => {
                Err(error)
            }
            Err(error) => {
                tracing::error!(%error, "a letter about a clock cannot be written");
                Ok(None)
            }
            letter => letter,
        }
    }
}

//! The clock stands while something is missing that only the person can give, with a reason that they see;
//! and it goes on.
//!
//! - `office.pause_case(&session, case, reason) -> Done<()>`: until they answer, at the latest until the case
//!   stood for the policy's `wait_days` all in all. Asked again only after they said or sent something.
//! - `office.resume_case(&session, case) -> Done<()>`: what was missing came by another way.
//!
//! When the person answers, `cases::new::say_more` lets it go on; when they do not, `cases::clock` does.

use amanah_domain::cases::{CaseEvent, CaseState};
use amanah_domain::{CaseId, Timestamp};
use amanah_store::case_events::{self, EventRow};
use amanah_store::cases::CaseRow;
use amanah_store::{Connection, StoreError};

use crate::cases::hand::words;
use crate::cases::tell::Told;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

const DAY_MS: i64 = 24 * 3_600_000;

/// For how many milliseconds it stood so far; `None` where the person said and sent nothing since it last did.
fn stood(db: &mut dyn Connection, row: &CaseRow) -> Result<Option<i64>, StoreError> {
    let mut changes = Vec::new();
    for kind in [CaseEvent::Paused, CaseEvent::Resumed, CaseEvent::Said, CaseEvent::Attached] {
        changes.extend(case_events::of_kind(db, &row.person, &row.case, kind)?);
    }
    changes.sort_by_key(|change| change.number);
    // One that began by waiting has no event for that.
    let (mut since, mut stood, mut answered) = (Some(row.opened_at), 0_i64, true);
    let begins = changes.iter().find(|row| matches!(row.event.kind, CaseEvent::Paused | CaseEvent::Resumed));
    if begins.is_none_or(|row| row.event.kind == CaseEvent::Paused) {
        since = None;
    }
    for EventRow { event, .. } in &changes {
        match event.kind {
            CaseEvent::Paused => (since, answered) = (Some(event.at), false),
            CaseEvent::Resumed => {
                stood = stood.saturating_add(since.take().map_or(0, |since| event.at.since(since).max(0)));
            }
            _ => answered = true,
        }
    }
    Ok(answered.then_some(stood))
}

impl Office {
    /// Stops the clock.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `reason`; [`ActionError::State`] `case-waiting` where it stands already,
    /// `case-asked` where they said nothing since it last stood, `case-waited` where it stood long enough,
    /// `case-lapsed` where it has run out, `case-proposed` where a decision is proposed, `case-ended`;
    /// [`ActionError::Conflict`]; [`ActionError::Refused`] (recorded).
    pub async fn pause_case(&self, session: &Session, case: CaseId, reason: &str) -> Done<()> {
        let said = words("reason", reason)?;
        let row = self.open_case_row(case).await?;
        match row.state {
            CaseState::Waiting => return Err(ActionError::State("case-waiting")),
            CaseState::Proposed => return Err(ActionError::State("case-proposed")),
            _ if row.clock.has_lapsed() => return Err(ActionError::State("case-lapsed")),
            _ => {}
        }
        let (asked, now) = (row.clone(), self.now());
        let stood =
            self.store.read(move |db| stood(db, &asked)).await?.ok_or(ActionError::State("case-asked"))?;
        let days = self.policy.case(row.kind).map(|rule| i64::from(rule.wait_days));
        let left = days.map(|days| days * DAY_MS - stood);
        if left.is_some_and(|left| left <= 0) {
            return Err(ActionError::State("case-waited"));
        }
        let until = left.map(|left| Timestamp::from_millis(now.millis().saturating_add(left)));
        let hand = self.hand(session, &row, Some(&said)).await?;
        let after = CaseRow {
            state: CaseState::Waiting,
            clock: row.clock.paused(now, until),
            changed_at: now,
            ..row
        };
        let told = Told::AskedFor { text: said.as_str().to_owned(), until };
        let letter = self.tell(&after, told).await?;
        self.change_case(after, vec![hand.event(self, CaseEvent::Paused)], letter).await
    }

    /// Lets the clock go on.
    ///
    /// # Errors
    /// [`ActionError::State`] `case-not-waiting`; otherwise as [`Office::pause_case`].
    pub async fn resume_case(&self, session: &Session, case: CaseId) -> Done<()> {
        let row = self.open_case_row(case).await?;
        if row.state != CaseState::Waiting {
            return Err(ActionError::State("case-not-waiting"));
        }
        let hand = self.hand(session, &row, None).await?;
        let now = self.now();
        let after = CaseRow { state: CaseState::Open, clock: row.clock.resumed(now), changed_at: now, ..row };
        self.change_case(after, vec![hand.event(self, CaseEvent::Resumed)], None).await
    }
}

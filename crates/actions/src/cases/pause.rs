//! The clock stands while something is missing that only the person can give, with a reason that they see;
//! and it goes on.
//!
//! - `office.pause_case(&session, case, reason) -> Done<()>`: until they answer, at the latest the policy's
//!   `wait_days`.
//! - `office.resume_case(&session, case) -> Done<()>`: what was missing came by another way.
//!
//! When the person answers, `cases::new::say_more` lets it go on; when they do not, `cases::clock` does.

use amanah_domain::CaseId;
use amanah_domain::cases::{CaseEvent, CaseState};
use amanah_store::cases::CaseRow;

use crate::cases::hand::words;
use crate::cases::tell::Told;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Stops the clock.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `reason`; [`ActionError::State`] `case-waiting` where it stands already,
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
        let hand = self.hand(session, &row, Some(&said)).await?;
        let now = self.now();
        let days = self.policy.case(row.kind).map(|rule| i64::from(rule.wait_days));
        let until = days.map(|days| now.plus_hours(24 * days));
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

//! A case takes longer: only by as many hours, all in all, as the policy leaves its kind, with a ground that
//! the person reads. Where the law sets the clock there are none.
//!
//! - `office.extension_left(&row) -> Done<u32>`: hours that are left.
//! - `office.extend_case(&session, case, hours, reason) -> Done<()>`.

use amanah_domain::cases::CaseEvent;
use amanah_domain::{CaseId, Refused};
use amanah_store::case_events::{self, NewEvent};
use amanah_store::cases::CaseRow;

use crate::cases::hand::words;
use crate::cases::tell::Told;
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;

impl Office {
    /// Hours by which a case may still be made longer.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn extension_left(&self, row: &CaseRow) -> Done<u32> {
        let allowed = self.policy.case(row.kind).map_or(0, |rule| rule.extension_hours);
        Ok(allowed.saturating_sub(self.extended(row).await?))
    }

    /// Hours that were given so far.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn extended(&self, row: &CaseRow) -> Done<u32> {
        let (person, case) = (row.person, row.case);
        let extended =
            self.store.read(move |db| case_events::of_kind(db, &person, &case, CaseEvent::Extended)).await?;
        Ok(extended.iter().fold(0_u32, |sum, row| sum.saturating_add(row.event.hours)))
    }

    /// Gives a case more hours.
    ///
    /// # Errors
    /// [`ActionError::State`] `case-no-extension` where none are left, `case-lapsed`, `case-ended`;
    /// [`ActionError::Input`] on `hours` (more than are left, or none) or `reason`; [`ActionError::Conflict`];
    /// [`ActionError::Refused`] (recorded).
    pub async fn extend_case(&self, session: &Session, case: CaseId, hours: u32, reason: &str) -> Done<()> {
        let said = words("reason", reason)?;
        let row = self.open_case_row(case).await?;
        if row.clock.has_lapsed() {
            return Err(ActionError::State("case-lapsed"));
        }
        let left = self.extension_left(&row).await?;
        if left == 0 {
            return Err(ActionError::State("case-no-extension"));
        }
        if hours == 0 || hours > left {
            let refused = Refused::because("case-extension-hours");
            return Err(ActionError::Input(vec![FieldError::new("hours", refused)]));
        }
        let hand = self.hand(session, &row, Some(&said)).await?;
        let now = self.now();
        let after = CaseRow { clock: row.clock.extended(hours, now), changed_at: now, ..row };
        let letter = self.tell(&after, Told::Extended { reason: said.as_str().to_owned() }).await?;
        let extended = NewEvent { hours, ..hand.event(self, CaseEvent::Extended) };
        self.change_case(after, vec![extended], letter).await
    }
}

//! The DPO sees every removal: which act, who asked, how far it is, who was told. No person in it.

use amanah_domain::Role;
use amanah_domain::states::{RemovalAct, RemovalState};
use amanah_store::removals;

use crate::error::Done;
use crate::jobs::tell_recipient::SILENT_HOURS_MAX;
use crate::office::Office;
use crate::removal::RemovalSummary;
use crate::session::Session;

/// Removals of one page.
pub const PAGE_REMOVALS: u32 = 50;

/// A page of removals.
pub struct RemovalsPage {
    /// First those to which a recipient has not answered in time, then the others; newest first.
    pub lines: Vec<RemovalSummary>,
    /// How many there are, by act and state.
    pub counts: Vec<(RemovalAct, RemovalState, u64)>,
}

impl Office {
    /// A page of removals.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`](crate::ActionError::SignInNeeded) for anybody but the DPO.
    pub async fn list_removals(&self, session: &Session, page: u32) -> Done<RemovalsPage> {
        session.as_staff(Role::Dpo)?;
        let (skip, now) = (page.saturating_mul(PAGE_REMOVALS), self.now());
        self.store
            .read(move |db| {
                let late = now.plus_hours(-SILENT_HOURS_MAX);
                let rows = removals::list(db, late, skip, PAGE_REMOVALS)?;
                let lines =
                    rows.iter().map(|row| RemovalSummary::of(db, row, now)).collect::<Done<Vec<_>>>()?;
                Ok(RemovalsPage { lines, counts: removals::counts(db)? })
            })
            .await
    }
}

//! The DPO sees every removal: which act, who asked, how far it is, who was told. No person in it.

use amanah_domain::cases::NoticeKind;
use amanah_domain::states::{RemovalAct, RemovalState};
use amanah_domain::{FieldSet, RecipientClass, Role, Timestamp};
use amanah_store::notices::{self, NoticeRow};
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
    /// Recipients that were told of a correction, a withdrawal or a restriction and have not acknowledged it
    /// in time, the longest first; on the first page.
    pub overdue: Vec<OverdueNotice>,
}

/// One of them. No person in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OverdueNotice {
    /// Who.
    pub recipient: RecipientClass,
    /// Of what.
    pub kind: NoticeKind,
    /// Which values; none named: whatever was received.
    pub fields: FieldSet,
    /// When the acknowledgement was to be here.
    pub due_at: Option<Timestamp>,
}

impl OverdueNotice {
    fn of(row: &NoticeRow) -> Self {
        Self { recipient: row.recipient, kind: row.kind, fields: row.fields, due_at: row.due_at }
    }
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
                let overdue = if page == 0 { notices::overdue(db, now, PAGE_REMOVALS)? } else { Vec::new() };
                let overdue = overdue.iter().map(OverdueNotice::of).collect();
                Ok(RemovalsPage { lines, counts: removals::counts(db)?, overdue })
            })
            .await
    }
}

//! A case came under the wrong name: it gets another kind, and with it another desk and another clock, counted
//! from when it came.

use amanah_domain::cases::{CaseChannel, CaseEvent, CaseKind, CaseState};
use amanah_domain::{CaseClock, CaseId, ClockRun, Refused};
use amanah_store::case_events::NewEvent;
use amanah_store::cases::CaseRow;

use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;

/// Kinds that people mistake for each other, and that need nothing beside what was said.
pub const SORTED_KINDS: [CaseKind; 6] = [
    CaseKind::Question,
    CaseKind::Complaint,
    CaseKind::Access,
    CaseKind::LookComplaint,
    CaseKind::Restriction,
    CaseKind::Deletion,
];

/// What a case may be sorted as; nothing where its kind is not one that is mistaken. What somebody asked for as
/// their right stays that: two pairs of eyes, grounds and what a lapse does are not sorted away.
pub fn sorts_to(kind: CaseKind, channel: CaseChannel) -> Vec<CaseKind> {
    let mistaken = match kind {
        CaseKind::Question | CaseKind::Complaint => true,
        CaseKind::Access => matches!(channel, CaseChannel::Form | CaseChannel::Phone),
        _ => false,
    };
    SORTED_KINDS.into_iter().filter(|other| mistaken && *other != kind).collect()
}

/// The clock of another kind: as many hours as that one has, less what has gone by. `old_hours` with those
/// that were given beside and that the other kind does not know.
fn clock(clock: CaseClock, old_hours: u32, new_hours: u32) -> CaseClock {
    const HOUR_MS: i64 = 3_600_000;
    let more = (i64::from(new_hours) - i64::from(old_hours)) * HOUR_MS;
    let run = match clock.run {
        ClockRun::Off => ClockRun::Off,
        ClockRun::Running(due) => {
            ClockRun::Running(amanah_domain::Timestamp::from_millis(due.millis().saturating_add(more)))
        }
        ClockRun::Standing { left_ms, until } => {
            ClockRun::Standing { left_ms: left_ms.saturating_add(more).max(0), until }
        }
    };
    // Warnings that lie ahead again come again; those that are late come at once.
    let stage = if more > 0 { 0 } else { clock.stage };
    CaseClock { run, total_ms: clock.total_ms.saturating_add(more).max(0), stage }
}

impl Office {
    /// Sorts an open case as another kind.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`; [`ActionError::State`] `case-proposed`, `case-ended`, `case-late` where
    /// the clock has run out and what follows from that has happened;
    /// [`ActionError::Conflict`]; [`ActionError::Refused`] (recorded).
    pub async fn sort_case(&self, session: &Session, case: CaseId, kind: CaseKind) -> Done<()> {
        let row = self.open_case_row(case).await?;
        if row.state == CaseState::Proposed {
            return Err(ActionError::State("case-proposed"));
        }
        if row.clock.has_lapsed() {
            return Err(ActionError::State("case-late"));
        }
        let (old, new) = (self.policy.case(row.kind), self.policy.case(kind));
        let (true, Some(new)) = (sorts_to(row.kind, row.channel).contains(&kind), new) else {
            let refused = Refused::because("case-sort");
            return Err(ActionError::Input(vec![FieldError::new("kind", refused)]));
        };
        let (hours, allowed) = (new.hours, new.extension_hours);
        let over = self.extended(&row).await?.saturating_sub(allowed);
        let hand = self.hand(session, &row, None).await?;
        let sorted = NewEvent { code: kind.name().to_owned(), ..hand.event(self, CaseEvent::Sorted) };
        // Another desk finds it on its list, not in somebody's hands.
        let holder = row.holder.filter(|_| kind.desk() == row.desk());
        let clock = clock(row.clock, old.map_or(hours, |rule| rule.hours).saturating_add(over), hours);
        let after = CaseRow { kind, holder, clock, changed_at: self.now(), ..row };
        self.change_case(after, vec![sorted], None).await
    }
}

#[cfg(test)]
mod tests {
    use amanah_domain::Timestamp;

    use super::*;

    #[test]
    fn another_clock_counts_from_the_beginning() {
        let start = Timestamp::from_millis(1_800_000_000_000);
        let running = CaseClock::starting(start, 72);
        assert_eq!(clock(running, 72, 24).due_at(), Some(start.plus_hours(24)));
        assert_eq!(clock(running, 72, 96).due_at(), Some(start.plus_hours(96)));
        assert_eq!(clock(running, 72, 72), running);
        let standing = running.paused(start.plus_hours(70), None);
        assert_eq!(clock(standing, 72, 24).resumed(start).due_at(), Some(start), "nothing is left");
    }

    #[test]
    fn what_needs_a_value_of_its_own_is_not_sorted_to() {
        assert!(!sorts_to(CaseKind::Question, CaseChannel::Portal).contains(&CaseKind::Correction));
        assert!(sorts_to(CaseKind::Identity, CaseChannel::Portal).is_empty());
    }

    #[test]
    fn a_right_that_was_asked_for_is_not_sorted_away() {
        assert!(sorts_to(CaseKind::Access, CaseChannel::Portal).is_empty());
        assert!(!sorts_to(CaseKind::Access, CaseChannel::Form).is_empty());
        for kind in [CaseKind::Deletion, CaseKind::Restriction, CaseKind::LookComplaint] {
            assert!(sorts_to(kind, CaseChannel::Form).is_empty(), "{kind:?}");
        }
    }
}

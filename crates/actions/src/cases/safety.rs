//! What happens by itself when a clock runs out, and what lifts it again when the case comes to its end.

use amanah_domain::cases::{CaseEvent, CaseKind, CaseState};
use amanah_domain::{FieldSet, PurposeId, PurposeSet, Timestamp};
use amanah_policy::Policy;
use amanah_policy::cases::OnLapse;
use amanah_store::cases::{self, CaseRow};
use amanah_store::{Connection, StoreError, account_rights, accounts, case_events};

/// The code of a `SafetyDone` event where things stood so already, for a reason that is no lapse: the end of
/// this case does not change them.
pub(crate) const ALREADY: &str = "already";

/// What a lapse stops.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stops {
    /// Nothing: the case only goes up.
    Nothing,
    /// What rests on these values.
    Values(FieldSet),
    /// One purpose.
    Purpose(PurposeId),
    /// Processing as a whole (article 41).
    Processing,
}

fn stops(policy: &Policy, row: &CaseRow) -> Stops {
    match (policy.case(row.kind).map(|rule| rule.on_lapse), row.purpose) {
        (None | Some(OnLapse::Escalate), _) => Stops::Nothing,
        (Some(OnLapse::RestrictValue), _) => Stops::Values(row.fields),
        (Some(OnLapse::StopPurpose), Some(purpose)) => Stops::Purpose(purpose),
        // About no purpose in particular is about all of them.
        (Some(OnLapse::StopPurpose), None) | (Some(OnLapse::Restrict), _) => Stops::Processing,
    }
}

fn lapsed(row: &CaseRow) -> bool {
    row.state.is_open() && row.clock.has_lapsed()
}

fn others(db: &mut dyn Connection, row: &CaseRow) -> Result<Vec<CaseRow>, StoreError> {
    let all = cases::of_person(db, &row.person)?;
    Ok(all.into_iter().filter(|other| other.case != row.case).collect())
}

/// What the event says that tells of it: the name in the policy, or [`ALREADY`]. Asked before it is done.
pub(crate) fn code_of(
    db: &mut dyn Connection,
    policy: &Policy,
    row: &CaseRow,
) -> Result<&'static str, StoreError> {
    let stops = stops(policy, row);
    let name = policy.case(row.kind).map_or(OnLapse::Escalate, |rule| rule.on_lapse).name();
    let Some(account) = accounts::read(db, &row.person)? else { return Ok(ALREADY) };
    let already = match stops {
        Stops::Nothing => false,
        Stops::Values(fields) => account.disputed.contains_all(fields),
        Stops::Purpose(purpose) => account.objections.contains(purpose),
        Stops::Processing => account.restricted,
    };
    if !already {
        return Ok(name);
    }
    // By the lapse of another case: then whichever of them ends last lifts it.
    for other in others(db, row)? {
        if lapsed(&other) && self::stops(policy, &other) == stops && did_something(db, &other)? {
            return Ok(name);
        }
    }
    Ok(ALREADY)
}

/// Does what the policy says for the kind.
pub(crate) fn stop(
    db: &mut dyn Connection,
    policy: &Policy,
    row: &CaseRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    match stops(policy, row) {
        Stops::Nothing => Ok(()),
        Stops::Values(fields) => account_rights::dispute(db, &row.person, fields, now),
        Stops::Purpose(purpose) => account_rights::object(db, &row.person, PurposeSet::of(&[purpose]), now),
        Stops::Processing => account_rights::restrict(db, &row.person, true, now).map(drop),
    }
}

/// Takes back what a case and its lapse did, where no other case of the person wants it to stay. In the
/// transaction that brings the case to its end.
pub(crate) fn lift(
    db: &mut dyn Connection,
    policy: &Policy,
    row: &CaseRow,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let others = others(db, row)?;
    // What is disputed is so from the first moment of a correction, not from its lapse.
    if row.kind == CaseKind::Correction {
        let still = others
            .iter()
            .filter(|other| other.kind == CaseKind::Correction && other.state.is_open())
            .fold(FieldSet::EMPTY, |set, other| set.either(other.fields));
        account_rights::end_dispute(db, &row.person, row.fields.without(still), now)?;
        return Ok(true);
    }
    if !row.clock.has_lapsed() || !did_something(db, row)? {
        return Ok(false);
    }
    let stops = stops(policy, row);
    let granted = |other: &CaseRow| match stops {
        Stops::Purpose(_) => other.kind == CaseKind::Objection && other.purpose == row.purpose,
        Stops::Processing => other.kind == CaseKind::Restriction,
        Stops::Nothing | Stops::Values(_) => false,
    };
    let wanted = |other: &CaseRow| {
        (lapsed(other) && self::stops(policy, other) == stops)
            || (other.state == CaseState::Granted && granted(other))
    };
    if stops == Stops::Nothing || others.iter().any(wanted) {
        return Ok(false);
    }
    match stops {
        Stops::Nothing => {}
        Stops::Values(fields) => account_rights::end_dispute(db, &row.person, fields, now)?,
        Stops::Purpose(purpose) => {
            account_rights::end_objection(db, &row.person, PurposeSet::of(&[purpose]), now)?;
        }
        Stops::Processing => drop(account_rights::restrict(db, &row.person, false, now)?),
    }
    Ok(true)
}

/// Whether the lapse of a case changed something, or found it changed by the lapse of another.
fn did_something(db: &mut dyn Connection, row: &CaseRow) -> Result<bool, StoreError> {
    let done = case_events::of_kind(db, &row.person, &row.case, CaseEvent::SafetyDone)?;
    Ok(done.iter().any(|row| row.event.code != ALREADY))
}

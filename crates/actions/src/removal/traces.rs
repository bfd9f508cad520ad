//! What lies of a person beside their values, and goes with them: shared by the removal itself and by a
//! restore that does it again.

use amanah_domain::cases::{CaseEvent, CaseKind, CaseState, StandingState};
use amanah_domain::states::{EntryState, RemovalAct, Trace};
use amanah_domain::{Category, CategorySet, FieldSet, PersonId, Role, Timestamp};
use amanah_policy::Policy;
use amanah_store::batches::EntryRow;
use amanah_store::case_events::NewEvent;
use amanah_store::cases::CaseRow;
use amanah_store::standings::StandingRow;
use amanah_store::{
    Connection, StoreError, account_rights, accounts, attachments, batches, case_events, case_ties, cases,
    earlier_values, holds, jobs, live_chats, outbox, sessions, staff, standings, tickets, trail, transfers,
};

use crate::cases::safety;
use crate::removal::scope::fields_in;

/// Told what went, and how many.
pub(crate) type Tell<'t> = dyn FnMut(Trace, u64) + 't;

/// Values that lie alone in places of their own, under the key of their category.
pub(crate) fn forget_alone(
    db: &mut dyn Connection,
    person: &PersonId,
    (act, whole): (RemovalAct, CategorySet),
    policy: Option<&Policy>,
    now: Timestamp,
    tell: &mut Tell<'_>,
) -> Result<(), StoreError> {
    let destroys = act == RemovalAct::Destroy;
    if whole.contains(Category::Access) {
        tell(Trace::Sessions, sessions::end_all(db, person)?);
        tell(Trace::Tickets, tickets::forget_person(db, person)?);
    }
    if whole.contains(Category::Correspondence) || destroys {
        // Kept for a contested identity: that case alone.
        let stays = (!whole.contains(Category::Correspondence)).then_some(CaseKind::Identity);
        undo_open(db, person, (stays, policy), now)?;
        tell(Trace::Letters, outbox::forget_person(db, person)?);
        tell(Trace::Reasons, trail::forget_person(db, person)?);
        case_events::forget_person(db, person, stays)?;
        live_chats::forget_person(db, person)?;
        case_ties::forget_person(db, person, stays)?;
        // What was shown in a case goes with it.
        let files = attachments::forget_person(db, person, false)?;
        tell(Trace::Files, files + attachments::forget_person(db, person, true)?);
        tell(Trace::Cases, cases::forget_person(db, person, stays)?);
    }
    if whole.contains(Category::Documents) || destroys {
        tell(Trace::Files, attachments::forget_person(db, person, true)?);
    }
    if whole.contains(Category::Relations) && !destroys {
        tell(Trace::Relations, staff::forget_relations(db, person)?);
    }
    Ok(())
}

/// What open cases and their lapse did goes with them: nobody would end it any more. Without a policy (a
/// restore) what is disputed is free again, and nothing else.
fn undo_open(
    db: &mut dyn Connection,
    person: &PersonId,
    (stays, policy): (Option<CaseKind>, Option<&Policy>),
    now: Timestamp,
) -> Result<(), StoreError> {
    let goes = |row: &CaseRow| row.state.is_open() && Some(row.kind) != stays;
    for row in cases::of_person(db, person)?.into_iter().filter(goes) {
        let (after, event) = erased(&row, now);
        cases::change(db, &after, &[event])?;
        match policy {
            Some(policy) => drop(safety::lift(db, policy, &row, now)?),
            None if row.kind == CaseKind::Correction => {
                account_rights::end_dispute(db, person, row.fields, now)?;
            }
            None => {}
        }
        let asked =
            |standing: &StandingRow| standing.case == row.case && standing.state == StandingState::Asked;
        for standing in standings::of_helper(db, person)?.into_iter().filter(asked) {
            let after = StandingRow { state: StandingState::Refused, ..standing };
            standings::set(db, &after, StandingState::Asked)?;
        }
    }
    Ok(())
}

/// A case that ends as if the person had taken it back, and the event that says so.
fn erased(row: &CaseRow, now: Timestamp) -> (CaseRow, NewEvent) {
    let after = CaseRow {
        state: CaseState::Withdrawn,
        decided_at: Some(now),
        clock: row.clock.ended(),
        wanted: None,
        changed_at: now,
        ..row.clone()
    };
    let event = NewEvent::new(CaseEvent::Withdrawn, Role::System, None, now);
    (after, NewEvent { code: "erased".to_owned(), ..event })
}

/// Values under the same keys as those that go: what they replaced, and what was to replace them. Salts are of
/// categories, so of a category that is sealed anew nothing older can be opened either.
pub(crate) fn forget_beside_values(
    db: &mut dyn Connection,
    person: &PersonId,
    categories: CategorySet,
    now: Timestamp,
) -> Result<(), StoreError> {
    earlier_values::forget_person(db, person, categories, FieldSet::EMPTY)?;
    let fields = fields_in(categories);
    let mut settled = fields;
    for row in cases::of_person(db, person)? {
        let touched = !row.fields.both(fields).is_empty();
        if touched && row.kind == CaseKind::Correction {
            cases::clear_wanted(db, person, &row.case)?;
        }
        if row.kind != CaseKind::Correction || !row.state.is_open() {
            continue;
        }
        if !touched {
            settled = settled.without(row.fields);
            continue;
        }
        // There is nothing left to correct.
        let (ended, event) = erased(&row, now);
        cases::change(db, &ended, &[event])?;
    }
    account_rights::end_dispute(db, person, settled, now)
}

/// Everything that names somebody who is destroyed, the account itself left out.
pub(crate) fn forget_beside(
    db: &mut dyn Connection,
    person: &PersonId,
    is_staff: bool,
    keeps_places: bool,
    tell: &mut Tell<'_>,
) -> Result<(), StoreError> {
    tell(Trace::Jobs, jobs::forget_person(db, person)?);
    tell(Trace::Consents, accounts::forget_consents(db, person)?);
    tell(Trace::Batches, batches::forget_person(db, person, keeps_places)?);
    standings::forget_person(db, person)?;
    transfers::forget_person(db, person)?;
    sessions::forget_stood_for(db, person)?;
    earlier_values::forget_person(db, person, CategorySet::all(), FieldSet::EMPTY)?;
    tell(Trace::Holds, holds::forget_person(db, person)?);
    tell(Trace::Relations, staff::forget_relations(db, person)?);
    if is_staff {
        tell(Trace::Roles, staff::forget_person(db, person)?);
        cases::forget_staff(db, person)?;
        case_events::forget_author(db, person)?;
        live_chats::forget_agent(db, person)?;
        holds::forget_decider(db, person)?;
    }
    Ok(())
}

/// Out of batches that are still open, as if the person left. How many.
pub(crate) fn leave_open(
    db: &mut dyn Connection,
    person: &PersonId,
    entries: &[EntryRow],
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut count = 0;
    for entry in entries.iter().filter(|entry| entry.state == EntryState::Joined) {
        let (from, to) = (EntryState::Joined, EntryState::Left);
        count += u64::from(batches::set_entry(db, person, &entry.batch, from, to, now)?);
    }
    Ok(count)
}

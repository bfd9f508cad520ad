//! `/me`.

use amanah_actions::person::view_home::HomeView;
use amanah_domain::states::{BatchState, EligibilityState, EntryState, IdentityState};
use amanah_domain::values::PersonName;
use amanah_domain::{FieldId, FieldSet, PersonState};
use amanah_pages::Shown;
use amanah_pages::person::{Home, NextStep};

use crate::failure::Reply;
use crate::person::trail::line;
use crate::visitor::Visitor;

/// Hours in which a case is answered.
const CASE_HOURS: i64 = 72;

fn number(batch: i64) -> u32 {
    u32::try_from(batch).unwrap_or_default()
}

/// The one thing to do next.
fn next_step(view: &HomeView<'_>) -> NextStep {
    let account = &view.looked.account;
    if account.state == PersonState::Ended {
        return NextStep::Ended;
    }
    let lacks = |fields: &[FieldId]| !view.given.contains_all(FieldSet::of(fields));
    if lacks(&[FieldId::Nik, FieldId::Kk, FieldId::BirthDate]) {
        return NextStep::GiveNumbers;
    }
    if account.identity == IdentityState::Mismatch {
        return NextStep::CheckNumbers;
    }
    // The result is what somebody comes back for: what is still missing stands below it.
    let result =
        latest(view).filter(|(entry, _)| matches!(entry, EntryState::Selected | EntryState::Waiting));
    if result.is_none() && lacks(&[FieldId::Address]) {
        return NextStep::GiveAddress;
    }
    if result.is_none() && lacks(&[FieldId::Occupation, FieldId::Education]) {
        return NextStep::GiveWork;
    }
    if let Some((entry, batch)) = latest(view) {
        match entry {
            EntryState::Selected if lacks(&[FieldId::PayoutAccount]) => return NextStep::GiveAccount,
            EntryState::Selected | EntryState::Waiting => {
                return NextStep::SeeResult { batch: number(batch.number) };
            }
            EntryState::Joined | EntryState::Entered if batch.state != BatchState::Failed => {
                return NextStep::AwaitDraw {
                    batch: number(batch.number),
                    draws: Some(batch.public_known_at),
                };
            }
            _ => {}
        }
    }
    if let Some(case) = view.cases.iter().find(|c| c.state.is_open()) {
        return NextStep::AwaitStaff { by: case.opened_at.plus_hours(CASE_HOURS) };
    }
    match account.eligibility {
        EligibilityState::NotEligible | EligibilityState::Review => return NextStep::SeeEligibility,
        EligibilityState::Open | EligibilityState::Eligible => {}
    }
    if let Some(batch) = view.open_batch() {
        return NextStep::Join { batch: number(batch.number), closes: batch.closes_at };
    }
    if account.identity == IdentityState::Claimed {
        return NextStep::AwaitRegistry;
    }
    let opens = view.batches.iter().filter(|b| b.state == BatchState::Planned).map(|b| b.opens_at).min();
    NextStep::AwaitBatch { opens }
}

fn latest<'v>(view: &'v HomeView<'_>) -> Option<(EntryState, &'v amanah_actions::BatchRow)> {
    view.entries.iter().find(|e| e.state != EntryState::Left).and_then(|entry| {
        view.batches.iter().find(|b| b.batch == entry.batch).map(|batch| (entry.state, batch))
    })
}

pub(crate) async fn home(visitor: Visitor) -> Reply {
    let office = &visitor.app.office;
    let view = office.view_home(visitor.person()?).await?;
    let name = view.looked.open::<PersonName>()?;
    let needed = FieldSet::of(&[
        FieldId::Nik,
        FieldId::Kk,
        FieldId::BirthDate,
        FieldId::Address,
        FieldId::Occupation,
        FieldId::Education,
    ]);
    let page = Home {
        frame: visitor.frame(),
        name: name.as_ref().map_or_else(|| Shown::typed(""), Shown::of),
        next: next_step(&view),
        identity: view.looked.account.identity,
        eligibility: view.looked.account.eligibility,
        profile_complete: view.given.contains_all(needed),
        batch: latest(&view).map(|(state, batch)| (number(batch.number), state)),
        last_use: view.uses.first().map(|l| line(&visitor, l)),
        uses: u32::try_from(view.uses_count).unwrap_or(u32::MAX),
    };
    visitor.page(&page)
}

//! What would happen: the same rules, and nothing is changed.

use amanah_domain::states::{EntryState, HoldGround, RemovalAct, Trace};
use amanah_domain::{Category, PersonId};
use amanah_store::batches::EntryRow;
use amanah_store::holds::HoldRow;

use crate::access::Who;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::removal::reach::{Reach, recipients_of, told_of};
use crate::removal::scope::Scope;
use crate::removal::{HoldView, PlanLine, RemovalPlan, RemovalRequest, What};

/// A hold, as the person may see it.
pub(crate) fn hold_view(row: &HoldRow) -> HoldView {
    HoldView {
        hold: row.hold,
        ground: HoldGround::from_name(&row.ground).unwrap_or(HoldGround::Order),
        placed_at: row.placed_at,
        until: row.until,
    }
}

impl Office {
    pub(crate) async fn reach_of(&self, who: Who, person: PersonId) -> Done<Reach> {
        let now = self.now();
        let read = self.store.read(move |db| Reach::load(db, who, person, now)).await?;
        read.ok_or(ActionError::NotFound)
    }

    /// What a request would do.
    pub(crate) async fn plan_for(&self, reach: &Reach, request: RemovalRequest) -> Done<RemovalPlan> {
        let scope = Scope::of(&self.policy, &request, reach, self.now())?;
        let pseudonym = self.unlock(reach.person, &reach.keys).await?.pseudonym();
        let recipients = match scope.act {
            RemovalAct::End => Vec::new(),
            _ => {
                let classes = self.store.read(move |db| recipients_of(db, &pseudonym)).await?;
                told_of(classes).iter().collect()
            }
        };
        let blocked = match scope.act {
            RemovalAct::End => None,
            _ => reach.hold.as_ref().map(hold_view),
        };
        Ok(RemovalPlan {
            request,
            goes: goes(&scope, reach),
            stays: scope.stays,
            blocked,
            recipients,
            unreadable_at: reach.told.by,
        })
    }
}

fn goes(scope: &Scope, reach: &Reach) -> Vec<PlanLine> {
    let mut out = Vec::new();
    for (row, _) in &reach.rows {
        if scope.takes(row.category()) {
            let number = u64::from(row.fields().len());
            out.push(PlanLine { what: What::Category(row.category()), number });
        }
        for field in row.fields().both(scope.single).iter() {
            out.push(PlanLine { what: What::Field(field), number: 1 });
        }
    }
    let mut trace = |trace, number| {
        if number > 0 {
            out.push(PlanLine { what: What::Trace(trace), number });
        }
    };
    let undrawn = |entry: &&EntryRow| matches!(entry.state, EntryState::Joined | EntryState::Entered);
    let undrawn = reach.entries.iter().filter(undrawn).count() as u64;
    match scope.act {
        RemovalAct::End => {
            trace(Trace::Consents, reach.consents);
            trace(Trace::Batches, undrawn);
        }
        RemovalAct::Erase => {
            if scope.takes(Category::Correspondence) {
                trace(Trace::Cases, reach.cases.len() as u64);
            }
        }
        RemovalAct::Destroy => {
            trace(Trace::Tags, (reach.claims.len() + reach.tags.len()) as u64);
            trace(Trace::Sessions, reach.sessions);
            trace(Trace::Consents, reach.consents);
            trace(Trace::Cases, reach.cases.len() as u64);
            trace(Trace::Batches, reach.entries.len() as u64);
            if scope.nothing_stays {
                trace(Trace::Keys, 1);
                trace(Trace::Account, 1);
            }
        }
    }
    out
}

//! Holds whose term is over lapse: what was held back can go from then on.

use amanah_domain::purposes::ApplyRetention;
use amanah_domain::{FieldSet, Operation, PersonId};
use amanah_store::holds;

use crate::access::{Want, Who};
use crate::clock_guard::ClockWord;
use crate::error::{ActionError, Done};
use crate::jobs::daily::Daily;
use crate::jobs::task::Task;
use crate::office::Office;

pub(crate) const KIND: &str = "holds-daily";
pub(crate) const DAILY: Daily = Daily { kind: KIND, every_days: 1, hour: 1 };
/// Holds of one step.
const STEP_MAX: u32 = 200;

impl Office {
    pub(crate) async fn holds_daily(&self, task: &Task) -> Done<()> {
        let lapsed = match self.clock_word().await? {
            ClockWord::Right => self.lapse_holds().await?,
            // By a wrong clock every hold lapses, and retention would not wait for the next night.
            ClockWord::WentAhead(_) | ClockWord::WentBack(_) => 0,
        };
        if lapsed > 0 {
            tracing::info!(lapsed, "legal holds lapsed");
        }
        self.daily_done(DAILY, task).await
    }

    /// How many lapsed.
    async fn lapse_holds(&self) -> Done<u64> {
        let (now, mut count) = (self.now(), 0);
        loop {
            let rows = self.store.read(move |db| holds::lapsed(db, now, STEP_MAX)).await?;
            if rows.is_empty() {
                return Ok(count);
            }
            for row in rows {
                self.note_hold(Who::system(), row.person, "hold lapsed").await?;
                let (person, hold) = (row.person, row.hold);
                let lifted = self.store.write(move |db| holds::lift(db, &person, &hold, None, now)).await?;
                count += u64::from(lifted);
                self.vault.facts_changed(person);
            }
        }
    }

    /// That a hold began or ended stands in the person's trail.
    async fn note_hold(&self, who: Who, person: PersonId, note: &str) -> Done<()> {
        let want = Want { note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        match self.look::<ApplyRetention>(who, person, want).await {
            // Nobody is left to whom it could be told.
            Ok(_) | Err(ActionError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

//! What a removal would do, before the person confirms it; and what was removed of them so far.

use amanah_domain::purposes::RemoveOwn;
use amanah_domain::states::RemovalAct;
use amanah_domain::{FieldSet, Operation};

use crate::access::Want;
use crate::error::Done;
use crate::office::Office;
use crate::removal::{RemovalPlan, RemovalRequest, RemovalSummary};
use crate::session::Session;

impl Office {
    /// What would happen. Nothing is changed; that the person looked is on record.
    ///
    /// # Errors
    /// As [`Office::remove_own`], but for the sign-in: it need not be fresh for this.
    pub async fn plan_removal(&self, session: &Session, request: RemovalRequest) -> Done<RemovalPlan> {
        let (who, person) = (session.as_person()?, session.person);
        let want = Want { note: "removal planned", ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.look::<RemoveOwn>(who, person, want).await?;
        let reach = self.reach_of(who, person).await?;
        let plan = self.plan_for(&reach, request).await?;
        if plan.blocked.is_none() && request.act == RemovalAct::Destroy && session.is_fresh(self.now()) {
            self.prepare_farewell(who, &reach, request.act).await?;
        }
        Ok(plan)
    }

    /// What was removed of the person so far, newest first. The certificates are read by their codes.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_own_removals(&self, session: &Session) -> Done<Vec<RemovalSummary>> {
        session.as_person()?;
        let person = session.person;
        let now = self.now();
        self.store
            .read(move |db| {
                let rows = amanah_store::removals::of_person(db, &person)?;
                rows.iter().map(|row| RemovalSummary::of(db, row, now)).collect()
            })
            .await
    }
}

//! The DPO places a legal hold: nothing of the person is erased or destroyed until it is lifted or lapses.
//! Ground and term stand in the clear, the reason is sealed, and the person's trail says that it happened.

use amanah_domain::purposes::RemoveForPerson;
use amanah_domain::states::HoldGround;
use amanah_domain::values::Statement;
use amanah_domain::{FieldSet, HoldId, Operation, PersonId, Refused};
use amanah_store::holds::{self, HoldRow};
use amanah_store::{StoreError, people};

use crate::access::{Want, Who, key_row};
use crate::error::{ActionError, Done, FieldError};
use crate::office::Office;
use crate::session::Session;
use crate::staff::remove_for::Whom;

/// Days that a hold may last, at most; then it is placed again, or lapses.
pub const HOLD_DAYS_MAX: i64 = 365;

/// What was filled in.
pub struct HoldInput {
    /// Whose data.
    pub whom: Whom,
    /// Why.
    pub ground: HoldGround,
    /// For how many days.
    pub days: i64,
    /// In words.
    pub reason: String,
}

impl Office {
    /// Places a hold.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `kind`, `value`, `days`, `reason`; [`ActionError::State`]
    /// `removal-nobody`; [`ActionError::Refused`] (recorded) for one's own account or a relation's.
    pub async fn place_hold(&self, session: &Session, input: &HoldInput) -> Done<HoldId> {
        if !(1..=HOLD_DAYS_MAX).contains(&input.days) {
            return Err(ActionError::Input(vec![FieldError::new("days", Refused::because("hold-days"))]));
        }
        let (who, person, reason) = self.found_by_dpo(session, &input.whom, &input.reason).await?;
        self.look_for_hold(who, person, &reason, "hold placed").await?;
        let row = self.store.read(move |db| people::read_key(db, &person)).await?;
        let row = key_row(row.ok_or(ActionError::NotFound)?)?;
        let keys = self.unlock(person, &row).await?;
        let now = self.now();
        let hold = HoldRow {
            person,
            hold: HoldId::from_bytes(self.chance.bytes16()),
            ground: input.ground.name().to_owned(),
            decided_by: session.person,
            placed_at: now,
            until: now.plus_hours(24 * input.days),
            lifted_at: None,
            lifted_by: None,
            reason: self.vault.seal_reason(&keys, &reason)?.encode(),
        };
        let id = hold.hold;
        let placed = self.store.write(move |db| holds::place(db, &hold)).await;
        placed.map_err(|e: StoreError| ActionError::from(e).of_write())?;
        self.vault.facts_changed(person);
        Ok(id)
    }

    pub(crate) async fn look_for_hold(
        &self,
        who: Who,
        person: PersonId,
        reason: &Statement,
        note: &str,
    ) -> Done<()> {
        let want = Want { note, reason: Some(reason), ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.look::<RemoveForPerson>(who, person, want).await.map(drop)
    }
}

//! The DPO lifts a legal hold before its term, and sees which there are.

use amanah_domain::states::HoldGround;
use amanah_domain::{HoldId, PersonId, Role, Timestamp};
use amanah_store::holds::{self, HoldRow};

use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::remove_for::Whom;

/// Holds of one page.
pub const PAGE_HOLDS: u32 = 50;

/// A hold in the DPO's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoldLine {
    /// Its id.
    pub hold: HoldId,
    /// Whose data: the random id, for [`Office::lift_hold`].
    pub person: PersonId,
    /// Why.
    pub ground: HoldGround,
    /// Since when.
    pub placed_at: Timestamp,
    /// Until when, if nobody lifts it before.
    pub until: Timestamp,
    /// When it was lifted, or lapsed.
    pub lifted_at: Option<Timestamp>,
    /// It was lifted by somebody; otherwise it lapsed.
    pub lifted: bool,
    /// The reader placed it.
    pub yours: bool,
}

impl HoldLine {
    fn of(row: &HoldRow, reader: PersonId) -> Self {
        Self {
            hold: row.hold,
            person: row.person,
            ground: HoldGround::from_name(&row.ground).unwrap_or(HoldGround::Order),
            placed_at: row.placed_at,
            until: row.until,
            lifted_at: row.lifted_at,
            lifted: row.lifted_by.is_some(),
            yours: row.decided_by == reader,
        }
    }
}

impl Office {
    /// Lifts a hold.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `reason`; [`ActionError::Conflict`] where it has ended already.
    pub async fn lift_hold(
        &self,
        session: &Session,
        person: PersonId,
        hold: HoldId,
        reason: &str,
    ) -> Done<()> {
        let (who, person, reason) = self.found_by_dpo(session, &Whom::Person(person), reason).await?;
        self.look_for_hold(who, person, &reason, "hold lifted").await?;
        let (by, now) = (session.person, self.now());
        let lifted = self.store.write(move |db| holds::lift(db, &person, &hold, Some(&by), now)).await?;
        self.vault.facts_changed(person);
        if lifted { Ok(()) } else { Err(ActionError::Conflict) }
    }

    /// A page of holds, newest first.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for anybody but the DPO.
    pub async fn list_holds(&self, session: &Session, page: u32) -> Done<Vec<HoldLine>> {
        session.as_staff(Role::Dpo)?;
        let (skip, reader) = (page.saturating_mul(PAGE_HOLDS), session.person);
        let rows = self.store.read(move |db| holds::list(db, skip, PAGE_HOLDS)).await?;
        Ok(rows.iter().map(|row| HoldLine::of(row, reader)).collect())
    }
}

//! The DPO lifts a legal hold before its term, sees which there are, and reads why.

use amanah_domain::purposes::OverseeUse;
use amanah_domain::states::HoldGround;
use amanah_domain::{FieldId, FieldSet, HoldId, Operation, PersonId, Role, Timestamp};
use amanah_store::holds::{self, HoldRow};
use amanah_store::{Connection, StoreError};

use crate::access::Want;
use crate::error::{ActionError, Done};
use crate::limits::REMOVALS_PER_STAFF;
use crate::office::Office;
use crate::session::Session;
use crate::staff::oversee_trail::OverseenReason;
use crate::staff::remove_for::Whom;

/// Holds of one page.
pub const PAGE_HOLDS: u32 = 50;

/// A hold in the DPO's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoldLine {
    /// Its id.
    pub hold: HoldId,
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

/// A page of holds.
pub struct HoldsPage {
    /// Those in force first, each newest first.
    pub lines: Vec<HoldLine>,
    /// How many there are.
    pub total: u64,
}

impl HoldLine {
    fn of(row: &HoldRow, reader: PersonId) -> Self {
        Self {
            hold: row.hold,
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
    /// Lifts a hold. Whoever does never removes for the same person: somebody else decides that.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `reason`; [`ActionError::Conflict`] where it has ended already;
    /// [`ActionError::State`] `stale-sign-in`; [`ActionError::Limit`]; [`ActionError::NotFound`].
    pub async fn lift_hold(&self, session: &Session, hold: HoldId, reason: &str) -> Done<()> {
        let held = Whom::Person(self.hold_of(session, hold).await?.person);
        self.need_fresh(session)?;
        let (who, person, reason) = self.found_by_dpo(session, &held, reason).await?;
        self.limits.take(REMOVALS_PER_STAFF, session.person.as_bytes(), self.now())?;
        self.look_for_hold(who, person, &reason, "hold lifted").await?;
        let (by, now) = (session.person, self.now());
        let lifted = self.store.write(move |db| holds::lift(db, &person, &hold, Some(&by), now)).await?;
        self.vault.facts_changed(person);
        if lifted { Ok(()) } else { Err(ActionError::Conflict) }
    }

    async fn hold_of(&self, session: &Session, hold: HoldId) -> Done<HoldRow> {
        session.as_staff(Role::Dpo)?;
        self.store.read(move |db| holds::read(db, &hold)).await?.ok_or(ActionError::NotFound)
    }

    /// Opens the reason of a hold, for oversight. It is on record.
    ///
    /// # Errors
    /// [`ActionError::NotFound`]; [`ActionError::Refused`] (recorded) for a hold on one's own data.
    pub async fn oversee_hold(&self, session: &Session, hold: HoldId) -> Done<OverseenReason<'_>> {
        let who = session.as_staff(Role::Dpo)?;
        let row = self.hold_of(session, hold).await?;
        let note = format!("oversight: hold {}", hold.to_hex());
        let want = Want { note: &note, ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Statement])) };
        let looked = self.look::<OverseeUse>(who, row.person, want).await?;
        Ok(OverseenReason { looked, body: row.reason })
    }

    /// A page of holds, those in force first.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for anybody but the DPO.
    pub async fn list_holds(&self, session: &Session, page: u32) -> Done<HoldsPage> {
        session.as_staff(Role::Dpo)?;
        let (skip, reader) = (page.saturating_mul(PAGE_HOLDS), session.person);
        let read = move |db: &mut dyn Connection| {
            Ok::<_, StoreError>((holds::list(db, skip, PAGE_HOLDS)?, holds::count(db)?))
        };
        let (rows, total) = self.store.read(read).await?;
        Ok(HoldsPage { lines: rows.iter().map(|row| HoldLine::of(row, reader)).collect(), total })
    }
}

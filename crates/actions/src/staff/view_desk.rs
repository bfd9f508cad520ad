//! The first page of the console: who one is, what one may choose to do, and what waits.

use amanah_domain::purposes::RunStaff;
use amanah_domain::states::BatchState;
use amanah_domain::{FieldId, FieldSet, Operation, Role, Timestamp};
use amanah_store::batches::BatchRow;
use amanah_store::case_queue::{self, QueueFilter, QueueRow};
use amanah_store::{Connection, batches, staff};

use crate::access::{Looked, Want};
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;
use crate::staff::case_queue::{COUNT_MAX, desks_of};
use crate::staff::list_staff::{RoleStanding, held};

/// What waits for whoever signed in. `None` where their roles have nothing to do with it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Waiting {
    /// Open cases, and since when the oldest waits.
    pub cases: Option<(u64, Option<Timestamp>)>,
    /// Roles that somebody else granted and that wait for approval.
    pub approvals: Option<u64>,
    /// Roles whose term ends soon.
    pub reviews: Option<u64>,
    /// Numbers of batches that wait for their next step.
    pub batches: Vec<i64>,
}

/// The first page.
pub struct Desk<'o> {
    /// Opens one's own name.
    pub looked: Looked<'o, RunStaff>,
    /// What waits.
    pub waiting: Waiting,
}

impl Office {
    /// The console's first page, also for somebody without a role yet.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for whoever is no member of staff.
    pub async fn view_desk(&self, session: &Session) -> Done<Desk<'_>> {
        if !session.staff {
            return Err(ActionError::SignInNeeded);
        }
        let want = Want { note: "own name", ..Want::of(Operation::Display, FieldSet::of(&[FieldId::Name])) };
        let looked = self.look::<RunStaff>(session.as_self(), session.person, want).await?;
        let (me, now, roles) = (session.person, self.now(), session.roles().to_vec());
        let waiting = self
            .store
            .read(move |db| {
                let mut waiting = Waiting { cases: waiting_cases(db, &roles)?, ..Waiting::default() };
                if roles.contains(&Role::Administrator) {
                    let rows = staff::all_roles(db)?;
                    let others = rows.iter().filter(|row| row.person != me);
                    let held: Vec<_> = others.map(|row| held(row, me, now)).collect();
                    let count = |wanted: RoleStanding, own: bool| {
                        held.iter().filter(|h| h.standing == wanted && (own || !h.own_grant)).count() as u64
                    };
                    waiting.approvals = Some(count(RoleStanding::Waiting, false));
                    waiting.reviews = Some(count(RoleStanding::ToReview, true));
                    let waits = |row: &&BatchRow| batch_waits(row, now);
                    waiting.batches = batches::list(db)?.iter().filter(waits).map(|row| row.number).collect();
                }
                Ok::<_, ActionError>(waiting)
            })
            .await?;
        Ok(Desk { looked, waiting })
    }

    /// How many cases wait for the reader's roles, for the count at the door.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn cases_waiting(&self, session: &Session) -> Done<Option<u64>> {
        let roles = session.roles().to_vec();
        Ok(self.store.read(move |db| waiting_cases(db, &roles)).await?.map(|(count, _)| count))
    }
}

fn waiting_cases(db: &mut dyn Connection, roles: &[Role]) -> Done<Option<(u64, Option<Timestamp>)>> {
    let desks = desks_of(roles);
    if desks.is_empty() {
        return Ok(None);
    }
    let (mut count, mut first) = (0, None::<QueueRow>);
    for desk in desks {
        let filter = QueueFilter::of(desk);
        count += case_queue::count_open(db, desk, COUNT_MAX)?;
        let urgent = case_queue::open(db, &filter, None, 1)?.pop();
        first = first.into_iter().chain(urgent).min_by_key(case_queue::position);
    }
    Ok(Some((count, first.map(|row| row.opened_at))))
}

fn batch_waits(row: &BatchRow, now: Timestamp) -> bool {
    match row.state {
        BatchState::Planned => row.opens_at <= now,
        BatchState::Open => row.closes_at <= now,
        BatchState::Closed => row.public_known_at <= now,
        BatchState::Drawn | BatchState::Failed => false,
    }
}

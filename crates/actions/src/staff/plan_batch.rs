//! A batch is planned: its secret seed is made, sealed and committed in the ledger before anybody can
//! join. The commitment stands whole in the entry (`batch <n> seed`), and again when the batch opens.

use amanah_domain::states::BatchState;
use amanah_domain::values::plain_text;
use amanah_domain::{BatchId, Refused, Role, Timestamp};
use amanah_store::StoreError;
use amanah_store::batches::{self, BatchRow};

use crate::batch::{BatchView, CLOSE_GRACE_SECONDS, SEED_LABEL};
use crate::draw::commit_seed;
use crate::error::{ActionError, Done, FieldError};
use crate::jobs::batch_clock::{CLOSE, OPEN};
use crate::jobs::task::QueuedJob;
use crate::office::Office;
use crate::session::Session;

/// Places of a batch, at most.
pub const QUOTA_MAX: i64 = 10_000_000;
/// Characters of the public source, at most.
pub const SOURCE_CHARS_MAX: u32 = 200;

/// What was typed; times as `2026-11-22T10:30` at the programme's clock.
pub struct BatchInput {
    /// Places.
    pub quota: String,
    /// When joining begins.
    pub opens: String,
    /// When joining ends.
    pub closes: String,
    /// Where the public value will come from, so that anybody can look it up.
    pub public_source: String,
    /// When it will be known; not before joining ends.
    pub public_known_at: String,
}

struct Plan {
    quota: i64,
    opens_at: Timestamp,
    closes_at: Timestamp,
    public_source: String,
    public_known_at: Timestamp,
}

impl Office {
    /// Plans a batch.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `quota`, `opens`, `closes`, `public-source`, `public-known-at`;
    /// [`ActionError::SignInNeeded`] without the role; [`ActionError::Conflict`] where somebody else plans
    /// one at this moment.
    pub async fn plan_batch(&self, session: &Session, input: &BatchInput) -> Done<BatchView> {
        let who = session.as_staff(Role::Administrator)?;
        let plan = self.parse_plan(input)?;
        let number = self.store.read(batches::next_number).await?;
        // The intent first: the policy is asked before anything is made.
        self.batch_note(who, number, "plan", None).await?;
        let seed = self.chance.bytes32();
        let row = BatchRow {
            batch: BatchId::random(&*self.chance),
            number,
            quota: plan.quota,
            state: BatchState::Planned,
            opens_at: plan.opens_at,
            closes_at: plan.closes_at,
            seed: self.vault.seal_house(SEED_LABEL, &seed)?,
            seed_commitment: commit_seed(&seed),
            public_source: plan.public_source,
            public_known_at: plan.public_known_at,
            public_value: None,
            entrants: 0,
            entrants_commitment: None,
            closed_at: None,
            drawn_at: None,
        };
        let key = row.batch;
        let open = QueuedJob::once(OPEN, key.as_bytes(), row.opens_at, key.as_bytes());
        let counted_at = row.closes_at.plus_seconds(CLOSE_GRACE_SECONDS);
        let close = QueuedJob::once(CLOSE, key.as_bytes(), counted_at, key.as_bytes());
        let (added, now) = (row.clone(), self.now());
        let written = self
            .store
            .write(move |db| {
                batches::add(db, &added, now)?;
                open.write(db, now)?;
                close.write(db, now)
            })
            .await;
        match written {
            Ok(()) => {}
            // Only the batch that has the number gets a commitment: there is never a choice of seeds.
            Err(StoreError::Unique { .. }) => return Err(ActionError::Conflict),
            Err(e) => return Err(e.into()),
        }
        self.batch_note(who, number, "seed", Some(row.seed_commitment)).await?;
        Ok(self.batch_view(&row, &[]))
    }

    fn parse_plan(&self, input: &BatchInput) -> Done<Plan> {
        let quota = input.quota.trim().parse::<i64>().ok().filter(|q| (1..=QUOTA_MAX).contains(q));
        let quota = quota.ok_or(FieldError::new("quota", Refused::bound("quota", QUOTA_MAX as u32)));
        let time = |name, text: &str| {
            self.wall_time(text).ok_or(FieldError::new(name, Refused::because("time-invalid")))
        };
        let opens = time("opens", &input.opens);
        let closes = time("closes", &input.closes);
        let known = time("public-known-at", &input.public_known_at);
        let source = plain_text(&input.public_source, SOURCE_CHARS_MAX)
            .map_err(|r| FieldError::new("public-source", r));
        let mut errors: Vec<FieldError> =
            [opens.err(), closes.err(), known.err(), quota.err(), source.as_ref().err().copied()]
                .into_iter()
                .flatten()
                .collect();
        if let Ok(opens) = opens
            && opens <= self.now()
        {
            errors.push(FieldError::new("opens", Refused::because("plan-past")));
        }
        if let (Ok(opens), Ok(closes)) = (opens, closes)
            && closes <= opens
        {
            errors.push(FieldError::new("closes", Refused::because("plan-order")));
        }
        if let (Ok(closes), Ok(known)) = (closes, known)
            && known <= closes.plus_seconds(CLOSE_GRACE_SECONDS)
        {
            errors.push(FieldError::new("public-known-at", Refused::because("plan-known")));
        }
        match (quota, opens, closes, known, source) {
            (Ok(quota), Ok(opens_at), Ok(closes_at), Ok(public_known_at), Ok(public_source))
                if errors.is_empty() =>
            {
                Ok(Plan { quota, opens_at, closes_at, public_source, public_known_at })
            }
            _ => Err(ActionError::Input(errors)),
        }
    }

    /// A wall time as a browser's field gives it, at the programme's clock.
    fn wall_time(&self, text: &str) -> Option<Timestamp> {
        let wall: jiff::civil::DateTime = text.trim().parse().ok()?;
        let offset = jiff::tz::Offset::from_hours(self.programme.zone_hours).ok()?;
        Some(Timestamp::from_millis(offset.to_timestamp(wall).ok()?.as_millisecond()))
    }
}

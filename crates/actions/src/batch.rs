//! What staff, people and jobs share about batches: how a batch is shown, what the ledger says of it, and
//! the codes of places.

use amanah_domain::purposes::RunDraw;
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{BatchId, FieldSet, Operation, Outcome, Timestamp};
use amanah_store::batches::{self, BatchRow};
use aws_lc_rs::digest;

use crate::access::{Want, Who};
use crate::draw::Place;
use crate::error::{ActionError, Done};
use crate::office::Office;

/// Label under which the house seals a seed.
pub(crate) const SEED_LABEL: &str = "draw-seed";
/// Seconds between the end of joining and the counting: whoever joined in the last moment has arrived by
/// then.
pub(crate) const CLOSE_GRACE_SECONDS: i64 = 10;

/// An entrant who is not drawn yet, as stored beside a line; the other places follow [`Place`].
pub(crate) const ENTRANT: i64 = 0;

/// The stored code of a place.
pub(crate) const fn place_code(place: Place) -> i64 {
    match place {
        Place::Selected => 1,
        Place::Waiting => 2,
        Place::Withdrawn => 3,
    }
}

/// Reads [`place_code`] back; `None` for an entrant who is not drawn yet.
pub(crate) const fn place_of(code: i64) -> Option<Place> {
    match code {
        1 => Some(Place::Selected),
        2 => Some(Place::Waiting),
        3 => Some(Place::Withdrawn),
        _ => None,
    }
}

/// A batch as everybody may see it: commitments, never the seed before it is revealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchView {
    /// Its id.
    pub batch: BatchId,
    /// Its number, from 1.
    pub number: i64,
    /// Places.
    pub quota: u64,
    /// Where it is in its life.
    pub state: BatchState,
    /// When joining begins.
    pub opens_at: Timestamp,
    /// When joining ends.
    pub closes_at: Timestamp,
    /// How many have joined; entrants and those who were not entered, once it closed.
    pub joined: u64,
    /// Committed entrants, once closed.
    pub entrants: Option<u64>,
    /// SHA-256 of the secret seed.
    pub seed_commitment: [u8; 32],
    /// SHA-256 over the sorted pseudonyms, once closed with anybody in it.
    pub entrants_commitment: Option<[u8; 32]>,
    /// Where the public value comes from.
    pub public_source: String,
    /// When it will be known.
    pub public_known_at: Timestamp,
    /// From when a missing reveal is published.
    pub reveal_by: Timestamp,
    /// The public value, once revealed.
    pub public_value: Option<String>,
    /// When it closed.
    pub closed_at: Option<Timestamp>,
    /// When it was drawn, or when it was published that the reveal did not come.
    pub drawn_at: Option<Timestamp>,
}

impl Office {
    pub(crate) fn batch_view(&self, row: &BatchRow, counts: &[(EntryState, u64)]) -> BatchView {
        let closed = !matches!(row.state, BatchState::Planned | BatchState::Open);
        BatchView {
            batch: row.batch,
            number: row.number,
            quota: u64::try_from(row.quota).unwrap_or(0),
            state: row.state,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            joined: counts.iter().filter(|(s, _)| *s != EntryState::Left).map(|(_, n)| n).sum(),
            entrants: closed.then(|| u64::try_from(row.entrants).unwrap_or(0)),
            seed_commitment: row.seed_commitment,
            entrants_commitment: row.entrants_commitment,
            public_source: row.public_source.clone(),
            public_known_at: row.public_known_at,
            reveal_by: self.reveal_by(row),
            public_value: row.public_value.clone(),
            closed_at: row.closed_at,
            drawn_at: row.drawn_at,
        }
    }

    pub(crate) fn reveal_by(&self, row: &BatchRow) -> Timestamp {
        row.public_known_at.plus_hours(self.programme.reveal_hours_max)
    }

    pub(crate) async fn batch_of_number(&self, number: i64) -> Done<BatchRow> {
        self.store.read(move |db| batches::read_number(db, number)).await?.ok_or(ActionError::NotFound)
    }

    pub(crate) async fn batch_row(&self, batch: BatchId) -> Done<BatchRow> {
        self.store.read(move |db| batches::read(db, &batch)).await?.ok_or(ActionError::NotFound)
    }

    /// Writes an act about a batch into the ledger: `batch <number> <what>`, with what it commits to.
    pub(crate) async fn batch_note(
        &self,
        who: Who,
        number: i64,
        what: &str,
        commitment: Option<[u8; 32]>,
    ) -> Done<()> {
        let note = format!("batch {number} {what}");
        let want = Want { note: &note, commitment, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.note::<RunDraw>(who, want, Outcome::Allowed).await.map(drop)
    }
}

/// SHA-256 of something public, as it is committed: the source and its moment, the public value.
pub(crate) fn commit_text(text: &str) -> [u8; 32] {
    let mut out = [0; 32];
    out.iter_mut()
        .zip(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
        .for_each(|(to, from)| *to = *from);
    out
}

/// What is committed of the public value before anybody can know it: its source and, on a line of its
/// own, the moment (RFC 3339).
pub(crate) fn source_text(row: &BatchRow) -> String {
    format!("{}\n{}", row.public_source, row.public_known_at.to_jiff())
}

/// Until the draw is complete nobody's place is told: some would know earlier than others.
pub(crate) fn shown_state(batch: BatchState, entry: EntryState) -> EntryState {
    match (batch, entry) {
        (BatchState::Drawn, _) => entry,
        (_, EntryState::Selected | EntryState::Waiting) => EntryState::Entered,
        _ => entry,
    }
}

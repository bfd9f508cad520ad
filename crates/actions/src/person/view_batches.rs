//! Batches as a person sees them: what is open, where they stand, and their own line of a draw.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::states::{BatchState, EligibilityState, EntryState};
use amanah_domain::{BatchId, FieldSet, Operation, PersonId, Pseudonym};
use amanah_store::batches::{self, BatchRow};
use amanah_store::{Connection, StoreError, accounts};

use crate::access::Want;
use crate::batch::{BatchView, place_of, shown_state};
use crate::draw::Place;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// What keeps somebody from joining: the words are `hindrance-<name>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hindrance {
    /// The profile lacks what the rules look at.
    ProfileIncomplete,
    /// A rule is not met.
    NotEligible,
    /// They stand in another batch that is not drawn yet.
    OtherBatch,
    /// They were selected before.
    AlreadySelected,
}

impl Hindrance {
    /// The name in word keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProfileIncomplete => "profile-incomplete",
            Self::NotEligible => "not-eligible",
            Self::OtherBatch => "other-batch",
            Self::AlreadySelected => "already-selected",
        }
    }

    /// The key of [`ActionError::State`] (`state-join-<name>`).
    pub(crate) const fn state_key(self) -> &'static str {
        match self {
            Self::ProfileIncomplete => "join-profile-incomplete",
            Self::NotEligible => "join-not-eligible",
            Self::OtherBatch => "join-other-batch",
            Self::AlreadySelected => "join-already-selected",
        }
    }
}

/// A person's own line in a draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OwnLine {
    /// The name made for this batch alone: what to look for in the draw file.
    pub pseudonym: Pseudonym,
    /// Rank from 1 and place; `None` until the batch is drawn.
    pub drawn: Option<(u64, Place)>,
}

/// One batch with the reader's own place in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnBatch {
    /// The batch.
    pub batch: BatchView,
    /// Where the reader stands; `None` where they never joined.
    pub mine: Option<EntryState>,
    /// What keeps them from joining an open batch; empty where they may, or have.
    pub hindrances: Vec<Hindrance>,
    /// Their line, once the entrants are committed.
    pub line: Option<OwnLine>,
}

impl Office {
    /// Every batch but those still planned, newest first, with the person's place in each.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`] for staff.
    pub async fn view_batches(&self, session: &Session) -> Done<Vec<OwnBatch>> {
        session.as_person()?;
        let person = session.person;
        let rows = self
            .store
            .read(move |db| {
                let entries = batches::entries(db, &person)?;
                let mut out = Vec::new();
                for row in batches::list(db)?.into_iter().filter(|row| row.state != BatchState::Planned) {
                    let counts = batches::count_entries(db, &row.batch)?;
                    let mine = entries.iter().find(|e| e.batch == row.batch).map(|e| e.state);
                    let hindrances = match (row.state, mine) {
                        (BatchState::Open, None | Some(EntryState::Left)) => {
                            hindrances(db, &person, &row.batch)?
                        }
                        _ => Vec::new(),
                    };
                    out.push((row, counts, mine, hindrances));
                }
                Ok::<_, ActionError>(out)
            })
            .await?;
        let own = |(row, counts, mine, hindrances): (BatchRow, Vec<_>, Option<EntryState>, _)| OwnBatch {
            batch: self.batch_view(&row, &counts),
            mine: mine.map(|entry| shown_state(row.state, entry)),
            hindrances,
            line: None,
        };
        Ok(rows.into_iter().map(own).collect())
    }

    /// One batch with the person's own line.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] for a number that does not exist or is only planned.
    pub async fn view_batch(&self, session: &Session, number: i64) -> Done<OwnBatch> {
        let who = session.as_person()?;
        let found = self.view_batches(session).await?.into_iter().find(|own| own.batch.number == number);
        let mut own = found.ok_or(ActionError::NotFound)?;
        let committed =
            matches!(own.batch.state, BatchState::Closed | BatchState::Drawn | BatchState::Failed);
        let entered = own
            .mine
            .is_some_and(|s| !matches!(s, EntryState::Left | EntryState::NotEntered | EntryState::Joined));
        if committed && entered {
            let note = format!("batch {number} own line");
            let want = Want { note: &note, ..Want::of(Operation::Display, FieldSet::EMPTY) };
            let looked = self.look::<ViewOwn>(who, session.person, want).await?;
            let (batch, drawn) = (own.batch.batch, own.batch.state == BatchState::Drawn);
            let pseudonym = looked.draw_pseudonym(&batch)?;
            let line = self.store.read(move |db| batches::find_line(db, &batch, &pseudonym)).await?;
            let drawn = line.filter(|_| drawn).and_then(|(rank, code)| Some((rank, place_of(code)?)));
            own.line = Some(OwnLine { pseudonym, drawn });
        }
        Ok(own)
    }
}

/// What keeps a person from joining `batch`, by what is known at this moment.
pub(crate) fn hindrances(
    db: &mut dyn Connection,
    person: &PersonId,
    batch: &BatchId,
) -> Result<Vec<Hindrance>, StoreError> {
    let mut out = Vec::new();
    match accounts::read(db, person)?.map(|a| a.eligibility) {
        Some(EligibilityState::Eligible | EligibilityState::Review) => {}
        Some(EligibilityState::NotEligible) => out.push(Hindrance::NotEligible),
        Some(EligibilityState::Open) | None => out.push(Hindrance::ProfileIncomplete),
    }
    for entry in batches::entries(db, person)?.iter().filter(|e| e.batch != *batch) {
        match entry.state {
            EntryState::Selected => out.push(Hindrance::AlreadySelected),
            EntryState::Joined | EntryState::Entered => {
                let state = batches::read(db, &entry.batch)?.map(|row| row.state);
                if matches!(state, Some(BatchState::Open | BatchState::Closed)) {
                    out.push(Hindrance::OtherBatch);
                }
            }
            _ => {}
        }
    }
    out.dedup();
    Ok(out)
}

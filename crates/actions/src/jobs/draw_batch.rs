//! A revealed batch is drawn: the order is computed, written, told to each entrant's entry, and only then
//! the batch counts as drawn. Everything follows from what was fixed before, so a job that was killed
//! does the same again and changes nothing twice.

use amanah_domain::purposes::RunDraw;
use amanah_domain::states::{BatchState, EntryState};
use amanah_domain::{FieldSet, Operation, PersonId, Pseudonym};
use amanah_store::StoreError;
use amanah_store::batches::{self, BatchRow};

use crate::access::{Want, Who};
use crate::batch::{SEED_LABEL, commit_text, place_code, place_of};
use crate::draw::{self, Line, Place, commit_seed};
use crate::error::{ActionError, Done};
use crate::jobs::batch_clock::batch_of;
use crate::jobs::task::{QueuedJob, Task};
use crate::jobs::tell_results;
use crate::office::Office;

pub(crate) const KIND: &str = "draw-batch";
/// Lines written in one transaction.
const LINES_MAX: usize = 1_000;
/// People of one step.
const STEP_MAX: u32 = 250;

impl Office {
    pub(crate) async fn draw_batch(&self, task: &Task) -> Done<()> {
        let row = self.batch_row(batch_of(task)?).await?;
        let (BatchState::Closed, Some(value)) = (row.state, row.public_value.clone()) else {
            return self.nothing_to_do(task).await;
        };
        let number = row.number;
        self.batch_note(Who::system(), number, "revealed", Some(commit_text(&value))).await?;
        if row.entrants > 0 {
            let lines = self.ranked(&row, value).await?;
            self.write_lines(&row, &lines, task).await?;
            drop(lines);
            while self.tell_entries(&row, task).await? {}
        }
        self.batch_note(Who::system(), number, "drawn", row.entrants_commitment).await?;
        let (batch, now, task) = (row.batch, self.now(), task.clone());
        let tell = QueuedJob::once(tell_results::KIND, batch.as_bytes(), now, batch.as_bytes());
        self.store
            .write(move |db| {
                batches::draw(db, &batch, now)?;
                tell.write(db, now)?;
                task.done(db, now)
            })
            .await?;
        metrics::counter!("amanah_batches_drawn_total").increment(1);
        Ok(())
    }

    /// The order, from nothing but what is committed and revealed. A batch whose lines are no longer those
    /// that were committed is not drawn: a human has to look.
    async fn ranked(&self, row: &BatchRow, value: String) -> Done<Vec<Line>> {
        let seed = self.seed_of(row)?;
        let lines = self.lines(row).await?;
        let withdrawn = place_code(Place::Withdrawn);
        let withdrawn: Vec<Pseudonym> =
            lines.iter().filter(|(_, place)| *place == withdrawn).map(|(p, _)| *p).collect();
        let mut entrants: Vec<Pseudonym> = lines.into_iter().map(|(p, _)| p).collect();
        let quota = u64::try_from(row.quota).unwrap_or(0);
        let committed = row.entrants_commitment;
        tokio::task::spawn_blocking(move || {
            let found = draw::commit_entrants(&mut entrants).ok();
            if found.is_none() || found != committed {
                return Err(ActionError::Internal("the entrants are not those that were committed"));
            }
            draw::order(&entrants, &withdrawn, quota, &seed, value.as_bytes())
                .map_err(|_| ActionError::Internal("the entrants have no order"))
        })
        .await
        .map_err(|_| ActionError::Internal("the draw did not finish"))?
    }

    /// The seed, held against its commitment.
    pub(crate) fn seed_of(&self, row: &BatchRow) -> Done<[u8; 32]> {
        let clear = self.vault.open_house(SEED_LABEL, &row.seed)?;
        let seed =
            <[u8; 32]>::try_from(clear.as_slice()).ok().filter(|s| commit_seed(s) == row.seed_commitment);
        seed.ok_or(ActionError::Internal("the seed is not the one that was committed"))
    }

    async fn write_lines(&self, row: &BatchRow, lines: &[Line], task: &Task) -> Done<()> {
        let mut position = 0_i64;
        for chunk in lines.chunks(LINES_MAX) {
            let (first, chunk) = (position, chunk.to_vec());
            position += chunk.len() as i64;
            let (batch, now, task) = (row.batch, self.now(), task.clone());
            self.store
                .write(move |db| {
                    task.goes_on(db, now)?;
                    for (line, at) in chunk.iter().zip(first + 1..) {
                        batches::place_line(db, &batch, &line.pseudonym, at, place_code(line.place))?;
                    }
                    Ok::<_, StoreError>(())
                })
                .await?;
        }
        Ok(())
    }

    /// Gives a step of entrants the place of their line; false when nobody is left.
    async fn tell_entries(&self, row: &BatchRow, task: &Task) -> Done<bool> {
        let batch = row.batch;
        let step = self
            .store
            .read(move |db| batches::in_state(db, &batch, EntryState::Entered, None, STEP_MAX))
            .await?;
        if step.is_empty() {
            return Ok(false);
        }
        let note = format!("batch {} drawn", row.number);
        let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        let mut found: Vec<(PersonId, Option<Pseudonym>)> = Vec::with_capacity(step.len());
        for (person, looked) in self.look_many::<RunDraw>(&step, want).await? {
            match looked {
                Ok(looked) => found.push((person, Some(looked.draw_pseudonym(&batch)?))),
                // Erased, ended or restricted since the batch closed: the line stays, the place is not theirs.
                Err(ActionError::Refused(_) | ActionError::NotFound) => found.push((person, None)),
                Err(e) => return Err(e),
            }
        }
        let (now, task) = (self.now(), task.clone());
        self.store
            .write(move |db| {
                task.goes_on(db, now)?;
                for (person, pseudonym) in &found {
                    let line = match pseudonym {
                        Some(pseudonym) => batches::find_line(db, &batch, pseudonym)?,
                        None => None,
                    };
                    let state = match line.and_then(|(_, place)| place_of(place)) {
                        Some(Place::Selected) => EntryState::Selected,
                        Some(Place::Waiting) => EntryState::Waiting,
                        Some(Place::Withdrawn) | None => EntryState::Withdrawn,
                    };
                    batches::set_entry(db, person, &batch, EntryState::Entered, state, now)?;
                }
                Ok::<_, StoreError>(())
            })
            .await?;
        Ok(true)
    }
}

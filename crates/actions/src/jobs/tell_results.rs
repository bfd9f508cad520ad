//! Every entrant gets a letter with their result. A chain of jobs: each writes the letters of some people
//! and the job for those after them in one transaction, so nobody gets two letters.

use amanah_domain::purposes::SendLetter;
use amanah_domain::states::EntryState;
use amanah_domain::{FieldId, FieldSet, Operation, PersonId};
use amanah_store::batches::{self, BatchRow};

use crate::access::Want;
use crate::batch::place_of;
use crate::correspond::{Check, LetterSpec, QueuedLetter};
use crate::draw::Place;
use crate::error::{ActionError, Done};
use crate::jobs::batch_clock::batch_of;
use crate::jobs::task::{QueuedJob, Task};
use crate::letters::LetterKind;
use crate::office::Office;
use amanah_domain::purposes::RunDraw;

pub(crate) const KIND: &str = "tell-results";
/// Letters of one step.
const STEP_MAX: u32 = 100;
/// Selected first, then those who wait. The withdrawn know.
const STATES: [EntryState; 2] = [EntryState::Selected, EntryState::Waiting];

impl Office {
    pub(crate) async fn tell_results(&self, task: &Task) -> Done<()> {
        let row = self.batch_row(batch_of(task)?).await?;
        let (phase, after) = progress(&task.job.payload)?;
        let batch = row.batch;
        if task.job.payload == batch.as_bytes() {
            // Before anybody is told to look; there is no file where nobody had entered.
            match self.keep_draw_hash(row.number).await {
                Ok(_) | Err(ActionError::State(_)) => {}
                Err(other) => return Err(other),
            }
        }
        let Some(state) = STATES.get(usize::from(phase)).copied() else {
            return self.nothing_to_do(task).await;
        };
        let step =
            self.store.read(move |db| batches::in_state(db, &batch, state, after.as_ref(), STEP_MAX)).await?;
        let letters = self.result_letters(&row, &step).await?;
        // Fewer than asked for: the next state begins from its first person.
        let (phase, last) = match step.last() {
            Some(last) if step.len() == STEP_MAX as usize => (phase, Some(*last)),
            _ => (phase + 1, None),
        };
        let mut payload = batch.as_bytes().to_vec();
        payload.push(phase);
        payload.extend(last.iter().flat_map(PersonId::as_bytes));
        let (now, task) = (self.now(), task.clone());
        let next = QueuedJob::once(KIND, &payload, now, &payload);
        let goes_on = usize::from(phase) < STATES.len();
        self.store
            .write(move |db| {
                for letter in &letters {
                    letter.write_later(db, now)?;
                }
                if goes_on {
                    next.write(db, now)?;
                }
                task.done(db, now)
            })
            .await?;
        Ok(())
    }

    async fn result_letters(&self, row: &BatchRow, step: &[PersonId]) -> Done<Vec<QueuedLetter>> {
        let batch = row.batch;
        let note = format!("batch {} result", row.number);
        let want = Want { note: &note, ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        let mut results = Vec::with_capacity(step.len());
        for (person, looked) in self.look_many::<RunDraw>(step, want).await? {
            let Ok(looked) = looked else { continue };
            let pseudonym = looked.draw_pseudonym(&batch)?;
            let line = self.store.read(move |db| batches::find_line(db, &batch, &pseudonym)).await?;
            if let Some((rank, place)) = line {
                results.push((person, rank, place_of(place) == Some(Place::Selected)));
            }
        }
        let people: Vec<PersonId> = results.iter().map(|(person, ..)| *person).collect();
        let want = Want { note: &note, ..Want::of(Operation::Store, FieldSet::of(&[FieldId::Letter])) };
        let mut letters = Vec::with_capacity(people.len());
        for ((_, looked), (_, rank, selected)) in
            self.look_many::<SendLetter>(&people, want).await?.into_iter().zip(results)
        {
            let Ok(looked) = looked else { continue };
            let language = looked.account.language;
            let kind = LetterKind::DrawResult { batch: row.number, selected, rank };
            letters.push(looked.letter(self, &LetterSpec::new(None, language, kind, Check::Nothing))?);
        }
        Ok(letters)
    }
}

/// Batch, then which state, then after whom.
fn progress(payload: &[u8]) -> Done<(u8, Option<PersonId>)> {
    match payload.get(16..) {
        Some([]) => Ok((0, None)),
        Some([phase]) => Ok((*phase, None)),
        Some([phase, after @ ..]) => Ok((*phase, PersonId::from_slice(after))),
        None => Err(ActionError::Internal("a job names no batch")),
    }
}

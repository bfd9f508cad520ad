//! A batch closes: who joined, is verified and eligible becomes an entrant, and the list of entrants is
//! committed. In bounded steps, each in a transaction of its own that leaves fewer people to go over, so
//! that a killed job goes on where it stopped.
//!
//! Each entrant's line is written under their pseudonym together with their state, sorted within the
//! step, so that the order of the rows does not lead back to people. Each person's trail says that their
//! entry was counted.

use amanah_domain::purposes::RunDraw;
use amanah_domain::states::{BatchState, EligibilityState, EntryState, IdentityState};
use amanah_domain::{FieldSet, Operation, PersonId, Pseudonym};
use amanah_store::StoreError;
use amanah_store::batches::{self, BatchRow};

use crate::access::{Want, Who};
use crate::batch::{CLOSE_GRACE_SECONDS, ENTRANT, commit_text, source_text};
use crate::draw::{DrawError, commit_entrants};
use crate::error::{ActionError, Done};
use crate::jobs::batch_clock::{FAIL, batch_of};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;

/// People of one step.
const STEP_MAX: u32 = 250;

impl Office {
    pub(crate) async fn close_by_clock(&self, task: &Task) -> Done<()> {
        let row = self.batch_row(batch_of(task)?).await?;
        match row.state {
            BatchState::Open => {}
            // The house was away when it should have opened: joining begins late or never, by hand.
            BatchState::Planned => return Err(ActionError::State("batch-not-open")),
            _ => return self.nothing_to_do(task).await,
        }
        if self.now() < row.closes_at.plus_seconds(CLOSE_GRACE_SECONDS) {
            return Err(ActionError::State("batch-closes-later"));
        }
        loop {
            let batch = row.batch;
            let step = self
                .store
                .read(move |db| batches::in_state(db, &batch, EntryState::Joined, None, STEP_MAX))
                .await?;
            if step.is_empty() {
                break;
            }
            self.enter(&row, &step, task).await?;
        }
        self.commit_close(&row, task).await
    }

    async fn enter(&self, row: &BatchRow, step: &[PersonId], task: &Task) -> Done<()> {
        let note = format!("batch {} close", row.number);
        // A decision by machine: whoever objects to those is not entered by one.
        let want = Want { note: &note, ..Want::of(Operation::Analyse, FieldSet::EMPTY) };
        let (mut entered, mut left_out, mut lines) = (Vec::new(), Vec::new(), Vec::<Pseudonym>::new());
        for (person, looked) in self.look_many::<RunDraw>(step, want).await? {
            match looked {
                Ok(looked)
                    if looked.account.identity == IdentityState::Verified
                        && looked.account.eligibility == EligibilityState::Eligible =>
                {
                    entered.push(person);
                    lines.push(looked.draw_pseudonym(&row.batch)?);
                }
                Ok(_) | Err(ActionError::Refused(_) | ActionError::NotFound) => left_out.push(person),
                Err(e) => return Err(e),
            }
        }
        lines.sort_unstable();
        let (batch, now, task) = (row.batch, self.now(), task.clone());
        self.store
            .write(move |db| {
                task.goes_on(db, now)?;
                let sets = [(&entered, EntryState::Entered), (&left_out, EntryState::NotEntered)];
                for (people, state) in sets {
                    for person in people {
                        if !batches::set_entry(db, person, &batch, EntryState::Joined, state, now)? {
                            // Another worker was here: its lines are the ones that count.
                            return Err(StoreError::Stale { table: "batch_entry" });
                        }
                    }
                }
                for pseudonym in &lines {
                    batches::add_line(db, &batch, pseudonym, 0, ENTRANT)?;
                }
                Ok(())
            })
            .await
            .map_err(|e| ActionError::from(e).of_write())
    }

    async fn commit_close(&self, row: &BatchRow, task: &Task) -> Done<()> {
        let mut entrants: Vec<Pseudonym> = self.lines(row).await?.into_iter().map(|(p, _)| p).collect();
        let count = i64::try_from(entrants.len()).map_err(|_| ActionError::Internal("too many entrants"))?;
        let commitment = match commit_entrants(&mut entrants) {
            Ok(commitment) => Some(commitment),
            Err(DrawError::Empty) => None,
            Err(DrawError::Double(_)) => {
                return Err(ActionError::Internal("an entrant stands in a batch twice"));
            }
        };
        let (number, who) = (row.number, Who::system());
        self.batch_note(who, number, &format!("entrants {count}"), commitment).await?;
        let known = format!("source, known {}", row.public_known_at.to_jiff());
        self.batch_note(who, number, &known, Some(commit_text(&source_text(row)))).await?;
        let fail = QueuedJob::once(FAIL, row.batch.as_bytes(), self.reveal_by(row), row.batch.as_bytes());
        let (batch, now, task) = (row.batch, self.now(), task.clone());
        self.store
            .write(move |db| {
                batches::close(db, &batch, count, commitment.as_ref(), now)?;
                fail.write(db, now)?;
                task.done(db, now)
            })
            .await?;
        metrics::counter!("amanah_batches_closed_total").increment(1);
        Ok(())
    }

    /// Every line of a batch with the code of its place, in order of pseudonym. Sixteen bytes an entrant
    /// in memory: the arithmetic needs them together.
    pub(crate) async fn lines(&self, row: &BatchRow) -> Done<Vec<(Pseudonym, i64)>> {
        let batch = row.batch;
        let read = self.store.scan(move |db| {
            let mut out = Vec::new();
            batches::each_entrant(db, &batch, &mut |pseudonym, place| {
                out.push((pseudonym, place));
                Ok(())
            })?;
            Ok::<_, StoreError>(out)
        });
        Ok(read.await?)
    }
}

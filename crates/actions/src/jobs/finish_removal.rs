//! A removal is finished whatever happens: what a crash left out is made up for, and what came in at the
//! last moment (a letter queued, a place joined while the keys went) is swept a while later.

use amanah_domain::purposes::ApplyRetention;
use amanah_domain::states::{RemovalAct, RemovalState};
use amanah_domain::{FieldSet, Operation, Outcome, PersonId, RemovalId, Timestamp};
use amanah_store::removals::{self, RemovalRow};
use amanah_store::{
    Connection, StoreError, accounts, batches, cases, holds, jobs, notices, outbox, people, sessions, staff,
    tags, tickets, trail,
};

use crate::access::{Want, Who};
use crate::error::{ActionError, Done};
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::operator::journal::{JournalLine, JournalRecord, RemovalFacts};
use crate::removal::desk::Confirmation;
use crate::removal::note_of;
use crate::removal::scope::fields_in;
use crate::removal::steps::proof_line;

pub(crate) const KIND: &str = "finish-removal";
pub(crate) const SWEEP: &str = "sweep-removed";

/// Seconds after which a removal that nobody confirmed is looked at: by then whoever did it has, or died.
const FINISH_SECONDS: i64 = 60;
/// Seconds after which nothing that began before the removal is still under way: a hand-over counts as
/// lost after five minutes, a permit and a job's lease end sooner.
const SWEEP_SECONDS: i64 = 600;
/// Pauses grow to six hours: most of a year.
const ATTEMPTS_MAX: u32 = 1_000;
/// What the line of the removal's own proof says.
const PROOF: &str = "entry";

/// The job that confirms. It names nobody.
pub(crate) fn job(removal: RemovalId, now: Timestamp) -> QueuedJob {
    QueuedJob::once(KIND, removal.as_bytes(), now.plus_seconds(FINISH_SECONDS), removal.as_bytes())
}

/// The job that sweeps. It is the last row that names the person, and goes with its work.
pub(crate) fn sweep_job(removal: RemovalId, person: PersonId, wholly: bool, now: Timestamp) -> QueuedJob {
    let due = now.plus_seconds(SWEEP_SECONDS);
    QueuedJob::once(SWEEP, removal.as_bytes(), due, &[u8::from(wholly)]).concerning(person, ATTEMPTS_MAX)
}

fn write_confirmation(db: &mut dyn Connection, done: &Confirmation) -> Result<(), StoreError> {
    if removals::confirm(db, &done.removal, done.journal)? {
        let next = removals::next_line(db, &done.removal)?;
        removals::add_lines(db, &done.removal, next, &[proof_line(PROOF, done.entry, String::new())])?;
    }
    Ok(())
}

impl Office {
    /// Writes down what this process confirmed: many removals in one transaction, behind their answers.
    ///
    /// # Errors
    /// Those of the store; nothing is lost then.
    pub async fn confirm_removals(&self) -> Done<u64> {
        let waiting = self.removals.take_confirmations();
        if waiting.is_empty() {
            return Ok(0);
        }
        let rows = waiting.clone();
        let written =
            self.store.write(move |db| rows.iter().try_for_each(|done| write_confirmation(db, done)));
        match written.await {
            Ok(()) => Ok(waiting.len() as u64),
            Err(error) => {
                waiting.into_iter().for_each(|done| self.removals.confirm_later(done));
                Err(error.into())
            }
        }
    }

    pub(crate) async fn finish_by_job(&self, task: &Task) -> Done<()> {
        let removal = <[u8; 16]>::try_from(task.job.payload.as_slice())
            .map_err(|_| ActionError::Internal("a job names no removal"))?;
        self.finish_removal(RemovalId::from_bytes(removal), Some(task)).await
    }

    /// What is missing of a removal that is gone: its record, its line in the journal. Both may be written
    /// twice without harm: what stands there twice happened once.
    pub(crate) async fn finish_removal(&self, removal: RemovalId, task: Option<&Task>) -> Done<()> {
        self.confirm_removals().await?;
        let row = self.store.read(move |db| removals::read(db, &removal)).await?;
        let missing = row.filter(|row| row.state == RemovalState::Gone);
        let confirmation = match missing {
            None => None,
            Some(row) => Some(self.make_up(&row).await?),
        };
        let (now, task) = (self.now(), task.cloned());
        let written = self.store.write(move |db| {
            if let Some(done) = &confirmation {
                write_confirmation(db, done)?;
            }
            task.as_ref().map_or(Ok(()), |task| task.done(db, now))
        });
        Ok(written.await?)
    }

    async fn make_up(&self, row: &RemovalRow) -> Done<Confirmation> {
        let operation = match row.act {
            RemovalAct::End => Operation::Manage,
            RemovalAct::Erase => Operation::Delete,
            RemovalAct::Destroy => Operation::Destroy,
        };
        let note = note_of(row.removal);
        let fields = match row.act {
            RemovalAct::End => FieldSet::EMPTY,
            RemovalAct::Erase | RemovalAct::Destroy => fields_in(row.categories).either(row.fields),
        };
        let want = Want { note: &note, ..Want::of(operation, fields) };
        let receipt = self.note::<ApplyRetention>(Who::system(), want, Outcome::Allowed).await?;
        let entry = (receipt.log().0, receipt.index());
        let journal = match self.person_of_removal(row).await? {
            Some(person) => {
                let line = JournalLine {
                    removal: row.removal,
                    person,
                    act: row.act,
                    categories: row.categories,
                    fields: row.fields,
                    at: row.done_at.unwrap_or(row.asked_at),
                };
                let facts = Some(self.facts_of(row).await?);
                self.journal.append(JournalRecord { line, facts }).await?
            }
            None => return Err(ActionError::Internal("a removal is not in the journal and names nobody")),
        };
        Ok(Confirmation { removal: row.removal, journal, entry })
    }

    /// What was told of it, as it is stored. The tag that stays for once per person hangs on no removal: where
    /// the line of the moment itself is lost, a restore takes it from the key part.
    async fn facts_of(&self, row: &RemovalRow) -> Done<RemovalFacts> {
        let removal = row.removal;
        let (tag, lines, notices) = self
            .store
            .read(move |db| {
                let tag = removals::tag(db, &removal)?;
                Ok::<_, StoreError>((tag, removals::lines(db, &removal)?, notices::of(db, &removal)?))
            })
            .await?;
        Ok(RemovalFacts {
            tag: tag.ok_or(ActionError::NotFound)?,
            asked_by: row.asked_by,
            ground: row.ground.clone(),
            asked_at: row.asked_at,
            unreadable_at: row.unreadable_at,
            last_epoch: row.last_epoch,
            lines: lines.into_iter().filter(|line| line.entry.is_none()).collect(),
            once: None,
            notices: notices.iter().map(|one| (one.notice, one.recipient, one.reference)).collect(),
        })
    }

    /// Whose removal it is: after a destruction only the job that sweeps knows, and it waits for this.
    async fn person_of_removal(&self, row: &RemovalRow) -> Done<Option<PersonId>> {
        if row.person.is_some() {
            return Ok(row.person);
        }
        let key = [SWEEP.as_bytes(), b"/", row.removal.as_bytes()].concat();
        Ok(self.store.read(move |db| jobs::read(db, &key)).await?.and_then(|job| job.person))
    }

    /// What came in while the keys went: nothing of it can be read, and nothing of it stays. Not before
    /// the removal is confirmed: until then this job alone knows whom the journal must name.
    pub(crate) async fn sweep_removed(&self, task: &Task, person: PersonId) -> Done<()> {
        let removal = removal_of(task)?;
        self.finish_removal(removal, None).await?;
        let wholly = task.job.payload.first() == Some(&1);
        let swept = self.store.write(move |db| {
            if wholly {
                accounts::forget_person(db, &person)?;
                people::delete_key(db, &person)?;
                people::delete_sealed_all(db, &person)?;
                accounts::forget_consents(db, &person)?;
                cases::forget_person(db, &person, None)?;
                batches::forget_person(db, &person, false)?;
                staff::forget_person(db, &person)?;
                holds::forget_person(db, &person)?;
                removals::forget_person(db, &person)?;
                trail::forget_person(db, &person)?;
            }
            tags::forget_person(db, &person)?;
            tickets::forget_person(db, &person)?;
            sessions::end_all(db, &person)?;
            outbox::forget_person(db, &person)?;
            staff::forget_relations(db, &person)?;
            // Itself among them: it is not completed, it is gone.
            jobs::forget_person(db, &person)
        });
        swept.await.map(drop).map_err(ActionError::from)
    }
}

fn removal_of(task: &Task) -> Done<RemovalId> {
    let id = task.job.key.split_last_chunk::<16>().map(|(_, id)| RemovalId::from_bytes(*id));
    id.ok_or(ActionError::Internal("a job names no removal"))
}

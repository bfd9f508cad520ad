//! The run itself: in bounded batches, through the same removal as a person's own, resumable and safe to
//! repeat. How far it came is written down after what was done, so that a crash means looking twice.

use std::collections::{BTreeMap, BTreeSet};

use amanah_domain::states::RemovalAct;
use amanah_domain::{CategorySet, FieldSet, PersonId, Timestamp};
use amanah_policy::RefusalReason;
use amanah_store::retention::{self, Counted, Cursor};
use amanah_store::{StoreError, earlier_values};

use crate::clock_guard::ClockWord;
use crate::error::{ActionError, Done};
use crate::jobs::retention_daily;
use crate::jobs::task::{QueuedJob, Task};
use crate::office::Office;
use crate::removal::{RemovalRequest, RuleGround};
use crate::retention::anonymise::{Leaver, groups, in_group};
use crate::retention::due::{Due, DueCategory};
use crate::retention::report::RetentionRun;
use crate::retention::survey::{Found, PEOPLE_AT_ONCE};
use crate::retention::windows::{self, Window, windows};

/// People of one release, at most: so many are counted in one transaction.
const RELEASE_MAX: usize = 5_000;
/// Pages between two notes of how far the run came.
const PAGES_BETWEEN_NOTES: u32 = 50;
/// Minutes after which nothing more comes in with an earlier time.
const SETTLED_MINUTES: i64 = 60;
/// Tries against somebody else's change of the same person.
const TRIES: u32 = 3;

/// Somebody who goes.
struct Leaving {
    person: PersonId,
    due: DueCategory,
    leaver: Option<Leaver>,
}

/// A run under way.
struct Work<'a> {
    now: Timestamp,
    task: Option<&'a Task>,
    run: RetentionRun,
    leaving: Vec<Leaving>,
    /// Who is in `leaving`.
    known: BTreeSet<PersonId>,
    again: BTreeSet<PersonId>,
    /// Who is under a hold: found by several events, told once.
    held: BTreeSet<PersonId>,
    /// How far each window was worked through, not written down yet.
    cursors: BTreeMap<Window, Cursor>,
    pages: u32,
}

/// What became of one removal.
enum Outcome {
    Removed,
    Held,
    /// Nobody is there any more.
    Gone,
    Failed,
}

impl Office {
    /// Removes what has reached its end; see the decision record 0020. `tell` is told how it goes. `afresh`:
    /// everybody is looked at, not only those whom something happened to since the last run.
    ///
    /// # Errors
    /// Those of the store. What was removed until then is removed; the next run goes on from there.
    pub async fn apply_retention(
        &self,
        afresh: bool,
        tell: &mut (dyn FnMut(String) + Send),
    ) -> Done<RetentionRun> {
        self.retain(None, afresh, tell).await
    }

    pub(crate) async fn retain(
        &self,
        task: Option<&Task>,
        afresh: bool,
        tell: &mut (dyn FnMut(String) + Send),
    ) -> Done<RetentionRun> {
        let now = self.now();
        let mut work = Work {
            now,
            task,
            run: RetentionRun {
                threshold: self.policy.anonymise().map_or(0, |said| said.threshold),
                ..RetentionRun::default()
            },
            leaving: Vec::new(),
            known: BTreeSet::new(),
            again: BTreeSet::new(),
            held: BTreeSet::new(),
            cursors: BTreeMap::new(),
            pages: 0,
        };
        match self.clock_word().await? {
            ClockWord::Right => {}
            word => {
                work.run.clock = word;
                return Ok(work.run);
            }
        }
        let hash = self.policy.hash();
        self.store.write(move |db| windows::begin(db, &hash, afresh)).await?;
        for window in windows(&self.policy) {
            let before = work.run.looks;
            self.work_through(window, &mut work).await?;
            if work.run.looks > before {
                tell(format!("{} looks", work.run.looks));
            }
        }
        self.flush(&mut work).await?;
        // After the people: what is counted from a letter or a case needs its row until then.
        self.drop_old_rows(now, &mut work.run).await?;
        // What stood there before a change has a time of its own.
        self.store.write(move |db| earlier_values::drop_over(db, now)).await?;
        Ok(work.run)
    }

    /// One person who could not be dealt with before; the clock was asked.
    pub(crate) async fn look_again(&self, person: PersonId) -> Done<()> {
        let now = self.now();
        let found = self.survey(vec![person], now).await?;
        let mut run = RetentionRun::default();
        for one in found.into_iter().filter(|one| !one.held) {
            let outcome = match &one.due {
                Due::Nothing if one.passing => return Err(ActionError::State("still-passing")),
                Due::Nothing => Outcome::Gone,
                Due::Erase(over) => self.erase_over(person, over, &mut run).await,
                // By itself nobody is a group, so nobody is counted.
                Due::Destroy(due) => self.destroy_over(person, due).await,
            };
            if matches!(outcome, Outcome::Failed) {
                return Err(ActionError::Conflict);
            }
        }
        Ok(())
    }

    async fn work_through(&self, window: Window, work: &mut Work<'_>) -> Done<()> {
        let up_to = window.length.before(work.now).min(work.now.plus_seconds(-60 * SETTLED_MINUTES));
        let mut cursor = self.store.read(move |db| window.cursor(db)).await?;
        loop {
            let (people, next) = self
                .store
                .read(move |db| retention::page(db, window.source, cursor, up_to, PEOPLE_AT_ONCE))
                .await?;
            if people.is_empty() {
                return Ok(());
            }
            let found = self.survey(people, work.now).await?;
            work.run.looks += found.len() as u64;
            for one in found {
                self.deal_with(one, work).await?;
            }
            cursor = next;
            work.cursors.insert(window, next);
            work.pages += 1;
            if work.leaving.len() >= RELEASE_MAX || work.pages >= PAGES_BETWEEN_NOTES {
                self.flush(work).await?;
            }
        }
    }

    async fn deal_with(&self, found: Found, work: &mut Work<'_>) -> Done<()> {
        if found.due == Due::Nothing {
            if found.passing {
                work.again.insert(found.person);
            }
            return Ok(());
        }
        if found.held {
            work.hold(found.person);
            return Ok(());
        }
        match found.due {
            Due::Nothing => {}
            Due::Erase(over) => match self.erase_over(found.person, &over, &mut work.run).await {
                Outcome::Removed | Outcome::Gone => {}
                Outcome::Held => work.hold(found.person),
                Outcome::Failed => work.fail(found.person),
            },
            Due::Destroy(due) => {
                if work.known.insert(found.person) {
                    work.leaving.push(Leaving { person: found.person, due, leaver: found.leaver });
                }
            }
        }
        Ok(())
    }

    /// Counts and destroys those who go, and writes down how far the run came.
    async fn flush(&self, work: &mut Work<'_>) -> Done<()> {
        let leaving = core::mem::take(&mut work.leaving);
        work.known.clear();
        self.count_leaving(&leaving, work).await?;
        for one in leaving {
            match self.destroy_over(one.person, &one.due).await {
                Outcome::Removed => {
                    work.run.add(RemovalAct::Destroy, &one.due, one.due.clause(&self.policy));
                }
                Outcome::Gone => {}
                Outcome::Held => work.hold(one.person),
                Outcome::Failed => work.fail(one.person),
            }
        }
        let (cursors, again) = (core::mem::take(&mut work.cursors), core::mem::take(&mut work.again));
        let (now, task) = (work.now, work.task.cloned());
        let due = now.plus_hours(24);
        let jobs: Vec<QueuedJob> = again
            .iter()
            .map(|person| QueuedJob::about(self, retention_daily::LOOK_AGAIN, *person, 30).due(due))
            .collect();
        self.store
            .write(move |db| {
                for (window, cursor) in &cursors {
                    window.remember(db, *cursor)?;
                }
                jobs.iter().try_for_each(|job| job.write(db, now))?;
                task.as_ref().map_or(Ok(()), |task| task.goes_on(db, now))
            })
            .await?;
        work.pages = 0;
        Ok(())
    }

    /// Counts them by group, in the transaction that notes that they were counted.
    async fn count_leaving(&self, leaving: &[Leaving], work: &mut Work<'_>) -> Done<()> {
        let Some(said) = self.policy.anonymise() else { return Ok(()) };
        let leavers: Vec<(PersonId, Leaver)> =
            leaving.iter().filter_map(|one| Some((one.person, one.leaver?))).collect();
        let bare: Vec<Leaver> = leavers.iter().map(|(_, leaver)| *leaver).collect();
        let (groups, left_out) = groups(&bare, said.threshold);
        work.run.not_counted += left_out;
        if groups.is_empty() {
            return Ok(());
        }
        work.run.groups += groups.len() as u64;
        work.run.counted += groups.values().sum::<u64>();
        let counted: Vec<PersonId> =
            leavers.into_iter().filter(|(_, leaver)| in_group(leaver, &groups)).map(|(id, _)| id).collect();
        let (release, now) = (self.chance.bytes16(), work.now);
        let write = self.store.write(move |db| {
            for person in &counted {
                // Somebody else counts at the same moment: nothing of this release is written.
                if !retention::count_person(db, person, now)? {
                    return Err(StoreError::Stale { table: "account" });
                }
            }
            for (cell, people) in &groups {
                let group = Counted { release, cell: cell.clone(), people: *people, released_at: now };
                retention::release(db, &group)?;
            }
            Ok(())
        });
        write.await.map_err(|error| ActionError::from(error).of_write())
    }

    async fn erase_over(&self, person: PersonId, over: &[DueCategory], run: &mut RetentionRun) -> Outcome {
        // One removal for each rule, so that each certificate names one.
        let mut by_rule: BTreeMap<String, Vec<&DueCategory>> = BTreeMap::new();
        for due in over {
            by_rule.entry(due.rule_text()).or_default().push(due);
        }
        for (rule, over) in by_rule {
            let Some(first) = over.first() else { continue };
            let categories = over.iter().fold(CategorySet::EMPTY, |all, due| all.with(due.category));
            let ground = RuleGround { ground: first.ground(&self.policy), rule };
            match self.remove_over(person, RemovalRequest::erase(FieldSet::EMPTY, categories), &ground).await
            {
                Outcome::Removed => {
                    for due in over {
                        run.add(RemovalAct::Erase, due, due.clause(&self.policy));
                    }
                }
                other => return other,
            }
        }
        Outcome::Removed
    }

    async fn destroy_over(&self, person: PersonId, due: &DueCategory) -> Outcome {
        let ground = RuleGround { ground: due.ground(&self.policy), rule: due.rule_text() };
        self.remove_over(person, RemovalRequest::DESTROY, &ground).await
    }

    async fn remove_over(&self, person: PersonId, request: RemovalRequest, ground: &RuleGround) -> Outcome {
        for _ in 0..TRIES {
            match self.remove_by_rule(person, request, ground.clone()).await {
                Ok(_) => return Outcome::Removed,
                Err(ActionError::NotFound) => return Outcome::Gone,
                Err(ActionError::Refused(refusal)) if refusal.reason == RefusalReason::LegalHold => {
                    return Outcome::Held;
                }
                Err(ActionError::Conflict) => {}
                Err(error) => {
                    tracing::error!(%error, "what has reached its end could not be removed");
                    return Outcome::Failed;
                }
            }
        }
        Outcome::Failed
    }
}

impl Work<'_> {
    fn hold(&mut self, person: PersonId) {
        self.run.held += u64::from(self.held.insert(person));
    }

    fn fail(&mut self, person: PersonId) {
        self.run.failed += 1;
        self.again.insert(person);
    }
}

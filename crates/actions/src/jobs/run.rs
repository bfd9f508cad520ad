//! The worker: leases what is due, does it, and goes on. Letters and work have lanes of their own, so that
//! a registry that is slow delays nobody's code.

use std::sync::Arc;
use std::time::Duration;

use amanah_domain::PersonId;
use amanah_store::StoreError;
use amanah_store::jobs::{self, AfterFailure};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::channels::whatsapp::FETCH_KIND;
use crate::error::{ActionError, Done};
use crate::jobs::daily::Daily;
use crate::jobs::task::{LEASE_SECONDS, Task};
use crate::jobs::{
    assess, backup_daily, batch_clock, draw_batch, finish_removal, grant_deletion, holds_daily, keys_daily,
    rehearse_restore, retention_daily, rotate_keys, take_back, tell_recipient, tell_results, transfer_copy,
    verify_identity,
};
use crate::office::Office;
use crate::person::change_contact;
use crate::person::lost_access::{JOB_ANSWER, JOB_OPEN};

/// Jobs done at once by one process.
const JOBS_AT_ONCE_MAX: u32 = 8;
/// Letters under way at once.
const LETTERS_AT_ONCE_MAX: u32 = 64;
/// Milliseconds between two looks at an empty queue.
const IDLE_MS: u64 = 250;
/// Seconds between two sweeps.
const SWEEP_SECONDS: i64 = 600;
/// Rounds of [`Office::run_jobs_once`], at most: jobs that cause jobs must come to an end.
const ROUNDS_MAX: u32 = 10_000;

/// Everything that a running house does by itself every so often. A new one has its line here and below
/// in `dispatch`.
const DAILY: &[Daily] = &[
    backup_daily::DAILY,
    rehearse_restore::DAILY,
    keys_daily::DAILY,
    retention_daily::DAILY,
    holds_daily::DAILY,
    tell_recipient::DAILY,
];

impl Office {
    /// Sees to it that the next of each daily work is in the queue. A running house does so by itself.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn plan_daily_work(&self) -> Done<()> {
        self.plan_daily(DAILY).await
    }

    /// Does everything that is due, until nothing is. Returns how many jobs and letters that were.
    ///
    /// # Errors
    /// Those of the queue itself; a job that fails is tried again later by the clock.
    pub async fn run_jobs_once(&self) -> Done<u32> {
        let holder = self.chance.bytes16();
        let mut count = 0;
        self.confirm_removals().await?;
        self.end_late_chats().await?;
        for _ in 0..ROUNDS_MAX {
            let clocks = self.run_case_clocks().await?;
            let tasks = self.lease(holder, JOBS_AT_ONCE_MAX).await?;
            let letters = self.take_letters(holder, LETTERS_AT_ONCE_MAX).await?;
            if clocks == 0 && tasks.is_empty() && letters.is_empty() {
                return Ok(count);
            }
            count += clocks + (tasks.len() + letters.len()) as u32;
            for task in tasks {
                // On the heap, here and below: what one of them may need does not fit a thread's stack twice.
                Box::pin(self.do_task(task)).await?;
            }
            for letter in letters {
                Box::pin(self.deliver(letter, holder)).await?;
            }
        }
        Err(ActionError::Internal("jobs go on causing jobs"))
    }

    /// Works until its task is ended; what is under way then is done again by whoever comes next.
    pub async fn run_jobs_forever(self: Arc<Self>) {
        let (_keep, stop) = watch::channel(false);
        self.run_jobs_until(stop).await;
    }

    /// Works until `stop` turns true; what is under way is finished.
    pub async fn run_jobs_until(self: Arc<Self>, stop: watch::Receiver<bool>) {
        let holder = self.chance.bytes16();
        tokio::join!(
            Arc::clone(&self).work_lane(holder, stop.clone()),
            Arc::clone(&self).letter_lane(holder, stop.clone()),
            self.clock_lane(stop.clone()),
            self.chat_lane(stop.clone()),
            self.mail_lane(stop.clone()),
            self.sweep_lane(stop),
        );
    }

    async fn mail_lane(&self, mut stop: watch::Receiver<bool>) {
        let mut next = self.now();
        while !*stop.borrow() {
            next = self.look_into_mailbox_at(next).await;
            rest(&mut stop).await;
        }
    }

    async fn work_lane(self: Arc<Self>, holder: [u8; 16], mut stop: watch::Receiver<bool>) {
        let mut under_way = JoinSet::new();
        while !*stop.borrow() {
            let free = JOBS_AT_ONCE_MAX.saturating_sub(under_way.len() as u32);
            let leased = if free == 0 { Ok(Vec::new()) } else { self.lease(holder, free).await };
            let idle = leased.as_ref().map_or(true, Vec::is_empty);
            match leased {
                Ok(tasks) => {
                    for task in tasks {
                        let office = Arc::clone(&self);
                        under_way.spawn(async move {
                            if let Err(error) = office.do_task(task).await {
                                tracing::error!(%error, "a job's end could not be written down");
                            }
                        });
                    }
                }
                Err(error) => tracing::error!(%error, "jobs cannot be leased"),
            }
            if idle && under_way.is_empty() {
                rest(&mut stop).await;
            } else if idle {
                tokio::select! {
                    _ = under_way.join_next() => {}
                    () = rest(&mut stop) => {}
                }
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    async fn letter_lane(self: Arc<Self>, holder: [u8; 16], mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let letters = match self.take_letters(holder, LETTERS_AT_ONCE_MAX).await {
                Ok(letters) => letters,
                Err(error) => {
                    tracing::error!(%error, "letters cannot be taken");
                    Vec::new()
                }
            };
            if letters.is_empty() {
                rest(&mut stop).await;
                continue;
            }
            let mut under_way = JoinSet::new();
            for letter in letters {
                let office = Arc::clone(&self);
                under_way.spawn(async move {
                    if let Err(error) = office.deliver(letter, holder).await {
                        tracing::error!(%error, "a letter's end could not be written down");
                    }
                });
            }
            while under_way.join_next().await.is_some() {}
        }
    }

    /// The clocks of cases: the rows themselves are the alarm, so there is none that could be lost.
    async fn clock_lane(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.run_case_clocks().await {
                tracing::error!(%error, "the clocks of cases cannot be read");
            }
            rest(&mut stop).await;
        }
    }

    async fn sweep_lane(&self, mut stop: watch::Receiver<bool>) {
        let mut next = self.now();
        while !*stop.borrow() {
            if let Err(error) = self.confirm_removals().await {
                tracing::error!(%error, "removals could not be written down as confirmed");
            }
            if self.now() >= next {
                next = self.now().plus_seconds(SWEEP_SECONDS);
                if let Err(error) = self.sweep().await {
                    tracing::error!(%error, "what is over could not be swept");
                }
                if let Err(error) = self.plan_daily_work().await {
                    tracing::error!(%error, "the daily work could not be planned");
                }
                if let Err(error) = self.keep_up_with_epochs().await {
                    tracing::error!(%error, "the keyring could not be held against the database");
                }
            }
            rest(&mut stop).await;
        }
    }

    async fn lease(&self, holder: [u8; 16], count_max: u32) -> Done<Vec<Task>> {
        let now = self.now();
        let until = now.plus_seconds(LEASE_SECONDS);
        let leased = self.store.write(move |db| jobs::lease(db, &holder, now, until, count_max)).await?;
        Ok(leased.into_iter().map(|job| Task { job, holder }).collect())
    }

    /// Does one job; a failure is written down with its code and tried again.
    async fn do_task(&self, task: Task) -> Done<()> {
        let kind = task.job.kind.clone();
        let Err(error) = Box::pin(self.dispatch(&task)).await else {
            metrics::counter!("amanah_jobs_total", "kind" => kind, "outcome" => "done").increment(1);
            return Ok(());
        };
        let code = failure_code(&error);
        metrics::counter!("amanah_jobs_total", "kind" => kind.clone(), "outcome" => code).increment(1);
        let now = self.now();
        let failed = self.store.write(move |db| jobs::fail(db, &task.job, &task.holder, now, code)).await;
        match failed {
            Ok(AfterFailure::Dead) => tracing::error!(kind, %error, "a job was given up"),
            Ok(AfterFailure::RetryAt(_)) => tracing::info!(kind, %error, "a job waits for another try"),
            // Completed meanwhile, or somebody else has it.
            Err(StoreError::Stale { .. }) => {}
            Err(e) => return Err(e.into()),
        }
        Ok(())
    }

    async fn dispatch(&self, task: &Task) -> Done<()> {
        match task.job.kind.as_str() {
            assess::KIND => match self.assess(person_of(task)?, Some(task.clone())).await {
                // Gone since: there is nobody to assess.
                Err(ActionError::NotFound) => self.nothing_to_do(task).await,
                done => done.map(drop),
            },
            verify_identity::KIND => self.verify_identity(task, person_of(task)?).await,
            change_contact::JOB_APPLY => {
                // It does nothing the second time, so it may end in a transaction of its own.
                self.apply_contact_change(person_of(task)?).await?;
                self.nothing_to_do(task).await
            }
            JOB_OPEN => self.open_lost_case(task, person_of(task)?).await,
            JOB_ANSWER => self.answer_lost_access(task, person_of(task)?).await,
            batch_clock::OPEN => self.open_by_clock(task).await,
            batch_clock::CLOSE => self.close_by_clock(task).await,
            batch_clock::FAIL => self.fail_by_clock(task).await,
            draw_batch::KIND => self.draw_batch(task).await,
            tell_results::KIND => self.tell_results(task).await,
            keys_daily::KIND => self.keys_daily(task).await,
            retention_daily::KIND => self.retention_daily(task).await,
            retention_daily::LOOK_AGAIN => self.retention_again(task).await,
            finish_removal::KIND => self.finish_by_job(task).await,
            grant_deletion::KIND => self.grant_deletion(task).await,
            finish_removal::SWEEP => self.sweep_removed(task, person_of(task)?).await,
            take_back::KIND => self.take_back_by_job(task).await,
            tell_recipient::KIND => self.tell_recipients(task).await,
            holds_daily::KIND => self.holds_daily(task).await,
            backup_daily::KIND => self.backup_daily(task).await,
            rehearse_restore::KIND => self.rehearse_weekly(task).await,
            tell_recipient::DAILY_KIND => self.recipients_daily(task).await,
            FETCH_KIND => self.fetch_media(task, person_of(task)?).await,
            transfer_copy::KIND => self.transfer_copy(task, person_of(task)?).await,
            rotate_keys::KIND => self.rotate_keys(task, &mut |_| {}).await,
            _ => Err(ActionError::Internal("nobody does jobs of this kind")),
        }
    }

    /// When the next job is due; for whoever waits for it by moving the clock.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn next_job_due(&self) -> Done<Option<amanah_domain::Timestamp>> {
        Ok(self.store.read(jobs::next_due).await?)
    }
}

fn person_of(task: &Task) -> Done<PersonId> {
    task.job.person.ok_or(ActionError::Internal("a job names no person"))
}

/// Ends early when the work is to stop.
async fn rest(stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(Duration::from_millis(IDLE_MS)) => {}
        _ = stop.changed() => {}
    }
}

/// Codes of our own: a message could quote data.
fn failure_code(error: &ActionError) -> &'static str {
    match error {
        ActionError::State(key) => key,
        ActionError::Refused(_) => "refused",
        ActionError::NotFound => "person-gone",
        ActionError::Conflict => "conflict",
        ActionError::Limit { name, .. } => name,
        ActionError::Store(_) => "store",
        ActionError::Open(_) | ActionError::Permit(_) | ActionError::Row(_) => "vault",
        ActionError::Keyring(_) => "keyring",
        ActionError::Input(_) | ActionError::SignInNeeded | ActionError::Internal(_) => "internal",
    }
}

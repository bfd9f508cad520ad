//! What is over is removed: codes and links, sessions, strangers who never came back, jobs long done.

use amanah_store::{StoreError, accounts, jobs, outbox, sessions, tickets};

use crate::error::Done;
use crate::office::Office;
use crate::told::STRANGER_HOURS;

/// Days for which a done job is remembered; its key counts as known as long.
const DONE_JOB_DAYS: i64 = 90;

/// What a sweep removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Codes and links.
    pub tickets: u64,
    /// Sessions.
    pub sessions: u64,
    /// Strangers, with their keys.
    pub strangers: u64,
    /// Done jobs.
    pub jobs: u64,
    /// Letters that nobody can read any more.
    pub letters: u64,
}

impl Office {
    /// Removes what is over.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn sweep(&self) -> Done<Swept> {
        let now = self.now();
        let (strangers_before, jobs_before) =
            (now.plus_hours(-STRANGER_HOURS), now.plus_hours(-24 * DONE_JOB_DAYS));
        let swept = self
            .store
            .write(move |db| {
                Ok::<_, StoreError>(Swept {
                    tickets: tickets::sweep(db, now)?,
                    sessions: sessions::sweep(db, now)?,
                    strangers: accounts::remove_strangers(db, strangers_before)?,
                    jobs: jobs::purge_done(db, jobs_before)?,
                    letters: outbox::purge_unreadable(db, strangers_before)?,
                })
            })
            .await?;
        Ok(swept)
    }
}

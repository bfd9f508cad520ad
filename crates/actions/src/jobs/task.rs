//! A job under way: it is completed in the transaction of its work, so that the work is done once.

use amanah_domain::{PersonId, Timestamp};
use amanah_store::jobs::{self, LeasedJob, NewJob};
use amanah_store::{Connection, StoreError};

use crate::office::Office;

/// Seconds a worker owns a job without a sign of life.
pub(crate) const LEASE_SECONDS: i64 = 120;

/// A leased job and who leased it.
#[derive(Clone)]
pub(crate) struct Task {
    pub(crate) job: LeasedJob,
    pub(crate) holder: [u8; 16],
}

impl Task {
    /// Done, with everything else in this transaction. Fails where somebody else has the job by now, and
    /// takes that everything with it.
    pub(crate) fn done(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        jobs::complete(db, &self.job, &self.holder, now)
    }

    /// A sign of life in a transaction of a long job; fails like [`Task::done`].
    pub(crate) fn goes_on(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        jobs::extend(db, &self.job, &self.holder, now.plus_seconds(LEASE_SECONDS))
    }
}

/// A job to be written in the caller's transaction.
#[derive(Clone)]
pub(crate) struct QueuedJob {
    key: Vec<u8>,
    kind: &'static str,
    person: Option<PersonId>,
    due_at: Timestamp,
    attempts_max: u32,
    payload: Vec<u8>,
}

impl QueuedJob {
    /// A job about a person. Its key is random: causing it again is another job, running the closure
    /// again is not.
    pub(crate) fn about(office: &Office, kind: &'static str, person: PersonId, attempts_max: u32) -> Self {
        let key = [kind.as_bytes(), b"/", &office.chance.bytes16()].concat();
        Self { key, kind, person: Some(person), due_at: office.now(), attempts_max, payload: Vec::new() }
    }

    /// The same at a later time.
    pub(crate) fn due(self, due_at: Timestamp) -> Self {
        Self { due_at, ..self }
    }

    /// A job with a key of its own making: caused twice, it is added once.
    pub(crate) fn once(kind: &'static str, key: &[u8], due_at: Timestamp, payload: &[u8]) -> Self {
        let key = [kind.as_bytes(), b"/", key].concat();
        Self { key, kind, person: None, due_at, attempts_max: 1_000, payload: payload.to_vec() }
    }

    /// The same about a person, tried so often.
    pub(crate) fn concerning(self, person: PersonId, attempts_max: u32) -> Self {
        Self { person: Some(person), attempts_max, ..self }
    }

    /// The same job about another person; `seed` is random and keeps the keys apart.
    pub(crate) fn of_another(&self, person: PersonId, seed: &[u8; 16]) -> Self {
        let mixed: Vec<u8> = seed.iter().zip(person.as_bytes()).map(|(a, b)| a ^ b).collect();
        let key = [self.kind.as_bytes(), b"/", &mixed].concat();
        Self { key, person: Some(person), ..self.clone() }
    }

    pub(crate) fn write(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        let job = NewJob {
            key: &self.key,
            kind: self.kind,
            person: self.person,
            due_at: self.due_at,
            attempts_max: self.attempts_max,
            payload: &self.payload,
        };
        jobs::add(db, &job, now).map(drop)
    }

    /// The same where it may be known already: one that is done, or was given up, is done once more.
    pub(crate) fn write_or_wake(&self, db: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
        self.write(db, now)?;
        jobs::again(db, &self.key, self.due_at).map(drop)
    }

    /// Its key, to find it by.
    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }
}

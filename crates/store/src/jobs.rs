//! Work to be done later: rows written in the transaction that causes them. Leased, retried with backoff,
//! given up as a dead letter. A job is done at least once; completing it in the transaction of its
//! work makes that exactly once for everything inside the database.
//!
//! One clock serves three waits: `due_at` is when a new job may start, when a failed one may again, and
//! when the lease of a running one ends.

use amanah_domain::{PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Param, Row, StoreError};

/// The longest payload, in bytes: ids and a few codes. Data stay in their own rows.
pub const PAYLOAD_BYTES_MAX: usize = 4_096;
/// Jobs of one lease, at most.
pub const LEASE_COUNT_MAX: u32 = 256;
/// The first pause after a failure, in seconds; doubled each time.
const BACKOFF_SECONDS: i64 = 10;
/// The longest pause, in seconds.
const BACKOFF_SECONDS_MAX: i64 = 6 * 3_600;

queries! {
    ADD = "insert into job (job_key, kind, state, person_id, due_at, attempts, attempts_max, created_at, \
        payload) values ($1, $2, 0, $3, $4, 0, $5, $6, $7) on conflict (job_key) do nothing";
    // A worker that dies each time never reports: whoever leases next buries its job.
    BURY_EXHAUSTED = "update job set state = 2, failure = 'lease-ended', lease_holder = null, \
        finished_at = $1 where state = 0 and due_at <= $2 and attempts >= attempts_max";
    // The condition stands twice: a second worker that waited for the row looks at it again.
    LEASE = "update job set lease_holder = $1, due_at = $2, attempts = attempts + 1 where job_key in \
        (select job_key from job where state = 0 and due_at <= $3 order by due_at limit $4) \
        and state = 0 and due_at <= $3 \
        returning job_key, kind, person_id, attempts, attempts_max, payload";
    LEASE_ONE = "update job set lease_holder = $1, due_at = $2, attempts = attempts + 1 \
        where job_key = $3 and state = 0 and due_at <= $4 \
        returning job_key, kind, person_id, attempts, attempts_max, payload";
    COMPLETE = "update job set state = 1, finished_at = $1, lease_holder = null, failure = null \
        where job_key = $2 and state = 0 and lease_holder = $3 and attempts = $4";
    RETRY = "update job set due_at = $1, failure = $2, lease_holder = null \
        where job_key = $3 and state = 0 and lease_holder = $4 and attempts = $5";
    BURY = "update job set state = 2, failure = $1, finished_at = $2, lease_holder = null \
        where job_key = $3 and state = 0 and lease_holder = $4 and attempts = $5";
    EXTEND = "update job set due_at = $1 where job_key = $2 and state = 0 and lease_holder = $3 \
        and attempts = $4";
    REVIVE = "update job set state = 0, attempts = 0, due_at = $1, finished_at = null \
        where job_key = $2 and state = 2";
    AGAIN = "update job set state = 0, attempts = 0, due_at = $1, finished_at = null, failure = null, \
        lease_holder = null where job_key = $2 and state in (1, 2)";
    READ = "select job_key, kind, person_id, state, due_at, attempts, failure, created_at, finished_at \
        from job where job_key = $1";
    LIST = "select job_key, kind, person_id, state, due_at, attempts, failure, created_at, finished_at \
        from job where state = $1 and (due_at, job_key) > ($2, $3) order by due_at, job_key limit $4";
    COUNT = "select kind, state, count(*), min(due_at) from job group by kind, state order by kind, state";
    NEXT_DUE = "select min(due_at) from job where state = 0";
    PURGE_DONE = "delete from job where state = 1 and finished_at < $1";
    FORGET_PERSON = "delete from job where person_id = $1";
}

/// Where a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Waits, is being done, or waits for another try.
    Open = 0,
    /// Done.
    Done = 1,
    /// Given up: a human looks at it.
    Dead = 2,
}

impl State {
    fn from_code(row: &Row, position: usize) -> Result<Self, StoreError> {
        match row.int(position)? {
            0 => Ok(Self::Open),
            1 => Ok(Self::Done),
            2 => Ok(Self::Dead),
            _ => Err(StoreError::Engine("a job has an unknown state".into())),
        }
    }
}

/// A job to add.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// Idempotency key: made from what causes the job, so that causing it twice adds it once. Random
    /// ids and codes only, at most 64 bytes.
    pub key: &'a [u8],
    /// Which code does it.
    pub kind: &'a str,
    /// Whom it is about, so that erasure finds it.
    pub person: Option<PersonId>,
    /// Not before.
    pub due_at: Timestamp,
    /// Tries before it is given up.
    pub attempts_max: u32,
    /// Sealed bytes, at most [`PAYLOAD_BYTES_MAX`].
    pub payload: &'a [u8],
}

/// A job to do, until its lease ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeasedJob {
    /// Its key.
    pub key: Vec<u8>,
    /// Which code does it.
    pub kind: String,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// Tries before it is given up.
    pub attempts_max: u32,
    /// Sealed bytes.
    pub payload: Vec<u8>,
}

/// A job as staff see it: no payload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobStatus {
    /// Its key.
    pub key: Vec<u8>,
    /// Which code does it.
    pub kind: String,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// Where it stands.
    pub state: State,
    /// When it may start, or its lease ends.
    pub due_at: Timestamp,
    /// Tries so far.
    pub attempts: u32,
    /// Code of the last failure.
    pub failure: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
}

/// How many jobs of a kind are in a state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobCount {
    /// Which code does them.
    pub kind: String,
    /// Where they stand.
    pub state: State,
    /// How many.
    pub count: u64,
    /// The earliest due time among them.
    pub oldest_due_at: Timestamp,
}

/// What became of a failed job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AfterFailure {
    /// It is tried again then.
    RetryAt(Timestamp),
    /// It is given up.
    Dead,
}

/// Adds a job in the caller's transaction; `false` when its key is known already.
pub fn add(db: &mut dyn Connection, job: &NewJob<'_>, now: Timestamp) -> Result<bool, StoreError> {
    if job.payload.len() > PAYLOAD_BYTES_MAX {
        let given = job.payload.len();
        return Err(StoreError::TooMany { what: "bytes of a job's payload", given, max: PAYLOAD_BYTES_MAX });
    }
    let added = db.execute(
        &ADD,
        &[
            job.key.into(),
            job.kind.into(),
            job.person.as_ref().into(),
            job.due_at.into(),
            job.attempts_max.into(),
            now.into(),
            job.payload.into(),
        ],
    )?;
    Ok(added == 1)
}

/// Leases up to `count_max` due jobs to `holder` until `until`, oldest first. No two workers get the
/// same job. A job whose tries were used up without a word is given up here.
pub fn lease(
    db: &mut dyn Connection,
    holder: &[u8; 16],
    now: Timestamp,
    until: Timestamp,
    count_max: u32,
) -> Result<Vec<LeasedJob>, StoreError> {
    db.execute(&BURY_EXHAUSTED, &[now.into(), now.into()])?;
    let count = count_max.min(LEASE_COUNT_MAX);
    let rows = db.query(&LEASE, &[holder.into(), until.into(), now.into(), count.into()])?;
    rows.into_iter().map(leased).collect()
}

/// Leases one job if it is open and was due at `due_by`: now, or later than now for whoever knows that
/// nobody can be at it any more. `None` where somebody has it, or it is done.
pub fn lease_one(
    db: &mut dyn Connection,
    key: &[u8],
    holder: &[u8; 16],
    due_by: Timestamp,
    until: Timestamp,
) -> Result<Option<LeasedJob>, StoreError> {
    let params = [holder.into(), until.into(), key.into(), due_by.into()];
    db.query_optional(&LEASE_ONE, &params)?.map(leased).transpose()
}

fn leased(mut row: Row) -> Result<LeasedJob, StoreError> {
    Ok(LeasedJob {
        kind: row.text(1)?.to_owned(),
        person: row.bytes_opt(2)?.map(PersonId::from_bytes),
        attempt: row.small(3)?,
        attempts_max: row.small(4)?,
        payload: row.take_blob(5)?,
        key: row.take_blob(0)?,
    })
}

/// Marks a job done, in the transaction of its work. [`StoreError::Stale`] when the lease ended and
/// somebody else has the job: the work must be rolled back.
pub fn complete(
    db: &mut dyn Connection,
    job: &LeasedJob,
    holder: &[u8; 16],
    now: Timestamp,
) -> Result<(), StoreError> {
    let params = [now.into(), (&job.key).into(), holder.into(), job.attempt.into()];
    held(db.execute(&COMPLETE, &params)?)
}

/// Reports a failure: the job is tried again after a pause that doubles each time, or given up after
/// its last try. `failure` is a code of our own, never a message.
pub fn fail(
    db: &mut dyn Connection,
    job: &LeasedJob,
    holder: &[u8; 16],
    now: Timestamp,
    failure: &str,
) -> Result<AfterFailure, StoreError> {
    if job.attempt >= job.attempts_max {
        let params = [failure.into(), now.into(), (&job.key).into(), holder.into(), job.attempt.into()];
        held(db.execute(&BURY, &params)?)?;
        return Ok(AfterFailure::Dead);
    }
    let pause = BACKOFF_SECONDS.saturating_mul(1 << job.attempt.saturating_sub(1).min(20));
    let due_at = now.plus_seconds(pause.min(BACKOFF_SECONDS_MAX));
    let params = [due_at.into(), failure.into(), (&job.key).into(), holder.into(), job.attempt.into()];
    held(db.execute(&RETRY, &params)?)?;
    Ok(AfterFailure::RetryAt(due_at))
}

/// Prolongs the lease of a long job. [`StoreError::Stale`] when it ended.
pub fn extend(
    db: &mut dyn Connection,
    job: &LeasedJob,
    holder: &[u8; 16],
    until: Timestamp,
) -> Result<(), StoreError> {
    let params = [until.into(), (&job.key).into(), holder.into(), job.attempt.into()];
    held(db.execute(&EXTEND, &params)?)
}

fn held(changed: u64) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale { table: "job" }) }
}

/// Gives a dead job another round of tries; `false` when it is not dead.
pub fn revive(db: &mut dyn Connection, key: &[u8], due_at: Timestamp) -> Result<bool, StoreError> {
    Ok(db.execute(&REVIVE, &[due_at.into(), key.into()])? == 1)
}

/// Has a job that is done or was given up done once more; `false` when it is open, or unknown.
pub fn again(db: &mut dyn Connection, key: &[u8], due_at: Timestamp) -> Result<bool, StoreError> {
    Ok(db.execute(&AGAIN, &[due_at.into(), key.into()])? == 1)
}

/// One job.
pub fn read(db: &mut dyn Connection, key: &[u8]) -> Result<Option<JobStatus>, StoreError> {
    db.query_optional(&READ, &[key.into()])?.map(status).transpose()
}

/// Jobs in a state by due time, after the job `after`, at most `count_max`.
pub fn list(
    db: &mut dyn Connection,
    state: State,
    after: Option<&JobStatus>,
    count_max: u32,
) -> Result<Vec<JobStatus>, StoreError> {
    let (due_at, key) = after.map_or((i64::MIN, &[][..]), |job| (job.due_at.millis(), &job.key));
    let state = Param::Int(state as i64);
    let rows = db.query(&LIST, &[state, due_at.into(), key.into(), count_max.into()])?;
    rows.into_iter().map(status).collect()
}

fn status(mut row: Row) -> Result<JobStatus, StoreError> {
    Ok(JobStatus {
        kind: row.text(1)?.to_owned(),
        person: row.bytes_opt(2)?.map(PersonId::from_bytes),
        state: State::from_code(&row, 3)?,
        due_at: row.time(4)?,
        attempts: row.small(5)?,
        failure: row.text_opt(6)?.map(str::to_owned),
        created_at: row.time(7)?,
        finished_at: row.time_opt(8)?,
        key: row.take_blob(0)?,
    })
}

/// How many jobs there are, by kind and state.
pub fn counts(db: &mut dyn Connection) -> Result<Vec<JobCount>, StoreError> {
    let rows = db.query(&COUNT, &[])?;
    rows.iter()
        .map(|row| {
            Ok(JobCount {
                kind: row.text(0)?.to_owned(),
                state: State::from_code(row, 1)?,
                count: row.count(2)?,
                oldest_due_at: row.time(3)?,
            })
        })
        .collect()
}

/// When the next open job is due; `None` when there is none.
pub fn next_due(db: &mut dyn Connection) -> Result<Option<Timestamp>, StoreError> {
    db.query_one(&NEXT_DUE, &[])?.time_opt(0)
}

/// Removes jobs done before `before`; their keys may be used again then. How many.
pub fn purge_done(db: &mut dyn Connection, before: Timestamp) -> Result<u64, StoreError> {
    db.execute(&PURGE_DONE, &[before.into()])
}

/// Removes every job about a person. How many.
pub fn forget_person(db: &mut dyn Connection, person: &PersonId) -> Result<u64, StoreError> {
    db.execute(&FORGET_PERSON, &[person.into()])
}

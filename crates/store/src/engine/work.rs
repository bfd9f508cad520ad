//! What waits in a queue: a closure with the place where its answer goes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use amanah_ledger::{Draft, Receipt};
use crossbeam_channel::Receiver;
use tokio::sync::oneshot;

use crate::log_settings::{DRAFTS_PER_BATCH, LogSettings, LogTaken};
use crate::{Connection, StoreError};

/// A closure whose types are forgotten.
pub(crate) trait Task: Send {
    /// Runs the closure and keeps what it returned; may be called again. `true` when it was `Ok`.
    fn run(&mut self, db: &mut dyn Connection) -> bool;
    /// Replaces an `Ok` that must not stand.
    fn doom(&mut self, error: StoreError);
    /// Answers with what the closure returned last, or with `verdict` when that is an error.
    fn finish(self: Box<Self>, verdict: Result<(), StoreError>);
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
}

/// One piece of work.
pub(crate) enum Work {
    Read(Box<dyn Task>),
    Write(Box<dyn Task>),
    Record(Record),
    Attach(Attach),
}

/// Entries to put on record.
pub(crate) struct Record {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) reply: Reply<Result<Vec<Receipt>, StoreError>>,
}

/// A log to take over.
pub(crate) struct Attach {
    pub(crate) settings: LogSettings,
    pub(crate) reply: Reply<Result<LogTaken, StoreError>>,
}

/// What one turn of a writing thread takes from its queue.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) tasks: Vec<Box<dyn Task>>,
    pub(crate) records: Vec<Record>,
    pub(crate) attach: Vec<Attach>,
}

impl Group {
    /// Takes `first` and what waits behind it, up to `callers_max` callers and a full batch of drafts.
    pub(crate) fn take(first: Work, queue: &Receiver<Work>, callers_max: usize) -> Self {
        let mut group = Self::default();
        let mut drafts = group.add(first);
        for _ in 1..callers_max {
            if drafts >= DRAFTS_PER_BATCH {
                break;
            }
            match queue.try_recv() {
                Ok(work) => drafts += group.add(work),
                Err(_) => break,
            }
        }
        group
    }

    fn add(&mut self, work: Work) -> usize {
        match work {
            Work::Read(task) | Work::Write(task) => self.tasks.push(task),
            Work::Attach(attach) => self.attach.push(attach),
            Work::Record(record) => {
                let drafts = record.drafts.len();
                self.records.push(record);
                return drafts;
            }
        }
        0
    }
}

impl Work {
    pub(crate) fn fail(self, error: StoreError) {
        match self {
            Self::Read(task) | Self::Write(task) => task.finish(Err(error)),
            Self::Record(record) => record.reply.send(Err(error)),
            Self::Attach(attach) => attach.reply.send(Err(error)),
        }
    }
}

/// Where an answer goes: to a task on the async runtime, or to a blocked thread.
pub(crate) enum Reply<T> {
    Async(oneshot::Sender<T>),
    Blocking(crossbeam_channel::Sender<T>),
}

impl<T> Reply<T> {
    pub(crate) fn send(self, answer: T) {
        // A caller that has gone away needs no answer.
        match self {
            Self::Async(sender) => drop(sender.send(answer)),
            Self::Blocking(sender) => drop(sender.send(answer)),
        }
    }

    fn is_closed(&self) -> bool {
        match self {
            Self::Async(sender) => sender.is_closed(),
            Self::Blocking(_) => false,
        }
    }
}

/// A closure of the caller's own types.
pub(crate) struct Closure<F, T, E> {
    body: F,
    result: Option<Result<T, E>>,
    reply: Reply<Result<T, E>>,
}

impl<F, T, E> Closure<F, T, E> {
    pub(crate) fn new(body: F, reply: Reply<Result<T, E>>) -> Self {
        Self { body, result: None, reply }
    }
}

impl<F, T, E> Task for Closure<F, T, E>
where
    F: FnMut(&mut dyn Connection) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, db: &mut dyn Connection) -> bool {
        // One caller's panic must not end the thread that serves all others. The closure is not run
        // again after one, and its work is rolled back, so no broken state is seen.
        let result = catch_unwind(AssertUnwindSafe(|| (self.body)(db)))
            .unwrap_or_else(|_| Err(E::from(StoreError::Panicked)));
        self.result.insert(result).is_ok()
    }

    fn doom(&mut self, error: StoreError) {
        self.result = Some(Err(E::from(error)));
    }

    fn finish(self: Box<Self>, verdict: Result<(), StoreError>) {
        let answer = match (verdict, self.result) {
            (Err(error), _) => Err(E::from(error)),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(E::from(StoreError::Closed)),
        };
        self.reply.send(answer);
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}

//! Signs of life for a job that takes longer than its lease and writes nothing on its way.

use std::time::Duration;

use crate::error::Done;
use crate::jobs::task::{LEASE_SECONDS, Task};
use crate::office::Office;

/// Seconds between two signs of life: three tries before the lease ends.
const SIGN_SECONDS: u64 = LEASE_SECONDS.unsigned_abs() / 4;

impl Office {
    /// Does the work while the lease of its job is kept. Fails where somebody else has the job by now.
    pub(crate) async fn while_alive<T>(&self, task: &Task, work: impl Future<Output = T>) -> Done<T> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return Ok(done),
                () = tokio::time::sleep(Duration::from_secs(SIGN_SECONDS)) => {
                    let (now, task) = (self.now(), task.clone());
                    self.store.write(move |db| task.goes_on(db, now)).await?;
                }
            }
        }
    }
}

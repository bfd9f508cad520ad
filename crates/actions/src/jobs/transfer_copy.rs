//! Sends a copy to another controller, until its signed receipt is here or it is given up; either way the
//! person is told.

use std::time::Duration;

use amanah_domain::states::TransferState;
use amanah_domain::{PersonId, Timestamp, TransferId};
use amanah_store::transfers::{self, TransferRow};
use amanah_store::{StoreError, accounts};

use crate::error::{ActionError, Done};
use crate::jobs::task::{LEASE_SECONDS, QueuedJob, Task};
use crate::letters::LetterKind;
use crate::office::Office;
use crate::transfer::send::NotSent;

/// The kind of the job.
pub(crate) const KIND: &str = "transfer-copy";
/// Tries; with the pauses between them about two days.
const TRIES_MAX: u32 = 16;

pub(crate) fn job(person: PersonId, transfer: TransferId, now: Timestamp) -> QueuedJob {
    QueuedJob::once(KIND, transfer.as_bytes(), now, transfer.as_bytes()).concerning(person, TRIES_MAX)
}

impl Office {
    /// One try, or the end of it.
    pub(crate) async fn transfer_copy(&self, task: &Task, person: PersonId) -> Done<()> {
        let id = <[u8; 16]>::try_from(task.job.payload.as_slice())
            .map_err(|_| ActionError::Internal("a job names no transfer"))?;
        let id = TransferId::from_bytes(id);
        let found = self
            .store
            .read(move |db| {
                Ok::<_, StoreError>((transfers::read(db, &person, &id)?, accounts::read(db, &person)?))
            })
            .await?;
        // Erased meanwhile, or at its end: nothing is sent.
        let (Some(row), Some(account)) = found else { return self.nothing_to_do(task).await };
        if row.state != TransferState::Waiting {
            return self.nothing_to_do(task).await;
        }
        let tried = tokio::select! {
            tried = self.try_transfer(person, &row, account.disputed) => tried,
            lost = self.keep_lease(task) => Err(lost),
        };
        let last = task.job.attempt >= task.job.attempts_max;
        let outcome = match tried {
            Ok(outcome) => outcome,
            // Erased while it was being sent: the stream broke off, so nobody has it whole.
            Err(ActionError::NotFound) => return self.nothing_to_do(task).await,
            Err(ActionError::Refused(_)) => Err(NotSent::Never("copy-not-allowed")),
            Err(error) if last => {
                tracing::error!(%error, "a copy could not be made for another controller");
                Err(NotSent::Never("copy-not-made"))
            }
            Err(error) => return Err(error),
        };
        match outcome {
            Ok(receipt) => self.transfer_ended(task, person, &row, Ok(receipt)).await,
            Err(NotSent::NotNow(code)) if !last => Err(ActionError::State(code)),
            Err(why) => self.transfer_ended(task, person, &row, Err(why.code())).await,
        }
    }

    async fn transfer_ended(
        &self,
        task: &Task,
        person: PersonId,
        row: &TransferRow,
        receipt: Result<String, &'static str>,
    ) -> Done<()> {
        let (now, id, task) = (self.now(), row.transfer, task.clone());
        let controller = row.controller.clone();
        let kind = match &receipt {
            Ok(_) => LetterKind::CopySent { controller, at_ms: now.millis() },
            Err(_) => LetterKind::CopyNotSent { controller },
        };
        let outcome = if receipt.is_ok() { "received" } else { "failed" };
        metrics::counter!("amanah_transfers_total", "outcome" => outcome).increment(1);
        let letter = self.queue_letter_unless_ended(person, kind).await?;
        self.store
            .write(move |db| {
                let end = receipt.as_deref().map_err(|code| *code);
                if transfers::finish(db, &person, &id, end, now)?
                    && let Some(letter) = &letter
                {
                    letter.write(db, now)?;
                }
                task.done(db, now)
            })
            .await?;
        Ok(())
    }

    /// A large copy takes longer than a lease: it is kept as long as the try goes on. Ends only where it
    /// cannot be kept.
    async fn keep_lease(&self, task: &Task) -> ActionError {
        loop {
            tokio::time::sleep(Duration::from_secs(LEASE_SECONDS.unsigned_abs() / 3)).await;
            let (now, task) = (self.now(), task.clone());
            if let Err(error) = self.store.write(move |db| task.goes_on(db, now)).await {
                return error.into();
            }
        }
    }
}

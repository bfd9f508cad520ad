//! Batches as staff see them: counts and commitments, nobody's data.

use amanah_domain::states::{EligibilityState, IdentityState};
use amanah_store::{accounts, batches};

use crate::batch::BatchView;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::session::Session;

/// People looked at to count who is ready, at most; beyond that the page does without the number.
const READY_COUNT_MAX: u32 = 5_000;

impl Office {
    /// Every batch, newest first, for any member of staff with a role in force.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`].
    pub async fn staff_batches(&self, session: &Session) -> Done<Vec<BatchView>> {
        need_role(session)?;
        let rows = self
            .store
            .read(|db| {
                let mut out = Vec::new();
                for row in batches::list(db)? {
                    let counts = batches::count_entries(db, &row.batch)?;
                    out.push((row, counts));
                }
                Ok::<_, ActionError>(out)
            })
            .await?;
        Ok(rows.iter().map(|(row, counts)| self.batch_view(row, counts)).collect())
    }

    /// One batch, and how many of those who joined are verified and eligible now (`None`: too many to count).
    ///
    /// # Errors
    /// [`ActionError::NotFound`].
    pub async fn staff_batch(&self, session: &Session, number: i64) -> Done<(BatchView, Option<u64>)> {
        use amanah_domain::states::EntryState::Joined;
        need_role(session)?;
        let row = self.batch_of_number(number).await?;
        let batch = row.batch;
        let (counts, ready) = self
            .store
            .read(move |db| {
                let counts = batches::count_entries(db, &batch)?;
                let people = batches::in_state(db, &batch, Joined, None, READY_COUNT_MAX + 1)?;
                if people.len() > READY_COUNT_MAX as usize {
                    return Ok((counts, None));
                }
                let mut ready = 0;
                for person in &people {
                    let account = accounts::read(db, person)?;
                    ready += u64::from(account.is_some_and(|a| {
                        a.identity == IdentityState::Verified && a.eligibility == EligibilityState::Eligible
                    }));
                }
                Ok::<_, ActionError>((counts, Some(ready)))
            })
            .await?;
        Ok((self.batch_view(&row, &counts), ready))
    }

    /// The number that the next batch gets.
    ///
    /// # Errors
    /// [`ActionError::SignInNeeded`].
    pub async fn next_batch_number(&self, session: &Session) -> Done<i64> {
        need_role(session)?;
        Ok(self.store.read(batches::next_number).await?)
    }
}

fn need_role(session: &Session) -> Done<()> {
    if session.staff && !session.roles().is_empty() { Ok(()) } else { Err(ActionError::SignInNeeded) }
}

//! The public value is known: it is fixed once and for all, and the order follows from it by arithmetic.
//! Of two who enter different values the first counts; there is no second draw.

use amanah_domain::Role;
use amanah_domain::states::BatchState;
use amanah_domain::values::plain_text;
use amanah_store::batches;

use crate::batch::{CLOSE_GRACE_SECONDS, commit_text};
use crate::error::{ActionError, Done, FieldError};
use crate::jobs::draw_batch;
use crate::jobs::task::QueuedJob;
use crate::office::Office;
use crate::session::Session;

/// Characters of a public value, at most.
pub const VALUE_CHARS_MAX: u32 = 200;

impl Office {
    /// Fixes the public value and lets the batch be drawn.
    ///
    /// # Errors
    /// [`ActionError::Input`] on `public-value`; [`ActionError::State`] `batch-not-closed`,
    /// `batch-not-known-yet` (before the moment that was committed) or `batch-revealed` (with another value).
    pub async fn reveal_draw(&self, session: &Session, number: i64, public_value: &str) -> Done<()> {
        let who = session.as_staff(Role::Administrator)?;
        let value = plain_text(public_value, VALUE_CHARS_MAX)
            .map_err(|r| ActionError::Input(vec![FieldError::new("public-value", r)]))?;
        let row = self.batch_of_number(number).await?;
        if row.state != BatchState::Closed {
            return Err(ActionError::State("batch-not-closed"));
        }
        if self.now() < row.public_known_at {
            return Err(ActionError::State("batch-not-known-yet"));
        }
        self.batch_note(who, number, "reveal", Some(commit_text(&value))).await?;
        let (batch, now) = (row.batch, self.now());
        // Whoever withdraws at this very moment has done so by then.
        let due_at = now.plus_seconds(CLOSE_GRACE_SECONDS);
        let job = QueuedJob::once(draw_batch::KIND, batch.as_bytes(), due_at, batch.as_bytes());
        self.store
            .write(move |db| {
                if !batches::reveal(db, &batch, &value)? {
                    let known = batches::read(db, &batch)?.and_then(|row| row.public_value);
                    return match known {
                        Some(known) if known == value => Ok(()),
                        _ => Err(ActionError::State("batch-revealed")),
                    };
                }
                job.write(db, now).map_err(ActionError::from)
            })
            .await
    }
}

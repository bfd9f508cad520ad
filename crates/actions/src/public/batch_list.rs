//! Batches as everybody may see them.

use amanah_store::batches;

use crate::batch::BatchView;
use crate::error::{ActionError, Done};
use crate::office::Office;

impl Office {
    /// Every batch, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn public_batches(&self) -> Done<Vec<BatchView>> {
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

    /// One batch by its number.
    ///
    /// # Errors
    /// [`ActionError::NotFound`] where there is none.
    pub async fn public_batch(&self, number: i64) -> Done<BatchView> {
        let row = self.batch_of_number(number).await?;
        let batch = row.batch;
        let counts = self.store.read(move |db| batches::count_entries(db, &batch)).await?;
        Ok(self.batch_view(&row, &counts))
    }
}

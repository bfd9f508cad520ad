//! Whether the house can work: for whoever watches it from outside.

use amanah_store::settings;

use crate::error::Done;
use crate::office::Office;

impl Office {
    /// Reads one row.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn health(&self) -> Done<()> {
        self.store.read(|db| settings::read(db, "health").map(drop)).await?;
        Ok(())
    }
}

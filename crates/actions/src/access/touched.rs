//! What a look has changed and not yet written.

use amanah_domain::Category;
use amanah_store::earlier_values::EarlierRow;

/// What was put into the rows of a look, or taken out of them.
#[derive(Default)]
pub(super) struct Touched {
    /// Categories whose rows are to be written.
    pub(super) categories: Vec<Category>,
    /// What was replaced.
    pub(super) earlier: Vec<EarlierRow>,
}

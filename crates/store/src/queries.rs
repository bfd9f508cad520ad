//! Every query of the crate. A module that declares queries adds its line here; a test fails when one
//! of them was not run on both engines, or when a module is missing.

use crate::Query;

/// All queries that run on both engines.
pub fn all() -> impl Iterator<Item = &'static Query> {
    [
        crate::jobs::ALL,
        crate::key_epochs::ALL,
        crate::ledger_rows::ALL,
        crate::migrate::ALL,
        crate::numbers::ALL,
        crate::outbox::ALL,
        crate::outbox_purpose::ALL,
        crate::people::ALL,
        crate::kept_tags::ALL,
        crate::holds::ALL,
        crate::removals::ALL,
        crate::notices::ALL,
        crate::dump::ALL,
        crate::refill::ALL,
        crate::reports::ALL,
        crate::retention::ALL,
        crate::settings::ALL,
        crate::tags::ALL,
        crate::accounts::ALL,
        crate::account_rights::ALL,
        crate::batches::ALL,
        crate::cases::ALL,
        crate::case_numbers::ALL,
        crate::case_queue::ALL,
        crate::case_events::ALL,
        crate::case_ties::ALL,
        crate::attachments::ALL,
        crate::standings::ALL,
        crate::earlier_values::ALL,
        crate::live_chats::ALL,
        crate::sessions::ALL,
        crate::spent_notices::ALL,
        crate::staff::ALL,
        crate::tickets::ALL,
        crate::trail::ALL,
        crate::transfers::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
    .chain(crate::dump::made())
}

//! Only a log says that something is on record.

use amanah_ledger::{Draft, Durable, Log};

fn record<D: Durable>(log: &mut Log, storage: &mut D, draft: &Draft) {
    let _ = log.append(storage, 0, std::slice::from_ref(draft));
}

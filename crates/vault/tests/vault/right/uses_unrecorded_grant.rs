//! A grant alone opens nothing.

use amanah_domain::purposes::AssessAge;
use amanah_ledger::Receipt;
use amanah_vault::{Permit, Use, Vault};

fn permit(vault: &Vault, granted: Use<AssessAge>, receipt: Receipt) {
    let _ = Permit::new(vault, granted, receipt);
}

//! A record is of one use.

use amanah_domain::purposes::AssessAge;
use amanah_ledger::Receipt;
use amanah_vault::{Permit, Use, Vault};

fn permits(vault: &Vault, one: Use<AssessAge>, other: Use<AssessAge>, receipts: [Receipt; 2]) {
    let [first, second] = receipts;
    let _ = Permit::new(vault, one, first);
    let _ = Permit::new(vault, other, second);
}

//! A record is of one use.

use amanah_domain::purposes::AssessAge;
use amanah_ledger::Receipt;
use amanah_vault::{Permit, Use, Vault};

fn permits(vault: &Vault, one: Use<AssessAge>, other: Use<AssessAge>, receipt: Receipt) {
    let _ = Permit::new(vault, one, receipt);
    let _ = Permit::new(vault, other, receipt);
}

fn main() {}

//! A grant alone opens nothing.

use amanah_domain::purposes::AssessAge;
use amanah_ledger::Receipt;
use amanah_policy::Grant;
use amanah_vault::{Permit, Vault};

fn permit(vault: &Vault, granted: Grant<AssessAge>, receipt: Receipt) {
    let _ = Permit::new(vault, granted, receipt);
}

fn main() {}

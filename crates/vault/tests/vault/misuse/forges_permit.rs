//! A permit is a use with the receipt of its record.

use amanah_domain::purposes::AssessAge;
use amanah_ledger::Receipt;
use amanah_vault::{Permit, Use, Vault};

fn permit(_: &Vault, granted: Use<AssessAge>, receipt: Receipt) {
    let _ = Permit { grant: granted.grant, keys: granted.keys, receipt };
}

fn main() {}

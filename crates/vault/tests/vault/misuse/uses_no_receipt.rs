//! A use that is not on record gives no permit.

use amanah_domain::purposes::AssessAge;
use amanah_vault::{Permit, Use, Vault};

fn permit(vault: &Vault, granted: Use<AssessAge>) {
    let _ = Permit::new(vault, granted);
}

fn main() {}

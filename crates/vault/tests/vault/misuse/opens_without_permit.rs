//! Nothing is opened without a permit.

use amanah_domain::purposes::AssessAge;
use amanah_domain::values::BirthDate;
use amanah_vault::{Sealed, Vault};

fn look(vault: &Vault, sealed: &Sealed<BirthDate>) {
    let _ = vault.open::<AssessAge, _>(sealed);
}

fn main() {}

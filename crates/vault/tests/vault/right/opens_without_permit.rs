//! Nothing is opened without a permit.

use amanah_domain::purposes::AssessAge;
use amanah_domain::values::BirthDate;
use amanah_vault::{Permit, Sealed, Vault};

fn look(vault: &Vault, sealed: &Sealed<BirthDate>, permit: &Permit<AssessAge>) {
    let _ = vault.open::<AssessAge, _>(sealed, permit);
}

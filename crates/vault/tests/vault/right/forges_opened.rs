//! Only the vault lends an opened value.

use amanah_domain::purposes::AssessAge;
use amanah_domain::values::BirthDate;
use amanah_vault::{Opened, Permit, Sealed, Vault};

fn look(vault: &Vault, permit: &Permit<AssessAge>, sealed: &Sealed<BirthDate>) {
    let _: Result<Opened<'_, BirthDate>, _> = vault.open(sealed, permit);
}

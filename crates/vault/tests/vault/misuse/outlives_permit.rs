//! What was opened goes when the permit goes.

use amanah_domain::purposes::AssessAge;
use amanah_domain::values::BirthDate;
use amanah_domain::Timestamp;
use amanah_vault::{OpenError, Permit, Sealed, Vault};

fn look(vault: &Vault, permit: Permit<AssessAge>, sealed: &Sealed<BirthDate>) -> Result<i32, OpenError> {
    let born = vault.open(sealed, &permit)?;
    drop(permit);
    Ok(born.expose().age_on(Timestamp::default().date_at(7)))
}

fn main() {}

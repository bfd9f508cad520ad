//! A reference to the bare value lives no longer than the loan.

use amanah_domain::purposes::AssessAge;
use amanah_domain::values::BirthDate;
use amanah_vault::{OpenError, Permit, Sealed, Vault};

fn keep<'p>(
    vault: &Vault,
    permit: &'p Permit<AssessAge>,
    sealed: &Sealed<BirthDate>,
) -> Result<&'p BirthDate, OpenError> {
    let opened = vault.open(sealed, permit)?;
    Ok(opened.expose())
}

fn main() {}

//! Only the vault lends an opened value.

use amanah_domain::purposes::AssessAge;
use amanah_domain::values::BirthDate;
use amanah_vault::{Opened, Permit, Sealed, Vault};

fn look(_: &Vault, _: &Permit<AssessAge>, _: &Sealed<BirthDate>, born: BirthDate) {
    let _ = Opened::new(born);
}

fn main() {}

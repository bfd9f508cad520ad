//! What a purpose may read stands in the register.

use amanah_domain::purposes::ViewOwn;
use amanah_domain::values::Passkeys;
use amanah_vault::{Permit, Sealed, Vault};

fn look(vault: &Vault, permit: &Permit<ViewOwn>, sealed: &Sealed<Passkeys>) {
    let _ = vault.open(sealed, permit);
}

fn main() {}

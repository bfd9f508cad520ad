//! What a purpose may write stands in the register.

use amanah_domain::Source;
use amanah_domain::purposes::SignIn;
use amanah_domain::values::PasswordHash;
use amanah_vault::{Permit, Vault};

fn keep(vault: &Vault, permit: &Permit<SignIn>, hash: &PasswordHash) {
    let _ = vault.seal(hash, Source::WebsiteInput, permit);
}

//! What a purpose may write stands in the register.

use amanah_domain::Source;
use amanah_domain::purposes::EditOwn;
use amanah_domain::values::PasswordHash;
use amanah_vault::{Permit, Vault};

fn keep(vault: &Vault, permit: &Permit<EditOwn>, hash: &PasswordHash) {
    let _ = vault.seal(hash, Source::WebsiteInput, permit);
}

fn main() {}

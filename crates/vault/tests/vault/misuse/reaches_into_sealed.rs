//! The bytes of a sealed value are the vault's own.

use amanah_domain::values::BirthDate;
use amanah_vault::Sealed;

fn peek(sealed: &Sealed<BirthDate>) {
    let _ = &sealed.inner;
}

fn main() {}

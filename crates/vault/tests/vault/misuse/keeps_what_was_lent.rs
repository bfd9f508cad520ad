//! The bare value is lent, not given.

use amanah_domain::values::Nik;
use amanah_vault::Opened;

fn keep(opened: &Opened<'_, Nik>) -> Nik {
    *opened.expose()
}

fn main() {}

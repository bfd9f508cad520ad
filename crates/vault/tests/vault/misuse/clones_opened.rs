//! One opening, one loan.

use amanah_domain::values::Nik;
use amanah_vault::Opened;

fn twice<'p>(opened: &Opened<'p, Nik>) -> Opened<'p, Nik> {
    opened.clone()
}

fn main() {}

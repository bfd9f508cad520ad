//! One opening, one loan.

use amanah_domain::values::Nik;
use amanah_vault::Opened;

fn once<'p>(opened: Opened<'p, Nik>) -> Opened<'p, Nik> {
    opened
}

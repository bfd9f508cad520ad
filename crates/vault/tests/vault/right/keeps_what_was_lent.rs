//! The bare value is lent, not given.

use amanah_domain::values::Nik;
use amanah_vault::Opened;

fn compare(opened: &Opened<'_, Nik>, other: &Nik) -> bool {
    opened.expose() == other
}

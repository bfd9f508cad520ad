//! Nor does it slip into a log.

use amanah_domain::values::Nik;
use amanah_vault::Opened;

fn log(opened: &Opened<'_, Nik>) -> String {
    format!("{:?}", opened)
}

fn main() {}

//! An opened value does not print itself: a page asks for it by name.

use amanah_domain::values::Nik;
use amanah_vault::Opened;

fn print(opened: &Opened<'_, Nik>) -> String {
    format!("{}", opened)
}

fn main() {}

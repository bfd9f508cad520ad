//! A type of one's own is no purpose.

use amanah_vault::Permit;

struct SellData;

fn sell(_: &Permit<SellData>) {}

fn main() {}

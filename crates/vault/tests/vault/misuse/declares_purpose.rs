//! A purpose that is not in the register does not exist.

use amanah_domain::{FieldSet, Purpose, PurposeId};

struct SellData;

impl Purpose for SellData {
    const ID: PurposeId = PurposeId::Outreach;
    const NAME: &'static str = "SellData";
    fn reads() -> FieldSet {
        FieldSet::all()
    }
    fn writes() -> FieldSet {
        FieldSet::EMPTY
    }
}

fn main() {}

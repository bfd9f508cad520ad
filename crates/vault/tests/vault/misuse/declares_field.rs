//! A field that is not in the register cannot be sealed.

use amanah_domain::{Field, FieldId, PersonalValue};

struct Religion;

impl PersonalValue for Religion {
    fn to_bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
        zeroize::Zeroizing::default()
    }
    fn from_bytes(_: &[u8]) -> Option<Self> {
        None
    }
    fn show(&self) -> zeroize::Zeroizing<String> {
        zeroize::Zeroizing::default()
    }
}

impl Field for Religion {
    const ID: FieldId = FieldId::Gender;
}

fn main() {}

//! A field that is not in the register cannot be sealed.

use amanah_domain::values::Gender;
use amanah_domain::{Field, FieldId};

fn declared() -> FieldId {
    Gender::ID
}

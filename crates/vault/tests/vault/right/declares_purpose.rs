//! A purpose that is not in the register does not exist.

use amanah_domain::purposes::AssessAge;
use amanah_domain::{FieldSet, Purpose, PurposeId};

fn declared() -> (PurposeId, FieldSet) {
    (AssessAge::ID, AssessAge::reads())
}

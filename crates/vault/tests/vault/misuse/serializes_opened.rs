//! An opened value does not go into JSON.

use amanah_domain::Timestamp;
use amanah_domain::values::BirthDate;
use amanah_vault::Opened;
use serde::Serialize;

fn send(_: impl Serialize) {}

fn answer(opened: &Opened<'_, BirthDate>, _: Timestamp) {
    send(opened);
}

fn main() {}

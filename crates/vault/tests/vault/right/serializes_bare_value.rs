//! Nor does the bare value.

use amanah_domain::Timestamp;
use amanah_domain::values::BirthDate;
use amanah_vault::Opened;
use serde::Serialize;

fn send(_: &impl Serialize) {}

fn answer(opened: &Opened<'_, BirthDate>, now: Timestamp) {
    send(&opened.expose().age_on(now.date_at(7)));
}

//! A person's keys are in one place.

use amanah_vault::PersonKeys;

fn hand_on(keys: PersonKeys) -> PersonKeys {
    keys
}

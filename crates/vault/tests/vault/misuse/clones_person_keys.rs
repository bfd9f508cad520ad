//! A person's keys are in one place.

use amanah_vault::PersonKeys;

fn copy(keys: &PersonKeys) -> PersonKeys {
    keys.clone()
}

fn main() {}

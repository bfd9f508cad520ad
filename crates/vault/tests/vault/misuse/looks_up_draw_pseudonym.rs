//! What stands for a person in a draw is behind the permit too.

use amanah_domain::purposes::CompleteProfile;
use amanah_vault::{Permit, PersonKeys};

fn find(_: &Permit<CompleteProfile>, keys: &PersonKeys) {
    let _ = keys.draw_pseudonym(&[0; 16]);
}

fn main() {}

//! What stands for a person in a draw is behind the permit too.

use amanah_domain::purposes::CompleteProfile;
use amanah_vault::Permit;

fn find(permit: &Permit<CompleteProfile>) {
    let _ = permit.draw_pseudonym(&[0; 16]);
}

//! A decision is for one use.

use amanah_domain::purposes::AssessAge;
use amanah_domain::{Entry, Pseudonym};
use amanah_policy::Grant;
use amanah_vault::{PersonKeys, Seen, Use};

fn uses(seen: Seen, grant: Grant<AssessAge>, keys: [PersonKeys; 2]) {
    let actor: Pseudonym = Entry::NOBODY;
    let [first, second] = keys;
    let _ = Use::new(seen, grant, first, actor, [0; 32], "");
    let _ = Use::new(seen, grant, second, actor, [0; 32], "");
}

fn main() {}

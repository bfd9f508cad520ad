//! A decision is for one use.

use amanah_domain::purposes::AssessAge;
use amanah_domain::{Entry, Pseudonym};
use amanah_policy::Grant;
use amanah_vault::{PersonKeys, Seen, Use};

fn uses(seen: Seen, grants: [Grant<AssessAge>; 2], keys: [PersonKeys; 2]) {
    let actor: Pseudonym = Entry::NOBODY;
    let ([first, second], [one, other]) = (keys, grants);
    let _ = Use::new(seen, one, first, actor, [0; 32], "");
    let _ = Use::new(seen, other, second, actor, [0; 32], "");
}

//! Reasons lie sealed beside the ledger, under the commitment that stands in the entry.

use amanah_store::trail::{self, ReasonRow};

use crate::bench::{Bench, person, read, write};

stories!(a_reason_is_found_by_its_commitment_and_never_replaced);

fn a_reason_is_found_by_its_commitment_and_never_replaced(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let reason = |body: &[u8]| ReasonRow { person: person(1), salt: [5; 16], body: body.to_vec() };
    let first = reason(b"sealed reason");
    let kept = first.clone();
    write(&store, move |db| trail::add_reason(db, &[1; 32], &first, now)).unwrap();
    // The same work run again writes the same commitment: what is there stays.
    let second = reason(b"another");
    write(&store, move |db| trail::add_reason(db, &[1; 32], &second, now)).unwrap();
    assert_eq!(read(&store, |db| trail::read_reason(db, &[1; 32])), Some(kept));
    assert_eq!(read(&store, |db| trail::read_reason(db, &[2; 32])), None);
}

//! Tags that outlive a person: for their term, and the longer of two.

use amanah_domain::Timestamp;
use amanah_store::kept_tags::{self, KeptTag};

use crate::bench::{Bench, read, write};

stories!(a_tag_is_kept_for_its_term);

fn kept(now: Timestamp, hours: i64) -> KeptTag {
    KeptTag { ground: "due-diligence".to_owned(), kept_from: now, until: now.plus_hours(hours) }
}

fn a_tag_is_kept_for_its_term(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let keep =
        |tag: u8, hours| write(&store, move |db| kept_tags::keep(db, 6, &[tag; 32], &kept(now, hours)));
    for (tag, hours) in [(1, 2), (1, 5), (1, 3), (2, 1)] {
        assert_eq!(keep(tag, hours), Ok(()));
    }
    let find = |index, tag: u8, hours| {
        read(&store, move |db| kept_tags::find(db, index, &[tag; 32], now.plus_hours(hours)))
    };
    assert_eq!(find(6, 1, 4), Some(kept(now, 5)), "the longer term counts");
    assert_eq!(find(6, 1, 5), None, "its last moment is over");
    assert_eq!(find(1, 1, 0), None, "another index");
    assert_eq!(find(6, 3, 0), None);
    assert_eq!(read(&store, kept_tags::count), 2);
    let drop_over =
        |hours, count| write(&store, move |db| kept_tags::drop_over(db, now.plus_hours(hours), count));
    assert_eq!(drop_over(1, 9), Ok(1));
    assert_eq!(find(6, 1, 1), Some(kept(now, 5)));
    assert_eq!(drop_over(9, 9), Ok(1));
    assert_eq!(read(&store, kept_tags::count), 0);
}

//! Reports of the house's own work.

use amanah_store::StoreError;
use amanah_store::reports::{self, Report, SUMMARY_BYTES_MAX};

use crate::bench::{Bench, read, write};

stories!(reports_are_kept_by_kind_and_time);

fn reports_are_kept_by_kind_and_time(bench: &Bench) {
    let (store, now) = (bench.open(), bench.now());
    let report = move |kind: &str, hours, fine, summary: &str| Report {
        kind: kind.to_owned(),
        ran_at: now.plus_hours(hours),
        fine,
        summary: summary.to_owned(),
    };
    write(&store, move |db| {
        reports::add(db, &report("keys", 0, false, "clock-back"))?;
        reports::add(db, &report("keys", 24, false, "too early"))?;
        reports::add(db, &report("keys", 24, true, "rotated 1 2"))?;
        reports::add(db, &report("backup", 1, true, "made"))
    })
    .unwrap();
    let last = report("keys", 24, true, "rotated 1 2");
    assert_eq!(read(&store, |db| reports::newest(db, "keys")), Some(last.clone()));
    assert_eq!(read(&store, |db| reports::newest(db, "nothing")), None);
    let first = report("keys", 0, false, "clock-back");
    assert_eq!(read(&store, |db| reports::list(db, "keys", 10)), [last.clone(), first]);
    assert_eq!(read(&store, |db| reports::list(db, "keys", 1)), std::slice::from_ref(&last));
    assert_eq!(read(&store, reports::newest_of_all), [report("backup", 1, true, "made"), last]);
    let before = now.plus_hours(2);
    assert_eq!(write(&store, move |db| reports::purge(db, before)), Ok(2));
    assert_eq!(read(&store, reports::newest_of_all).len(), 1);
    let long = "x".repeat(SUMMARY_BYTES_MAX + 1);
    let refused = write(&store, move |db| reports::add(db, &report("keys", 1, true, &long)));
    assert!(matches!(refused, Err(StoreError::TooMany { .. })), "{refused:?}");
}

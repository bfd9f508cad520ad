//! A clock that cannot be believed destroys nothing.

use amanah_actions::clock_guard::ClockWord;
use amanah_domain::Category;
use amanah_store::reports::{self, Report};
use amanah_testkit::TestOffice;

use crate::on_both;
use crate::removal_helpers::rows_of;
use crate::retention::{ended, is_there, run};

on_both! {
    a_clock_that_goes_ahead_removes_nothing_until_somebody_says_so
    a_future_that_never_was_is_forgotten
}

const DAY: i64 = 24;
const YEAR: i64 = 366 * DAY;

async fn clock_reports(test: &TestOffice) -> Vec<Report> {
    test.office.store.read(|db| reports::list(db, "clock", 50)).await.unwrap()
}

async fn a_clock_that_goes_ahead_removes_nothing_until_somebody_says_so(test: &mut TestOffice) {
    let person = ended(test, 0).await;
    let start = test.office.now();
    run(test).await;
    // Five years ahead overnight: whatever the house writes meanwhile, it is not believed.
    test.office.plan_daily_work().await.unwrap();
    test.clock.set(start.plus_hours(5 * YEAR));
    test.register("Sari Dewi", "sari@surat.example").await;
    for _ in 0..5 {
        test.run_jobs().await;
        test.advance_hours(DAY);
    }
    let done = test.office.run_retention(false, &mut |_| {}).await.unwrap();
    assert!(matches!(done.clock, ClockWord::WentAhead(_)) && !done.is_fine() && done.people.is_empty());
    assert!(is_there(test, person).await && rows_of(test, person).await.contains(&Category::Access));
    let told = clock_reports(test).await.remove(0);
    assert!(!told.fine && told.summary.starts_with("clock-went-ahead: 18"), "{told:?}");
    assert!(told.summary.contains("amanah retention run --yes"));

    // Set right again, it goes on as if nothing had been.
    test.clock.set(start.plus_hours(2 * DAY));
    let done = test.office.run_retention(false, &mut |_| {}).await.unwrap();
    assert!(done.is_fine() && done.people.is_empty());
    let newest = clock_reports(test).await;
    assert!(newest.iter().any(|report| report.fine && report.ran_at == start.plus_hours(2 * DAY)));
    // Three days are a long weekend; a moment more has to be said.
    test.advance_hours(3 * DAY);
    assert!(test.office.run_retention(false, &mut |_| {}).await.unwrap().is_fine());
    test.advance_hours(3 * DAY);
    test.advance_seconds(1);
    let off = test.office.run_retention(false, &mut |_| {}).await.unwrap();
    assert_eq!(off.clock, ClockWord::WentAhead(72));
    assert_eq!(test.office.confirm_clock().await.unwrap(), ClockWord::WentAhead(72));
    assert!(test.office.run_retention(false, &mut |_| {}).await.unwrap().is_fine());
}

async fn a_future_that_never_was_is_forgotten(test: &mut TestOffice) {
    let person = ended(test, 0).await;
    let start = test.office.now();
    // Somebody says by mistake that next week's clock is right; then it is set right.
    test.clock.set(start.plus_hours(20 * DAY));
    run(test).await;
    test.clock.set(start.plus_hours(DAY));
    let done = test.office.run_retention(false, &mut |_| {}).await.unwrap();
    assert!(matches!(done.clock, ClockWord::WentBack(456)), "{:?}", done.clock);
    assert_eq!(test.office.confirm_clock().await.unwrap(), ClockWord::WentBack(456));
    // From here on nights go by as ever, and nobody waits for that future.
    assert!(test.office.run_retention(true, &mut |_| {}).await.unwrap().is_fine());
    for _ in 0..32 {
        test.advance_hours(DAY);
        assert!(test.office.run_retention(false, &mut |_| {}).await.unwrap().is_fine());
    }
    assert!(!rows_of(test, person).await.contains(&Category::Access), "30 days are over");
}

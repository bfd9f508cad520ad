//! TEMPORARY of owner 6: deleted before the end.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]
#![allow(dead_code, unused_imports, unused_macros)]
#[path = "actions/people.rs"]
mod people;
#[path = "actions/staff_helpers.rs"]
mod staff_helpers;
#[path = "actions/report_form.rs"]
mod report_form;
#[path = "actions/calls.rs"]
mod calls;
macro_rules! on_both {
    ($($name:ident)+) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let mut office = amanah_testkit::TestOffice::on(amanah_store::Engine::Sqlite).await;
                super::$name(&mut office).await;
                office.finish().await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let mut office = amanah_testkit::TestOffice::on(amanah_store::Engine::Postgres).await;
                super::$name(&mut office).await;
                office.finish().await;
            }
        }
    )+};
}
pub(crate) use on_both;

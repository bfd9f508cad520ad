#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code, reason = "temporary")]
#[path = "actions/archive.rs"]
mod archive;
#[path = "actions/archive_helpers.rs"]
mod archive_helpers;
#[path = "actions/people.rs"]
mod people;
#[path = "actions/transfers.rs"]
mod transfers;
#[path = "actions/staff_helpers.rs"]
mod staff_helpers;
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

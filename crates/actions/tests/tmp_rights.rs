#![allow(dead_code, unused, clippy::all)]
#[path = "actions/batches.rs"]
mod batches;
#[path = "actions/people.rs"]
mod people;
#[path = "actions/removal_helpers.rs"]
mod removal_helpers;
#[path = "actions/staff_helpers.rs"]
mod staff_helpers;
#[path = "actions/rights.rs"]
mod rights;
#[path = "actions/rights_told.rs"]
mod rights_told;
/// Makes two tests of a story, `name::sqlite` and `name::postgres`; both finish the office.
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

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "x")]
#![allow(dead_code)]
#[path = "actions/mail.rs"]
mod mail;
#[path = "actions/mail_server.rs"]
mod mail_server;
#[path = "actions/whatsapp.rs"]
mod whatsapp;
#[path = "actions/removal_helpers.rs"]
mod removal_helpers;
#[path = "actions/staff_helpers.rs"]
mod staff_helpers;
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

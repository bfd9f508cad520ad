//! The stories of the house, each on both engines. One program: `main` lists the stories once and runs
//! each on SQLite and on PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that panics has said what it had to say"
)]

#[path = "actions/archive.rs"]
mod archive;
#[path = "actions/archive_helpers.rs"]
mod archive_helpers;
#[path = "actions/attachments.rs"]
mod attachments;
#[path = "actions/backup_helpers.rs"]
mod backup_helpers;
#[path = "actions/backups.rs"]
mod backups;
#[path = "actions/backups_bucket.rs"]
mod backups_bucket;
#[path = "actions/backups_forget.rs"]
mod backups_forget;
#[path = "actions/batches.rs"]
mod batches;
#[path = "actions/calls.rs"]
mod calls;
#[path = "actions/case_clock.rs"]
mod case_clock;
#[path = "actions/case_safeguards.rs"]
mod case_safeguards;
#[path = "actions/case_work.rs"]
mod case_work;
#[path = "actions/case_years.rs"]
mod case_years;
#[path = "actions/certificates.rs"]
mod certificates;
#[path = "actions/chat.rs"]
mod chat;
#[path = "actions/clock.rs"]
mod clock;
#[path = "actions/correction_helpers.rs"]
mod correction_helpers;
#[path = "actions/corrections.rs"]
mod corrections;
#[path = "actions/decided.rs"]
mod decided;
#[path = "actions/eligibility.rs"]
mod eligibility;
#[path = "actions/identity.rs"]
mod identity;
#[path = "actions/keys.rs"]
mod keys;
#[path = "actions/letters.rs"]
mod letters;
#[path = "actions/lost_access.rs"]
mod lost_access;
#[path = "actions/people.rs"]
mod people;
#[path = "actions/registration.rs"]
mod registration;
#[path = "actions/removal.rs"]
mod removal;
#[path = "actions/removal_helpers.rs"]
mod removal_helpers;
#[path = "actions/removal_staff.rs"]
mod removal_staff;
#[path = "actions/removal_storms.rs"]
mod removal_storms;
#[path = "actions/report_form.rs"]
mod report_form;
#[path = "actions/retention.rs"]
mod retention;
#[path = "actions/rights.rs"]
mod rights;
#[path = "actions/rights_told.rs"]
mod rights_told;
#[path = "actions/staff_cases.rs"]
mod staff_cases;
#[path = "actions/staff_helpers.rs"]
mod staff_helpers;
#[path = "actions/staff_look_up.rs"]
mod staff_look_up;
#[path = "actions/staff_numbers.rs"]
mod staff_numbers;
#[path = "actions/staff_oversight.rs"]
mod staff_oversight;
#[path = "actions/staff_queue.rs"]
mod staff_queue;
#[path = "actions/staff_roles.rs"]
mod staff_roles;
#[path = "actions/standing.rs"]
mod standing;
#[path = "actions/told_dates.rs"]
mod told_dates;
#[path = "actions/transfers.rs"]
mod transfers;

#[path = "actions/mail.rs"]
mod mail;
#[path = "actions/mail_server.rs"]
mod mail_server;
#[path = "actions/whatsapp.rs"]
mod whatsapp;

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

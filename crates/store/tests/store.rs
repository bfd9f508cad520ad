//! The stories of the store: one body each, run on both engines. PostgreSQL's address comes from
//! `AMANAH_TEST_POSTGRES`, which `./test` sets; without it that half fails and says so.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that panics has said what it had to say"
)]

#[path = "store/bench.rs"]
mod bench;

/// Each story as a test on either engine, and all of them as a list for the test that wants every
/// query to have run.
macro_rules! stories {
    ($($story:ident),+ $(,)?) => {
        $(mod $story {
            #[test]
            fn sqlite() {
                super::$story(&crate::bench::Bench::sqlite());
            }
            #[test]
            fn postgres() {
                super::$story(&crate::bench::Bench::postgres());
            }
        })+
        pub(crate) const STORIES: &[fn(&crate::bench::Bench)] = &[$($story),+];
    };
}

#[path = "store/account_rights.rs"]
mod account_rights;
#[path = "store/accounts.rs"]
mod accounts;
#[path = "store/batches.rs"]
mod batches;
#[path = "store/case_beside.rs"]
mod case_beside;
#[path = "store/case_queue.rs"]
mod case_queue;
#[path = "store/case_rows.rs"]
mod case_rows;
#[path = "store/cases.rs"]
mod cases;
#[path = "store/commits.rs"]
mod commits;
#[path = "store/coverage.rs"]
mod coverage;
#[path = "store/crash.rs"]
mod crash;
#[path = "store/dump.rs"]
mod dump;
#[path = "store/facade.rs"]
mod facade;
#[path = "store/holds.rs"]
mod holds;
#[path = "store/job_stories.rs"]
mod job_stories;
#[path = "store/kept_tags.rs"]
mod kept_tags;
#[path = "store/key_epochs.rs"]
mod key_epochs;
#[path = "store/ledger.rs"]
mod ledger;
#[path = "store/limits.rs"]
mod limits;
#[path = "store/live_chats.rs"]
mod live_chats;
#[path = "store/notices.rs"]
mod notices;
#[path = "store/numbers.rs"]
mod numbers;
#[path = "store/outbox_stories.rs"]
mod outbox_stories;
#[path = "store/people_stories.rs"]
mod people_stories;
#[path = "store/removals.rs"]
mod removals;
#[path = "store/reports.rs"]
mod reports;
#[path = "store/retention.rs"]
mod retention;
#[path = "store/schema.rs"]
mod schema;
#[path = "store/sessions.rs"]
mod sessions;
#[path = "store/staff.rs"]
mod staff;
#[path = "store/tickets.rs"]
mod tickets;
#[path = "store/trail.rs"]
mod trail;
#[path = "store/transfers.rs"]
mod transfers;

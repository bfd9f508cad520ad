//! What the system does by itself, later: rows of work, leased and done at least once, and exactly once
//! for everything inside the database.

pub mod assess;
pub mod batch_clock;
pub mod close_batch;
pub mod deliver;
pub mod draw_batch;
pub mod lost_access;
pub mod run;
pub mod sweep;
pub mod task;
pub mod tell_results;
pub mod verify_identity;

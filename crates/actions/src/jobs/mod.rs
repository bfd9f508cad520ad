//! What the system does by itself, later: rows of work, leased and done at least once, and exactly once
//! for everything inside the database.

pub mod alive;
pub mod assess;
pub mod backup_daily;
pub mod batch_clock;
mod chat_lane;
pub mod close_batch;
pub mod daily;
pub mod deliver;
mod deliver_case;
pub mod draw_batch;
pub mod finish_removal;
pub mod grant_deletion;
pub mod holds_daily;
pub mod keys_daily;
pub mod lost_access;
pub mod rehearse_restore;
pub mod retention_daily;
pub mod rotate_keys;
pub mod run;
pub mod sweep;
pub mod take_back;
pub mod task;
pub mod tell_recipient;
pub mod tell_results;
pub mod transfer_copy;
pub mod verify_identity;

//! What the operator does: keys, backups, the journal of removals.

pub mod backup_archive;
pub mod backup_create;
pub mod backup_error;
pub(crate) mod backup_held;
pub mod backup_list;
pub mod backup_manifest;
mod backup_part;
pub mod backup_verify;
pub mod declare;
pub mod journal;
mod journal_entry;
pub mod journal_error;
pub mod journal_record;
pub mod keys;
pub mod prune;
pub mod rehearse;
pub mod restore;
mod restore_join;
mod restore_place;
mod restore_replay;
pub mod shelf;
mod shelf_bucket;
mod shelf_folder;
pub mod shelf_item;

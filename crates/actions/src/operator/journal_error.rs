//! Why the journal of removals cannot be used.

use crate::operator::journal_entry::EntryError;
use crate::operator::shelf::ShelfError;

/// Why the journal cannot be used; a sentence for the operator.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum JournalError {
    /// The shelf.
    #[error("the journal of removals: {0}")]
    Shelf(#[from] ShelfError),
    /// An entry.
    #[error(
        "the journal of removals in {shelf} was altered or is not this installation's, at entry {number}: {why}. Put back the journal as it was"
    )]
    Entry {
        /// Where.
        shelf: String,
        /// Which.
        number: u64,
        /// What is wrong with it.
        why: EntryError,
    },
    /// Entries are missing.
    #[error(
        "the journal of removals in {shelf} has a gap: entry {number} is missing. Put back the journal as it was"
    )]
    Gap {
        /// Where.
        shelf: String,
        /// The first that is missing.
        number: u64,
    },
    /// It ends too early.
    #[error(
        "the journal of removals in {shelf} ends at entry {found}, and {told_by} says that it reached {wanted}: this is an older copy, or entries were taken away. Name the right one with --journal"
    )]
    Short {
        /// Where.
        shelf: String,
        /// Its length.
        found: u64,
        /// The length that is known of.
        wanted: u64,
        /// From where.
        told_by: &'static str,
    },
    /// At a known place it says something else.
    #[error(
        "the journal of removals in {shelf} says something else at entry {number} than {told_by} knows: it was exchanged. Put back the journal as it was"
    )]
    Exchanged {
        /// Where.
        shelf: String,
        /// Which entry.
        number: u64,
        /// From where.
        told_by: &'static str,
    },
    /// None at all.
    #[error(
        "there is no journal of removals in {shelf}: without it those who were erased after the backup would come back. Name its place with --journal"
    )]
    Missing {
        /// Where it was looked for.
        shelf: String,
    },
    /// Its lines are sealed for epochs that this keyring does not have, and that were not destroyed.
    #[error(
        "entry {number} of the journal of removals in {shelf} was written under key epoch {epoch}, and this keyring has {held}: it is another or an older copy. Put the newest copy of the keyring back"
    )]
    Epoch {
        /// Where.
        shelf: String,
        /// Which entry.
        number: u64,
        /// The newest epoch that opens it.
        epoch: u32,
        /// What the keyring has, in words.
        held: String,
    },
    /// It could not be appended to.
    #[error("the journal of removals could not be written: {0}")]
    Stuck(&'static str),
}

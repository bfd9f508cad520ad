//! What the journal is told of a removal, before it happens.

use amanah_domain::Timestamp;
use amanah_store::notices::NoticeRow;
use amanah_store::removals::RemovalRow;

use crate::operator::journal::{JournalLine, JournalRecord, OnceTag, RemovalFacts};
use crate::removal::reach::Reach;
use crate::removal::scope::Scope;
use crate::removal::write::foreseen;

/// The newest value that goes.
pub(crate) fn newest_of(reach: &Reach, scope: &Scope) -> Option<Timestamp> {
    let goes = scope.fields();
    let values = reach.rows.iter().flat_map(|(row, _)| row.fields().iter().map(move |field| (row, field)));
    let gone = values.filter(|(_, field)| goes.contains(*field));
    gone.filter_map(|(row, field)| row.origin(field)).map(|(_, collected)| collected).max()
}

/// What the journal says of it.
pub(crate) fn record_of(
    reach: &Reach,
    scope: &Scope,
    row: &RemovalRow,
    tag: [u8; 32],
    once: Option<[u8; 32]>,
    notices: &[NoticeRow],
    at: Timestamp,
) -> JournalRecord {
    let once = scope.once.zip(once).map(|((purpose, until), tag)| OnceTag {
        tag,
        ground: purpose.name().to_owned(),
        until,
    });
    let facts = RemovalFacts {
        tag,
        asked_by: row.asked_by,
        ground: row.ground.clone(),
        asked_at: row.asked_at,
        unreadable_at: row.unreadable_at,
        last_epoch: row.last_epoch,
        lines: foreseen(reach, scope),
        once,
        notices: notices.iter().map(|one| (one.notice, one.recipient, one.reference)).collect(),
    };
    let line = JournalLine {
        removal: row.removal,
        person: reach.person,
        act: scope.act,
        categories: scope.whole,
        fields: scope.single,
        at,
    };
    JournalRecord { line, facts: Some(facts) }
}

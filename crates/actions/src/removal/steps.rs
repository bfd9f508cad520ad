//! The entries of the ledger that prove the steps of a removal, as its lines keep them: the removal, each
//! telling that reached a recipient; and where the end of each key epoch stands, which comes weeks later.

use amanah_domain::NoticeId;
use amanah_domain::states::RemovalLine;
use amanah_ledger::Receipt;
use amanah_store::removals::LineRow;
use amanah_store::{Connection, StoreError, settings};

/// Prefix of the settings that say where the end of an epoch stands in the ledger.
const ENDED: &str = "epoch-ended/";

/// Where a receipt says that its entry stands.
pub(crate) fn place(receipt: &Receipt) -> (u32, u64) {
    (receipt.log().0, receipt.index())
}

/// A line that names an entry.
pub(crate) fn proof_line(what: &str, entry: (u32, u64), key: String) -> LineRow {
    let what = what.to_owned();
    LineRow { kind: RemovalLine::Proof, what, number: 1, ground: key, at: None, entry: Some(entry) }
}

/// The entry that a telling stands in; with an acknowledgement, the key that it was checked by.
pub(crate) fn notice_line(notice: NoticeId, entry: (u32, u64), key: Option<String>) -> LineRow {
    proof_line(&notice_what(notice), entry, key.unwrap_or_default())
}

fn notice_what(notice: NoticeId) -> String {
    format!("notice {}", notice.to_hex())
}

fn proofs(lines: &[LineRow]) -> impl Iterator<Item = &LineRow> {
    lines.iter().filter(|line| line.kind == RemovalLine::Proof)
}

/// The key by which a recipient's acknowledgement was checked.
pub(crate) fn key_of(lines: &[LineRow], notice: NoticeId) -> Option<String> {
    let what = notice_what(notice);
    proofs(lines).find(|line| line.what == what && !line.ground.is_empty()).map(|line| line.ground.clone())
}

/// Where the destruction of an epoch's keys stands in the ledger.
pub(crate) fn epoch_end(db: &mut dyn Connection, epoch: u32) -> Result<Option<(u32, u64)>, StoreError> {
    let found = settings::read(db, &format!("{ENDED}{epoch}"))?;
    Ok(found.and_then(|setting| {
        let (log, rest) = setting.value.split_first_chunk::<4>()?;
        Some((u32::from_be_bytes(*log), u64::from_be_bytes(*rest.first_chunk()?)))
    }))
}

/// Writes that down. Destroyed twice (after a crash in between), the later entry counts.
pub(crate) fn remember_epoch_end(
    db: &mut dyn Connection,
    epoch: u32,
    (log, index): (u32, u64),
) -> Result<(), StoreError> {
    let value = [&log.to_be_bytes()[..], &index.to_be_bytes()].concat();
    settings::put(db, &format!("{ENDED}{epoch}"), &value).map(drop)
}

//! Rows of the ledger: logs with their leases and heads, entries, hash tiles; and the trails that people
//! and staff read, newest first.

use amanah_domain::Timestamp;
use amanah_ledger::{Batch, Entry, LogId};

use crate::query::queries;
use crate::value::int;
use crate::{Connection, Param, StoreError};

/// Entries written by one statement; 16 statements carry a full group of 256.
const ENTRIES_PER_STATEMENT: usize = 16;
/// Entries of one page of a trail, at most.
pub const TRAIL_PAGE_MAX: u32 = 500;

queries! {
    TAKE_FREE_LOG = "update ledger_log set holder = $1, lease_until = $2 where log_id = \
        (select min(log_id) from ledger_log where lease_until <= $3 and length(holder) > 0) \
        and lease_until <= $3 returning log_id";
    ADD_LOG = "insert into ledger_log (log_id, holder, lease_until, size, checkpoint) \
        select coalesce(max(log_id), 0) + 1, $1, $2, 0, null from ledger_log where true \
        on conflict (log_id) do nothing returning log_id";
    RENEW_LOG = "update ledger_log set lease_until = $1 where log_id = $2 and holder = $3";
    ADVANCE_LOG = "update ledger_log set size = $1, checkpoint = $2, lease_until = $3 \
        where log_id = $4 and holder = $5 and size = $6";
    READ_HEAD = "select checkpoint from ledger_log where log_id = $1";
    LIST_HEADS = "select log_id, size, checkpoint from ledger_log order by log_id";
    ADD_ENTRY = "insert into ledger_entry (log_id, idx, time_ms, tag0, tag1, body) \
        values ($1, $2, $3, $4, $5, $6)";
    ADD_ENTRIES = "insert into ledger_entry (log_id, idx, time_ms, tag0, tag1, body) values \
        ($1, $2, $3, $4, $5, $6), ($7, $8, $9, $10, $11, $12), ($13, $14, $15, $16, $17, $18), \
        ($19, $20, $21, $22, $23, $24), ($25, $26, $27, $28, $29, $30), ($31, $32, $33, $34, $35, $36), \
        ($37, $38, $39, $40, $41, $42), ($43, $44, $45, $46, $47, $48), ($49, $50, $51, $52, $53, $54), \
        ($55, $56, $57, $58, $59, $60), ($61, $62, $63, $64, $65, $66), ($67, $68, $69, $70, $71, $72), \
        ($73, $74, $75, $76, $77, $78), ($79, $80, $81, $82, $83, $84), ($85, $86, $87, $88, $89, $90), \
        ($91, $92, $93, $94, $95, $96)";
    READ_ENTRIES = "select idx, time_ms, tag0, tag1, body from ledger_entry \
        where log_id = $1 and idx >= $2 order by idx limit $3";
    PUT_TILE = "insert into ledger_tile (log_id, level, idx, hashes) values ($1, $2, $3, $4) \
        on conflict (log_id, level, idx) do update set hashes = excluded.hashes";
    READ_TILE = "select hashes from ledger_tile where log_id = $1 and level = $2 and idx = $3";
    TRAIL_OF_FIRST_TAG = "select log_id, idx, time_ms, tag0, tag1, body from ledger_entry \
        where tag0 = $1 and (time_ms, log_id, idx) < ($2, $3, $4) and time_ms >= $5 \
        order by time_ms desc, log_id desc, idx desc limit $6";
    TRAIL_OF_SECOND_TAG = "select log_id, idx, time_ms, tag0, tag1, body from ledger_entry \
        where tag1 = $1 and (time_ms, log_id, idx) < ($2, $3, $4) and time_ms >= $5 \
        order by time_ms desc, log_id desc, idx desc limit $6";
    COUNT_TRAIL = "select count(*) from ledger_entry where tag0 = $1";
}

/// A log as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The log.
    pub log: LogId,
    /// Entries in it.
    pub size: u64,
    /// Its last signed checkpoint; `None` while it is empty.
    pub checkpoint: Option<String>,
}

/// Which of the two tags of an entry is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tag {
    /// The first: whose data.
    First,
    /// The second: who acted.
    Second,
}

/// Where a page of a trail ends; the next page begins before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrailPosition {
    /// Time of the entry, milliseconds.
    pub time_ms: i64,
    /// Its log.
    pub log: u32,
    /// Its index in that log.
    pub index: u64,
}

/// An entry of a trail with its log.
#[derive(Clone, Debug)]
pub struct TrailEntry {
    /// The log it lies in.
    pub log: LogId,
    /// The entry.
    pub entry: Entry,
}

impl TrailEntry {
    /// Where the page after this entry begins.
    pub fn position(&self) -> TrailPosition {
        TrailPosition { time_ms: self.entry.time_ms, log: self.log.0, index: self.entry.index }
    }
}

/// Takes a log whose lease ended before `free_before`, else adds one. `None`: somebody else was quicker.
pub(crate) fn take_log(
    db: &mut dyn Connection,
    holder: &[u8; 16],
    free_before: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<u32>, StoreError> {
    let lease = [holder.into(), lease_until.into(), free_before.into()];
    let row = match db.query_optional(&TAKE_FREE_LOG, &lease)? {
        Some(row) => Some(row),
        None => db.query_optional(&ADD_LOG, &[holder.into(), lease_until.into()])?,
    };
    row.map(|row| row.small(0)).transpose()
}

/// Sets the end of the lease; [`StoreError::Fenced`] when the log is somebody else's by now.
pub(crate) fn renew_log(
    db: &mut dyn Connection,
    log: LogId,
    holder: &[u8; 16],
    lease_until: Timestamp,
) -> Result<(), StoreError> {
    match db.execute(&RENEW_LOG, &[lease_until.into(), log.0.into(), holder.into()])? {
        0 => Err(StoreError::Fenced { log: log.0 }),
        _ => Ok(()),
    }
}

/// Writes a batch; [`StoreError::Fenced`] when the log's size or holder is no longer what it was.
pub(crate) fn write_batch(
    db: &mut dyn Connection,
    holder: &[u8; 16],
    lease_until: Timestamp,
    batch: &Batch<'_>,
) -> Result<(), StoreError> {
    let advanced = db.execute(
        &ADVANCE_LOG,
        &[
            int(batch.size)?.into(),
            batch.checkpoint.into(),
            lease_until.into(),
            batch.log.0.into(),
            holder.into(),
            int(batch.previous_size)?.into(),
        ],
    )?;
    if advanced != 1 {
        return Err(StoreError::Fenced { log: batch.log.0 });
    }
    let mut chunks = batch.entries.chunks_exact(ENTRIES_PER_STATEMENT);
    let mut params = Vec::with_capacity(ENTRIES_PER_STATEMENT * 6);
    for chunk in chunks.by_ref() {
        params.clear();
        for entry in chunk {
            push_entry(&mut params, batch.log, entry)?;
        }
        db.execute(&ADD_ENTRIES, &params)?;
    }
    for entry in chunks.remainder() {
        params.clear();
        push_entry(&mut params, batch.log, entry)?;
        db.execute(&ADD_ENTRY, &params)?;
    }
    for tile in batch.tiles {
        let place = [batch.log.0.into(), u32::from(tile.level).into(), int(tile.index)?.into()];
        let [log, level, index] = place;
        db.execute(&PUT_TILE, &[log, level, index, (&tile.bytes).into()])?;
    }
    Ok(())
}

fn push_entry<'e>(params: &mut Vec<Param<'e>>, log: LogId, entry: &'e Entry) -> Result<(), StoreError> {
    let [first, second] = &entry.tags;
    params.extend::<[Param<'e>; 6]>([
        log.0.into(),
        int(entry.index)?.into(),
        entry.time_ms.into(),
        first.into(),
        second.into(),
        (&entry.body).into(),
    ]);
    Ok(())
}

/// The last checkpoint of a log; `None` for an empty or unknown one.
pub fn head(db: &mut dyn Connection, log: LogId) -> Result<Option<String>, StoreError> {
    let row = db.query_optional(&READ_HEAD, &[log.0.into()])?;
    row.map_or(Ok(None), |row| Ok(row.text_opt(0)?.map(str::to_owned)))
}

/// All logs, by id.
pub fn heads(db: &mut dyn Connection) -> Result<Vec<Head>, StoreError> {
    let rows = db.query(&LIST_HEADS, &[])?;
    let head = |row: &crate::Row| {
        Ok(Head {
            log: LogId(row.small(0)?),
            size: row.count(1)?,
            checkpoint: row.text_opt(2)?.map(str::to_owned),
        })
    };
    rows.iter().map(head).collect()
}

/// A full hash tile: 8,192 bytes.
pub fn tile(
    db: &mut dyn Connection,
    log: LogId,
    level: u8,
    index: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = db.query_optional(&READ_TILE, &[log.0.into(), u32::from(level).into(), int(index)?.into()])?;
    row.map(|mut row| row.take_blob(0)).transpose()
}

/// Entries of a log in order, from index `from`, at most `count_max`.
pub fn entries(
    db: &mut dyn Connection,
    log: LogId,
    from: u64,
    count_max: u32,
) -> Result<Vec<Entry>, StoreError> {
    let rows = db.query(&READ_ENTRIES, &[log.0.into(), int(from)?.into(), count_max.into()])?;
    rows.into_iter().map(|row| entry(row, 0)).collect()
}

fn entry(mut row: crate::Row, start: usize) -> Result<Entry, StoreError> {
    Ok(Entry {
        index: row.count(start)?,
        time_ms: row.int(start + 1)?,
        tags: [row.bytes(start + 2)?, row.bytes(start + 3)?],
        body: row.take_blob(start + 4)?,
    })
}

/// A page of the trail of `value`, newest first: entries since `since`, before `before` (`None`: from
/// the newest), at most `count_max` and [`TRAIL_PAGE_MAX`]. The next page begins at the last entry's
/// [`TrailEntry::position`].
pub fn trail(
    db: &mut dyn Connection,
    tag: Tag,
    value: &[u8; 16],
    since: Timestamp,
    before: Option<TrailPosition>,
    count_max: u32,
) -> Result<Vec<TrailEntry>, StoreError> {
    let query = match tag {
        Tag::First => &TRAIL_OF_FIRST_TAG,
        Tag::Second => &TRAIL_OF_SECOND_TAG,
    };
    let (time, log, index) = match before {
        Some(position) => (position.time_ms, i64::from(position.log), int(position.index)?),
        None => (i64::MAX, i64::MAX, i64::MAX),
    };
    let rows = db.query(
        query,
        &[
            value.into(),
            time.into(),
            log.into(),
            index.into(),
            since.into(),
            count_max.min(TRAIL_PAGE_MAX).into(),
        ],
    )?;
    rows.into_iter().map(|row| Ok(TrailEntry { log: LogId(row.small(0)?), entry: entry(row, 1)? })).collect()
}

/// How many entries carry `value` as their first tag.
pub fn trail_count(db: &mut dyn Connection, value: &[u8; 16]) -> Result<u64, StoreError> {
    db.query_one(&COUNT_TRAIL, &[value.into()])?.count(0)
}

//! The queue: pages of cases by urgency, read from the end of an index however long the queue is.

use amanah_domain::cases::{CaseChannel, CaseKind, Desk, Level};
use amanah_domain::{CaseId, Timestamp};

use crate::cases::{CaseRow, columns, parse, urgency};
use crate::query::queries;
use crate::{Connection, Param, StoreError};

queries! {
    OPEN = columns!("select", "from case_file where decided_at is null and desk = $1 \
        and (urgency, case_id) > ($2, $3) and kind >= $4 and kind <= $5 and channel >= $6 and channel <= $7 \
        and level >= $8 order by urgency, case_id limit $9");
    ENDED = columns!("select", "from case_file where decided_at is not null and desk = $1 \
        and (decided_at, case_id) < ($2, $3) and kind >= $4 and kind <= $5 and channel >= $6 and channel <= $7 \
        order by decided_at desc, case_id desc limit $8");
    COUNT_OPEN = "select count(*) from (select 1 from case_file where decided_at is null and desk = $1 \
        and kind >= $2 and kind <= $3 and channel >= $4 and channel <= $5 and level >= $6 limit $7) c";
}

/// What is wanted of a desk's queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueueFilter {
    /// Whose queue.
    pub desk: Desk,
    /// One kind, or all.
    pub kind: Option<CaseKind>,
    /// One channel, or all.
    pub channel: Option<CaseChannel>,
    /// On whose list, at least.
    pub level: Level,
}

impl QueueFilter {
    /// Everything on a desk.
    pub const fn of(desk: Desk) -> Self {
        Self { desk, kind: None, channel: None, level: Level::Officer }
    }

    fn spans(&self) -> [Param<'static>; 4] {
        let span = |code: Option<u8>| code.map_or((0, 63), |code| (i64::from(code), i64::from(code)));
        let kind = span(self.kind.map(CaseKind::code));
        let channel = span(self.channel.map(CaseChannel::code));
        [kind.0.into(), kind.1.into(), channel.0.into(), channel.1.into()]
    }
}

/// Where a page ends: urgency (or time of the end) and case.
pub type Position = (i64, CaseId);

/// Where a case stands in its queue.
pub fn position(row: &CaseRow) -> Position {
    (row.decided_at.map_or_else(|| urgency(row), Timestamp::millis), row.case)
}

/// Open cases, the most urgent first, after a position.
pub fn open(
    db: &mut dyn Connection,
    filter: &QueueFilter,
    after: Option<Position>,
    count_max: u32,
) -> Result<Vec<CaseRow>, StoreError> {
    let (urgency, case) = after.unwrap_or((i64::MIN, CaseId::from_bytes([0; 16])));
    let [kind_min, kind_max, channel_min, channel_max] = filter.spans();
    let desk = i64::from(filter.desk.code()).into();
    let level = i64::from(filter.level.code()).into();
    let params = [
        desk,
        urgency.into(),
        (&case).into(),
        kind_min,
        kind_max,
        channel_min,
        channel_max,
        level,
        count_max.into(),
    ];
    db.query(&OPEN, &params)?.iter().map(parse).collect()
}

/// Cases at their end, the last first, after a position.
pub fn ended(
    db: &mut dyn Connection,
    filter: &QueueFilter,
    after: Option<Position>,
    count_max: u32,
) -> Result<Vec<CaseRow>, StoreError> {
    let (at, case) = after.unwrap_or((i64::MAX, CaseId::from_bytes([0xff; 16])));
    let [kind_min, kind_max, channel_min, channel_max] = filter.spans();
    let desk = i64::from(filter.desk.code()).into();
    let at = Timestamp::from_millis(at).into();
    let params = [desk, at, (&case).into(), kind_min, kind_max, channel_min, channel_max, count_max.into()];
    db.query(&ENDED, &params)?.iter().map(parse).collect()
}

/// How many open cases there are, counted up to `count_max`: a queue of a million is "more than that".
pub fn count_open(db: &mut dyn Connection, filter: &QueueFilter, count_max: u32) -> Result<u64, StoreError> {
    let [kind_min, kind_max, channel_min, channel_max] = filter.spans();
    let desk = i64::from(filter.desk.code()).into();
    let level = i64::from(filter.level.code()).into();
    let params = [desk, kind_min, kind_max, channel_min, channel_max, level, count_max.into()];
    db.query_one(&COUNT_OPEN, &params)?.count(0)
}

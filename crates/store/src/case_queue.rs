//! The queue: pages of cases by urgency, read from the end of an index however long the queue is. Whatever is
//! filtered beside the index is left out here, and no more than a bounded number of rows is looked at for one
//! page. From clear columns alone: what was said is not even read.

use amanah_domain::cases::{CaseChannel, CaseKind, CaseState, Desk, Level};
use amanah_domain::{CaseId, PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Param, Query, Row, StoreError};

/// Rows that are looked at for one page of one desk, at most. What lies further is on the next page.
const SCANNED_MAX: usize = 4_096;
/// Rows read at once where some of them are left out.
const CHUNK: u32 = 512;

macro_rules! queue {
    ($index:literal) => {
        concat!(
            "select person_id, case_id, kind, subject, state, opened_at, decided_at, channel, receipt, holder, due_at, \
            left_ms, stage, level, said_at, urgency from case_file where decided_at is null and ",
            $index,
            " order by urgency, case_id limit "
        )
    };
}

queries! {
    BY_URGENCY = concat!(queue!("desk = $1 and (urgency, case_id) > ($2, $3)"), "$4");
    BY_KIND = concat!(queue!("kind = $1 and (urgency, case_id) > ($2, $3)"), "$4");
    BY_CHANNEL = concat!(queue!("desk = $1 and channel = $2 and (urgency, case_id) > ($3, $4)"), "$5");
    BY_LEVEL = concat!(queue!("desk = $1 and level = $2 and (urgency, case_id) > ($3, $4)"), "$5");
    BY_STATE = concat!(queue!("desk = $1 and state = $2 and (urgency, case_id) > ($3, $4)"), "$5");
    BY_HOLDER = concat!(queue!("holder = $1 and desk = $2 and (urgency, case_id) > ($3, $4)"), "$5");
    BY_NOBODY = concat!(queue!("holder is null and desk = $1 and (urgency, case_id) > ($2, $3)"), "$4");
    ENDED = "select person_id, case_id, kind, subject, state, opened_at, decided_at, channel, receipt, holder, due_at, \
        left_ms, stage, level, said_at, urgency from case_file where decided_at is not null and desk = $1 \
        and (decided_at, case_id) < ($2, $3) order by decided_at desc, case_id desc limit $4";
    COUNT_OPEN = "select count(*) from (select 1 from case_file where decided_at is null and desk = $1 limit $2) c";
}

/// Whose cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum HolderFilter {
    /// Everybody's.
    #[default]
    All,
    /// Those that nobody has taken.
    Nobody,
    /// Somebody's.
    Of(PersonId),
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
    /// One state, or all that are open.
    pub state: Option<CaseState>,
    /// Whose.
    pub holder: HolderFilter,
    /// Only those whose clock has run out by then.
    pub late_by: Option<Timestamp>,
}

impl QueueFilter {
    /// Everything on a desk.
    pub const fn of(desk: Desk) -> Self {
        Self {
            desk,
            kind: None,
            channel: None,
            level: Level::Officer,
            state: None,
            holder: HolderFilter::All,
            late_by: None,
        }
    }

    fn wants(&self, row: &QueueRow) -> bool {
        self.kind.is_none_or(|kind| kind == row.kind)
            && self.channel.is_none_or(|channel| channel == row.channel)
            && self.level.code() <= row.level.code()
            && self.state.is_none_or(|state| state == row.state)
            && match self.holder {
                HolderFilter::All => true,
                HolderFilter::Nobody => row.holder.is_none(),
                HolderFilter::Of(person) => row.holder == Some(person),
            }
    }

    /// How many things are asked for beside the desk and the clock.
    fn conditions(&self) -> usize {
        usize::from(self.kind.is_some())
            + usize::from(self.channel.is_some())
            + usize::from(self.level != Level::Officer)
            + usize::from(self.state.is_some())
            + usize::from(self.holder != HolderFilter::All)
    }
}

/// A case as the queue shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueRow {
    /// Whose.
    pub person: PersonId,
    /// Its id.
    pub case: CaseId,
    /// What kind.
    pub kind: CaseKind,
    /// What it is about within the kind; never personal.
    pub subject: String,
    /// Where it stands.
    pub state: CaseState,
    /// Since when.
    pub opened_at: Timestamp,
    /// When it came to its end.
    pub decided_at: Option<Timestamp>,
    /// By which way it came.
    pub channel: CaseChannel,
    /// The number that the person quotes.
    pub receipt: String,
    /// Who has it.
    pub holder: Option<PersonId>,
    /// When the clock runs out, where it runs.
    pub due_at: Option<Timestamp>,
    /// What is left while it stands, in milliseconds.
    pub left_ms: Option<i64>,
    /// Whether it ran out.
    pub lapsed: bool,
    /// Whose list it is on.
    pub level: Level,
    /// When the person last said something.
    pub said_at: Option<Timestamp>,
    urgency: i64,
}

fn parse(row: &Row) -> Result<QueueRow, StoreError> {
    Ok(QueueRow {
        person: row.person(0)?,
        case: CaseId::from_bytes(row.bytes(1)?),
        kind: CaseKind::from_code(row.small(2)?).unwrap_or(CaseKind::Eligibility),
        subject: row.text(3)?.to_owned(),
        state: CaseState::from_code(row.small(4)?).unwrap_or(CaseState::Open),
        opened_at: row.time(5)?,
        decided_at: row.time_opt(6)?,
        channel: CaseChannel::from_code(row.small(7)?).unwrap_or(CaseChannel::System),
        receipt: row.text(8)?.to_owned(),
        holder: row.bytes_opt(9)?.map(PersonId::from_bytes),
        due_at: row.time_opt(10)?,
        left_ms: row.int_opt(11)?,
        lapsed: row.int(12)? >= 3,
        level: Level::from_code(row.small(13)?).unwrap_or(Level::Dpo),
        said_at: row.time_opt(14)?,
        urgency: row.int(15)?,
    })
}

/// Where a page ends: urgency (or time of the end) and case.
pub type Position = (i64, CaseId);

/// Where a case stands in its queue.
pub fn position(row: &QueueRow) -> Position {
    (row.decided_at.map_or(row.urgency, Timestamp::millis), row.case)
}

/// A page of a queue.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct QueuePage {
    /// In order.
    pub rows: Vec<QueueRow>,
    /// Where to go on; `None` at the end. A page may hold fewer rows than were asked for and still go on:
    /// then many were looked at and left out.
    pub next: Option<Position>,
}

/// What one index has: rows in order, and how far they are all of them (`None`: to the end).
struct Found {
    rows: Vec<QueueRow>,
    through: Option<Position>,
}

/// Reads one index until so many rows were found, it ends, or enough was looked at.
fn gather(
    wanted: impl Fn(&QueueRow) -> bool,
    exact: bool,
    (after, until): (Position, i64),
    count_max: u32,
    mut read: impl FnMut(Position, u32) -> Result<Vec<QueueRow>, StoreError>,
) -> Result<Found, StoreError> {
    let chunk = if exact { count_max } else { count_max.max(CHUNK) };
    let (mut rows, mut through, mut scanned) = (Vec::new(), after, 0);
    loop {
        let read = read(through, chunk)?;
        scanned += read.len();
        let ended = read.len() < chunk as usize;
        for row in read {
            // What comes later is in time.
            if row.urgency > until {
                return Ok(Found { rows, through: None });
            }
            through = position(&row);
            if wanted(&row) {
                rows.push(row);
            }
            if rows.len() >= count_max as usize {
                return Ok(Found { rows, through: Some(through) });
            }
        }
        if ended {
            return Ok(Found { rows, through: None });
        }
        if scanned >= SCANNED_MAX {
            return Ok(Found { rows, through: Some(through) });
        }
    }
}

/// The index that leaves out most for a filter, with what is looked up in it.
fn index(filter: &QueueFilter) -> (&'static Query, Vec<Param<'_>>) {
    let code = |code: u8| Param::Int(i64::from(code));
    let desk = code(filter.desk.code());
    match *filter {
        QueueFilter { holder: HolderFilter::Of(_), .. } => {
            let holder = match &filter.holder {
                HolderFilter::Of(person) => Param::from(person),
                HolderFilter::All | HolderFilter::Nobody => Param::Null,
            };
            (&BY_HOLDER, vec![holder, desk])
        }
        QueueFilter { level: level @ (Level::Lead | Level::Dpo), .. } => {
            (&BY_LEVEL, vec![desk, code(level.code())])
        }
        QueueFilter { state: Some(state), .. } if state != CaseState::Open => {
            (&BY_STATE, vec![desk, code(state.code())])
        }
        QueueFilter { kind: Some(kind), .. } => (&BY_KIND, vec![code(kind.code())]),
        QueueFilter { channel: Some(channel), .. } => (&BY_CHANNEL, vec![desk, code(channel.code())]),
        QueueFilter { state: Some(state), .. } => (&BY_STATE, vec![desk, code(state.code())]),
        QueueFilter { holder: HolderFilter::Nobody, .. } => (&BY_NOBODY, vec![desk]),
        _ => (&BY_URGENCY, vec![desk]),
    }
}

/// On one level exactly: whoever asks for "at least" asks for each.
fn on_level(
    db: &mut dyn Connection,
    filter: &QueueFilter,
    after: Position,
    count_max: u32,
) -> Result<Found, StoreError> {
    let (query, keys) = index(filter);
    let until = filter.late_by.map_or(i64::MAX, Timestamp::millis);
    let read = |(urgency, case): Position, count: u32| {
        let rest: [Param<'_>; 3] = [urgency.into(), (&case).into(), count.into()];
        let params: Vec<Param<'_>> = keys.iter().copied().chain(rest).collect();
        db.query(query, &params)?.iter().map(parse).collect()
    };
    gather(|row| filter.wants(row), filter.conditions() <= 1, (after, until), count_max, read)
}

/// What several indexes found, as one page.
fn merge(found: Vec<Found>, count_max: u32, later: impl Fn(Position, Position) -> bool) -> QueuePage {
    // What lies beyond the index that was read least far is not known to be next.
    let through = found.iter().filter_map(|f| f.through).reduce(|a, b| if later(a, b) { b } else { a });
    let mut rows: Vec<_> = found.into_iter().flat_map(|f| f.rows).collect();
    rows.retain(|row| through.is_none_or(|through| !later(position(row), through)));
    rows.sort_by(|a, b| match (position(a), position(b)) {
        (a, b) if a == b => core::cmp::Ordering::Equal,
        (a, b) if later(a, b) => core::cmp::Ordering::Greater,
        _ => core::cmp::Ordering::Less,
    });
    let more = rows.len() > count_max as usize;
    rows.truncate(count_max as usize);
    let next = if more { rows.last().map(position) } else { through };
    QueuePage { rows, next }
}

/// Open cases of several desks, the most urgent first, after a position. Filters of the same kind on all of
/// them, the desk aside.
pub fn page(
    db: &mut dyn Connection,
    filters: &[QueueFilter],
    after: Option<Position>,
    count_max: u32,
) -> Result<QueuePage, StoreError> {
    let after = after.unwrap_or((i64::MIN, CaseId::from_bytes([0; 16])));
    let mut found = Vec::new();
    for filter in filters {
        match filter.level {
            Level::Officer | Level::Dpo => found.push(on_level(db, filter, after, count_max)?),
            Level::Lead => {
                for level in [Level::Lead, Level::Dpo] {
                    found.push(on_level(db, &QueueFilter { level, ..*filter }, after, count_max)?);
                }
            }
        }
    }
    Ok(merge(found, count_max, |a, b| a > b))
}

/// Open cases of one desk.
pub fn open(
    db: &mut dyn Connection,
    filter: &QueueFilter,
    after: Option<Position>,
    count_max: u32,
) -> Result<Vec<QueueRow>, StoreError> {
    Ok(page(db, core::slice::from_ref(filter), after, count_max)?.rows)
}

/// Cases of several desks at their end, the last first, after a position.
pub fn ended_page(
    db: &mut dyn Connection,
    filters: &[QueueFilter],
    after: Option<Position>,
    count_max: u32,
) -> Result<QueuePage, StoreError> {
    let after = after.unwrap_or((i64::MAX, CaseId::from_bytes([0xff; 16])));
    let mut found = Vec::new();
    for filter in filters {
        let read = |(at, case): Position, count: u32| {
            let desk = i64::from(filter.desk.code()).into();
            let params = [desk, Timestamp::from_millis(at).into(), (&case).into(), count.into()];
            db.query(&ENDED, &params)?.iter().map(parse).collect()
        };
        found.push(gather(
            |row| filter.wants(row),
            filter.conditions() == 0,
            (after, i64::MAX),
            count_max,
            read,
        )?);
    }
    Ok(merge(found, count_max, |a, b| a < b))
}

/// Cases of one desk at their end.
pub fn ended(
    db: &mut dyn Connection,
    filter: &QueueFilter,
    after: Option<Position>,
    count_max: u32,
) -> Result<Vec<QueueRow>, StoreError> {
    Ok(ended_page(db, core::slice::from_ref(filter), after, count_max)?.rows)
}

/// How many open cases a desk has, counted up to `count_max`: of a queue of a million it is said that there
/// are more.
pub fn count_open(db: &mut dyn Connection, desk: Desk, count_max: u32) -> Result<u64, StoreError> {
    db.query_one(&COUNT_OPEN, &[i64::from(desk.code()).into(), count_max.into()])?.count(0)
}

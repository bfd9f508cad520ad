//! Counts of cases for whoever leads the work: from indexes alone, so nobody's row is read. They go over
//! every open case and belong into [`crate::Store::scan`].

use amanah_domain::cases::{CaseChannel, CaseKind, Desk};
use amanah_domain::{PersonId, Timestamp};

use crate::query::queries;
use crate::{Connection, Row, StoreError};

queries! {
    AGES_BY_KIND = "select kind, age, count(*) from (select kind, case when urgency <= $1 then 0 \
        when urgency <= $2 then 1 when urgency <= $3 then 2 when urgency <= $4 then 3 when urgency <= $5 then 4 \
        else 5 end as age from case_file where decided_at is null) c group by kind, age order by kind, age";
    AGES_BY_CHANNEL = "select channel, late, count(*) from (select channel, case when urgency <= $1 then 1 \
        else 0 end as late from case_file where decided_at is null and desk = $2) c \
        group by channel, late order by channel, late";
    BY_HOLDER = "select holder, late, count(*) from (select holder, case when urgency <= $1 then 1 else 0 end as late \
        from case_file where decided_at is null) c group by holder, late order by holder, late";
    OPENED = "select kind, count(*) from case_file where opened_at > $1 and opened_at <= $2 group by kind order by kind";
    ENDED = "select kind, late, count(*) from (select kind, case when stage >= 3 then 1 else 0 end as late \
        from case_file where decided_at is not null and desk = $1 and decided_at > $2 and decided_at <= $3) c \
        group by kind, late order by kind, late";
}

/// How many buckets of age there are: late, four spans of hours that are left, and a clock that stands.
pub const AGES: usize = 6;

/// A count with how many of it are late.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Late {
    /// All.
    pub all: u64,
    /// Of them, those whose clock ran out.
    pub late: u64,
}

impl Late {
    fn add(&mut self, late: bool, count: u64) {
        self.all += count;
        self.late += if late { count } else { 0 };
    }
}

/// Open cases by kind and age: how many are late at `bounds[0]`, due until `bounds[1]`, and so on; the last
/// bucket is for what is due later than all of them. A clock that stands is later than any.
pub fn ages_by_kind(
    db: &mut dyn Connection,
    bounds: [Timestamp; AGES - 1],
) -> Result<Vec<(CaseKind, [u64; AGES])>, StoreError> {
    let params = bounds.map(Into::into);
    let mut out: Vec<(CaseKind, [u64; AGES])> = Vec::new();
    for row in db.query(&AGES_BY_KIND, &params)? {
        let Some(kind) = CaseKind::from_code(row.small(0)?) else { continue };
        if out.last().is_none_or(|(last, _)| *last != kind) {
            out.push((kind, [0; AGES]));
        }
        let age = out.last_mut().and_then(|(_, ages)| ages.get_mut(row.small::<usize>(1).unwrap_or(AGES)));
        if let Some(age) = age {
            *age = row.count(2)?;
        }
    }
    Ok(out)
}

fn lates<K: PartialEq>(
    rows: &[Row],
    key: impl Fn(&Row) -> Result<Option<K>, StoreError>,
) -> Result<Vec<(K, Late)>, StoreError> {
    let mut out: Vec<(K, Late)> = Vec::new();
    for row in rows {
        let Some(key) = key(row)? else { continue };
        let (late, count) = (row.int(1)? == 1, row.count(2)?);
        match out.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => sum.add(late, count),
            None => {
                let mut sum = Late::default();
                sum.add(late, count);
                out.push((key, sum));
            }
        }
    }
    Ok(out)
}

/// Open cases of a desk by the way they came.
pub fn by_channel(
    db: &mut dyn Connection,
    desk: Desk,
    now: Timestamp,
) -> Result<Vec<(CaseChannel, Late)>, StoreError> {
    let rows = db.query(&AGES_BY_CHANNEL, &[now.into(), i64::from(desk.code()).into()])?;
    lates(&rows, |row| Ok(CaseChannel::from_code(row.small(0)?)))
}

/// Open cases by who has them; `None`: nobody.
pub fn by_holder(
    db: &mut dyn Connection,
    now: Timestamp,
) -> Result<Vec<(Option<PersonId>, Late)>, StoreError> {
    let rows = db.query(&BY_HOLDER, &[now.into()])?;
    lates(&rows, |row| Ok(Some(row.bytes_opt(0)?.map(PersonId::from_bytes))))
}

/// Cases that were opened in a span, by kind.
pub fn opened(
    db: &mut dyn Connection,
    after: Timestamp,
    until: Timestamp,
) -> Result<Vec<(CaseKind, u64)>, StoreError> {
    let rows = db.query(&OPENED, &[after.into(), until.into()])?;
    let pairs = rows.iter().map(|row| Ok((CaseKind::from_code(row.small(0)?), row.count(1)?)));
    let pairs = pairs.collect::<Result<Vec<_>, StoreError>>()?;
    Ok(pairs.into_iter().filter_map(|(kind, count)| Some((kind?, count))).collect())
}

/// Cases of a desk that came to their end in a span, by kind, and how many of them too late.
pub fn ended(
    db: &mut dyn Connection,
    desk: Desk,
    after: Timestamp,
    until: Timestamp,
) -> Result<Vec<(CaseKind, Late)>, StoreError> {
    let rows = db.query(&ENDED, &[i64::from(desk.code()).into(), after.into(), until.into()])?;
    lates(&rows, |row| Ok(CaseKind::from_code(row.small(0)?)))
}

//! Reports of the house's own work: keys, backups, rehearsals, retention. Codes and counts; never about
//! a person.

use amanah_domain::Timestamp;

use crate::query::queries;
use crate::{Connection, Row, StoreError};

/// The longest summary, in bytes.
pub const SUMMARY_BYTES_MAX: usize = 4_096;

queries! {
    // Two of one kind in one millisecond: the later one says how things stand.
    ADD = "insert into run_report (kind, ran_at, fine, summary) values ($1, $2, $3, $4) \
        on conflict (kind, ran_at) do update set fine = excluded.fine, summary = excluded.summary";
    NEWEST = "select kind, ran_at, fine, summary from run_report where kind = $1 order by ran_at desc limit 1";
    LIST = "select kind, ran_at, fine, summary from run_report where kind = $1 order by ran_at desc limit $2";
    // Tells the newest of each kind in one go: for the operator's page.
    NEWEST_OF_ALL = "select kind, ran_at, fine, summary from run_report where ran_at = \
        (select max(r.ran_at) from run_report r where r.kind = run_report.kind) order by kind";
    PURGE = "delete from run_report where ran_at < $1";
}

/// One report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Of what.
    pub kind: String,
    /// When it was written.
    pub ran_at: Timestamp,
    /// Whether everything went as it should; otherwise somebody has to look.
    pub fine: bool,
    /// Codes and counts.
    pub summary: String,
}

/// Adds a report.
pub fn add(db: &mut dyn Connection, report: &Report) -> Result<(), StoreError> {
    let given = report.summary.len();
    if given > SUMMARY_BYTES_MAX {
        return Err(StoreError::TooMany { what: "bytes of a report", given, max: SUMMARY_BYTES_MAX });
    }
    let params = [(&report.kind).into(), report.ran_at.into(), report.fine.into(), (&report.summary).into()];
    db.execute(&ADD, &params).map(drop)
}

/// The newest report of a kind.
pub fn newest(db: &mut dyn Connection, kind: &str) -> Result<Option<Report>, StoreError> {
    db.query_optional(&NEWEST, &[kind.into()])?.as_ref().map(report).transpose()
}

/// Reports of a kind, newest first, at most `count_max`.
pub fn list(db: &mut dyn Connection, kind: &str, count_max: u32) -> Result<Vec<Report>, StoreError> {
    db.query(&LIST, &[kind.into(), count_max.into()])?.iter().map(report).collect()
}

/// The newest report of every kind.
pub fn newest_of_all(db: &mut dyn Connection) -> Result<Vec<Report>, StoreError> {
    db.query(&NEWEST_OF_ALL, &[])?.iter().map(report).collect()
}

/// Removes reports written before `before`. How many.
pub fn purge(db: &mut dyn Connection, before: Timestamp) -> Result<u64, StoreError> {
    db.execute(&PURGE, &[before.into()])
}

fn report(row: &Row) -> Result<Report, StoreError> {
    Ok(Report {
        kind: row.text(0)?.to_owned(),
        ran_at: row.time(1)?,
        fine: row.int(2)? != 0,
        summary: row.text(3)?.to_owned(),
    })
}

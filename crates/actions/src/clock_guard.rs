//! What destroys by itself asks here first whether the clock can be believed. A clock that is set wrong by
//! years would end everybody's time to keep in one night, and nothing brings that back.
//!
//! The house keeps a mark of the latest moment that was believed. Every night moves it on; a step of more
//! than three days is not believed until the operator says so, nor is one back. The mark is the house's
//! own: whatever else is written meanwhile by the wrong clock makes nothing believable.

use amanah_domain::purposes::ApplyRetention;
use amanah_domain::{FieldSet, Operation, Outcome, Timestamp};
use amanah_ledger::LogId;
use amanah_store::reports::{self, Report};
use amanah_store::{Connection, StoreError, key_epochs, ledger_rows, settings};

use crate::access::{Want, Who};
use crate::error::Done;
use crate::office::Office;

/// The latest moment that was believed.
const MARK: &str = "clock-mark";
/// Up to which moment marks that lie in the future are known to be wrong.
const FORGOTTEN: &str = "clock-forgotten";
/// Kind of the report.
pub const REPORT: &str = "clock";
/// Hours of silence after which the clock is not believed by itself.
pub const AHEAD_HOURS_MAX: i64 = 72;
/// Hours that another machine's clock may be ahead of ours.
const BACK_HOURS_MAX: i64 = 1;
const HOUR_MS: i64 = 3_600_000;

/// What the clock looks like.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum ClockWord {
    /// As it should.
    #[default]
    Right,
    /// So many hours after the latest moment that was believed: it was set wrong, or the house was off.
    WentAhead(i64),
    /// So many hours before it.
    WentBack(i64),
}

impl ClockWord {
    fn of(mark: Timestamp, now: Timestamp) -> Self {
        let hours = now.since(mark) / HOUR_MS;
        match hours {
            _ if now > mark.plus_hours(AHEAD_HOURS_MAX) => Self::WentAhead(hours),
            _ if now < mark.plus_hours(-BACK_HOURS_MAX) => Self::WentBack(-hours),
            _ => Self::Right,
        }
    }

    /// What to do, for the report and the terminal.
    pub fn summary(self) -> String {
        match self {
            Self::Right => "clock-right".to_owned(),
            Self::WentAhead(hours) => format!(
                "clock-went-ahead: {} days since the house last ran. Nothing is removed or destroyed. If the \
                 clock is wrong, set it; if the house was switched off, run `amanah retention run --yes`",
                hours / 24
            ),
            Self::WentBack(hours) => format!(
                "the clock went back by {hours} hours or more: nothing is removed, rotated or destroyed. If the \
                 clock is wrong, set it; if it is right now, run `amanah retention run --yes`"
            ),
        }
    }
}

impl Office {
    /// Whether what destroys may go on. Moves the mark where it may, and reports where it may not.
    pub(crate) async fn clock_word(&self) -> Done<ClockWord> {
        let now = self.now();
        let judged = self.store.write(move |db| {
            let mark = read_mark(db, now)?;
            let word = ClockWord::of(mark, now);
            let fine = word == ClockWord::Right;
            if fine {
                put(db, MARK, mark.max(now))?;
            }
            // That it is right is news only after it was not.
            if !fine || reports::newest(db, REPORT)?.is_some_and(|last| !last.fine) {
                reports::add(db, &report(word, now))?;
            }
            Ok::<_, StoreError>(word)
        });
        let word = judged.await?;
        if word != ClockWord::Right {
            tracing::warn!(summary = word.summary(), "the clock is not believed");
        }
        Ok(word)
    }

    /// The operator says that the clock is right. What it looked like until then; after it went back,
    /// whatever was worked through up to that future has to be looked at afresh.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn confirm_clock(&self) -> Done<ClockWord> {
        let want = Want { note: "clock confirmed", ..Want::of(Operation::Manage, FieldSet::EMPTY) };
        self.note::<ApplyRetention>(Who::system(), want, Outcome::Allowed).await?;
        let now = self.now();
        let confirmed = self.store.write(move |db| {
            let mark = read_mark(db, now)?;
            let word = ClockWord::of(mark, now);
            if let ClockWord::WentBack(_) = word {
                put(db, FORGOTTEN, mark.plus_hours(AHEAD_HOURS_MAX))?;
            }
            put(db, MARK, now)?;
            reports::add(db, &report(ClockWord::Right, now))?;
            Ok::<_, StoreError>(word)
        });
        Ok(confirmed.await?)
    }

    /// Begins the mark of a house that has none, before anything is written by today's clock.
    pub(crate) async fn begin_clock_mark(&self) -> Done<()> {
        let now = self.now();
        let begun = self.store.write(move |db| {
            let mark = read_mark(db, now)?;
            match settings::read(db, MARK)? {
                Some(_) => Ok(()),
                None => put(db, MARK, mark),
            }
        });
        Ok(begun.await?)
    }
}

/// Whether a moment that something was noted at lies in a future that the operator said never was.
pub(crate) fn never_was(db: &mut dyn Connection, at: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
    Ok(at > now.plus_hours(BACK_HOURS_MAX) && read(db, FORGOTTEN)?.is_some_and(|until| at <= until))
}

fn report(word: ClockWord, now: Timestamp) -> Report {
    let fine = word == ClockWord::Right;
    Report { kind: REPORT.to_owned(), ran_at: now, fine, summary: word.summary() }
}

fn read(db: &mut dyn Connection, name: &str) -> Result<Option<Timestamp>, StoreError> {
    let found = settings::read(db, name)?;
    let time = |setting: settings::Setting| Some(i64::from_be_bytes(*setting.value.first_chunk()?));
    Ok(found.and_then(time).map(Timestamp::from_millis))
}

fn put(db: &mut dyn Connection, name: &str, at: Timestamp) -> Result<(), StoreError> {
    settings::put(db, name, &at.millis().to_be_bytes()).map(drop)
}

fn read_mark(db: &mut dyn Connection, now: Timestamp) -> Result<Timestamp, StoreError> {
    match read(db, MARK)? {
        Some(mark) => Ok(mark),
        None => Ok(newest_trace(db)?.unwrap_or(now)),
    }
}

/// The newest moment that anything here was written at: the ends of the logs, reports, epochs.
fn newest_trace(db: &mut dyn Connection) -> Result<Option<Timestamp>, StoreError> {
    let mut newest = reports::newest_of_all(db)?.iter().map(|report| report.ran_at).max();
    let epochs = key_epochs::list(db)?;
    newest = newest.max(epochs.iter().map(|row| row.opened_at).max());
    let heads = ledger_rows::heads(db)?;
    for (log, size) in heads.iter().map(|head| (LogId(head.log.0), head.size)).filter(|(_, size)| *size > 0) {
        let last = ledger_rows::entries(db, log, size - 1, 1)?;
        newest = newest.max(last.first().map(|entry| Timestamp::from_millis(entry.time_ms)));
    }
    Ok(newest)
}

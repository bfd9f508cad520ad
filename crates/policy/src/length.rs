//! A time to keep, as a person would write it.

use amanah_domain::Timestamp;
use jiff::Span;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};

use crate::names::choices;

choices! {
    /// The unit of a time to keep.
    Unit = "unit of time" {
        /// Clock hours.
        Hours "hours",
        /// Days.
        Days "days",
        /// Calendar months.
        Months "months",
        /// Calendar years.
        Years "years",
    }
}

/// A time to keep: `5 years`, `30 days`, `0 days` (at once).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Length {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

impl Length {
    /// The moment this long after `from`, by the calendar of UTC: a month later is the same day of the
    /// next month, or its last day. Saturates at the end of time.
    pub fn after(self, from: Timestamp) -> Timestamp {
        self.moved(from, 1).unwrap_or(Timestamp::from_millis(i64::MAX))
    }

    /// The latest moment, to the day, whose time is over at `now`: whatever happened at or before it is
    /// due, by [`Length::after`].
    pub fn before(self, now: Timestamp) -> Timestamp {
        let Some(mut moment) = self.moved(now, -1) else { return Timestamp::from_millis(i64::MIN) };
        // At the end of a month several days lead to one: 28 to 31 January to 28 February.
        for _ in 0..3 {
            let next = moment.plus_hours(24);
            if self.after(next) <= now {
                moment = next;
            }
        }
        moment
    }

    fn moved(self, from: Timestamp, sign: i64) -> Option<Timestamp> {
        let count = i64::from(self.count) * sign;
        let none = Span::new();
        let span = match self.unit {
            Unit::Hours => none.try_hours(count),
            Unit::Days => none.try_days(count),
            Unit::Months => none.try_months(count),
            Unit::Years => none.try_years(count),
        };
        let moved = from.to_jiff().to_zoned(TimeZone::UTC).checked_add(span.ok()?).ok()?;
        Some(Timestamp::from_millis(moved.timestamp().as_millisecond()))
    }
}

impl core::fmt::Display for Length {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let unit = self.unit.name();
        write!(f, "{} {}", self.count, if self.count == 1 { unit.trim_end_matches('s') } else { unit })
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = || {
            let (count, unit) = text.split_once(' ')?;
            let unit = Unit::ALL
                .iter()
                .copied()
                .find(|u| u.name().trim_end_matches('s') == unit.trim_end_matches('s'))?;
            Some(Self { count: count.parse().ok()?, unit })
        };
        read().ok_or_else(|| {
            serde::de::Error::custom(format_args!(
                "`{text}` is not a length of time; write a number and hours, days, months or years: `5 years`"
            ))
        })
    }
}

//! Time is handed in. Nothing below `cli` may ask the machine what time it is (`clippy.toml`).

/// A moment: milliseconds since 1970-01-01T00:00:00Z, as the ledger and the store keep it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This moment moved by `seconds` (negative: earlier); saturates at the ends of time.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    /// This moment moved by clock hours (Law 27/2022 counts hours, not working days).
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3_600))
    }

    /// Milliseconds from `earlier` to this moment.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same moment for calendars; the nearest end of time where jiff cannot hold it.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// The calendar day at a fixed offset from UTC in hours (Jakarta 7, Makassar 8, Jayapura 9;
    /// Indonesia keeps no daylight-saving time).
    pub fn date_at(self, offset_hours: i8) -> jiff::civil::Date {
        self.at(offset_hours).date()
    }

    /// Calendar day and wall time at a fixed offset from UTC in hours.
    pub fn at(self, offset_hours: i8) -> jiff::civil::DateTime {
        let offset = jiff::tz::Offset::from_hours(offset_hours).unwrap_or(jiff::tz::Offset::UTC);
        offset.to_datetime(self.to_jiff())
    }
}

/// Where the present comes from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

//! Days, times, numbers and money as they are read: `10.31 WIB`, `22 November 2026`, `1.234`,
//! `Rp 600.000`.

use amanah_domain::Timestamp;
use jiff::civil::Date;

pub use crate::grouped::grouped;
use crate::lang::Lang;
use crate::words::Lexicon;

/// One of Indonesia's three times. They keep no daylight-saving time, so an offset says all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Zone {
    /// Western: Jakarta, UTC+7.
    #[default]
    Wib,
    /// Central: Makassar, UTC+8.
    Wita,
    /// Eastern: Jayapura, UTC+9.
    Wit,
}

impl Zone {
    /// The one so many hours east of UTC; the western one for any other number.
    pub const fn of_hours(hours: i8) -> Self {
        match hours {
            8 => Self::Wita,
            9 => Self::Wit,
            _ => Self::Wib,
        }
    }

    /// Hours from UTC.
    pub const fn offset_hours(self) -> i8 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// As written after a time.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }
}

impl Lexicon<'_> {
    /// A whole number: `1.234` or `1,234`.
    pub fn number(self, number: impl Into<i64>) -> String {
        grouped(self.lang(), number.into())
    }

    /// Rupiah, which have no cents: `Rp 600.000` in every language, as it stands on money and receipts.
    /// With a space that does not break.
    pub fn money(self, rupiah: impl Into<i64>) -> String {
        format!("Rp\u{a0}{}", grouped(Lang::Id, rupiah.into()))
    }

    /// `22 November 2026`.
    pub fn day(self, date: Date) -> String {
        format!("{} {} {}", date.day(), self.t(&format!("month-{}", date.month())), date.year())
    }

    /// `22 November 2026` at the clock of `zone`.
    pub fn date(self, at: Timestamp, zone: Zone) -> String {
        self.day(at.date_at(zone.offset_hours()))
    }

    /// `22 Nov`.
    pub fn date_short(self, at: Timestamp, zone: Zone) -> String {
        let date = at.date_at(zone.offset_hours());
        format!("{} {}", date.day(), self.t(&format!("month-short-{}", date.month())))
    }

    /// `10.31 WIB`. With a space that does not break.
    pub fn time(self, at: Timestamp, zone: Zone) -> String {
        let time = at.at(zone.offset_hours());
        format!("{:02}.{:02}\u{a0}{}", time.hour(), time.minute(), zone.name())
    }

    /// `22 November 2026, 10.31 WIB`.
    pub fn moment(self, at: Timestamp, zone: Zone) -> String {
        format!("{}, {}", self.date(at, zone), self.time(at, zone))
    }

    /// `22 Nov, 10.31 WIB`.
    pub fn moment_short(self, at: Timestamp, zone: Zone) -> String {
        format!("{}, {}", self.date_short(at, zone), self.time(at, zone))
    }

    /// How long until `then`, in the largest unit that says enough: days from two on, then hours,
    /// then minutes. Something past is *0 minutes*.
    pub fn span(self, now: Timestamp, then: Timestamp) -> String {
        let minutes = then.since(now).max(0) / 60_000;
        let hours = minutes / 60;
        match (hours / 24, hours) {
            (days @ 2.., _) => self.t1("span-days", "n", days),
            (_, hours @ 2..) => self.t1("span-hours", "n", hours),
            _ => self.t1("span-minutes", "n", minutes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn moments_carry_their_zone() {
        let words = sample::words();
        let at = Timestamp::from_millis(1_795_318_260_000);
        let id = words.lexicon(Lang::Id);
        assert_eq!(id.moment(at, Zone::Wib), "22 November 2026, 10.31\u{a0}WIB");
        assert_eq!(id.moment_short(at, Zone::Wit), "22 Nov, 12.31\u{a0}WIT");
        assert_eq!(words.lexicon(Lang::En).span(at, at.plus_hours(50)), "2 days");
        assert_eq!(words.lexicon(Lang::En).span(at, at.plus_hours(30)), "30 hours");
        assert_eq!(words.lexicon(Lang::En).span(at.plus_hours(1), at), "0 minutes");
    }

    /// Hours on the clock are hours that pass: a country that sets its clocks forward in between (Berlin, 28
    /// March 2027) reads an hour later on the wall, and neither the case nor our zones notice.
    #[test]
    fn three_times_24_hours_are_the_same_everywhere() {
        use jiff::tz::TimeZone;
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let words = sample::words();
        let id = words.lexicon(Lang::Id);
        // Sunday, 28 March 2027, 00.30 in Berlin: half an hour after midnight, 06.30 in Jakarta.
        let opened = Timestamp::from_millis(1_806_190_200_000);
        let due = opened.plus_hours(72);
        let wall = |at: Timestamp| at.to_jiff().to_zoned(berlin.clone()).strftime("%d %H.%M").to_string();
        assert_eq!((wall(opened), wall(due)), ("28 00.30".to_owned(), "31 01.30".to_owned()));
        assert_eq!(id.moment(opened, Zone::Wib), "28 Maret 2027, 06.30\u{a0}WIB");
        assert_eq!(id.moment(due, Zone::Wib), "31 Maret 2027, 06.30\u{a0}WIB");
        assert_eq!(words.lexicon(Lang::En).span(opened, due), "3 days");
        for (zone, time) in [(Zone::Wib, "06.30"), (Zone::Wita, "07.30"), (Zone::Wit, "08.30")] {
            assert_eq!(id.time(due, zone), format!("{time}\u{a0}{}", zone.name()));
            assert_eq!(Zone::of_hours(zone.offset_hours()), zone);
        }
    }

    /// Across midnight and the end of a month and of a leap February, each zone at its own moment.
    #[test]
    fn days_end_at_each_zones_own_midnight() {
        let words = sample::words();
        let id = words.lexicon(Lang::Id);
        // 29 February 2028, 23.30 in Jakarta.
        let at = Timestamp::from_millis(1_835_454_600_000);
        assert_eq!(id.date(at, Zone::Wib), "29 Februari 2028");
        assert_eq!(id.date(at, Zone::Wita), "1 Maret 2028");
        assert_eq!(id.moment_short(at.plus_hours(72), Zone::Wib), "3 Mar, 23.30\u{a0}WIB");
        assert_eq!(id.moment_short(at.plus_hours(72), Zone::Wit), "4 Mar, 01.30\u{a0}WIT");
    }

    #[test]
    fn numbers_are_grouped_in_threes() {
        let words = sample::words();
        assert_eq!(words.lexicon(Lang::Id).money(600_000), "Rp\u{a0}600.000");
        assert_eq!(words.lexicon(Lang::En).money(600_000), "Rp\u{a0}600.000");
        assert_eq!(words.lexicon(Lang::En).number(1_234), "1,234");
        assert_eq!(grouped(Lang::Id, -100), "−100");
    }
}

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

    #[test]
    fn numbers_are_grouped_in_threes() {
        let words = sample::words();
        assert_eq!(words.lexicon(Lang::Id).money(600_000), "Rp\u{a0}600.000");
        assert_eq!(words.lexicon(Lang::En).money(600_000), "Rp\u{a0}600.000");
        assert_eq!(words.lexicon(Lang::En).number(1_234), "1,234");
        assert_eq!(grouped(Lang::Id, -100), "−100");
    }
}

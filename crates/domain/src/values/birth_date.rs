//! The day a person was born.

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::{PersonalValue, Refused, shy};

/// Birth date, from 1900 on.
#[derive(Clone, PartialEq, Eq)]
pub struct BirthDate(Date);

impl BirthDate {
    /// Year, at least.
    pub const YEAR_MIN: u32 = 1900;

    /// Day, month and year as typed in three fields. `today` is the day where the person is.
    ///
    /// # Errors
    /// `birth-date-empty`, `birth-date-year` (not four digits), `birth-date-invalid`,
    /// `birth-date-early`, `birth-date-future`.
    pub fn parse(day: &str, month: &str, year: &str, today: Date) -> Result<Self, Refused> {
        let (day, month, year) = (day.trim(), month.trim(), year.trim());
        if day.is_empty() || month.is_empty() || year.is_empty() {
            return Err(Refused::because("birth-date-empty"));
        }
        // Two digits would be a guess of the century.
        if year.len() != 4 || !is_number(year) {
            return Err(Refused::bound("birth-date-year", 4));
        }
        let invalid = Refused::because("birth-date-invalid");
        if day.len() > 2 || month.len() > 2 || !is_number(day) || !is_number(month) {
            return Err(invalid);
        }
        let number = |text: &str| text.parse::<i16>().map_err(|_| invalid);
        let small = |text: &str| text.parse::<i8>().map_err(|_| invalid);
        let date = Date::new(number(year)?, small(month)?, small(day)?).map_err(|_| invalid)?;
        Self::new(date, today)
    }

    /// `YYYY-MM-DD`, as date fields of browsers and files give it.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_iso(text: &str, today: Date) -> Result<Self, Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refused::because("birth-date-empty"));
        }
        let mut parts = text.split('-');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day), None) => Self::parse(day, month, year, today),
            _ => Err(Refused::because("birth-date-invalid")),
        }
    }

    /// From a date that is one already.
    ///
    /// # Errors
    /// `birth-date-early`, `birth-date-future`.
    pub fn new(date: Date, today: Date) -> Result<Self, Refused> {
        if date > today {
            return Err(Refused::because("birth-date-future"));
        }
        if i64::from(date.year()) < i64::from(Self::YEAR_MIN) {
            return Err(Refused::bound("birth-date-early", Self::YEAR_MIN));
        }
        Ok(Self(date))
    }

    /// The date.
    pub fn date(&self) -> Date {
        self.0
    }

    /// Completed years on `day`; negative before the birth. Who was born on 29 February completes a
    /// year on 1 March where there is no 29 February.
    pub fn age_on(&self, day: Date) -> i32 {
        let before_birthday = (day.month(), day.day()) < (self.0.month(), self.0.day());
        i32::from(day.year()) - i32::from(self.0.year()) - i32::from(before_birthday)
    }

    fn iso(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

impl PersonalValue for BirthDate {
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.iso().into_bytes())
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(bytes).ok().filter(|t| t.len() == 10)?;
        Self::parse_iso(text, Date::MAX).ok()
    }
    /// `YYYY-MM-DD`; pages put it into words.
    fn show(&self) -> Zeroizing<String> {
        Zeroizing::new(self.iso())
    }
}

shy!(BirthDate);

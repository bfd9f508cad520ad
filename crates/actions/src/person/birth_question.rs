//! The NIK names another birth date than the person. Which day is meant: a NIK holds two digits of the
//! year, so the century is the one that lies nearest to what was typed.

use amanah_domain::values::BirthDate;
use jiff::civil::Date;

use crate::office::Office;
use crate::person::save_identity::IdentityInput;

impl Office {
    /// The birth date as typed, where it is one.
    pub fn birth_date_typed(&self, input: &IdentityInput) -> Option<Date> {
        let today = self.now().date_at(self.programme.zone_hours);
        BirthDate::parse(&input.birth_day, &input.birth_month, &input.birth_year, today)
            .ok()
            .map(|b| b.date())
    }

    /// The birth date that the NIK means, where it means one.
    pub fn birth_date_meant(&self, input: &IdentityInput) -> Option<Date> {
        let (day, month, year) = self.birth_date_in_nik(&input.nik)?;
        let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
        let today = self.now().date_at(self.programme.zone_hours);
        let typed = self.birth_date_typed(input).unwrap_or(today);
        [1900, 2000]
            .into_iter()
            .filter_map(|century| Date::new(century + i16::from(year), month, day).ok())
            .filter(|date| *date <= today)
            .min_by_key(|date| (typed.year() - date.year()).abs())
    }

    /// The same input with the birth date that the NIK means.
    pub fn with_birth_date_in_nik(&self, input: IdentityInput) -> IdentityInput {
        match self.birth_date_meant(&input) {
            Some(date) => IdentityInput {
                birth_day: date.day().to_string(),
                birth_month: date.month().to_string(),
                birth_year: date.year().to_string(),
                ..input
            },
            None => input,
        }
    }
}

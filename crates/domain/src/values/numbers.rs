//! The two numbers of the civil registry: NIK (a person) and KK (a family card). Both are sixteen
//! digits `PPRRDD ddmmyy nnnn`, without a check digit; both reveal origin and a date, the NIK also
//! the sex, so they are treated as what they reveal.
//!
//! Not here: whether the region exists (see [`crate::regions`]), whether the number was ever issued
//! (only the civil registry knows).

use zeroize::Zeroizing;

use super::{BirthDate, Gender, PersonalValue, Refused, shy};

/// National identity number. Stays the same for life: when people move, when their birth data are
/// corrected, when regions are renamed or split.
#[derive(Clone, PartialEq, Eq)]
pub struct Nik(Digits);

/// Family card number.
#[derive(Clone, PartialEq, Eq)]
pub struct Kk(Digits);

/// What a NIK says of a birth. A statement to compare and to ask about, never to correct a person by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NikBirth {
    /// Day of the month, 1 to 31 (the 40 of women taken off).
    pub day: u8,
    /// Month, 1 to 12.
    pub month: u8,
    /// Year within its century, 0 to 99.
    pub two_digit_year: u8,
    /// Whether 40 was added to the day.
    pub female: bool,
}

impl NikBirth {
    /// Whether it may be the same birth: day, month and year within the century.
    pub fn agrees_with(&self, stated: &BirthDate) -> bool {
        let date = stated.date();
        i16::from(self.two_digit_year) == date.year().rem_euclid(100)
            && i8::try_from(self.month) == Ok(date.month())
            && i8::try_from(self.day) == Ok(date.day())
    }
}

impl Nik {
    /// Digits, exactly.
    pub const DIGITS: u32 = 16;

    /// A number as typed; spaces, dots and dashes are dropped. Only the structure is checked. A day
    /// that its month does not have passes: such numbers were issued.
    ///
    /// # Errors
    /// `nik-empty`, `nik-character`, `nik-length`, `nik-region`, `nik-date`, `nik-serial`.
    pub fn parse(input: &str) -> Result<Self, Refused> {
        let digits = Digits::parse(input, &["nik-empty", "nik-character", "nik-length"])?;
        if !digits.is_region_shaped() {
            return Err(Refused::because("nik-region"));
        }
        let (day, month) = (digits.pair(6), digits.pair(8));
        if !matches!(day, 1..=31 | 41..=71) || !matches!(month, 1..=12) {
            return Err(Refused::because("nik-date"));
        }
        if digits.serial() == "0000" {
            return Err(Refused::because("nik-serial"));
        }
        Ok(Self(digits))
    }

    /// The birth that it names.
    pub fn birth(&self) -> NikBirth {
        let day = self.0.pair(6);
        let female = day > 40;
        NikBirth {
            day: if female { day - 40 } else { day },
            month: self.0.pair(8),
            two_digit_year: self.0.pair(10),
            female,
        }
    }

    /// Whether the birth date in the number may be the stated one. `false` is a question to the person.
    pub fn agrees_with(&self, stated: &BirthDate) -> bool {
        self.birth().agrees_with(stated)
    }

    /// The gender it suggests, for filling in a form: never a fact of its own.
    pub fn suggested_gender(&self) -> Gender {
        if self.birth().female { Gender::Female } else { Gender::Male }
    }
}

impl Kk {
    /// Digits, exactly.
    pub const DIGITS: u32 = 16;

    /// A number as typed; spaces, dots and dashes are dropped. The date part is the day of issue.
    ///
    /// # Errors
    /// `kk-empty`, `kk-character`, `kk-length`, `kk-region`, `kk-date`, `kk-serial`.
    pub fn parse(input: &str) -> Result<Self, Refused> {
        let digits = Digits::parse(input, &["kk-empty", "kk-character", "kk-length"])?;
        if !digits.is_region_shaped() {
            return Err(Refused::because("kk-region"));
        }
        if !matches!(digits.pair(6), 1..=31) || !matches!(digits.pair(8), 1..=12) {
            return Err(Refused::because("kk-date"));
        }
        if digits.serial() == "0000" {
            return Err(Refused::because("kk-serial"));
        }
        Ok(Self(digits))
    }
}

/// Sixteen ASCII digits.
#[derive(Clone, PartialEq, Eq)]
struct Digits(Zeroizing<[u8; 16]>);

impl Digits {
    /// Keys: empty, character, length.
    fn parse(input: &str, keys: &[&'static str; 3]) -> Result<Self, Refused> {
        let [empty, character, length] = *keys;
        let mut out = Zeroizing::new([0_u8; 16]);
        let mut count = 0_usize;
        for c in input.trim().chars() {
            match c {
                ' ' | '\u{a0}' | '.' | '-' | '\u{2010}'..='\u{2013}' => {}
                '0'..='9' => {
                    match out.get_mut(count) {
                        Some(place) => *place = c as u8,
                        None => return Err(Refused::bound(length, 16)),
                    }
                    count += 1;
                }
                _ => return Err(Refused::because(character)),
            }
        }
        match count {
            0 => Err(Refused::because(empty)),
            16 => Ok(Self(out)),
            _ => Err(Refused::bound(length, 16)),
        }
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let digits: [u8; 16] = bytes.try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then(|| Self(Zeroizing::new(digits)))
    }

    fn as_str(&self) -> &str {
        core::str::from_utf8(self.0.as_slice()).unwrap_or_default()
    }

    /// The two digits at `at` as a number.
    fn pair(&self, at: usize) -> u8 {
        match self.0.get(at..at + 2) {
            Some([tens, ones]) => (tens - b'0') * 10 + (ones - b'0'),
            _ => 0,
        }
    }

    fn serial(&self) -> &str {
        self.as_str().get(12..).unwrap_or_default()
    }

    /// Provinces are numbered from 11 and never end in 0, regencies and districts from 01.
    fn is_region_shaped(&self) -> bool {
        let province = self.pair(0);
        province >= 11 && !province.is_multiple_of(10) && self.pair(2) > 0 && self.pair(4) > 0
    }

    fn district_code(&self) -> String {
        format!("{:02}.{:02}.{:02}", self.pair(0), self.pair(2), self.pair(4))
    }

    fn grouped(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(19));
        for (at, c) in self.as_str().chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                out.push(' ');
            }
            out.push(c);
        }
        out
    }
}

macro_rules! registry_number {
    ($name:ident) => {
        impl $name {
            /// The sixteen digits: the form to send and to index.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The form under which two numbers are the same: [`Self::as_str`].
            pub fn index_form(&self) -> Zeroizing<String> {
                Zeroizing::new(self.0.as_str().to_owned())
            }

            /// `PP.RR.DD` of first registration, in the numbering of that day.
            pub fn district_code(&self) -> String {
                self.0.district_code()
            }

            /// The serial within region and date, `0001` to `9999`.
            pub fn serial(&self) -> &str {
                self.0.serial()
            }
        }

        impl PersonalValue for $name {
            fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
                Zeroizing::new(self.0.0.to_vec())
            }
            fn from_bytes(bytes: &[u8]) -> Option<Self> {
                Digits::from_bytes(bytes).map(Self)
            }
            /// In groups of four, as people read numbers aloud.
            fn show(&self) -> Zeroizing<String> {
                self.0.grouped()
            }
        }
    };
}

registry_number!(Nik);
registry_number!(Kk);
shy!(Nik, Kk, NikBirth);

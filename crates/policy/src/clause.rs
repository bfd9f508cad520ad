//! The address of a sentence: a clause of the policy, or an article of the law.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error};

/// A clause of the policy (`10`, `7.2`, `4.1 b`) or an article of Law 27/2022 (`law 41`). Small and
/// `Copy`, so that a refusal that names one costs nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Clause {
    /// A clause of the published policy; zero where there is no part or letter.
    Policy {
        /// Section, from 1.
        section: u8,
        /// Part of the section, from 1, or 0.
        part: u8,
        /// `b'a'` to `b'z'`, or 0.
        letter: u8,
    },
    /// An article of Law 27 of 2022.
    Law(u8),
}

impl Clause {
    /// A clause without a letter.
    pub const fn of(section: u8, part: u8) -> Self {
        Self::Policy { section, part, letter: 0 }
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str| {
            let plain =
                !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
            digits.parse::<u8>().ok().filter(|_| plain)
        };
        if let Some(article) = text.strip_prefix("law ") {
            return number(article).map(Self::Law);
        }
        let (numbers, letter) = match text.split_once(' ') {
            None => (text, 0),
            Some((numbers, letter)) => match letter.as_bytes() {
                [letter @ b'a'..=b'z'] => (numbers, *letter),
                _ => return None,
            },
        };
        let (section, part) = match numbers.split_once('.') {
            None => (number(numbers)?, 0),
            Some((section, part)) => (number(section)?, number(part)?),
        };
        Some(Self::Policy { section, part, letter })
    }

    /// The stem of its word keys: `clause-4-1-b`; for the law always `law-article`, which takes the
    /// number as `$number`.
    pub fn word_key(self) -> String {
        match self {
            Self::Law(_) => "law-article".to_owned(),
            Self::Policy { .. } => format!("clause-{}", self.to_string().replace(['.', ' '], "-")),
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Law(article) => write!(f, "law {article}"),
            Self::Policy { section, part, letter } => {
                write!(f, "{section}")?;
                if part != 0 {
                    write!(f, ".{part}")?;
                }
                if letter != 0 {
                    write!(f, " {}", char::from(letter))?;
                }
                Ok(())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Clause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(format_args!(
                "`{text}` is not a clause; write `10`, `7.2`, `4.1 b`, or `law 41` for an article of Law 27/2022"
            ))
        })
    }
}

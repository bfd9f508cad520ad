//! A time to keep, as a person would write it.

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

//! A batch in an address.

use crate::failure::Failure;

/// A batch's number as it stands in an address: canonical, so that each has one.
pub(crate) fn asked(text: &str) -> Result<i64, Failure> {
    text.parse().ok().filter(|n: &u32| n.to_string() == text).map(i64::from).ok_or(Failure::NotFound)
}

//! How files of an archive are written: moments and JSON.

use amanah_domain::Timestamp;
use serde_json::Value;

use crate::error::{ActionError, Done};

/// A moment as files have it.
pub(crate) fn time(at: Timestamp) -> String {
    at.to_jiff().to_string()
}

/// The same where there is one.
pub(crate) fn time_opt(at: Option<Timestamp>) -> Option<String> {
    at.map(time)
}

/// JSON that a person can read.
pub(crate) fn pretty(value: &Value) -> Done<Vec<u8>> {
    let mut out = serde_json::to_vec_pretty(value)
        .map_err(|_| ActionError::Internal("a part of an archive has no JSON form"))?;
    out.push(b'\n');
    Ok(out)
}

//! Forms as they arrive: bounded, strictly UTF-8, each field once.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;

use crate::failure::Failure;
use crate::state::App;
use crate::state::BODY_BYTES_MAX;

/// Fields of a form, at most (`form_fields_max`).
const FIELDS_MAX: usize = 100;
/// Bytes of one field, at most (`field_bytes_max`).
const FIELD_BYTES_MAX: usize = 16_384;

/// What was typed.
pub(crate) struct Fields(Vec<(String, String)>);

impl FromRequest<App> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().map(str::trim) != Some("application/x-www-form-urlencoded") {
            return Err(Failure::MediaType);
        }
        let body = Bytes::from_request(request, app).await.map_err(|_| Failure::TooLarge)?;
        Self::parse(&body)
    }
}

impl Fields {
    fn parse(body: &[u8]) -> Result<Self, Failure> {
        if body.len() > BODY_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        let mut fields = Self::empty();
        for pair in body.split(|b| *b == b'&').filter(|p| !p.is_empty()) {
            let mut halves = pair.splitn(2, |b| *b == b'=');
            let name = text(halves.next().unwrap_or_default())?;
            let value = text(halves.next().unwrap_or_default())?;
            fields.put(name, value)?;
        }
        Ok(fields)
    }

    /// No fields yet.
    pub(crate) const fn empty() -> Self {
        Self(Vec::new())
    }

    /// One more field.
    pub(crate) fn put(&mut self, name: String, value: String) -> Result<(), Failure> {
        if value.len() > FIELD_BYTES_MAX {
            return Err(Failure::Bound("field_bytes_max", FIELD_BYTES_MAX));
        }
        if self.0.iter().any(|(known, _)| *known == name) {
            return Err(Failure::Bad("field_twice"));
        }
        self.0.push((name, value));
        if self.0.len() > FIELDS_MAX {
            return Err(Failure::Bound("form_fields_max", FIELDS_MAX));
        }
        Ok(())
    }

    /// The value of a field; empty where it is missing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Everything, to be kept in a form that is shown again.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Percent-decoded and strictly UTF-8: what is replaced silently would be kept wrongly for good.
fn text(raw: &[u8]) -> Result<String, Failure> {
    let spaced: Vec<u8> = raw.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_encoding::percent_decode(&spaced)
        .decode_utf8()
        .map(|t| t.into_owned())
        .map_err(|_| Failure::Bad("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_bounded_strict_and_single() {
        let fields = Fields::parse(b"name=Sari+Dewi&x=%C3%A9&empty=").unwrap();
        assert_eq!((fields.get("name"), fields.get("x"), fields.get("empty")), ("Sari Dewi", "é", ""));
        assert!(matches!(Fields::parse(b"a=%ff"), Err(Failure::Bad("utf8"))));
        assert!(matches!(Fields::parse(b"a=1&a=2"), Err(Failure::Bad("field_twice"))));
        let many: String = (0..101).map(|n| format!("f{n}=1&")).collect();
        assert!(matches!(Fields::parse(many.as_bytes()), Err(Failure::Bound("form_fields_max", _))));
        let long = format!("a={}", "x".repeat(FIELD_BYTES_MAX + 1));
        assert!(matches!(Fields::parse(long.as_bytes()), Err(Failure::Bound("field_bytes_max", _))));
    }
}

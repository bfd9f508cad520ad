//! In which language a request is answered.

use amanah_pages::Lang;
use axum::http::header;
use axum::http::request::Parts;

use crate::cookies;

/// The language of a request: asked for in the address, remembered, or the browser's.
pub(crate) fn language(parts: &Parts) -> (Lang, bool) {
    let asked = parts
        .uri
        .query()
        .and_then(|q| q.split('&').filter_map(|pair| pair.strip_prefix("lang=")).find_map(Lang::from_code));
    if let Some(lang) = asked {
        return (lang, true);
    }
    let remembered = cookies::read(&parts.headers, cookies::LANGUAGE).and_then(Lang::from_code);
    let browser = || {
        let wanted = parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let first = wanted.split([',', ';', '-']).next()?.trim();
        (first.eq_ignore_ascii_case("en")).then_some(Lang::En)
    };
    (remembered.or_else(browser).unwrap_or(Lang::Id), false)
}

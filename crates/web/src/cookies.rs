//! Cookies: seven, all `__Host-`, all strictly needed. Session and ticket are random tokens; the language is
//! two letters; the purpose that staff chose is two names of the policy; the way back after a new sign-in
//! names an act of removal; a receipt's pass names a case, signed; the chat's is its case
//! with the code that the visitor was given.

use axum::http::{HeaderMap, HeaderValue, header};

/// The session's token.
pub(crate) const SESSION: &str = "__Host-amanah-session";
/// The token of a code or ceremony under way.
pub(crate) const TICKET: &str = "__Host-amanah-ticket";
/// The language chosen.
pub(crate) const LANGUAGE: &str = "__Host-amanah-language";

/// The role and purpose that a member of staff chose.
pub(crate) const PURPOSE: &str = "__Host-amanah-purpose";

/// Which removal a person was about to confirm when they were asked to sign in anew.
pub(crate) const BACK: &str = "__Host-amanah-back";

/// Opens one case for half an hour to whoever showed its number and its code.
pub(crate) const RECEIPT: &str = "__Host-amanah-receipt";

/// Which chat a visitor without an account has, with the code of its receipt.
pub(crate) const CHAT: &str = "__Host-amanah-chat";

/// Bytes of one cookie's value that are looked at.
const VALUE_BYTES_MAX: usize = 256;

/// The value of a cookie.
pub(crate) fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && value.len() <= VALUE_BYTES_MAX)
        .map(|(_, value)| value)
}

/// A cookie that lasts; `Lax`, so that a link in a letter finds the person signed in.
pub(crate) fn set(name: &str, value: &str, seconds: i64) -> HeaderValue {
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax");
    // Names are ours, values hexadecimal or two letters: always a valid header.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// Takes a cookie away.
pub(crate) fn end(name: &str) -> HeaderValue {
    set(name, "", 0)
}

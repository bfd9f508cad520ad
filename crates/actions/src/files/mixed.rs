//! Two kinds in one file: a picture that a browser would run, an archive behind a picture, a PDF inside one.
//! What is taken is one thing only, whoever opens it with whatever.

use amanah_domain::cases::MediaKind;

use super::bytes::find;

/// Readers of archives look for their index this far from the end: its length and that of its comment.
const INDEX_BYTES_MAX: usize = 22 + 65_535;
/// A browser that guesses looks this far.
const GUESSED_BYTES: usize = 2_048;

/// Beginnings of what a browser or a server runs; each five letters or more, so that a photograph holds none
/// by chance.
const RUNS: [&[u8]; 9] =
    [b"<!doctype", b"<html", b"<script", b"<iframe", b"<body", b"<?php", b"<svg ", b"<svg>", b"<object"];

/// Whether something else is in it.
pub(super) fn holds_another(kind: MediaKind, bytes: &[u8]) -> bool {
    let packed = ends_as_archive(bytes)
        || find(bytes, b"Rar!\x1a\x07", 0).is_some()
        || find(bytes, b"7z\xbc\xaf\x27\x1c", 0).is_some();
    match kind {
        // The text of a document may speak of these things; its beginning may not.
        MediaKind::Pdf => packed || runs(bytes.get(..GUESSED_BYTES).unwrap_or(bytes)),
        MediaKind::Jpeg | MediaKind::Png | MediaKind::Webp => {
            packed || runs(bytes) || find(bytes, b"%PDF-", 0).is_some()
        }
    }
}

fn ends_as_archive(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(INDEX_BYTES_MAX);
    find(bytes, b"PK\x05\x06", from).is_some()
}

fn runs(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        let begins =
            |mark: &&[u8]| rest.get(..mark.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(mark));
        RUNS.iter().any(begins)
    })
}

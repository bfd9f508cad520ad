//! A PDF that is whole, can be read without a password, and does nothing: no script, no program that it
//! starts, no file inside it, no form that sends itself. Names may be written with escapes and may lie packed
//! in object streams; both are looked through. Pages are not drawn here.

use amanah_domain::Refused;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::bytes::find;

const BROKEN: Refused = Refused::because("file-broken");
/// How far from the end the trailer's marks may stand.
const TAIL_BYTES: usize = 2_048;
/// Bytes that all packed objects of one file may unpack to, together.
const UNPACKED_BYTES_MAX: usize = 16 * 1_024 * 1_024;
/// Bytes before the word `stream` in which the description of the stream is looked for.
const DESCRIPTION_BYTES_MAX: usize = 4_096;
/// Letters of the names that are looked for, at most.
const NAME_BYTES_MAX: usize = 24;

/// Names of what a document does by itself, or carries.
const ACTIVE: [&[u8]; 12] = [
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"RichMedia",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"Rendition",
    b"Movie",
    b"XFA",
];

/// Whether it may come in.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    let version = bytes.get(5..8).ok_or(BROKEN)?;
    if !matches!(version, [b'1' | b'2', b'.', b'0'..=b'9']) {
        return Err(BROKEN);
    }
    let from = bytes.len().saturating_sub(TAIL_BYTES);
    let start = find(bytes, b"startxref", from).ok_or(BROKEN)?;
    find(bytes, b"%%EOF", start).ok_or(BROKEN)?;
    let digits: Vec<u8> = bytes
        .get(start + 9..)
        .unwrap_or_default()
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take_while(u8::is_ascii_digit)
        .take(10)
        .collect();
    let place = core::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok());
    if place.is_none_or(|place| place >= bytes.len()) {
        return Err(BROKEN);
    }
    look_for_names(bytes)?;
    packed(bytes)
}

fn look_for_names(bytes: &[u8]) -> Result<(), Refused> {
    for name in names(bytes) {
        if name == b"Encrypt" {
            return Err(Refused::because("file-locked"));
        }
        if ACTIVE.contains(&name.as_slice()) {
            return Err(Refused::because("file-active"));
        }
    }
    Ok(())
}

/// The name that begins here, its escapes (`#4A` is `J`) read.
fn name_at(bytes: &[u8], from: usize) -> Vec<u8> {
    let mut name = Vec::with_capacity(NAME_BYTES_MAX);
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if name.len() == NAME_BYTES_MAX || !byte.is_ascii_graphic() || b"()<>[]{}/%".contains(&byte) {
            break;
        }
        let escaped = (byte == b'#')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok());
        match escaped {
            Some(letter) => {
                name.push(letter);
                at += 3;
            }
            None => {
                name.push(byte);
                at += 1;
            }
        }
    }
    name
}

/// Objects that lie packed: unpacked within bounds and looked through as well.
fn packed(bytes: &[u8]) -> Result<(), Refused> {
    let (mut at, mut left) = (0, UNPACKED_BYTES_MAX);
    while let Some(word) = find(bytes, b"stream", at) {
        at = word + 6;
        let before = bytes.get(..word).unwrap_or_default();
        if before.ends_with(b"end") {
            continue;
        }
        let description = described(before);
        if !has_name(description, b"ObjStm") {
            continue;
        }
        let content = match bytes.get(at..) {
            Some([b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..]) => rest,
            _ => return Err(BROKEN),
        };
        let end = find(content, b"endstream", 0).ok_or(BROKEN)?;
        let content = content.get(..end).unwrap_or_default();
        let ways = names(description).filter(|name| name.ends_with(b"Decode")).count();
        if ways == 1 && has_name(description, b"FlateDecode") && !has_name(description, b"Predictor") {
            let clear = decompress_to_vec_zlib_with_limit(content, left).map_err(|_| BROKEN)?;
            left = left.saturating_sub(clear.len());
            look_for_names(&clear)?;
        } else if has_name(description, b"Filter") {
            // Packed in a way that nobody has used for objects in twenty years.
            return Err(BROKEN);
        }
    }
    Ok(())
}

/// From the object's beginning to the word `stream`.
fn described(before: &[u8]) -> &[u8] {
    let near = before.get(before.len().saturating_sub(DESCRIPTION_BYTES_MAX)..).unwrap_or(before);
    let begins = near.windows(4).rposition(|window| window == b" obj");
    begins.and_then(|at| near.get(at..)).unwrap_or(near)
}

fn has_name(description: &[u8], wanted: &[u8]) -> bool {
    names(description).any(|name| name == wanted)
}

fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    memchr::memchr_iter(b'/', bytes).map(|found| name_at(bytes, found + 1))
}

//! How large a picture is, by its headers alone; and whether it is whole. Nothing is decoded: a picture that
//! would fill the memory of whoever decodes it is found out by what it says of itself.

use amanah_domain::Refused;

use super::bytes::{be16, be32};

const BROKEN: Refused = Refused::because("file-broken");
/// Something follows after the end.
const MIXED: Refused = Refused::because("file-mixed");
/// Segments and chunks that are walked, at most: no camera writes a hundredth of them.
const PARTS_MAX: usize = 100_000;

/// Width and height.
pub(super) type Size = (u32, u32);

/// Walks the segments of a JPEG to its end. Phones append things after it (a second picture for depth, a
/// short film), so what follows is not refused here; `mixed` looks at all of it.
pub(super) fn jpeg(bytes: &[u8]) -> Result<Size, Refused> {
    let mut at = 2;
    let mut size: Option<Size> = None;
    for _ in 0..PARTS_MAX {
        if bytes.get(at) != Some(&0xff) {
            return Err(BROKEN);
        }
        // A marker may be filled up with more of the same.
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let marker = *bytes.get(at + 1).ok_or(BROKEN)?;
        at += 2;
        match marker {
            0xd9 => return size.ok_or(BROKEN),
            // Without a length.
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = be16(bytes, at).filter(|length| *length >= 2).ok_or(BROKEN)? as usize;
        if at + length > bytes.len() {
            return Err(BROKEN);
        }
        if is_frame(marker) {
            let (height, width) = (be16(bytes, at + 3).ok_or(BROKEN)?, be16(bytes, at + 5).ok_or(BROKEN)?);
            let (before_width, before_height) = size.unwrap_or_default();
            size = Some((width.max(before_width), height.max(before_height)));
        }
        at += length;
        if marker == 0xda {
            at = after_scan(bytes, at).ok_or(BROKEN)?;
        }
    }
    Err(BROKEN)
}

/// A header with a size: SOF0 to SOF15, which are not all of the markers between them.
const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// Where the marker after the coded picture stands.
fn after_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let coded = bytes.get(from..)?;
    let marker = |pair: &[u8]| matches!(pair, [0xff, next] if !matches!(next, 0x00 | 0xd0..=0xd7 | 0xff));
    coded.windows(2).position(marker).map(|found| from + found)
}

/// Walks the chunks of a PNG: the header first, the end last, and nothing after it.
pub(super) fn png(bytes: &[u8]) -> Result<Size, Refused> {
    let mut at = 8;
    let mut size = None;
    for part in 0..PARTS_MAX {
        let length = be32(bytes, at).ok_or(BROKEN)? as usize;
        let name = bytes.get(at + 4..at + 8).ok_or(BROKEN)?;
        let end = at + 12 + length;
        if end > bytes.len() {
            return Err(BROKEN);
        }
        match (part, name) {
            (0, b"IHDR") if length == 13 => {
                size = Some((be32(bytes, at + 8).ok_or(BROKEN)?, be32(bytes, at + 12).ok_or(BROKEN)?));
            }
            (0, _) | (_, b"IHDR") => return Err(BROKEN),
            (_, b"IEND") if end < bytes.len() => return Err(MIXED),
            (_, b"IEND") => return size.ok_or(BROKEN),
            _ => {}
        }
        at = end;
    }
    Err(BROKEN)
}

/// The header of a WebP: one of three kinds, and as long as it says.
pub(super) fn webp(bytes: &[u8]) -> Result<Size, Refused> {
    let said = bytes.get(4..).and_then(|rest| rest.first_chunk::<4>()).ok_or(BROKEN)?;
    let said = u32::from_le_bytes(*said) as usize + 8;
    if said > bytes.len() {
        return Err(BROKEN);
    }
    // An odd length is filled up by one.
    if said + (said & 1) < bytes.len() {
        return Err(MIXED);
    }
    let le = |at: usize, count: usize| {
        let part = bytes.get(at..at + count)?;
        Some(part.iter().rev().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)))
    };
    let size = match bytes.get(12..16) {
        Some(b"VP8X") => le(24, 3).zip(le(27, 3)).map(|(width, height)| (width + 1, height + 1)),
        Some(b"VP8L") if bytes.get(20) == Some(&0x2f) => {
            le(21, 4).map(|bits| ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        Some(b"VP8 ") if bytes.get(23..26) == Some(&[0x9d, 0x01, 0x2a][..]) => {
            le(26, 2).zip(le(28, 2)).map(|(width, height)| (width & 0x3fff, height & 0x3fff))
        }
        _ => None,
    };
    size.ok_or(BROKEN)
}

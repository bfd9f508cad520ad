//! Files that people send: what may come in. The content says what a file is; its name is believed in
//! nothing. Pictures and PDF alone: whatever unpacks, runs or calls out is not taken, and nothing that is
//! taken is ever decoded here or shown inline.

mod bytes;
mod mixed;
mod pdf;
mod picture;
#[cfg(test)]
mod tests;

use amanah_domain::Refused;
use amanah_domain::cases::MediaKind;
use amanah_domain::values::Attachment;

/// Bytes of a file, at most (`file_bytes_max`).
pub const FILE_BYTES_MAX: usize = Attachment::BYTES_MAX;
/// Files of one form, at most (`form_files_max`).
pub const FORM_FILES_MAX: usize = 3;
/// Files of one case, at most (`case_files_max`).
pub const CASE_FILES_MAX: usize = 10;
/// Bytes of all files of one person, at most (`person_files_bytes_max`).
pub const PERSON_FILES_BYTES_MAX: u64 = 50 * 1_024 * 1_024;
/// Megapixels of a picture, at most (`picture_megapixels_max`): what a cheap phone takes, and not what stops
/// the officer's.
pub const MEGAPIXELS_MAX: u32 = 40;

/// Every key that [`check_file`] and the bounds of cases give beyond those of `domain`: for each the pages
/// have words (`refused-<key>`).
pub const FILE_REFUSAL_KEYS: &[&str] = &[
    "file-kind",
    "file-archive",
    "file-lies",
    "file-mixed",
    "file-broken",
    "file-pixels",
    "file-active",
    "file-locked",
    "file-many",
    "file-gone",
    "file-case-full",
    "file-person-full",
];

/// Endings of names by what they promise. Phones rename pictures of one kind into another, so they are held
/// against each other only as pictures.
const PICTURES: [&str; 10] = ["jpg", "jpeg", "jfif", "png", "webp", "gif", "bmp", "heic", "heif", "tiff"];

/// What a file is, by its content.
///
/// # Errors
/// `file-empty`, `file-large`; `file-archive` and `file-kind` for what is not taken at all; `file-lies` where
/// the name promises a picture and the content is a document, or the other way round; `file-mixed` for two
/// kinds in one; `file-broken` for what breaks off; `file-pixels` beyond [`MEGAPIXELS_MAX`]; `file-active`
/// and `file-locked` for a PDF that does something, or that nobody could read.
pub fn check_file(name: &str, bytes: &[u8]) -> Result<MediaKind, Refused> {
    if bytes.is_empty() {
        return Err(Refused::because("file-empty"));
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Refused::bound("file-large", (FILE_BYTES_MAX >> 20) as u32));
    }
    let kind = begins_as(bytes)?;
    if mixed::holds_another(kind, bytes) {
        return Err(Refused::because("file-mixed"));
    }
    match kind {
        MediaKind::Jpeg => pixels(picture::jpeg(bytes)?)?,
        MediaKind::Png => pixels(picture::png(bytes)?)?,
        MediaKind::Webp => pixels(picture::webp(bytes)?)?,
        MediaKind::Pdf => pdf::check(bytes)?,
    }
    if lies(name, kind) {
        return Err(Refused::because("file-lies"));
    }
    Ok(kind)
}

/// By its first bytes; what else is known is named, so that the sentence can say what to do.
fn begins_as(bytes: &[u8]) -> Result<MediaKind, Refused> {
    const ARCHIVES: [&[u8]; 9] = [
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x07\x08",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ\x00",
        // Office files of the older kind.
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ];
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Ok(MediaKind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(MediaKind::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(MediaKind::Webp),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(MediaKind::Pdf),
        _ if ARCHIVES.iter().any(|mark| bytes.starts_with(mark)) => Err(Refused::because("file-archive")),
        _ => Err(Refused::because("file-kind")),
    }
}

fn pixels((width, height): (u32, u32)) -> Result<(), Refused> {
    match u64::from(width) * u64::from(height) {
        0 => Err(Refused::because("file-broken")),
        count if count > u64::from(MEGAPIXELS_MAX) * 1_000_000 => {
            Err(Refused::bound("file-pixels", MEGAPIXELS_MAX))
        }
        _ => Ok(()),
    }
}

/// Whether the name promises something else: a document that calls itself a picture, or a picture that calls
/// itself a document. An ending that promises neither says nothing.
fn lies(name: &str, kind: MediaKind) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    let is = |known: &str| ending.eq_ignore_ascii_case(known);
    match kind {
        MediaKind::Pdf => PICTURES.iter().any(|known| is(known)),
        MediaKind::Jpeg | MediaKind::Png | MediaKind::Webp => is("pdf"),
    }
}

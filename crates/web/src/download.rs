//! A file that somebody sent, handed over as a download and nothing else: of the kind that its content has, never
//! shown in our own pages, and with nothing in it that a browser would run.

use amanah_actions::cases::attach::OpenedFile;
use amanah_domain::cases::MediaKind;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Letters of a file's name that are kept, at most.
const NAME_CHARS_MAX: usize = 80;
/// What need not be escaped in the extended form of a name (RFC 8187).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

const fn media_type(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Jpeg => "image/jpeg",
        MediaKind::Png => "image/png",
        MediaKind::Webp => "image/webp",
        MediaKind::Pdf => "application/pdf",
    }
}

const fn ending(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Jpeg => "jpg",
        MediaKind::Png => "png",
        MediaKind::Webp => "webp",
        MediaKind::Pdf => "pdf",
    }
}

/// The name under which a browser keeps it: as its sender called it, with the ending of what it is. `id` where
/// it has none.
fn disposition(file: &OpenedFile, id: &str) -> String {
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    let stem: String = stem.chars().take(NAME_CHARS_MAX).collect();
    let stem = stem.trim_matches(['.', ' ']);
    let short = id.get(..8).unwrap_or(id);
    let plain = format!("amanah-{short}.{}", ending(file.kind));
    if stem.is_empty() {
        return format!("attachment; filename=\"{plain}\"");
    }
    let name = format!("{stem}.{}", ending(file.kind));
    let name = utf8_percent_encode(&name, ESCAPED);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{name}")
}

/// The answer that hands it over.
pub(crate) fn download(file: OpenedFile, id: &str) -> Response {
    let disposition = disposition(&file, id);
    let mut response = file.content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(file.kind)));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let plain = HeaderValue::from_static("attachment");
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(plain));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_its_senders_and_the_ending_is_ours() {
        let named = |name: &str, kind| {
            disposition(&OpenedFile { kind, name: name.to_owned(), content: Vec::new() }, "6a65b1c2d3")
        };
        assert_eq!(
            named("ktp \"sari\".exe", MediaKind::Png),
            "attachment; filename=\"amanah-6a65b1c2.png\"; filename*=UTF-8''ktp%20%22sari%22.png"
        );
        assert_eq!(named("", MediaKind::Pdf), "attachment; filename=\"amanah-6a65b1c2.pdf\"");
        assert_eq!(named(".html", MediaKind::Jpeg), "attachment; filename=\"amanah-6a65b1c2.jpg\"");
        let long = named(&"é".repeat(300), MediaKind::Webp);
        assert!(long.is_ascii() && long.len() < 600, "{long}");
    }

    #[test]
    fn a_browser_is_told_to_keep_it_and_not_to_guess() {
        let file = OpenedFile { kind: MediaKind::Jpeg, name: "a\r\nb: c".to_owned(), content: vec![1] };
        let response = download(file, "6a65b1c2");
        let said = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert!(said(header::CONTENT_DISPOSITION).starts_with("attachment;"));
        assert_eq!(said(header::CONTENT_TYPE), "image/jpeg");
        assert_eq!(said(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(said(header::CONTENT_SECURITY_POLICY).contains("sandbox"));
    }
}

//! Forms with files (`multipart/form-data`), as the browser sends them. The whole of it stays in memory, bounded,
//! until it is sealed: nothing touches the disk. Only handlers that ask for an [`Upload`] read so much.
//!
//! ```text
//! async fn submit(visitor: Visitor, upload: Upload) -> Reply {
//!     visitor.check_csrf(upload.fields.get("csrf"))?;
//!     office.attach(session, case, upload.files).await …      // checks contents: `refused-file-…` at `files`
//! ```
//!
//! The form says `enctype="multipart/form-data"` and has one input `<input type="file" name="files" multiple>`.
//! Routes that take files belong into `person::uploads()` or `public::uploads()`: there a request may last longer.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};
use std::time::Duration;

use amanah_actions::cases::attach::{FILES_FIELD, FileInput};
use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use futures_core::Stream;
use memchr::memmem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::failure::Failure;
use crate::form::Fields;
use crate::state::{App, BODY_BYTES_MAX, UPLOAD_BYTES_MAX};
use crate::visitor::Visitor;

/// Bytes of a signed-in person's form that is too large and is read to its end all the same, at most: a browser
/// shows our answer only once it has sent everything.
const READ_OUT_BYTES_MAX: usize = 8 * UPLOAD_BYTES_MAX;
/// Bytes of the head of a part, at most (`part_head_bytes_max`): its name, and that of its file.
const HEAD_BYTES_MAX: usize = 4_096;
/// Files of a form that are looked at, at most (`upload_files_max`); what a form may have of them is said
/// beside the field.
const FILES_MAX: usize = 10;
/// Letters of a field's name, at most.
const NAME_BYTES_MAX: usize = 64;
/// Letters of the line between two parts, at most (RFC 2046).
const BOUNDARY_BYTES_MAX: usize = 70;
/// Forms with files that are in memory at one time, at most (`uploads_at_once_max`): a quarter of a gigabyte.
const UPLOADS_MAX: usize = 16;
/// Of one person or one network among them: who sends slowly keeps nobody else out.
const UPLOADS_OF_ONE_MAX: usize = 2;
/// For how long one more waits before it is sent away.
const WAIT: Duration = Duration::from_secs(3);

static PLACES: LazyLock<Places> = LazyLock::new(Places::default);

/// Places for large forms: taken before anything of one is read, given back when it is answered.
struct Places {
    all: Arc<Semaphore>,
    of_one: Mutex<BTreeMap<Vec<u8>, Weak<Semaphore>>>,
}

impl Default for Places {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(UPLOADS_MAX)), of_one: Mutex::default() }
    }
}

/// A place, until it is dropped.
struct Place(#[expect(dead_code, reason = "held")] [OwnedSemaphorePermit; 2]);

impl Places {
    async fn take(&self, key: &[u8]) -> Result<Place, Failure> {
        let of_one = self.of(key);
        let both = async {
            // One's own first: whoever waits for that keeps no place of the house.
            let own = of_one.acquire_owned().await;
            let any = Arc::clone(&self.all).acquire_owned().await;
            own.and_then(|own| Ok(Place([own, any?])))
        };
        tokio::time::timeout(WAIT, both).await.ok().and_then(Result::ok).ok_or(Failure::Busy)
    }

    fn of(&self, key: &[u8]) -> Arc<Semaphore> {
        let mut of_one = self.of_one.lock().unwrap_or_else(PoisonError::into_inner);
        of_one.retain(|_, places| places.strong_count() > 0);
        if let Some(known) = of_one.get(key).and_then(Weak::upgrade) {
            return known;
        }
        let places = Arc::new(Semaphore::new(UPLOADS_OF_ONE_MAX));
        of_one.insert(key.to_vec(), Arc::downgrade(&places));
        places
    }
}

/// What was typed, and the files that came with it.
pub(crate) struct Upload {
    /// As those of any other form.
    pub(crate) fields: Fields,
    /// Unchecked: `amanah_actions` looks at their content. A file input that was left empty sends none.
    pub(crate) files: Vec<FileInput>,
    /// Kept until the form is answered; one that is no larger than any other form has none.
    _place: Option<Place>,
}

impl FromRequest<App> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let boundary = boundary(kind.unwrap_or_default())?.to_owned();
        let (mut parts, body) = request.into_parts();
        // As many as it says it has: more do not come in.
        if body.size_hint().upper().is_some_and(|bytes| bytes <= BODY_BYTES_MAX as u64) {
            return Self::parse(&read(body, UPLOAD_BYTES_MAX).await?, &boundary);
        }
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let (key, read_out_max) = match visitor.maybe_session() {
            Some(session) => ([b"p".as_slice(), session.person.as_bytes()].concat(), READ_OUT_BYTES_MAX),
            None => {
                if body.size_hint().lower() > UPLOAD_BYTES_MAX as u64 {
                    return Err(Failure::UploadTooLarge);
                }
                app.office.admit_upload(visitor.network())?;
                ([b"n".as_slice(), visitor.network()].concat(), UPLOAD_BYTES_MAX)
            }
        };
        let place = PLACES.take(&key).await?;
        let body = read(body, read_out_max).await?;
        Ok(Self { _place: Some(place), ..Self::parse(&body, &boundary)? })
    }
}

/// The line between two parts, from the media type.
fn boundary(kind: &str) -> Result<&str, Failure> {
    let (media, rest) = kind.split_once(';').ok_or(Failure::MediaType)?;
    if !media.trim().eq_ignore_ascii_case("multipart/form-data") {
        return Err(Failure::MediaType);
    }
    let boundary = rest.trim().strip_prefix("boundary=").ok_or(Failure::MediaType)?.trim_matches('"');
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"'()+_,-./:=?".contains(&b);
    let fits = (1..=BOUNDARY_BYTES_MAX).contains(&boundary.len()) && boundary.bytes().all(plain);
    if fits { Ok(boundary) } else { Err(Failure::MediaType) }
}

async fn read(body: Body, read_out_max: usize) -> Result<Vec<u8>, Failure> {
    let mut stream = body.into_data_stream();
    let (mut body, mut length) = (Vec::new(), 0_usize);
    while let Some(part) = std::future::poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        let part = part.map_err(|_| Failure::Bad("broken_off"))?;
        length = length.saturating_add(part.len());
        if length > read_out_max {
            break;
        }
        if length <= UPLOAD_BYTES_MAX {
            body.extend_from_slice(&part);
        } else {
            body = Vec::new();
        }
    }
    if length > UPLOAD_BYTES_MAX { Err(Failure::UploadTooLarge) } else { Ok(body) }
}

impl Upload {
    fn parse(body: &[u8], boundary: &str) -> Result<Self, Failure> {
        let broken = || Failure::Bad("multipart");
        let line = format!("--{boundary}");
        let between = format!("\r\n--{boundary}");
        let between = memmem::Finder::new(between.as_bytes());
        let mut rest = body.strip_prefix(line.as_bytes()).ok_or_else(broken)?;
        let mut upload = Self { fields: Fields::empty(), files: Vec::new(), _place: None };
        loop {
            rest = match rest {
                [b'-', b'-', ..] => return Ok(upload),
                [b'\r', b'\n', rest @ ..] => rest,
                _ => return Err(broken()),
            };
            let near = rest.get(..HEAD_BYTES_MAX).unwrap_or(rest);
            let Some(end) = memmem::find(near, b"\r\n\r\n") else {
                return Err(match rest.len() > HEAD_BYTES_MAX {
                    true => Failure::Bound("part_head_bytes_max", HEAD_BYTES_MAX),
                    false => broken(),
                });
            };
            let (head, content) = rest.split_at_checked(end).ok_or_else(broken)?;
            let content = content.get(4..).ok_or_else(broken)?;
            let length = between.find(content).ok_or_else(broken)?;
            let (content, after) = content.split_at_checked(length).ok_or_else(broken)?;
            upload.take(head, content)?;
            rest = after.get(line.len() + 2..).ok_or_else(broken)?;
        }
    }

    fn take(&mut self, head: &[u8], content: &[u8]) -> Result<(), Failure> {
        let head = core::str::from_utf8(head).map_err(|_| Failure::Bad("utf8"))?;
        let Part { name, file } = Part::of(head)?;
        let Some(file) = file else {
            let value = core::str::from_utf8(content).map_err(|_| Failure::Bad("utf8"))?;
            return self.fields.put(name, value.to_owned());
        };
        if name != FILES_FIELD {
            return Err(Failure::Bad("file_field"));
        }
        // An input that was left empty.
        if file.is_empty() && content.is_empty() {
            return Ok(());
        }
        if self.files.len() == FILES_MAX {
            return Err(Failure::Bound("upload_files_max", FILES_MAX));
        }
        self.files.push(FileInput { name: file, content: content.to_vec() });
        Ok(())
    }
}

/// What the head of a part says.
struct Part {
    name: String,
    /// The name of its file, where it is one.
    file: Option<String>,
}

impl Part {
    fn of(head: &str) -> Result<Self, Failure> {
        let bad = || Failure::Bad("multipart");
        let mut found = None;
        for line in head.split("\r\n") {
            let (header, value) = line.split_once(':').ok_or_else(bad)?;
            if header.eq_ignore_ascii_case("content-disposition") {
                if found.is_some() {
                    return Err(bad());
                }
                found = Some(Self::disposition(value.trim())?);
            } else if !header.eq_ignore_ascii_case("content-type") {
                // A browser sends nothing else; what a file calls itself is not believed.
                return Err(bad());
            }
        }
        found.ok_or_else(bad)
    }

    fn disposition(value: &str) -> Result<Self, Failure> {
        let bad = || Failure::Bad("multipart");
        let mut rest = value.strip_prefix("form-data").ok_or_else(bad)?;
        let (mut name, mut file) = (None, None);
        while !rest.is_empty() {
            let (key, after) = rest.strip_prefix("; ").and_then(|r| r.split_once("=\"")).ok_or_else(bad)?;
            // A quotation mark in a name arrives escaped (`%22`).
            let (text, after) = after.split_once('"').ok_or_else(bad)?;
            let place = match key {
                "name" => &mut name,
                "filename" => &mut file,
                _ => return Err(bad()),
            };
            if place.replace(text.to_owned()).is_some() {
                return Err(bad());
            }
            rest = after;
        }
        let name = name.ok_or_else(bad)?;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
        let fits = (1..=NAME_BYTES_MAX).contains(&name.len()) && name.bytes().all(plain);
        if fits { Ok(Self { name, file }) } else { Err(Failure::Bad("field_name")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n\
        --x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"ktp \u{e9}%22.jpg\"\r\n\
        Content-Type: image/jpeg\r\n\r\nline\r\n--y\r\n\r\n--x\r\n\
        Content-Disposition: form-data; name=\"files\"; filename=\"\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n";

    fn parse(body: &str) -> Result<Upload, Failure> {
        Upload::parse(body.as_bytes(), "x")
    }

    #[tokio::test]
    async fn one_keeps_nobody_else_out_and_all_together_are_bounded() {
        let places = Places::default();
        let slow = [places.take(b"slow").await.unwrap(), places.take(b"slow").await.unwrap()];
        assert!(matches!(places.take(b"slow").await, Err(Failure::Busy)));
        let mut others = Vec::new();
        for one in 0..UPLOADS_MAX - slow.len() {
            others.push(places.take(&[one as u8]).await.unwrap());
        }
        assert!(matches!(places.take(b"one more").await, Err(Failure::Busy)));
        others.pop();
        drop(places.take(b"one more").await.unwrap());
        drop(slow);
        assert_eq!(places.take(b"slow").await.map(|_| places.of_one.lock().unwrap().len()).unwrap(), 14);
    }

    #[test]
    fn fields_and_files_arrive_as_they_were_sent() {
        let upload = parse(FORM).unwrap();
        assert_eq!(upload.fields.get("csrf"), "token");
        let [file] = &upload.files[..] else { panic!("one file, and one input that was left empty") };
        assert_eq!((file.name.as_str(), &file.content[..]), ("ktp \u{e9}%22.jpg", &b"line\r\n--y\r\n"[..]));
    }

    #[test]
    fn whatever_breaks_off_or_is_written_otherwise_is_refused() {
        for length in 0..FORM.len() - 4 {
            if FORM.is_char_boundary(length) {
                assert!(parse(&FORM[..length]).is_err(), "{length}");
            }
        }
        for (from, to) in [
            ("name=\"csrf\"", "name=\"CSRF\""),
            ("name=\"csrf\"", "name=\"csrf\"; name=\"b\""),
            ("name=\"csrf\"", "name=\"\""),
            ("name=\"csrf\"", "name=csrf"),
            ("form-data; name=\"csrf\"", "attachment; name=\"csrf\""),
            ("Content-Type: image/jpeg", "Content-Transfer-Encoding: base64"),
            ("name=\"files\"; filename=\"ktp", "name=\"other\"; filename=\"ktp"),
        ] {
            assert!(parse(&FORM.replace(from, to)).is_err(), "{to}");
        }
        assert!(matches!(parse(&FORM.replace("files", "csrf")), Err(Failure::Bad("file_field"))));
        let long = FORM.replace("ktp", &"k".repeat(1 << 20));
        assert!(matches!(parse(&long), Err(Failure::Bound("part_head_bytes_max", _))));
        let file = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nb\r\n";
        let many = format!("{}--x--", file.repeat(11));
        assert!(matches!(parse(&many), Err(Failure::Bound("upload_files_max", _))));
    }

    #[test]
    fn the_media_type_names_the_line_between_parts() {
        assert_eq!(boundary("multipart/form-data; boundary=----WebKit1a").unwrap(), "----WebKit1a");
        for kind in ["multipart/form-data", "text/plain; boundary=x", "multipart/form-data; boundary=", ""] {
            assert!(matches!(boundary(kind), Err(Failure::MediaType)), "{kind}");
        }
        assert!(boundary(&format!("multipart/form-data; boundary={}", "x".repeat(71))).is_err());
    }
}

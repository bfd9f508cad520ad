//! A message as it came, read: who wrote, what it answers, its words, its files. Everything in it is
//! somebody's invention.

use amanah_domain::Timestamp;
use amanah_domain::values::Email;
use aws_lc_rs::digest;
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use super::machine;

/// Files of one message, at most; of the others their being there is kept.
pub(super) const FILES_MAX: usize = 5;
/// Ids that a message may name as what it answers.
const ANSWERS_MAX: usize = 30;
/// Characters of an id, at most.
const ID_CHARS_MAX: usize = 250;
/// Bytes of words that are looked at: a statement holds far fewer.
const WORDS_BYTES_MAX: usize = 200_000;
/// Seconds that its own date may be away from now and still be believed.
const DATE_SECONDS_MAX: i64 = 30 * 24 * 3_600;

/// A message.
pub(super) struct MailLetter {
    /// From where.
    pub(super) from: Email,
    /// What they call themselves; may be empty.
    pub(super) name: String,
    /// Its id without brackets, or one made of its bytes.
    pub(super) id: String,
    /// Ids of what it answers, the nearest first.
    pub(super) answers: Vec<String>,
    /// About what.
    pub(super) subject: String,
    /// What it says.
    pub(super) words: String,
    /// Names and contents of its files.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// How many more there are.
    pub(super) more_files: usize,
    /// When it was written.
    pub(super) at: Timestamp,
    /// What says that a machine wrote it.
    pub(super) machine: Option<&'static str>,
    /// The server that vouches for the address, by the name that it writes.
    pub(super) vouched_by: Option<String>,
    /// It reports that one of these messages will not arrive.
    pub(super) failed: Vec<String>,
}

impl MailLetter {
    /// `None` where nobody can be found who wrote it.
    pub(super) fn read(raw: &[u8], now: Timestamp) -> Option<Self> {
        let message = MessageParser::default().parse(raw)?;
        let headers: Vec<(String, String)> = message
            .headers_raw()
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let sender = message.from()?.first()?;
        let from = Email::parse(sender.address()?).ok()?;
        let id = message.message_id().and_then(as_id).unwrap_or_else(|| made_of(raw));
        let mut answers = ids(message.in_reply_to());
        answers.extend(ids(message.references()).into_iter().rev());
        answers.truncate(ANSWERS_MAX);
        let date =
            message.date().map(|date| Timestamp::from_millis(date.to_timestamp().saturating_mul(1_000)));
        let near = |at: &Timestamp| *at <= now.plus_seconds(300) && at.plus_seconds(DATE_SECONDS_MAX) > now;
        let (files, more_files) = files(&message);
        Some(Self {
            name: sender.name().unwrap_or_default().to_owned(),
            machine: machine::written_by_machine(&headers, from.as_str()),
            vouched_by: machine::vouched_by(&headers),
            failed: failed(&message),
            subject: message.subject().unwrap_or_default().chars().take(300).collect(),
            words: words(&message),
            at: date.filter(near).unwrap_or(now),
            from,
            id,
            answers,
            files,
            more_files,
        })
    }
}

fn as_id(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches('<').trim_end_matches('>');
    // It goes into a header of ours again.
    let fits = (3..=ID_CHARS_MAX).contains(&bare.len())
        && bare.contains('@')
        && bare.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>');
    fits.then(|| bare.to_owned())
}

/// Without a Message-ID the same bytes are the same message.
fn made_of(raw: &[u8]) -> String {
    format!("sha256-{}", hex::encode(digest::digest(&digest::SHA256, raw).as_ref()))
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(text) => as_id(text).into_iter().collect(),
        HeaderValue::TextList(list) => list.iter().filter_map(|text| as_id(text)).collect(),
        _ => Vec::new(),
    }
}

/// The words: plain text where there is some, else what stands in the HTML.
fn words(message: &Message<'_>) -> String {
    let mut out = String::new();
    for at in 0..message.text_body_count().min(20) {
        if let Some(text) = message.body_text(at) {
            out.push_str(text.trim_end());
            out.push_str("\n\n");
        }
        if out.len() > WORDS_BYTES_MAX {
            break;
        }
    }
    let end = out.floor_char_boundary(WORDS_BYTES_MAX);
    out.truncate(end);
    out.trim().to_owned()
}

fn files(message: &Message<'_>) -> (Vec<(String, Vec<u8>)>, usize) {
    let mut files = Vec::new();
    let mut more = 0;
    for part in message.attachments() {
        // Words in another form, and messages within messages: their being there says enough.
        let content = match &part.body {
            PartType::Binary(content) | PartType::InlineBinary(content) => content.to_vec(),
            _ => part.contents().to_vec(),
        };
        if files.len() < FILES_MAX {
            files.push((part.attachment_name().unwrap_or_default().to_owned(), content));
        } else {
            more += 1;
        }
    }
    (files, more)
}

/// The messages of which a report says that they will not arrive (RFC 3464).
fn failed(message: &Message<'_>) -> Vec<String> {
    let is_report = message.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
    });
    if !is_report {
        return Vec::new();
    }
    let says = |wanted: &str| {
        message.parts.iter().any(|part| {
            let status = part.content_type().is_some_and(|kind| {
                kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("delivery-status"))
            });
            let text = String::from_utf8_lossy(part.contents()).to_ascii_lowercase();
            status && text.lines().any(|line| line.split_whitespace().collect::<String>() == wanted)
        })
    };
    if !says("action:failed") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for part in &message.parts {
        match &part.body {
            PartType::Message(inner) => found.extend(inner.message_id().and_then(as_id)),
            // Headers alone (`text/rfc822-headers`).
            _ => {
                let text = String::from_utf8_lossy(part.contents());
                let line = text.lines().find(|line| line.to_ascii_lowercase().starts_with("message-id:"));
                found.extend(line.and_then(|line| line.split_once(':')).and_then(|(_, id)| as_id(id)));
            }
        }
    }
    found
}

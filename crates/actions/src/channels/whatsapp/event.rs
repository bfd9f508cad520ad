//! What the webhook brings. Fields that we do not know are passed over, and a message that cannot be read
//! does not hide those beside it.

use serde::Deserialize;
use serde_json::Value;

use amanah_domain::Timestamp;
use amanah_domain::cases::Fate;

/// Messages and reports of one call, at most; the API sends up to a thousand.
const EVENTS_MAX: usize = 1_000;
/// Characters of an id outside, at most.
const ID_CHARS_MAX: usize = 256;
/// Seconds that another clock may be ahead.
const AHEAD_SECONDS_MAX: i64 = 300;

#[derive(Deserialize)]
struct Notification {
    object: String,
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    field: String,
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize)]
struct News {
    metadata: Metadata,
    #[serde(default)]
    contacts: Vec<Value>,
    #[serde(default)]
    messages: Vec<Value>,
    #[serde(default)]
    statuses: Vec<Value>,
}

#[derive(Deserialize)]
struct Metadata {
    phone_number_id: String,
}

#[derive(Deserialize)]
struct ContactCard {
    wa_id: String,
    profile: Profile,
}

#[derive(Deserialize)]
struct Profile {
    name: String,
}

#[derive(Deserialize)]
struct RawMessage {
    from: String,
    id: String,
    timestamp: String,
    #[serde(rename = "type")]
    kind: String,
    context: Option<Context>,
    text: Option<Text>,
    button: Option<Button>,
    interactive: Option<Interactive>,
    image: Option<Media>,
    document: Option<Media>,
}

#[derive(Deserialize)]
struct Context {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Text {
    body: String,
}

#[derive(Deserialize)]
struct Button {
    text: String,
}

#[derive(Deserialize)]
struct Interactive {
    button_reply: Option<Reply>,
    list_reply: Option<Reply>,
}

#[derive(Deserialize)]
struct Reply {
    title: String,
}

#[derive(Deserialize)]
struct Media {
    id: String,
    caption: Option<String>,
    filename: Option<String>,
}

#[derive(Deserialize)]
struct RawStatus {
    id: String,
    status: String,
    biz_opaque_callback_data: Option<String>,
}

/// What somebody sent.
pub(super) enum Content {
    /// Words.
    Text(String),
    /// A picture or a document that lies with the API, and words beside it.
    File { media: String, name: String, words: String },
    /// Something that cannot be taken: its kind there.
    Other(String),
}

/// A message of somebody.
pub(super) struct Message {
    /// `+62…`.
    pub(super) from: String,
    /// What they call themselves.
    pub(super) name: String,
    /// Its id there.
    pub(super) id: String,
    /// When they sent it.
    pub(super) at: Timestamp,
    /// The id of the message that they answered.
    pub(super) answers: Option<String>,
    /// What it says.
    pub(super) content: Content,
}

/// A report of what became of a message of ours.
pub(super) struct Status {
    /// Its id there, and ours where it came back with the report.
    pub(super) ids: Vec<String>,
    /// What became of it.
    pub(super) fate: Fate,
}

/// What one call brings, for the house's own number.
#[derive(Default)]
pub(super) struct Events {
    /// In order of their own time.
    pub(super) messages: Vec<Message>,
    pub(super) statuses: Vec<Status>,
}

impl Events {
    /// `None` for what is no notification of WhatsApp at all.
    pub(super) fn parse(body: &[u8], number_id: &str, now: Timestamp) -> Option<Self> {
        let notification: Notification = serde_json::from_slice(body).ok()?;
        if notification.object != "whatsapp_business_account" {
            return None;
        }
        let changes = notification.entry.into_iter().flat_map(|entry| entry.changes);
        let mut out = Self::default();
        for change in changes.filter(|change| change.field == "messages") {
            let Ok(news) = serde_json::from_value::<News>(change.value) else { continue };
            // One webhook may serve several numbers of one account.
            if news.metadata.phone_number_id != number_id {
                continue;
            }
            let cards: Vec<ContactCard> = each(news.contacts).collect();
            let room = EVENTS_MAX.saturating_sub(out.messages.len());
            out.messages.extend(each(news.messages).filter_map(|raw| message(raw, &cards, now)).take(room));
            let room = EVENTS_MAX.saturating_sub(out.statuses.len());
            out.statuses.extend(each(news.statuses).filter_map(status).take(room));
        }
        out.messages.sort_by_key(|message| message.at);
        Some(out)
    }
}

fn each<T: for<'de> Deserialize<'de>>(values: Vec<Value>) -> impl Iterator<Item = T> {
    values.into_iter().filter_map(|value| serde_json::from_value(value).ok())
}

fn is_id(text: &str) -> bool {
    (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

fn message(raw: RawMessage, cards: &[ContactCard], now: Timestamp) -> Option<Message> {
    if !is_id(&raw.id) {
        return None;
    }
    let seconds: i64 = raw.timestamp.parse().ok()?;
    let said_at = Timestamp::from_millis(seconds.checked_mul(1_000)?);
    // Nobody wrote tomorrow: that would stand below everything that is said until then.
    let at = if said_at > now.plus_seconds(AHEAD_SECONDS_MAX) { now } else { said_at };
    let name = cards.iter().find(|card| card.wa_id == raw.from).map_or("", |card| card.profile.name.as_str());
    let answers = raw.context.and_then(|context| context.id).filter(|id| is_id(id));
    let file = |media: Media, name: &str| Content::File {
        media: media.id,
        name: media.filename.unwrap_or_else(|| name.to_owned()),
        words: media.caption.unwrap_or_default(),
    };
    let chosen =
        raw.interactive.and_then(|said| said.button_reply.or(said.list_reply)).map(|reply| reply.title);
    let content = match (raw.kind.as_str(), raw.text, raw.button, chosen, raw.image, raw.document) {
        ("text", Some(text), ..) => Content::Text(text.body),
        ("button", _, Some(button), ..) => Content::Text(button.text),
        ("interactive", _, _, Some(title), ..) => Content::Text(title),
        ("image", _, _, _, Some(image), _) => file(image, ""),
        ("document", _, _, _, _, Some(document)) => file(document, ""),
        // A thumb up needs no answer, and what the app itself says is nobody's message.
        ("reaction" | "system", ..) => return None,
        (kind, ..) => Content::Other(kind.chars().filter(char::is_ascii_lowercase).take(20).collect()),
    };
    Some(Message { from: format!("+{}", raw.from), name: name.to_owned(), id: raw.id, at, answers, content })
}

fn status(raw: RawStatus) -> Option<Status> {
    let fate = match raw.status.as_str() {
        "sent" => Fate::Sent,
        "delivered" => Fate::Delivered,
        "read" => Fate::Read,
        "failed" => Fate::Failed,
        _ => return None,
    };
    let ids = [Some(raw.id), raw.biz_opaque_callback_data];
    Some(Status { ids: ids.into_iter().flatten().filter(|id| is_id(id)).collect(), fate })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_316_400_000);

    fn parsed(messages: Value, statuses: Value) -> Events {
        let body = json!({
            "object": "whatsapp_business_account", "unknown": 1,
            "entry": [{ "id": "1", "changes": [
                { "field": "messages", "value": {
                    "messaging_product": "whatsapp", "metadata": { "phone_number_id": "77", "x": [] },
                    "contacts": [{ "wa_id": "6281234567890", "profile": { "name": "Sari" } }, { "odd": true }],
                    "messages": messages, "statuses": statuses,
                } },
                { "field": "account_update", "value": { "anything": {} } },
            ] }],
        });
        Events::parse(&serde_json::to_vec(&body).unwrap(), "77", NOW).unwrap()
    }

    #[test]
    fn messages_are_read_in_order_of_their_own_time_and_odd_ones_hide_none() {
        let events = parsed(
            json!([
                { "from": "6281234567890", "id": "b", "timestamp": "1795316390", "type": "text", "text": { "body": "two" } },
                { "from": "6281234567890", "id": "odd", "timestamp": "soon", "type": "text", "text": { "body": "x" } },
                17,
                { "from": "6281234567890", "id": "a", "timestamp": "1795316300", "type": "image",
                  "image": { "id": "m1", "mime_type": "image/jpeg", "caption": "one" }, "context": { "id": "ours" } },
                { "from": "6281234567890", "id": "c", "timestamp": "9795316300", "type": "sticker", "sticker": {} },
                { "from": "6281234567890", "id": "d", "timestamp": "1795316300", "type": "reaction", "reaction": {} },
            ]),
            json!([
                { "id": "ours", "status": "delivered", "biz_opaque_callback_data": "mine" },
                { "id": "ours", "status": "warped" },
            ]),
        );
        let ids: Vec<&str> = events.messages.iter().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        let first = &events.messages[0];
        assert_eq!((first.from.as_str(), first.name.as_str()), ("+6281234567890", "Sari"));
        assert_eq!(first.answers.as_deref(), Some("ours"));
        assert!(
            matches!(&first.content, Content::File { media, words, .. } if media == "m1" && words == "one")
        );
        assert!(events.messages[2].at == NOW, "nobody wrote tomorrow");
        assert!(matches!(&events.messages[2].content, Content::Other(kind) if kind == "sticker"));
        assert_eq!(events.statuses.len(), 1);
        assert_eq!(events.statuses[0].ids, ["ours", "mine"]);
    }

    #[test]
    fn what_is_for_another_number_or_no_notification_is_not_ours() {
        for body in [&b"{"[..], b"[]", b"{\"object\":\"page\"}", b"", b"\xff", b"{\"object\":7}"] {
            assert!(Events::parse(body, "77", NOW).is_none());
        }
        let other = br#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":
            {"metadata":{"phone_number_id":"78"},"messages":[{"from":"62812","id":"a","timestamp":"1","type":"text",
            "text":{"body":"x"}}]}}]}]}"#;
        assert!(Events::parse(other, "77", NOW).unwrap().messages.is_empty());
    }
}

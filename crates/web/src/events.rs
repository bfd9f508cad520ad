//! Server-sent events: a stream of small texts over one answer. Whoever does not read is dropped: what was
//! said stands in the store, and they find it again by the number of the last event.

use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use tokio::sync::mpsc;

use crate::failure::Failure;

/// Events that wait for a slow reader, at most.
const WAITING_MAX: usize = 16;
/// Seconds that a reader has to take the next one (`stream_stall_seconds_max`).
const STALL_SECONDS_MAX: u64 = 10;
/// Seconds between two signs of life (`stream_beat_seconds`).
pub(crate) const BEAT_SECONDS: u64 = 15;
/// Milliseconds before a look that somebody else's change came in between is made again.
const AGAIN_MS: u64 = 200;
/// Browsers wait so long before they come again by themselves.
const FIRST: &str = "retry: 2000\n\n";

/// Where a stream is written to.
pub(crate) struct Events(mpsc::Sender<Bytes>);

struct Frames(mpsc::Receiver<Bytes>);

impl Stream for Frames {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|frame| frame.map(Ok))
    }
}

/// One event. Line breaks in its data make lines of it; there is no other control character in a page.
pub(crate) fn event(name: &str, id: Option<u32>, data: &str) -> String {
    let mut text = format!("event: {name}\n");
    if let Some(id) = id {
        text.push_str(&format!("id: {id}\n"));
    }
    for line in data.split('\n') {
        text.push_str("data: ");
        text.push_str(line.trim_end_matches('\r'));
        text.push('\n');
    }
    text.push('\n');
    text
}

/// The number after which a reader wants to go on: what their browser says it had last, or their page.
pub(crate) fn after(headers: &HeaderMap, asked: u32) -> u32 {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    last.and_then(|value| value.trim().parse().ok()).unwrap_or(asked)
}

impl Events {
    /// A stream, and the answer that carries it.
    pub(crate) fn begin() -> (Self, Response) {
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        // There is room for the first one.
        let _ = sender.try_send(Bytes::from_static(FIRST.as_bytes()));
        let headers = [
            (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
            // A proxy hands each event on at once.
            (HeaderName::from_static("x-accel-buffering"), "no"),
        ];
        (Self(sender), (headers, Body::from_stream(Frames(receiver))).into_response())
    }

    /// Hands events on; false where nobody reads any more.
    pub(crate) async fn send(&self, text: String) -> bool {
        self.send_within(text, Duration::from_secs(STALL_SECONDS_MAX)).await
    }

    async fn send_within(&self, text: String, stall: Duration) -> bool {
        if text.is_empty() {
            return !self.0.is_closed();
        }
        matches!(tokio::time::timeout(stall, self.0.send(Bytes::from(text))).await, Ok(Ok(())))
    }

    /// A sign of life.
    pub(crate) async fn beat(&self) -> bool {
        self.send(": \n\n".to_owned()).await
    }

    /// A look failed; whether it is to be made again. It is where somebody else changed something in this moment,
    /// or the house is busy; otherwise the reader is told that it is gone.
    pub(crate) async fn again(&self, failure: &Failure) -> bool {
        if matches!(failure, Failure::Conflict | Failure::Busy) {
            tokio::time::sleep(Duration::from_millis(AGAIN_MS)).await;
            return self.beat().await;
        }
        self.gone().await;
        false
    }

    /// Erased, or not theirs any more.
    pub(crate) async fn gone(&self) {
        self.send(event("gone", None, "")).await;
    }

    /// Waits until nobody reads any more.
    pub(crate) async fn closed(&self) {
        self.0.closed().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_in_the_data_ends_no_event() {
        let text = event("line", Some(7), "<li>satu\r\nevent: over\n\ndata: dua</li>");
        assert_eq!(
            text,
            "event: line\nid: 7\ndata: <li>satu\ndata: event: over\ndata: \ndata: data: dua</li>\n\n"
        );
    }

    #[test]
    fn the_browser_knows_best_where_it_was() {
        let mut headers = HeaderMap::new();
        assert_eq!(after(&headers, 4), 4);
        headers.insert("last-event-id", "9".parse().unwrap());
        assert_eq!(after(&headers, 4), 9);
        headers.insert("last-event-id", "-1; drop".parse().unwrap());
        assert_eq!(after(&headers, 4), 4);
    }

    #[tokio::test]
    async fn who_does_not_read_is_dropped() {
        let (events, response) = Events::begin();
        for _ in 1..WAITING_MAX {
            assert!(events.send("x".to_owned()).await);
        }
        let stalled = events.send_within("x".to_owned(), Duration::from_millis(20)).await;
        assert!(!stalled, "nobody took the others");
        drop(response);
        events.closed().await;
        assert!(!events.send(String::new()).await);
    }
}

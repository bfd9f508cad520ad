//! `/batches/<number>/draw.txt`: the draw file, as a stream: ten million lines are no page.

use std::pin::Pin;
use std::task::{Context, Poll};

use amanah_actions::batch::BatchView;
use amanah_domain::states::BatchState;
use amanah_pages::public::Draw;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use futures_core::Stream;
use tokio::sync::mpsc;

use crate::batch_number::asked;
use crate::failure::{Failure, Reply};
use crate::visitor::Visitor;

/// Chunks as they come. Its sender works no faster than the reader reads.
struct Chunks(mpsc::Receiver<Vec<u8>>);

impl Stream for Chunks {
    type Item = Result<Vec<u8>, core::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|chunk| chunk.map(Ok))
    }
}

/// What the page of a batch says of its draw.
pub(crate) async fn facts(visitor: &Visitor, batch: &BatchView) -> Result<Option<Draw>, Failure> {
    if batch.state != BatchState::Drawn {
        return Ok(None);
    }
    let facts = visitor.app.office.draw_facts(batch.number).await?;
    Ok(facts.map(|facts| Draw {
        drawn_at: facts.drawn_at,
        public_value: facts.public_value,
        seed: hex::encode(facts.seed),
        file_bytes: facts.file_bytes,
        file_hash: facts.file_hash.map(hex::encode),
    }))
}

pub(crate) async fn file(visitor: Visitor, Path(text): Path<String>) -> Reply {
    let number = asked(&text)?;
    let chunks = visitor.app.office.draw_file(number).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"draw-{number}.txt\"")),
    ];
    Ok((headers, Body::from_stream(Chunks(chunks))).into_response())
}

//! One try to send a copy: the order, the copy as it is made, the statement of what was sent, the receipt.
//! A try whose receipt got lost asks for it again before anything is sent twice.

use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use amanah_domain::{FieldSet, Operation, PersonId, RecipientClass};
use amanah_store::transfers::{self, TransferRow};
use aws_lc_rs::digest::{Context as Digest, SHA256};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_core::Stream;
use reqwest::{Response, StatusCode};

use crate::access::Who;
use crate::archive::Archive;
use crate::archive::out::ArchiveOut;
use crate::archive::source::Source;
use crate::error::{ActionError, Done};
use crate::office::Office;
use crate::transfer::controllers::ControllerAddress;
use crate::transfer::notes::{NOTE_BYTES_MAX, Order, SentCopy};

/// Why there is no receipt. Codes of our own; nothing personal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotSent {
    /// Another try may do.
    NotNow(&'static str),
    /// The other will not take it, or there is nobody to send it to.
    Never(&'static str),
}
use NotSent::{Never, NotNow};

impl NotSent {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            NotNow(code) | Never(code) => code,
        }
    }
}

/// The archive as a body, counted and hashed as it passes.
struct Passing {
    archive: Archive,
    seen: Arc<Mutex<(Digest, u64)>>,
}

impl Stream for Passing {
    type Item = Result<Vec<u8>, ActionError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.archive.poll_next(context);
        if let Poll::Ready(Some(Ok(bytes))) = &polled {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.0.update(bytes);
            seen.1 += bytes.len() as u64;
        }
        polled
    }
}

fn refused(status: StatusCode) -> NotSent {
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::CONFLICT => {
            NotNow("copy-not-taken")
        }
        status if status.is_client_error() => Never("copy-refused"),
        _ => NotNow("copy-not-taken"),
    }
}

/// A short text, read no further than a note is long.
async fn short_text(mut answer: Response) -> Result<String, NotSent> {
    let mut out = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|_| NotNow("copy-no-answer"))? {
        out.extend_from_slice(&piece);
        if out.len() > NOTE_BYTES_MAX {
            return Err(NotNow("copy-no-receipt"));
        }
    }
    String::from_utf8(out).map_err(|_| NotNow("copy-no-receipt"))
}

impl Office {
    /// One try. Errors of the house itself are the outer ones.
    pub(crate) async fn try_transfer(
        &self,
        person: PersonId,
        row: &TransferRow,
        disputed: FieldSet,
    ) -> Done<Result<String, NotSent>> {
        let source = Source {
            who: Who::system(),
            person,
            operation: Operation::Transfer,
            recipient: Some(RecipientClass::OtherController),
            note: note_of(row),
            without: disputed,
        };
        let (out, rest) = ArchiveOut::new();
        let reference = Arc::new(OnceLock::new());
        let told = Arc::clone(&reference);
        // The archive is made while it is sent; where nobody takes it, its making ends.
        let making = self.produce(&source, &told, out);
        let sending = async {
            // Looked for here: whoever is not there takes no copy, and the making ends at once.
            let controllers = self.transfers.controllers();
            let Some((client, to)) = controllers.find(&row.controller) else {
                drop(rest);
                return Ok(Err(Never("copy-no-controller")));
            };
            let archive = Archive::begun(reference, rest).await?;
            self.send_archive(client, to, person, row, archive).await
        };
        tokio::join!(making, sending).1
    }

    async fn send_archive(
        &self,
        client: &reqwest::Client,
        to: &ControllerAddress,
        person: PersonId,
        row: &TransferRow,
        archive: Archive,
    ) -> Done<Result<String, NotSent>> {
        let reference = archive.reference().ok_or(ActionError::Internal("a copy has no reference"))?;
        let order = || Order {
            transfer: row.transfer,
            reference,
            to: to.verifier.name().to_owned(),
            at: self.now(),
            nonce: self.chance.bytes16(),
        };
        // Handed over before, and its receipt never came.
        if let (Some(sha256), Some(Ok(bytes))) = (row.digest, row.bytes.map(u64::try_from)) {
            let asked = self.ask_receipt(client, to, &order(), &SentCopy { sha256, bytes }).await;
            if let Ok(receipt) = asked {
                return Ok(Ok(receipt));
            }
        }
        let sent = match self.upload_copy(client, to, &order(), archive).await? {
            Ok(sent) => sent,
            Err(why) => return Ok(Err(why)),
        };
        let (id, bytes) = (row.transfer, sent.bytes);
        self.store.write(move |db| transfers::sent(db, &person, &id, &sent.sha256, bytes)).await?;
        Ok(self.ask_receipt(client, to, &order(), &sent).await)
    }

    async fn upload_copy(
        &self,
        client: &reqwest::Client,
        to: &ControllerAddress,
        order: &Order,
        archive: Archive,
    ) -> Done<Result<SentCopy, NotSent>> {
        let note = order
            .sign(&self.ledger.signer)
            .ok_or(ActionError::Internal("an order of a transfer cannot be signed"))?;
        let seen = Arc::new(Mutex::new((Digest::new(&SHA256), 0)));
        let body = reqwest::Body::wrap_stream(Passing { archive, seen: Arc::clone(&seen) });
        let answer = client
            .put(format!("{}/v1/transfers/{}", to.url, order.transfer.to_hex()))
            .header("Content-Type", "application/zip")
            .header("Amanah-Order", BASE64_STANDARD.encode(&note))
            .body(body)
            .send()
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.is_connect() => return Ok(Err(NotNow("copy-not-reached"))),
            Err(_) => return Ok(Err(NotNow("copy-no-answer"))),
        };
        if !answer.status().is_success() {
            return Ok(Err(refused(answer.status())));
        }
        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut sha256 = [0; 32];
        sha256.iter_mut().zip(seen.0.finish().as_ref()).for_each(|(to, from)| *to = *from);
        Ok(Ok(SentCopy { sha256, bytes: seen.1 }))
    }

    async fn ask_receipt(
        &self,
        client: &reqwest::Client,
        to: &ControllerAddress,
        order: &Order,
        sent: &SentCopy,
    ) -> Result<String, NotSent> {
        let note = order.sign_sent(sent, &self.ledger.signer).ok_or(NotNow("copy-not-signed"))?;
        let answer = client
            .post(format!("{}/v1/transfers/{}/sent", to.url, order.transfer.to_hex()))
            .header("Content-Type", "text/plain; charset=utf-8")
            .body(note)
            .send()
            .await
            .map_err(|error| {
                NotNow(if error.is_connect() { "copy-not-reached" } else { "copy-no-answer" })
            })?;
        if !answer.status().is_success() {
            return Err(refused(answer.status()));
        }
        let text = short_text(answer).await?;
        match order.check_receipt(&text, sent, &to.verifier) {
            Ok(()) => Ok(text),
            Err(why) => {
                tracing::warn!(why, "a copy was sent, and no receipt came that counts");
                Err(NotNow("copy-no-receipt"))
            }
        }
    }
}

/// The note of every entry about a transfer.
pub(crate) fn note_of(row: &TransferRow) -> String {
    format!("transfer {}", row.transfer.to_hex())
}

//! A stand-in for another controller to whom people have their copy sent: it checks the sender's notes,
//! takes the archive and signs for it. The contract is `docs/contracts/transfer.md`.
//!
//! It can also be away, refuse, sign for something else, or sign and lose its answer. Not here: TLS, and a
//! clock by which old notes are refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use amanah_actions::transfer::notes::{Order, SentCopy};
use amanah_ledger::{Signer, Verifier};
use aws_lc_rs::digest::{SHA256, digest};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{post, put};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The name that signs.
const NAME: &str = "controller.stand-in";
/// The key of a stand-in: everybody may know it.
const SEED: [u8; 32] = [43; 32];
/// Bytes of an archive that it takes, at most.
const ARCHIVE_BYTES_MAX: usize = 64 << 20;

/// How it behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// Takes the copy and signs for it.
    Up,
    /// Answers 503 to everything.
    Down,
    /// Takes nothing.
    Refuses,
    /// Signs for something else.
    SignsForAnother,
    /// Takes the copy, and its first answer is lost.
    LosesFirstReceipt,
}

/// What it holds of one transfer.
#[derive(Clone, Default)]
struct Taken {
    reference: String,
    archive: Vec<u8>,
    receipt: Option<String>,
}

#[derive(Default)]
struct Known {
    transfers: BTreeMap<String, Taken>,
    nonces: BTreeSet<[u8; 16]>,
    uploads: usize,
}

/// The other controller. Share it in an [`Arc`].
pub struct OtherController {
    signer: Signer,
    sender: Verifier,
    manner: Mutex<Manner>,
    known: Mutex<Known>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl OtherController {
    /// One that trusts notes of this key; `None` never comes of the built-in name and seed.
    pub fn trusting(sender: Verifier) -> Option<Arc<Self>> {
        let signer = Signer::from_seed(NAME, &SEED).ok()?;
        Some(Arc::new(Self { signer, sender, manner: Mutex::new(Manner::Up), known: Mutex::default() }))
    }

    /// Its published key.
    pub fn vkey(&self) -> String {
        self.signer.verifier().to_vkey()
    }

    /// From now on.
    pub fn set_manner(&self, manner: Manner) {
        *held(&self.manner) = manner;
    }

    /// The archives that it has signed for, each with its reference.
    pub fn received(&self) -> Vec<(String, Vec<u8>)> {
        let known = held(&self.known);
        let signed = known.transfers.values().filter(|taken| taken.receipt.is_some());
        signed.map(|taken| (taken.reference.clone(), taken.archive.clone())).collect()
    }

    /// Archives that were handed over, repetitions among them.
    pub fn uploads(&self) -> usize {
        held(&self.known).uploads
    }

    /// Answers until its task ends.
    ///
    /// # Errors
    /// Those of the listener.
    pub async fn serve(self: Arc<Self>, listener: tokio::net::TcpListener) -> std::io::Result<()> {
        let router = Router::new()
            .route("/v1/transfers/{id}", put(take))
            .route("/v1/transfers/{id}/sent", post(sign))
            .layer(DefaultBodyLimit::max(ARCHIVE_BYTES_MAX))
            .with_state(self);
        axum::serve(listener, router).await
    }

    /// The order, where it is this sender's, for this receiver, about this transfer, and new.
    fn order(&self, id: &str, note: &str) -> Option<(Order, Option<SentCopy>)> {
        let (order, sent) = Order::read(note, &self.sender).ok()?;
        let right = order.transfer.to_hex() == id && order.to == NAME;
        (right && held(&self.known).nonces.insert(order.nonce)).then_some((order, sent))
    }
}

fn away(manner: Manner) -> Option<Response> {
    match manner {
        Manner::Down => Some(StatusCode::SERVICE_UNAVAILABLE.into_response()),
        Manner::Refuses => Some(StatusCode::FORBIDDEN.into_response()),
        _ => None,
    }
}

fn decoded(text: &str) -> Option<String> {
    String::from_utf8(BASE64_STANDARD.decode(text).ok()?).ok()
}

async fn take(
    State(this): State<Arc<OtherController>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(away) = away(*held(&this.manner)) {
        return away;
    }
    let note = headers.get("amanah-order").and_then(|value| decoded(value.to_str().ok()?));
    let Some((order, None)) = note.and_then(|note| this.order(&id, &note)) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let mut known = held(&this.known);
    known.uploads += 1;
    let taken = known.transfers.entry(id).or_default();
    if taken.receipt.is_some() {
        return StatusCode::CONFLICT.into_response();
    }
    taken.reference = order.reference.iter().map(|byte| format!("{byte:02x}")).collect();
    taken.archive = body.to_vec();
    StatusCode::NO_CONTENT.into_response()
}

async fn sign(State(this): State<Arc<OtherController>>, Path(id): Path<String>, note: String) -> Response {
    let manner = *held(&this.manner);
    if let Some(away) = away(manner) {
        return away;
    }
    let Some((order, Some(sent))) = this.order(&id, &note) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let mut known = held(&this.known);
    let Some(taken) = known.transfers.get_mut(&id) else { return StatusCode::CONFLICT.into_response() };
    let hash = digest(&SHA256, &taken.archive);
    if hash.as_ref() != sent.sha256 || taken.archive.len() as u64 != sent.bytes {
        return StatusCode::CONFLICT.into_response();
    }
    let about = match manner {
        Manner::SignsForAnother => SentCopy { bytes: sent.bytes + 1, ..sent },
        _ => sent,
    };
    let Some(receipt) = order.sign_receipt(&about, order.at, &this.signer) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let receipt = taken.receipt.get_or_insert(receipt).clone();
    drop(known);
    if manner == Manner::LosesFirstReceipt {
        this.set_manner(Manner::Up);
        return StatusCode::BAD_GATEWAY.into_response();
    }
    receipt.into_response()
}

//! What stands before a form that anybody may send: work instead of a picture puzzle, or a wait.
//!
//! The work is a challenge of the public ALTCHA protocol (version 2, PBKDF2/SHA-256, with the key's
//! signature), so any of its solvers fits. Making one costs this house one derivation, checking a solution
//! one MAC. Whoever has no script gives no work: their form is let through after a while, under a limit that
//! is much stricter. Nothing is kept for either: what was handed out is signed, and what was used is known by
//! the case that it opened.

use std::num::NonZeroU32;

use amanah_domain::{Refused, Timestamp};
use aws_lc_rs::{constant_time, pbkdf2};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::error::{Done, FieldError};
use crate::limits::{CHALLENGES_PER_NETWORK, UPLOADS_PER_NETWORK};
use crate::office::Office;

/// Rounds of one derivation.
const COST: u32 = 2_000;
/// Derivations until the right one: at least, and how many more at most. On a cheap phone, a second or three.
const TRIES_MIN: u32 = 100;
const TRIES_MORE: u64 = 200;
/// Seconds for which a challenge is good.
const CHALLENGE_SECONDS: i64 = 1_200;
/// Seconds that a form without work must be old.
pub const WAIT_SECONDS: i64 = 20;
/// Hours after which it is too old.
const TICKET_HOURS: i64 = 6;
const KEY_BYTES: usize = 32;
const PREFIX_BYTES: usize = 16;
const ALGORITHM: &str = "PBKDF2/SHA-256";

/// The input at which everything about the gate is said.
pub const GATE: &str = "proof";

/// What is to be done, in the protocol's own words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    algorithm: String,
    cost: u32,
    expires_at: i64,
    key_length: usize,
    key_prefix: String,
    key_signature: String,
    nonce: String,
    salt: String,
}

/// A challenge, signed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Challenge {
    parameters: Parameters,
    signature: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Solution {
    derived_key: String,
}

#[derive(Deserialize)]
struct Payload {
    challenge: Challenge,
    solution: Solution,
}

/// What came with a form.
#[derive(Clone, Copy)]
pub struct Passage<'a> {
    /// A solved challenge, as the protocol encodes it; empty where there is none.
    pub proof: &'a str,
    /// What the form was handed out with.
    pub ticket: &'a str,
}

/// A form that was let through, and how.
pub(crate) struct Passed {
    /// Good once.
    pub(crate) nonce: Vec<u8>,
    /// By waiting, not by work.
    pub(crate) slow: bool,
}

fn wrong(key: &'static str) -> FieldError {
    FieldError::new(GATE, Refused::because(key))
}

fn derive(nonce: &[u8], salt: &[u8], counter: u32) -> [u8; KEY_BYTES] {
    let mut out = [0; KEY_BYTES];
    let password = [nonce, &counter.to_be_bytes()].concat();
    let rounds = NonZeroU32::new(COST).unwrap_or(NonZeroU32::MIN);
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, &password, &mut out);
    out
}

impl Office {
    /// Something to be worked out before a form is sent.
    ///
    /// # Errors
    /// [`crate::ActionError::Limit`] for too many from one network address.
    pub fn form_challenge(&self, network: &[u8]) -> Done<Challenge> {
        let now = self.now();
        self.limits.take(CHALLENGES_PER_NETWORK, network, now)?;
        let (nonce, salt) = (self.chance.bytes16(), self.chance.bytes16());
        let more = u32::try_from(self.chance.below(TRIES_MORE)).unwrap_or_default();
        let key = derive(&nonce, &salt, TRIES_MIN.saturating_add(more));
        let prefix = key.first_chunk::<PREFIX_BYTES>().copied().unwrap_or_default();
        let parameters = Parameters {
            algorithm: ALGORITHM.to_owned(),
            cost: COST,
            expires_at: now.plus_seconds(CHALLENGE_SECONDS).millis() / 1_000,
            key_length: KEY_BYTES,
            key_prefix: hex::encode(prefix),
            key_signature: hex::encode(self.vault.token_tag("form-key", &key).0),
            nonce: hex::encode(nonce),
            salt: hex::encode(salt),
        };
        let signature = hex::encode(self.sign_challenge(&parameters));
        Ok(Challenge { parameters, signature })
    }

    /// Whether files of somebody who is not signed in may come in: asked before any of them is read.
    ///
    /// # Errors
    /// [`crate::ActionError::Limit`] for too many from one network address.
    pub fn admit_upload(&self, network: &[u8]) -> Done<()> {
        self.limits.take(UPLOADS_PER_NETWORK, network, self.now())
    }

    /// What a form is handed out with: when that was, signed.
    pub fn form_ticket(&self) -> String {
        let at = self.now().millis();
        let nonce = hex::encode(self.chance.bytes16());
        let tag = hex::encode(self.sign_ticket(at, &nonce));
        format!("{at}.{nonce}.{tag}")
    }

    /// Whether a form may come in. Nothing is used up by asking.
    pub(crate) fn pass(&self, passage: Passage<'_>) -> Result<Passed, FieldError> {
        if passage.proof.is_empty() {
            self.pass_slowly(passage.ticket)
        } else {
            self.pass_by_work(passage.proof)
        }
    }

    fn pass_by_work(&self, proof: &str) -> Result<Passed, FieldError> {
        let payload = STANDARD.decode(proof).ok();
        let payload = payload.and_then(|json| serde_json::from_slice::<Payload>(&json).ok());
        let Some(Payload { challenge, solution }) = payload else { return Err(wrong("form-proof")) };
        let parameters = &challenge.parameters;
        if !same(&challenge.signature, &self.sign_challenge(parameters)) {
            return Err(wrong("form-proof"));
        }
        if self.now().millis() / 1_000 > parameters.expires_at {
            return Err(wrong("form-lapsed"));
        }
        let key = hex::decode(&solution.derived_key).unwrap_or_default();
        if !same(&parameters.key_signature, &self.vault.token_tag("form-key", &key).0) {
            return Err(wrong("form-proof"));
        }
        Ok(Passed { nonce: [b"form ", parameters.nonce.as_bytes()].concat(), slow: false })
    }

    fn pass_slowly(&self, ticket: &str) -> Result<Passed, FieldError> {
        let mut parts = ticket.split('.');
        let (Some(at), Some(nonce), Some(tag), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong("form-lapsed"));
        };
        let at = at.parse::<i64>().map_err(|_| wrong("form-lapsed"))?;
        if !same(tag, &self.sign_ticket(at, nonce)) {
            return Err(wrong("form-lapsed"));
        }
        let age = self.now().since(Timestamp::from_millis(at));
        if age > TICKET_HOURS * 3_600_000 {
            return Err(wrong("form-lapsed"));
        }
        let left = WAIT_SECONDS - age.div_euclid(1_000);
        if left > 0 {
            // A clock that was set back keeps nobody out for longer than a form must wait.
            let seconds = u32::try_from(left.min(WAIT_SECONDS)).unwrap_or(1);
            return Err(FieldError::new(GATE, Refused::bound("form-wait", seconds)));
        }
        Ok(Passed { nonce: [b"form ", nonce.as_bytes()].concat(), slow: true })
    }

    fn sign_challenge(&self, p: &Parameters) -> [u8; 32] {
        let said = format!(
            "{} {} {} {} {} {} {} {}",
            p.algorithm, p.cost, p.expires_at, p.key_length, p.key_prefix, p.key_signature, p.nonce, p.salt
        );
        self.vault.token_tag("form-challenge", said.as_bytes()).0
    }

    fn sign_ticket(&self, at: i64, nonce: &str) -> [u8; 32] {
        self.vault.token_tag("form-ticket", format!("{at} {nonce}").as_bytes()).0
    }
}

/// In time that does not depend on where they differ.
pub(crate) fn same(given: &str, expected: &[u8; 32]) -> bool {
    let given = hex::decode(given).unwrap_or_default();
    constant_time::verify_slices_are_equal(&given, expected).is_ok()
}

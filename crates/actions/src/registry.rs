//! The civil registry: match or no match, field by field, never data (`docs/contracts/civil-registry.md`).

use std::future::Future;
use std::pin::Pin;

/// What is asked. Leaves the house under `due-diligence` as a disclosure to the government.
pub struct RegistryQuestion {
    /// Stable over retries.
    pub request_id: String,
    /// What the registry may know the person by afterwards: it is told by this that they are erased
    /// (`docs/contracts/erasure-notice.md`). Hexadecimal, made for this class of recipients alone.
    pub reference: String,
    /// Sixteen digits.
    pub nik: String,
    /// Sixteen digits.
    pub kk: String,
    /// As on the card.
    pub name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
}

/// One field's answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldAnswer {
    /// The same as in the registry.
    Match,
    /// Not the same.
    NoMatch,
    /// The registry does not know.
    Unknown,
}

/// The answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RegistryAnswer {
    /// NIK.
    pub nik: FieldAnswer,
    /// KK.
    pub kk: FieldAnswer,
    /// Name.
    pub name: FieldAnswer,
    /// Birth date.
    pub birth_date: FieldAnswer,
}

impl RegistryAnswer {
    /// Whether the person is who they say: NIK, name and birth date match. A family card changes with
    /// every move, so a KK that differs is no reason.
    pub fn verifies(&self) -> bool {
        [self.nik, self.name, self.birth_date].iter().all(|a| *a == FieldAnswer::Match)
    }
}

/// No answer this time: slow, away, or not understood. Holds nothing personal.
#[derive(Debug, thiserror::Error)]
#[error("the civil registry gave no answer: {0}")]
pub struct NoAnswer(pub &'static str);

/// An answer under way.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<RegistryAnswer, NoAnswer>> + Send + 'a>>;

/// The civil registry.
pub trait CivilRegistry: Send + Sync {
    /// Asks.
    fn ask<'a>(&'a self, question: &'a RegistryQuestion) -> Asking<'a>;
}

/// The registry over HTTP: the same in production and against `testkit`'s stand-in.
pub struct HttpRegistry {
    client: reqwest::Client,
    url: String,
}

/// Seconds that one question may take; then the check waits for its next turn.
const ANSWER_SECONDS_MAX: u64 = 10;
/// Bytes of an answer, at most.
const ANSWER_BYTES_MAX: usize = 4_096;

impl HttpRegistry {
    /// `url` is the base, such as `https://registry.example`.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(url: &str) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(ANSWER_SECONDS_MAX))
            .build()
            .map_err(|e| format!("the civil registry cannot be reached from here: {e}"))?;
        Ok(Self { client, url: url.trim_end_matches('/').to_owned() })
    }
}

impl CivilRegistry for HttpRegistry {
    fn ask<'a>(&'a self, question: &'a RegistryQuestion) -> Asking<'a> {
        Box::pin(async move {
            let body = serde_json::json!({
                "request_id": question.request_id,
                "reference": question.reference,
                "nik": question.nik,
                "kk": question.kk,
                "name": question.name,
                "birth_date": question.birth_date,
            });
            let answer = self
                .client
                .post(format!("{}/v1/verify", self.url))
                .json(&body)
                .send()
                .await
                .map_err(|_| NoAnswer("not reachable in time"))?;
            if !answer.status().is_success() {
                return Err(NoAnswer("it answered with an error"));
            }
            let bytes = answer.bytes().await.map_err(|_| NoAnswer("the answer broke off"))?;
            if bytes.len() > ANSWER_BYTES_MAX {
                return Err(NoAnswer("the answer is too long"));
            }
            let value: serde_json::Value =
                serde_json::from_slice(&bytes).map_err(|_| NoAnswer("the answer is not JSON"))?;
            if value.get("request_id").and_then(|v| v.as_str()) != Some(&question.request_id) {
                return Err(NoAnswer("the answer is for another question"));
            }
            let field = |name: &str| match value.get(name).and_then(|v| v.as_str()) {
                Some("match") => Ok(FieldAnswer::Match),
                Some("no-match") => Ok(FieldAnswer::NoMatch),
                Some("unknown") => Ok(FieldAnswer::Unknown),
                _ => Err(NoAnswer("the answer lacks a field")),
            };
            Ok(RegistryAnswer {
                nik: field("nik")?,
                kk: field("kk")?,
                name: field("name")?,
                birth_date: field("birth_date")?,
            })
        })
    }
}

//! How a recipient of data answers a notice of erasure: it forgets whoever the reference names and signs
//! that it did. The contract is `docs/contracts/erasure-notice.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use amanah_ledger::{Note, Signer};
use serde::Deserialize;

/// The name that signs.
const NAME: &str = "registry.stand-in";
/// The key of a stand-in: everybody may know it.
const SEED: [u8; 32] = [42; 32];
/// Digits of a notice's id and of a reference.
const ID_DIGITS: usize = 32;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    notice: String,
    reference: String,
    act: String,
    categories: Vec<String>,
}

/// What is told beside erasures (`docs/contracts/rights-notice.md`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherNotice {
    notice: String,
    reference: String,
    kind: String,
    fields: Vec<String>,
    purpose: Option<String>,
    due: String,
}

fn is_id(text: &str) -> bool {
    text.len() == ID_DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[derive(Default)]
struct Known {
    references: BTreeSet<String>,
    /// The first answer to each notice: a repeat gets the same.
    answers: BTreeMap<String, (String, String)>,
    /// What was told beside erasures.
    told: Vec<String>,
}

/// Whom a recipient knows, and what it was told.
pub(crate) struct Erasures {
    signer: Option<Signer>,
    known: Mutex<Known>,
}

impl Erasures {
    pub(crate) fn new() -> Self {
        Self { signer: Signer::from_seed(NAME, &SEED).ok(), known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn know(&self, reference: &str) {
        self.known().references.insert(reference.to_owned());
    }

    pub(crate) fn vkey(&self) -> String {
        self.signer.as_ref().map(|signer| signer.verifier().to_vkey()).unwrap_or_default()
    }

    pub(crate) fn references(&self) -> Vec<String> {
        self.known().references.iter().cloned().collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.known().answers.len()
    }

    pub(crate) fn told(&self) -> Vec<String> {
        self.known().told.clone()
    }

    /// The same for whatever else a recipient is told.
    pub(crate) fn acknowledge_other(&self, body: &[u8]) -> Option<String> {
        let notice: OtherNotice = serde_json::from_slice(body).ok()?;
        let done = match notice.kind.as_str() {
            "correction" => "corrected",
            "withdrawal" => "stopped",
            "restriction" => "restricted",
            _ => return None,
        };
        if !is_id(&notice.notice) || !is_id(&notice.reference) || notice.due.is_empty() {
            return None;
        }
        let mut known = self.known();
        if let Some((reference, answer)) = known.answers.get(&notice.notice) {
            return (*reference == notice.reference).then(|| answer.clone());
        }
        let state = if known.references.contains(&notice.reference) { done } else { "nothing-held" };
        let text = format!(
            "amanah notice acknowledgement v1\nnotice {}\nreference {}\nstate {state}\n",
            notice.notice, notice.reference
        );
        let answer = Note::sign(&text, &[self.signer.as_ref()?]).ok()?.to_string();
        let about = notice.purpose.unwrap_or_default();
        known.told.push(format!("{} {} {about}", notice.kind, notice.fields.join(",")).trim_end().to_owned());
        known.answers.insert(notice.notice, (notice.reference, answer.clone()));
        Some(answer)
    }

    /// The signed acknowledgement; `None` for what is no notice.
    pub(crate) fn acknowledge(&self, body: &[u8]) -> Option<String> {
        let notice: Notice = serde_json::from_slice(body).ok()?;
        let act = matches!(notice.act.as_str(), "erase" | "destroy");
        if !is_id(&notice.notice) || !is_id(&notice.reference) || !act || notice.categories.len() > 64 {
            return None;
        }
        let mut known = self.known();
        if let Some((reference, answer)) = known.answers.get(&notice.notice) {
            return (*reference == notice.reference).then(|| answer.clone());
        }
        let state = if known.references.remove(&notice.reference) { "erased" } else { "nothing-held" };
        let text = format!(
            "amanah erasure acknowledgement v1\nnotice {}\nreference {}\nstate {state}\n",
            notice.notice, notice.reference
        );
        let answer = Note::sign(&text, &[self.signer.as_ref()?]).ok()?.to_string();
        known.answers.insert(notice.notice, (notice.reference, answer.clone()));
        Some(answer)
    }
}

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

#[derive(Default)]
struct Known {
    references: BTreeSet<String>,
    /// The first answer to each notice: a repeat gets the same.
    answers: BTreeMap<String, (String, String)>,
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

    /// The signed acknowledgement; `None` for what is no notice.
    pub(crate) fn acknowledge(&self, body: &[u8]) -> Option<String> {
        let notice: Notice = serde_json::from_slice(body).ok()?;
        let id = |text: &str| text.len() == ID_DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit());
        let act = matches!(notice.act.as_str(), "erase" | "destroy");
        if !id(&notice.notice) || !id(&notice.reference) || !act || notice.categories.len() > 64 {
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

//! `amanah ledger verify --certificate FILE`: an erasure certificate held against the ledger's key, with
//! no database.

use std::path::Path;

use amanah_actions::removal::check_certificate::check_certificate;
use amanah_ledger::Verifier;
use serde_json::json;

use crate::output::{say, why};

/// Files of certificates are small; what is longer is none.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// Checks the whole: signature, entries, recipients.
pub(crate) fn verify(file: &Path, verifier: &Verifier, as_json: bool) -> Result<(), String> {
    let read = |e: &std::io::Error| format!("{} cannot be read: {}", file.display(), why(e));
    if std::fs::metadata(file).map_err(|e| read(&e))?.len() > FILE_BYTES_MAX {
        return Err(format!("{} is too long for a certificate", file.display()));
    }
    let text = std::fs::read_to_string(file).map_err(|e| read(&e))?;
    let checked = check_certificate(&text, verifier).map_err(|why| format!("{}: {why}", file.display()))?;
    let (certificate, count, wrong) = (&checked.certificate, checked.proofs, &checked.wrong);
    let (act, removal) = (&certificate.act, &certificate.removal);
    if as_json {
        say(json!({ "removal": removal, "act": act, "proofs": count, "wrong": wrong }).to_string());
    } else {
        wrong.iter().for_each(|line| say(format!("WRONG  {line}")));
        if wrong.is_empty() {
            let done = certificate.done_at.as_deref().unwrap_or("at no time");
            say(format!(
                "RIGHT  {act} {removal}, done {done}: signed by the ledger's key, {count} entries prove it"
            ));
            for told in certificate.recipients.iter().filter(|told| told.answer.is_some()) {
                let key = told.key.as_deref().unwrap_or_default();
                say(format!("       {} acknowledged with the key {key}", told.class));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err("the certificate does not prove what it says".to_owned()) }
}

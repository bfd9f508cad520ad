//! `amanah ledger verify --certificate FILE`: an erasure certificate held against the ledger's key, with
//! no database.

use std::path::Path;

use amanah_actions::removal::certificate::{CertificateFile, FORMAT};
use amanah_domain::{Entry, Operation};
use amanah_ledger::{Proof, Verifier};
use serde_json::json;

use crate::output::{say, why};

/// Files of certificates are small; what is longer is none.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// Checks every proof, and that each speaks of this removal and of this act.
pub(crate) fn verify(file: &Path, verifier: &Verifier, as_json: bool) -> Result<(), String> {
    let read = |e: &std::io::Error| format!("{} cannot be read: {}", file.display(), why(e));
    if std::fs::metadata(file).map_err(|e| read(&e))?.len() > FILE_BYTES_MAX {
        return Err(format!("{} is too long for a certificate", file.display()));
    }
    let text = std::fs::read_to_string(file).map_err(|e| read(&e))?;
    let certificate: CertificateFile = serde_json::from_str(&text).map_err(|_| {
        format!("{} is no erasure certificate: download it as a file from its page", file.display())
    })?;
    if certificate.format != FORMAT {
        return Err(format!("{} has another form than {FORMAT}", file.display()));
    }
    let mut wrong = Vec::new();
    for (number, part) in (1..).zip(&certificate.proofs) {
        if let Err(why) = check(part, &certificate, verifier) {
            wrong.push(format!("proof {number}: {why}"));
        }
    }
    if certificate.proofs.is_empty() {
        wrong.push("it holds no proof; a removal that is confirmed has one".to_owned());
    }
    let (act, removal, count) = (&certificate.act, &certificate.removal, certificate.proofs.len());
    if as_json {
        say(json!({ "removal": removal, "act": act, "proofs": count, "wrong": wrong }).to_string());
    } else {
        wrong.iter().for_each(|line| say(format!("WRONG  {line}")));
        if wrong.is_empty() {
            say(format!("RIGHT  {act} {removal}, done {}: {count} entries prove it", done(&certificate)));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err("the certificate does not prove what it says".to_owned()) }
}

fn done(certificate: &CertificateFile) -> &str {
    certificate.done_at.as_deref().unwrap_or("at no time")
}

fn check(part: &str, certificate: &CertificateFile, verifier: &Verifier) -> Result<(), String> {
    let proved = Proof::parse(part).and_then(|proof| proof.verify(verifier)).map_err(|e| e.to_string())?;
    let entry = Entry::decode(&proved.body).ok_or("the entry has an unknown form")?;
    if entry.note != format!("removal {}", certificate.removal) {
        return Err("the entry is about something else".to_owned());
    }
    let wanted = match certificate.act.as_str() {
        "end" => Operation::Manage,
        "erase" => Operation::Delete,
        _ => Operation::Destroy,
    };
    if entry.operation != wanted {
        return Err(format!("the entry records another act: {}", entry.operation.name()));
    }
    Ok(())
}

//! The trail of an archive held against its proofs: what each line says against the entry that it carries,
//! each entry against the signed root of its log.

use std::collections::BTreeMap;

use amanah_domain::{Entry, FieldId};
use amanah_ledger::{Checkpoint, Hash, Verifier, leaf_hash, root_of_many};
use amanah_vault::commit_reason;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use crate::archive::faults::Wrong;

/// Bytes of a line, at most: a proof of a page holds some thousand hashes.
const LINE_BYTES_MAX: usize = 4 << 20;

/// A line of `trail.jsonl`, as far as it can be held against its entry. The rest repeats it in words.
#[derive(Deserialize)]
struct Line {
    log: u32,
    index: u64,
    operation: String,
    purpose: String,
    role: String,
    outcome: String,
    fields: String,
    recipient: String,
    note: String,
    bytes: String,
    reason: Option<String>,
    salt: Option<String>,
}

/// A line of `proofs.jsonl`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proofs {
    log: u32,
    size: u64,
    indices: Vec<u64>,
    hashes: String,
}

/// Bytes that come in pieces, as lines.
#[derive(Default)]
struct Lines(Vec<u8>);

impl Lines {
    fn each(&mut self, bytes: &[u8], mut line: impl FnMut(&[u8])) -> Result<(), String> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.0.extend_from_slice(part);
            if self.0.len() > LINE_BYTES_MAX {
                return Err("it has a line that is longer than any of ours".to_owned());
            }
            if part.ends_with(b"\n") {
                line(&self.0);
                self.0.clear();
            }
        }
        Ok(())
    }
}

/// What is known of the trail so far: 40 bytes an entry.
#[derive(Default)]
pub(crate) struct Trail {
    heads: BTreeMap<u32, (u64, Hash)>,
    leaves: BTreeMap<(u32, u64), Hash>,
    proven: u64,
    lines: Lines,
    proofs: Lines,
    faults: Vec<String>,
    more: usize,
}

impl Trail {
    /// A signed checkpoint of a log.
    pub(crate) fn checkpoint(&mut self, name: &str, note: &str, verifier: &Verifier, wrong: &mut Wrong) {
        match Checkpoint::open_any(note, verifier) {
            Ok(head) => match head.origin.rsplit_once('/').and_then(|(_, log)| log.parse().ok()) {
                Some(log) => {
                    self.heads.insert(log, (head.size, head.root));
                }
                None => wrong.add(format!("{name}: it is of no log of ours")),
            },
            Err(why) => wrong.add(format!("{name}: {why}")),
        }
    }

    fn fault(&mut self, what: String) {
        // As many as are told; a changed file has as many faults as lines.
        if self.faults.len() < 100 { self.faults.push(what) } else { self.more += 1 }
    }

    /// More of `trail.jsonl`.
    pub(crate) fn line_bytes(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut lines = core::mem::take(&mut self.lines);
        let done = lines.each(bytes, |line| match serde_json::from_slice::<Line>(line) {
            Ok(line) => self.line(&line),
            Err(_) => self.fault("trail.jsonl: a line is not of our form".to_owned()),
        });
        self.lines = lines;
        done
    }

    fn line(&mut self, line: &Line) {
        let at = format!("{}-{}", line.log, line.index);
        let bytes = BASE64_STANDARD.decode(&line.bytes).unwrap_or_default();
        let entry = bytes.split_first_chunk::<8>().and_then(|(_, body)| Entry::decode(body));
        let Some(entry) = entry else {
            return self.fault(format!("entry {at}: it carries no entry of the ledger"));
        };
        let fields = entry.fields.iter().map(FieldId::name).collect::<Vec<_>>().join(" ");
        let recipient = entry.recipient.map_or("", |class| class.name());
        let said = [
            (line.operation.as_str(), entry.operation.name()),
            (&line.purpose, entry.purpose.name()),
            (&line.role, entry.role.name()),
            (&line.outcome, entry.outcome.name()),
            (&line.fields, &fields),
            (&line.recipient, recipient),
            (&line.note, &entry.note),
        ];
        if said.iter().any(|(said, is)| said != is) {
            self.fault(format!("entry {at}: its line says something else than the entry itself"));
        }
        if let (Some(reason), Some(salt)) = (&line.reason, &line.salt) {
            let salt = hex::decode(salt).ok().and_then(|salt| <[u8; 16]>::try_from(salt).ok());
            if salt.is_none_or(|salt| commit_reason(&salt, reason) != entry.reason) {
                self.fault(format!("entry {at}: another reason was committed to"));
            }
        }
        if self.leaves.insert((line.log, line.index), leaf_hash(&bytes)).is_some() {
            self.fault(format!("entry {at}: it stands there twice"));
        }
    }

    /// More of `proofs.jsonl`, which comes after the trail.
    pub(crate) fn proof_bytes(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut lines = core::mem::take(&mut self.proofs);
        let done = lines.each(bytes, |line| match serde_json::from_slice::<Proofs>(line) {
            Ok(proofs) => self.prove(&proofs),
            Err(_) => self.fault("proofs.jsonl: a line is not of our form".to_owned()),
        });
        self.proofs = lines;
        done
    }

    fn prove(&mut self, proofs: &Proofs) {
        let Some((size, root)) = self.heads.get(&proofs.log).copied() else {
            return self.fault(format!("log {}: there is no signed checkpoint of it", proofs.log));
        };
        let mut leaves = Vec::with_capacity(proofs.indices.len().min(self.leaves.len()));
        for index in &proofs.indices {
            match self.leaves.get(&(proofs.log, *index)) {
                Some(leaf) => leaves.push((*index, *leaf)),
                None => {
                    return self.fault(format!("entry {}-{index}: it is proven and not there", proofs.log));
                }
            }
        }
        let hashes = BASE64_STANDARD.decode(&proofs.hashes).unwrap_or_default();
        let (hashes, rest) = hashes.as_chunks::<32>();
        let made = root_of_many(proofs.size, &leaves, hashes);
        if proofs.size != size || !rest.is_empty() || made != Ok(root) {
            let first = proofs.indices.first().copied().unwrap_or_default();
            return self.fault(format!(
                "entries from {}-{first}: they are not in the log as its checkpoint was signed",
                proofs.log
            ));
        }
        for index in &proofs.indices {
            self.leaves.remove(&(proofs.log, *index));
        }
        self.proven += proofs.indices.len() as u64;
    }

    /// How many entries are proven; those that are not are faults.
    pub(crate) fn finish(self, wrong: &mut Wrong) -> u64 {
        for fault in self.faults {
            wrong.add(fault);
        }
        if self.more > 0 {
            wrong.add(format!("{} more lines of the trail", self.more));
        }
        if !self.lines.0.is_empty() || !self.proofs.0.is_empty() {
            wrong.add("the trail does not end with a line".to_owned());
        }
        for (log, index) in self.leaves.keys() {
            wrong.add(format!("entry {log}-{index}: nothing proves that it is in the ledger"));
        }
        self.proven
    }
}

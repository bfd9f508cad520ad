//! `amanah ledger checkpoint|prove|verify`.

use std::collections::BTreeSet;
use std::path::Path;

use amanah_actions::ledger_reader::LedgerReader;
use amanah_actions::person::prove_entry::{heads, prove};
use amanah_actions::person::view_trail::EntryId;
use amanah_actions::{ledger_name, ledger_signer};
use amanah_domain::{Entry, Timestamp};
use amanah_ledger::{
    Batch, Checkpoint, Combined, Durable, Entry as Signed, LogId, Proof, Report, Signer, Verifier, verify_log,
};
use amanah_store::{Store, StoreError, ledger_rows};
use serde_json::json;
use std::sync::Arc;

use crate::args::{Ledger, Place, Unseal};
use crate::checkpoint::kept;
use crate::house::{check_path, checkpoint_path, keyring_path, open_existing_store, open_keyring};
use crate::machine::SystemClock;
use crate::output::{Progress, print, say, why};
use crate::programme_files::ProgrammeFiles;
use crate::unseal::keeper;
use crate::{archive, certificate};

/// Runs the command.
pub(crate) fn run(command: Ledger) -> Result<(), String> {
    match command {
        Ledger::Checkpoint { place, unseal, json } => run_checkpoint(&place, &unseal, json),
        Ledger::Prove { place, unseal, entry } => run_prove(&place, &unseal, &entry),
        Ledger::Verify { place, unseal, proof: Some(file), key, json, .. } => {
            verify_file(&file, &verifier(&place, &unseal, key.as_deref())?, json)
        }
        Ledger::Verify { place, unseal, certificate: Some(file), key, json, .. } => {
            certificate::verify(&file, &verifier(&place, &unseal, key.as_deref())?, json)
        }
        Ledger::Verify { place, unseal, archive: Some(file), key, json, .. } => {
            archive::verify(&file, &verifier(&place, &unseal, key.as_deref())?, json)
        }
        Ledger::Verify { place, unseal, key, json, .. } => {
            verify_database(&place, &unseal, key.as_deref(), json)
        }
    }
}

fn signer(place: &Place, unseal: &Unseal) -> Result<(String, Signer), String> {
    check_path(&place.data)?;
    let programme = ProgrammeFiles::load(place.programme.as_deref())?.programme()?.name;
    let keeper = keeper(&place.data, unseal)?;
    if !keyring_path(&place.data).exists() {
        return Err(format!("there is no keyring in {}: is this the data folder?", place.data.display()));
    }
    let keyring = open_keyring(keeper)?;
    let signer = ledger_signer(&programme, keyring.ledger_seed())?;
    Ok((programme, signer))
}

fn run_checkpoint(place: &Place, unseal: &Unseal, as_json: bool) -> Result<(), String> {
    let (programme, signer) = signer(place, unseal)?;
    let store = open_existing_store(place, Arc::new(SystemClock))?;
    let found = store.read_blocking(|db| heads(db)).map_err(|e: StoreError| e.to_string())?;
    let mut logs = Vec::new();
    for (log, note) in found {
        let checkpoint =
            Checkpoint::open_any(&note, signer.verifier()).map_err(|e| format!("log {log}: {e}"))?;
        logs.push((log, checkpoint));
    }
    let list: Vec<_> = logs.iter().map(|(log, c)| json!({ "log": log.0, "size": c.size })).collect();
    let text = Combined::new(&ledger_name(&programme), logs)
        .and_then(|c| c.sign(&signer))
        .map_err(|e| format!("the checkpoint cannot be made: {e}"))?;
    if as_json {
        say(json!({ "key": signer.verifier().to_vkey(), "logs": list, "checkpoint": text }).to_string());
    } else {
        print(&text);
        say(format!("\nkey {}", signer.verifier().to_vkey()));
    }
    Ok(())
}

fn run_prove(place: &Place, unseal: &Unseal, entry: &str) -> Result<(), String> {
    signer(place, unseal)?;
    let at = EntryId::from_text(entry).ok_or("name the entry as in 1-2345: log and index")?;
    let store = open_existing_store(place, Arc::new(SystemClock))?;
    let heads = store.read_blocking(ledger_rows::heads).map_err(|e| e.to_string())?;
    match heads.iter().find(|head| head.log.0 == at.log) {
        None => return Err(format!("the ledger has no log {}", at.log)),
        Some(head) if at.index >= head.size => {
            return Err(format!(
                "log {} has {} entries, counted from 0: there is no {entry}",
                at.log, head.size
            ));
        }
        Some(_) => {}
    }
    let text = store
        .scan_blocking(move |db| prove(db, at))
        .map_err(|e| format!("entry {entry} cannot be proved: {e}"))?;
    print(&text);
    Ok(())
}

/// What an entry says, in words.
fn story(body: &[u8], time_ms: i64) -> String {
    let at = Timestamp::from_millis(time_ms).to_jiff();
    match Entry::decode(body) {
        None => format!("{at}: {} bytes of an unknown form", body.len()),
        Some(entry) => {
            let fields: Vec<&str> = entry.fields.iter().map(amanah_domain::FieldId::name).collect();
            let fields = if fields.is_empty() { "the record".to_owned() } else { fields.join(", ") };
            let recipient = entry.recipient.map(|r| format!(", to {}", r.name())).unwrap_or_default();
            let note = if entry.note.is_empty() { String::new() } else { format!(" ({})", entry.note) };
            format!(
                "{at}: {} · {} {fields} for {}{recipient} · {}{note}",
                entry.role.name(),
                entry.operation.name(),
                entry.purpose.name(),
                entry.outcome.name()
            )
        }
    }
}

/// An auditor has the public key and not the keyring; the operator has the keyring.
fn verifier(place: &Place, unseal: &Unseal, key: Option<&str>) -> Result<Verifier, String> {
    check_path(&place.data)?;
    match key {
        Some(key) => Verifier::from_vkey(key).map_err(|e| format!("--key: {e}")),
        None if !keyring_path(&place.data).exists() => Err(format!(
            "there is no keyring in {}: give the ledger's public key with --key; it stands on the portal's page \
             /ledger",
            place.data.display()
        )),
        None => Ok(signer(place, unseal)?.1.verifier().clone()),
    }
}

fn verify_file(file: &Path, verifier: &Verifier, as_json: bool) -> Result<(), String> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| format!("{} cannot be read: {}", file.display(), why(&e)))?;
    let checked = Proof::parse(&text).and_then(|proof| proof.verify(verifier));
    match &checked {
        Ok(entry) => {
            let (log, told) = (&entry.checkpoint.origin, story(&entry.body, entry.time_ms));
            match as_json {
                true => {
                    say(json!({ "index": entry.index, "log": log, "right": true, "says": told }).to_string())
                }
                false => say(format!("RIGHT  {log} entry {}: {told}", entry.index)),
            }
        }
        Err(e) if as_json => say(json!({ "right": false, "why": e.to_string() }).to_string()),
        Err(e) => say(format!("WRONG  {e}")),
    }
    checked.map(drop).map_err(|_| "the proof does not prove what it says".to_owned())
}

fn verify_database(place: &Place, unseal: &Unseal, key: Option<&str>, as_json: bool) -> Result<(), String> {
    let programme = ProgrammeFiles::load(place.programme.as_deref())?.programme()?.name;
    let verifier = verifier(place, unseal, key)?;
    let store = open_existing_store(place, Arc::new(SystemClock))?;
    let outside = kept(&checkpoint_path(&place.data), &verifier)?;
    let mut logs: Vec<LogId> = store
        .read_blocking(|db| Ok::<_, StoreError>(ledger_rows::heads(db)?.into_iter().map(|h| h.log).collect()))
        .map_err(|e| e.to_string())?;
    if let Some(outside) = &outside {
        logs.extend(outside.logs().iter().map(|(log, _)| *log));
        logs.sort_unstable();
        logs.dedup();
    }
    let mut findings = Vec::new();
    let mut entries = 0;
    for log in logs {
        let origin = format!("{}/log/{}", ledger_name(&programme), log.0);
        let kept = outside.as_ref().and_then(|o| o.checkpoint(log)).cloned();
        match verify_one(&store, log, origin, verifier.clone(), kept) {
            Ok((report, misplaced)) => {
                entries += report.size;
                findings.extend(report.findings.iter().map(|f| format!("log {log}: {f}")));
                findings.extend(misplaced.iter().map(|index| {
                    format!(
                        "log {log}: Entry {index}: it is filed under another person or actor than the one it \
                         names, so that it is missing in a trail."
                    )
                }));
            }
            Err(e @ StoreError::Shape { .. }) => findings.push(format!(
                "log {log}: an entry holds a value of a kind that this program never writes ({e}): another \
                 program changed it, and the entries from there on could not be read."
            )),
            Err(e) => return Err(e.to_string()),
        }
    }
    if as_json {
        say(json!({ "entries": entries, "sound": findings.is_empty(), "findings": findings, "outside": outside.is_some() }).to_string());
    } else {
        for finding in &findings {
            say(format!("WRONG  {finding}"));
        }
        if findings.is_empty() {
            let beside = if outside.is_some() {
                "and of the checkpoint kept outside"
            } else {
                "(no checkpoint is kept outside yet)"
            };
            say(format!("RIGHT  {entries} entries are those of the signed heads {beside}"));
        }
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(format!("the ledger does not verify; findings: {}", findings.len()))
    }
}

/// Entries that are filed wrongly, listed at most.
const MISPLACED_MAX: usize = 1_000;

/// Reads entries, and notes those whose columns by which trails are found differ from what was signed: the
/// hash covers the entry alone, not where it is filed.
struct Filed<'a> {
    inner: LedgerReader<'a>,
    misplaced: BTreeSet<u64>,
}

impl Durable for Filed<'_> {
    type Error = StoreError;

    fn persist(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        self.inner.persist(batch)
    }

    fn head(&mut self, log: LogId) -> Result<Option<String>, StoreError> {
        self.inner.head(log)
    }

    fn tile(&mut self, log: LogId, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.tile(log, level, index)
    }

    fn entries(&mut self, log: LogId, from: u64, count_max: u32) -> Result<Vec<Signed>, StoreError> {
        let entries = self.inner.entries(log, from, count_max)?;
        for entry in &entries {
            let filed = Entry::decode(&entry.body)
                .is_none_or(|said| entry.tags == [*said.person.as_bytes(), *said.actor.as_bytes()]);
            if !filed && self.misplaced.len() < MISPLACED_MAX {
                self.misplaced.insert(entry.index);
            }
        }
        Ok(entries)
    }
}

fn verify_one(
    store: &Store,
    log: LogId,
    origin: String,
    verifier: Verifier,
    kept: Option<Checkpoint>,
) -> Result<(Report, BTreeSet<u64>), StoreError> {
    store.scan_blocking(move |db| {
        let mut progress = Progress::begin("checking entries", 0);
        let mut filed = Filed { inner: LedgerReader(db), misplaced: BTreeSet::new() };
        let report = verify_log(&mut filed, log, &origin, &verifier, kept.as_ref(), &mut |done, _| {
            progress.at(done);
        });
        progress.end();
        Ok((report?, filed.misplaced))
    })
}

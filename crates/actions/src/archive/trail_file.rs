//! `trail.jsonl`, `trail.csv` and `proofs.jsonl`: every use of the person's data with the proof that it
//! stands in the ledger. Read by pages through the index of the trail, so that the first of ten thousand
//! leaves as early as the first of ten; each page has one proof for all of its entries.
//!
//! All three say the same: what is in a log beyond the checkpoint that was read at the beginning is in none
//! of them, the records of this very copy's later parts among it.

use std::collections::BTreeMap;

use amanah_domain::{Entry, FieldId, FieldSet, Outcome, Pseudonym, RecipientClass, Timestamp};
use amanah_ledger::{Checkpoint, Hash, Hashes, LogId};
use amanah_store::ledger_rows::{self, Tag, TrailEntry, TrailPosition};
use amanah_store::trail::{self, ReasonRow};
use amanah_store::{Connection, StoreError};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::archive::csv;
use crate::archive::form::{pretty, time};
use crate::archive::out::{ArchiveOut, Packed};
use crate::archive::source::{Source, again};
use crate::archive::values::said;
use crate::error::{ActionError, Done};
use crate::ledger_reader::LedgerReader;
use crate::office::Office;
use crate::person::view_trail::EntryId;

/// Entries of one page.
const PAGE_ENTRIES: u32 = 200;

/// The logs as they were when the copy was begun: each with its signed checkpoint and its size.
#[derive(Clone)]
pub(crate) struct Heads(Vec<(LogId, String, u64)>);

impl Heads {
    fn read(db: &mut dyn Connection) -> Result<Self, StoreError> {
        let mut out = Vec::new();
        for head in ledger_rows::heads(db)? {
            let size = |note: &str| {
                let (body, _) = note.split_once("\n\n")?;
                Checkpoint::from_text(&format!("{body}\n")).ok().map(|checkpoint| checkpoint.size)
            };
            if let Some((note, size)) = head.checkpoint.and_then(|note| size(&note).map(|size| (note, size)))
            {
                out.push((head.log, note, size));
            }
        }
        Ok(Self(out))
    }

    fn size(&self, log: LogId) -> u64 {
        self.0.iter().find(|(of, ..)| *of == log).map_or(0, |(.., size)| *size)
    }

    fn has(&self, found: &TrailEntry) -> bool {
        found.entry.index < self.size(found.log)
    }
}

/// A page of the trail, and where the next begins.
struct Page {
    entries: Vec<TrailEntry>,
    reasons: BTreeMap<[u8; 32], ReasonRow>,
    next: Option<TrailPosition>,
}

fn page(
    db: &mut dyn Connection,
    pseudonym: &Pseudonym,
    heads: &Heads,
    before: Option<TrailPosition>,
    with_reasons: bool,
) -> Result<Page, StoreError> {
    let start = Timestamp::from_millis(0);
    let found = ledger_rows::trail(db, Tag::First, pseudonym.as_bytes(), start, before, PAGE_ENTRIES)?;
    let next = found.last().map(TrailEntry::position);
    let entries: Vec<TrailEntry> = found.into_iter().filter(|one| heads.has(one)).collect();
    let mut reasons = BTreeMap::new();
    if with_reasons {
        for reason in
            entries.iter().filter_map(|one| Entry::decode(&one.entry.body)).map(|entry| entry.reason)
        {
            if reason != [0; 32]
                && let Some(row) = trail::read_reason(db, &reason)?
            {
                reasons.insert(reason, row);
            }
        }
    }
    Ok(Page { entries, reasons, next })
}

/// Which recipients got something, how often, from when to when.
type Recipients = BTreeMap<RecipientClass, (u64, i64, i64)>;

/// One proof for the entries of a page that lie in one log.
fn prove(db: &mut dyn Connection, log: LogId, size: u64, indices: &[u64]) -> Done<String> {
    let mut reader = LedgerReader(db);
    let hashes: Vec<Hash> = Hashes::new(&mut reader, log, size).inclusion_of_many(indices).map_err(|_| {
        ActionError::Internal("the ledger has no proof for an entry: run `amanah ledger verify`")
    })?;
    let line = json!({
        "log": log.0, "size": size, "indices": indices, "hashes": BASE64_STANDARD.encode(hashes.concat()),
    });
    Ok(format!("{line}\n"))
}

fn prove_page(db: &mut dyn Connection, heads: &Heads, page: &Page) -> Done<String> {
    let mut logs: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for found in &page.entries {
        logs.entry(found.log.0).or_default().push(found.entry.index);
    }
    let mut out = String::new();
    for (log, mut indices) in logs {
        indices.sort_unstable();
        indices.dedup();
        out.push_str(&prove(db, LogId(log), heads.size(LogId(log)), &indices)?);
    }
    Ok(out)
}

const COLUMNS: [&str; 10] =
    ["entry", "time", "operation", "purpose", "clause", "role", "outcome", "fields", "recipient", "note"];

/// An entry in words, by [`COLUMNS`].
fn cells(found: &TrailEntry, clause: impl Fn(&Entry) -> String) -> Option<(Entry, [String; 10])> {
    let entry = Entry::decode(&found.entry.body)?;
    let at = EntryId { log: found.log.0, index: found.entry.index };
    let cells = [
        at.to_text(),
        time(Timestamp::from_millis(found.entry.time_ms)),
        entry.operation.name().to_owned(),
        entry.purpose.name().to_owned(),
        clause(&entry),
        entry.role.name().to_owned(),
        entry.outcome.name().to_owned(),
        entry.fields.iter().map(FieldId::name).collect::<Vec<_>>().join(" "),
        entry.recipient.map(|class| class.name().to_owned()).unwrap_or_default(),
        entry.note.clone(),
    ];
    Some((entry, cells))
}

impl Office {
    /// The whole trail of whoever has this pseudonym.
    pub(crate) async fn trail_into(
        &self,
        source: &Source,
        pseudonym: Pseudonym,
        out: &mut ArchiveOut,
    ) -> Done<()> {
        let heads = self.store.read(Heads::read).await?;
        let mut recipients = Recipients::new();
        out.begin("trail.jsonl", Packed::Smaller)?;
        let mut before = None;
        while let Some(page) = self.trail_step(pseudonym, &heads, before, true).await? {
            before = page.next;
            let lines = again!(self.trail_lines(source, &page).await)?;
            for found in &page.entries {
                count(found, &mut recipients);
            }
            out.put(lines.as_bytes()).await?;
        }
        out.begin("trail.csv", Packed::Smaller)?;
        out.put(csv::row(COLUMNS).as_bytes()).await?;
        before = None;
        while let Some(page) = self.trail_step(pseudonym, &heads, before, false).await? {
            before = page.next;
            let clause = |entry: &Entry| self.clause_of(entry.purpose);
            let rows = page.entries.iter().filter_map(|found| cells(found, clause));
            let table: String = rows.map(|(_, cells)| csv::row(cells.iter().map(String::as_str))).collect();
            out.put(table.as_bytes()).await?;
        }
        out.begin("proofs.jsonl", Packed::Smaller)?;
        before = None;
        loop {
            let of = heads.clone();
            let step = move |db: &mut dyn Connection| -> Done<_> {
                let page = page(db, &pseudonym, &of, before, false)?;
                Ok((page.next, prove_page(db, &of, &page)?))
            };
            let (next, lines) = self.store.read(step).await?;
            if next.is_none() {
                break;
            }
            before = next;
            out.put(lines.as_bytes()).await?;
        }
        for (log, note, _) in &heads.0 {
            out.file(&format!("checkpoints/log-{}.txt", log.0), note.as_bytes()).await?;
        }
        let list: Vec<Value> = recipients
            .iter()
            .map(|(class, (uses, first, last))| {
                let at = |ms: &i64| time(Timestamp::from_millis(*ms));
                json!({ "recipient": class.name(), "uses": uses, "first": at(first), "last": at(last) })
            })
            .collect();
        let file = json!({ "format": "amanah recipients v1", "recipients": list });
        out.file("recipients.json", &pretty(&file)?).await
    }

    async fn trail_step(
        &self,
        pseudonym: Pseudonym,
        heads: &Heads,
        before: Option<TrailPosition>,
        with_reasons: bool,
    ) -> Done<Option<Page>> {
        let heads = heads.clone();
        let read = self.store.read(move |db| page(db, &pseudonym, &heads, before, with_reasons)).await?;
        Ok(read.next.is_some().then_some(read))
    }

    async fn trail_lines(&self, source: &Source, page: &Page) -> Done<String> {
        // Entries hold nothing personal; a permit is wanted where somebody had to say why they looked.
        let own = |row: &&ReasonRow| row.person == source.person;
        let looked = match page.reasons.values().any(|row| own(&row)) {
            true => Some(source.look(self, FieldSet::of(&[FieldId::Statement])).await?),
            false => None,
        };
        let mut out = String::new();
        for found in &page.entries {
            let Some((entry, cells)) = cells(found, |entry| self.clause_of(entry.purpose)) else { continue };
            let mut line = serde_json::Map::new();
            for (name, cell) in COLUMNS.into_iter().zip(cells) {
                line.insert(name.to_owned(), cell.into());
            }
            line.insert("log".to_owned(), found.log.0.into());
            line.insert("index".to_owned(), found.entry.index.into());
            line.insert("policy".to_owned(), hex::encode(entry.policy).into());
            let actor = (entry.actor != Entry::NOBODY).then(|| entry.actor.to_hex());
            line.insert("actor".to_owned(), actor.into());
            line.insert("bytes".to_owned(), BASE64_STANDARD.encode(found.entry.bytes()).into());
            if let (Some(looked), Some(row)) = (&looked, page.reasons.get(&entry.reason).filter(own)) {
                line.insert("reason".to_owned(), said(looked, &row.body)?.into());
                line.insert("salt".to_owned(), hex::encode(row.salt).into());
            }
            out.push_str(&Value::Object(line).to_string());
            out.push('\n');
        }
        Ok(out)
    }
}

fn count(found: &TrailEntry, recipients: &mut Recipients) {
    let Some(entry) = Entry::decode(&found.entry.body) else { return };
    if let (Outcome::Allowed, Some(class)) = (entry.outcome, entry.recipient) {
        let at = found.entry.time_ms;
        let known = recipients.entry(class).or_insert((0, at, at));
        *known = (known.0 + 1, known.1.min(at), known.2.max(at));
    }
}

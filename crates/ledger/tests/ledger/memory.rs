//! A storage in memory that fails on demand, and that lets a test tamper with what it holds.

use std::collections::BTreeMap;

use amanah_ledger::{Batch, Draft, Durable, Entry, Log, LogId, Signer, Verifier};

pub(crate) const ORIGIN: &str = "ledger.example/1";
pub(crate) const LOG: LogId = LogId(1);

pub(crate) fn signer() -> Signer {
    Signer::from_seed("ledger.example", &[42; 32]).unwrap()
}

pub(crate) fn verifier() -> Verifier {
    signer().verifier().clone()
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("the disk is full")]
    Before,
    #[error("the connection broke")]
    After,
    #[error("another writer was here: the head has {0} entries")]
    Conflict(u64),
    #[error("the table cannot be read")]
    Read,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Break {
    Before,
    After,
    Reads,
}

#[derive(Clone, Default)]
pub(crate) struct Memory {
    pub(crate) head: Option<String>,
    pub(crate) size: u64,
    pub(crate) entries: Vec<Entry>,
    pub(crate) tiles: BTreeMap<(u8, u64), Vec<u8>>,
    pub(crate) next: Option<Break>,
    pub(crate) commits: u64,
    pub(crate) tile_reads: u64,
}

impl Durable for Memory {
    type Error = Fault;

    fn persist(&mut self, batch: &Batch<'_>) -> Result<(), Fault> {
        if self.next == Some(Break::Before) {
            self.next = None;
            return Err(Fault::Before);
        }
        if self.size != batch.previous_size {
            return Err(Fault::Conflict(self.size));
        }
        assert_eq!(batch.first_index, batch.previous_size);
        assert_eq!(batch.size, batch.previous_size + batch.entries.len() as u64);
        self.entries.extend_from_slice(batch.entries);
        for tile in batch.tiles {
            assert_eq!(tile.bytes.len(), 8192);
            assert!(self.tiles.insert((tile.level, tile.index), tile.bytes.clone()).is_none());
        }
        self.head = Some(batch.checkpoint.to_owned());
        self.size = batch.size;
        self.commits += 1;
        if self.next == Some(Break::After) {
            self.next = None;
            return Err(Fault::After);
        }
        Ok(())
    }

    fn head(&mut self, _: LogId) -> Result<Option<String>, Fault> {
        if self.next == Some(Break::Reads) {
            self.next = None;
            return Err(Fault::Read);
        }
        Ok(self.head.clone())
    }

    fn tile(&mut self, _: LogId, level: u8, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        self.tile_reads += 1;
        Ok(self.tiles.get(&(level, index)).cloned())
    }

    fn entries(&mut self, _: LogId, from: u64, count_max: u32) -> Result<Vec<Entry>, Fault> {
        let start = self.entries.partition_point(|entry| entry.index < from);
        Ok(self.entries.iter().skip(start).take(count_max as usize).cloned().collect())
    }
}

pub(crate) fn draft(number: u64) -> Draft {
    Draft { tags: [number.to_be_bytes().repeat(2).try_into().unwrap(), [0; 16]], body: body(number) }
}

pub(crate) fn body(number: u64) -> Vec<u8> {
    format!("use {number} of something by somebody").into_bytes()
}

pub(crate) fn open(storage: &mut Memory) -> Log {
    Log::open(storage, LOG, ORIGIN, signer(), [9; 32]).unwrap()
}

/// A log of `size` entries, one millisecond apart, written in batches of 1, 2, 3, … entries.
pub(crate) fn filled(size: u64) -> (Memory, Log) {
    let mut storage = Memory::default();
    let mut log = open(&mut storage);
    let mut width = 1;
    while log.size() < size {
        let first = log.size();
        let drafts: Vec<Draft> = (first..size.min(first + width)).map(draft).collect();
        log.append(&mut storage, 1_000 + first as i64, &drafts).unwrap();
        width += 1;
    }
    (storage, log)
}

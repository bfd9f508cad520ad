//! `backup verify`: every byte of a backup is read, opened and counted, and nothing is written.

use std::collections::BTreeMap;

use amanah_store::portable::Block;
use amanah_store::{StoreError, dump, schema};
use amanah_vault::Part;
use tokio::runtime::Handle;

use crate::operator::backup_archive::Archive;
use crate::operator::backup_error::{BackupError, PartRefused};
use crate::operator::backup_manifest::{Manifest, PartFacts};
use crate::operator::backup_part::{read_part, word};

/// What was found right.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The backup whose data part was read.
    pub manifest: Manifest,
    /// Whether the key part was read as well; it is not where it was deleted for its age.
    pub keys: bool,
}

/// The part of the schema that travels in a part of a backup.
pub(crate) fn of_schema(part: Part) -> schema::Part {
    match part {
        Part::Data => schema::Part::Data,
        Part::Keys => schema::Part::Keys,
    }
}

impl Archive<'_> {
    /// Reads both parts to their end. A key part that is not there any more is no fault; one that is there
    /// must open.
    ///
    /// # Errors
    /// [`BackupError`] for the first thing that is wrong.
    pub async fn verify(
        &self,
        name: &str,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<Verified, BackupError> {
        let manifest = self.manifest(name).await?;
        let keys = match self.key_manifest(name).await {
            Ok(keys) => Some(keys),
            Err(BackupError::Unknown { .. } | BackupError::KeysPruned { .. }) => None,
            Err(e) => return Err(e),
        };
        self.verify_part(&manifest, Part::Data, progress).await?;
        if let Some(keys) = &keys {
            self.verify_part(keys, Part::Keys, progress).await?;
        }
        Ok(Verified { manifest, keys: keys.is_some() })
    }

    /// Reads one part to its end and counts its rows.
    pub(crate) async fn verify_part(
        &self,
        manifest: &Manifest,
        part: Part,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<(), BackupError> {
        let facts = facts(manifest, part);
        let total = facts.row_count();
        let (sender, mut told) = tokio::sync::mpsc::unbounded_channel();
        let (shelf, vault, manifest) = (self.shelf(part).clone(), self.vault.clone(), manifest.clone());
        let handle = Handle::current();
        let reading = tokio::task::spawn_blocking(move || {
            let mut counter = Counter::new(part, &manifest);
            read_part(&shelf, &vault, &manifest, part, &handle, &mut |bytes| {
                counter.count(&bytes, true)?;
                // Whoever listened may be gone.
                let _ = sender.send(counter.all);
                Ok(())
            })?;
            counter.compare()
        });
        while let Some(done) = told.recv().await {
            progress(done, total);
        }
        reading.await.map_err(|_| BackupError::Internal("the reading of a backup ended"))?
    }

    pub(crate) fn shelf(&self, part: Part) -> &crate::operator::shelf::Shelf {
        match part {
            Part::Data => &self.shelves.data,
            Part::Keys => &self.shelves.keys,
        }
    }
}

fn facts(manifest: &Manifest, part: Part) -> &PartFacts {
    match part {
        Part::Data => &manifest.data,
        Part::Keys => &manifest.keys,
    }
}

/// Counts rows of a part and holds them against its manifest.
pub(crate) struct Counter {
    part: Part,
    name: String,
    wanted: BTreeMap<String, u64>,
    found: BTreeMap<String, u64>,
    pub(crate) all: u64,
}

impl Counter {
    pub(crate) fn new(part: Part, manifest: &Manifest) -> Self {
        let wanted = facts(manifest, part).rows.clone();
        Self { part, name: manifest.name.clone(), wanted, found: BTreeMap::new(), all: 0 }
    }

    fn refuse(&self, why: PartRefused) -> BackupError {
        BackupError::Part { name: self.name.clone(), part: word(self.part), why }
    }

    /// Checks the head of a block, and with `rows` each of its rows.
    pub(crate) fn count(&mut self, bytes: &[u8], rows: bool) -> Result<(), BackupError> {
        let inside = |why| PartRefused::Inside(why);
        let block = Block::read(bytes).map_err(|_| self.refuse(inside("a block of rows is damaged")))?;
        dump::check_block(&block, of_schema(self.part))
            .map_err(|_| self.refuse(inside("a table that this amanah does not know in this part")))?;
        let count = u64::from(block.rows());
        if rows {
            all_rows(block).map_err(|_| self.refuse(inside("a row is damaged")))?;
        }
        let table = Block::read(bytes).map(|block| block.table().to_owned())?;
        *self.found.entry(table).or_default() += count;
        self.all += count;
        Ok(())
    }

    /// Whether every table has the rows that the manifest says.
    pub(crate) fn compare(self) -> Result<(), BackupError> {
        let tables: std::collections::BTreeSet<&String> =
            self.wanted.keys().chain(self.found.keys()).collect();
        for table in tables {
            let of = |counts: &BTreeMap<String, u64>| counts.get(table).copied().unwrap_or(0);
            let (wanted, found) = (of(&self.wanted), of(&self.found));
            if wanted != found {
                return Err(self.refuse(PartRefused::Rows { table: table.clone(), wanted, found }));
            }
        }
        Ok(())
    }
}

fn all_rows(mut block: Block<'_>) -> Result<(), StoreError> {
    while block.next_row()?.is_some() {}
    Ok(())
}

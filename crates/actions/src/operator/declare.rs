//! `backup declare`: a database that the engine's own tools put back to an earlier moment is made to
//! forget what the journal says, its logs end, and the ledger says so. The checkpoint outside, without
//! which no house starts on it, is written last: cut off anywhere, it can be run again.

use amanah_store::{Store, StoreError, dump, people};
use zeroize::Zeroizing;

use crate::operator::backup_archive::Archive;
use crate::operator::backup_error::BackupError;
use crate::operator::journal::{JournalHead, kept_head, read_journal};
use crate::operator::restore::{first_log, off};
use crate::operator::restore_replay::Replayed;

/// What was declared.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    /// What the journal made it forget.
    pub replayed: Replayed,
    /// Entries of the journal.
    pub journal: JournalHead,
    /// Entries of the ledger, which verify.
    pub entries: u64,
}

impl Archive<'_> {
    /// Declares that this database was put back. `seed` is that of the ledger's key, `policy` the hash of
    /// the policy in force.
    ///
    /// # Errors
    /// [`BackupError`]; nothing starts on the database before it succeeded.
    pub async fn declare_restored(
        &self,
        store: &Store,
        seed: Zeroizing<[u8; 32]>,
        policy: [u8; 32],
    ) -> Result<Declared, BackupError> {
        let (verifier, head_file) = (self.signer.verifier(), self.shelves.head_file());
        let bad = |why| BackupError::File { path: head_file.display().to_string(), why };
        let known: Vec<_> = kept_head(&head_file, verifier).map_err(bad)?.into_iter().collect();
        let journal = read_journal(&self.shelves.journal, verifier, &self.vault, &known).await?;
        let epochs = self.vault.epochs();
        for (epoch, rows) in store.scan(people::key_counts).await? {
            if !epochs.iter().any(|known| i64::from(*known) == epoch) {
                return Err(BackupError::EpochGone { epoch, rows });
            }
        }
        let entries = self.verify_ledger(store, "of this database", None).await?;
        let (fresh, replay, past) = (store.clone(), self.replay(None), journal.past);
        let records = journal.records;
        let (now, first) = (self.clock.now(), first_log(self.clock.now()));
        let replayed = off(move || {
            let replayed = replay.run(&fresh, &records)?;
            fresh.write_blocking(move |db| {
                dump::release_leases(db, now)?;
                dump::end_logs(db, first)?;
                Ok::<_, StoreError>(())
            })?;
            Ok(Replayed { past, ..replayed })
        })
        .await?;
        let mut note = format!("put back to an earlier moment {}", now.at(0).strftime("%Y-%m-%d %H:%M"));
        if replayed.resealed > 0 {
            note.push_str(&format!(" sealed anew {}", replayed.resealed));
        }
        self.declare(store, seed, policy, &note).await?;
        self.keep_outside(&self.combined(store).await?, &journal.head)?;
        Ok(Declared { replayed, journal: journal.head, entries })
    }
}

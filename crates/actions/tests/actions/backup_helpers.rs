//! What the stories of backups share: another place to restore into, and a look at what is there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amanah_actions::operator::backup_archive::{Archive, vault_alone};
use amanah_actions::operator::backup_error::BackupError;
use amanah_actions::operator::restore::{RestoreInto, RestoreOrder, Restored};
use amanah_actions::operator::shelf::Shelves;
use amanah_actions::{ledger_name, ledger_signer};
use amanah_domain::{Chance, Clock, PersonId};
use amanah_ledger::Signer;
use amanah_store::{Engine, Store, StoreConfig, people};
use amanah_testkit::TestOffice;
use amanah_testkit::postgres::{PgDatabase, PgServer};
use amanah_vault::{FileKeeper, KeyRow, Keyring, Protection, Vault};
use zeroize::Zeroizing;

/// A place that a backup is restored into: an empty folder with a copy of the keyring, and the shelves of
/// the house that was lost.
pub(crate) struct Elsewhere {
    pub(crate) shelves: Shelves,
    pub(crate) signer: Signer,
    pub(crate) vault: Arc<Vault>,
    pub(crate) into: RestoreInto,
    seed: [u8; 32],
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    policy: [u8; 32],
    database: Option<PgDatabase>,
}

/// The keyring of the office's folder, as an escrow copy would open.
pub(crate) fn keyring(folder: &Path) -> Keyring {
    Keyring::open(Box::new(FileKeeper::new(folder.join("keyring"), Protection::Plain))).unwrap()
}

/// The same shelves, seen from another folder.
pub(crate) fn elsewhere(test: &TestOffice, engine: Engine, name: &str) -> Elsewhere {
    let office = &test.office;
    let keys = keyring(&office.shelves.folder);
    elsewhere_with(test, engine, name, keys)
}

pub(crate) fn elsewhere_with(test: &TestOffice, engine: Engine, name: &str, keys: Keyring) -> Elsewhere {
    let office = &test.office;
    let folder = office.shelves.folder.join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let seed = *keys.ledger_seed();
    let (into, database) = match engine {
        Engine::Sqlite => (RestoreInto::Sqlite(folder.join("amanah.db")), None),
        Engine::Postgres => {
            let database = PgServer::from_env().unwrap().fresh_database().unwrap();
            let url = database.url().to_owned();
            (
                RestoreInto::Postgres(StoreConfig::Postgres { url, pool_size: 3, tls_roots: None }),
                Some(database),
            )
        }
    };
    let signer = ledger_signer(&office.programme.name, &seed).unwrap();
    assert_eq!(signer.name(), ledger_name(&office.programme.name));
    Elsewhere {
        shelves: Shelves { folder, ..office.shelves.clone() },
        signer,
        vault: vault_alone(keys, Arc::clone(&office.clock), Arc::clone(&office.chance)).unwrap(),
        into,
        seed,
        clock: Arc::clone(&office.clock),
        chance: Arc::clone(&office.chance),
        policy: office.policy.hash(),
        database,
    }
}

impl Elsewhere {
    pub(crate) fn archive(&self) -> Archive<'_> {
        let (clock, chance) = (Arc::clone(&self.clock), Arc::clone(&self.chance));
        Archive::new(Arc::clone(&self.vault), &self.signer, &self.shelves, clock, chance)
    }

    pub(crate) async fn restore(&self, name: &str, keys: Option<&str>) -> Result<Restored, BackupError> {
        let order = RestoreOrder {
            name: name.to_owned(),
            keys: keys.map(str::to_owned),
            into: self.into.clone(),
            policy: self.policy,
        };
        self.archive().restore(&order, Zeroizing::new(self.seed), &mut |_, _, _| {}).await
    }

    /// The seed of the ledger's key.
    pub(crate) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.seed)
    }

    /// The hash of the policy in force.
    pub(crate) fn policy(&self) -> [u8; 32] {
        self.policy
    }

    /// Opens what was restored, as a house would.
    pub(crate) async fn open(&self) -> Store {
        let (config, clock) = (self.config(), Arc::clone(&self.clock));
        let store = tokio::task::spawn_blocking(move || Store::open(&config, clock)).await.unwrap().unwrap();
        store.check_schema().await.unwrap();
        store
    }

    pub(crate) fn config(&self) -> StoreConfig {
        match &self.into {
            RestoreInto::Sqlite(path) => StoreConfig::Sqlite { path: path.clone() },
            RestoreInto::Postgres(config) => config.clone(),
        }
    }

    /// Files in the folder, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.shelves.folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Whether the person's keys are there and open.
    pub(crate) async fn has_keys(&self, store: &Store, person: PersonId) -> bool {
        let row = store.read(move |db| people::read_key(db, &person)).await.unwrap();
        row.is_some_and(|row| {
            let row = KeyRow { epoch: row.epoch as u32, wrapped: row.wrapped };
            self.vault.unlock(person, &row).is_ok()
        })
    }

    pub(crate) async fn rows(&self, store: &Store, person: PersonId) -> Vec<people::SealedRow> {
        store.read(move |db| people::read_sealed_all(db, &person)).await.unwrap()
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        // The database goes with the value.
        drop(self.database.take());
    }
}

/// The stored files of a backup.
pub(crate) fn file(test: &TestOffice, name: &str) -> PathBuf {
    test.office.shelves.data.as_folder().unwrap().join(name)
}

pub(crate) fn said<T>(done: Result<T, BackupError>) -> String {
    match done {
        Err(error) => error.to_string(),
        Ok(_) => panic!("it was taken"),
    }
}

/// How many accounts there are.
pub(crate) async fn accounts(store: &Store) -> u64 {
    let counted = store.read(|db| people::key_counts(db)).await.unwrap();
    counted.iter().map(|(_, count)| count).sum()
}

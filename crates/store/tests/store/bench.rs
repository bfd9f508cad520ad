//! A fresh database of either engine, a clock that is set by hand, a storage that fails on demand.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};

use amanah_domain::{Clock, PersonId, Timestamp};
use amanah_ledger::{Draft, Signer};
use amanah_store::accounts::{self, AccountKind};
use amanah_store::{
    Commit, Connection, Engine, Faults, LogKeys, LogSettings, LogTaken, Store, StoreConfig, StoreError,
};

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// A clock set by hand.
pub(crate) struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl HandClock {
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(1_800_000_000_000))
    }

    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

/// Fails the next commits when told to.
#[derive(Default)]
pub(crate) struct Trouble {
    pub(crate) before: AtomicBool,
    pub(crate) after: AtomicBool,
    pub(crate) ledger_only: AtomicBool,
}

impl Trouble {
    fn hits(&self, flag: &AtomicBool, commit: Commit) -> bool {
        (commit == Commit::Ledger || !self.ledger_only.load(Ordering::SeqCst))
            && flag.swap(false, Ordering::SeqCst)
    }
}

impl Faults for Trouble {
    fn before_commit(&self, commit: Commit) -> bool {
        self.hits(&self.before, commit)
    }
    fn after_commit(&self, commit: Commit) -> bool {
        self.hits(&self.after, commit)
    }
}

pub(crate) struct Bench {
    pub(crate) config: StoreConfig,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) trouble: Arc<Trouble>,
    cleanup: Cleanup,
}

enum Cleanup {
    Folder(PathBuf),
    Database { admin: String, name: String },
}

impl Bench {
    pub(crate) fn on(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite(),
            Engine::Postgres => Self::postgres(),
        }
    }

    pub(crate) fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("amanah-store-{}", unique()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("amanah.db");
        Self::new(StoreConfig::Sqlite { path }, Cleanup::Folder(folder))
    }

    pub(crate) fn postgres() -> Self {
        let admin = postgres_url();
        let name = format!("amanah_t_{}", unique());
        let mut client = postgres::Client::connect(&admin, postgres::NoTls).unwrap();
        client.batch_execute(&format!("create database {name}")).unwrap();
        let (head, _) = admin.rsplit_once('/').unwrap();
        let url = format!("{head}/{name}");
        let config = StoreConfig::Postgres { url, pool_size: 3, tls_roots: None };
        Self::new(config, Cleanup::Database { admin, name })
    }

    fn new(config: StoreConfig, cleanup: Cleanup) -> Self {
        let clock = Arc::new(HandClock::new());
        Self { config, clock, trouble: Arc::default(), cleanup }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Opens the store without migrating it.
    pub(crate) fn try_open(&self) -> Result<Store, StoreError> {
        let faults: Arc<dyn Faults> = self.trouble.clone();
        Store::open_with_faults(&self.config, self.clock.clone(), Some(faults))
    }

    /// Opens and migrates.
    pub(crate) fn open(&self) -> Store {
        let store = self.try_open().unwrap();
        store.migrate_blocking().unwrap();
        store
    }

    pub(crate) fn attach(&self, store: &Store, process: u8) -> LogTaken {
        store.attach_log_blocking(log_settings(process)).unwrap()
    }
}

pub(crate) fn log_settings(process: u8) -> LogSettings {
    LogSettings {
        holder: [process; 16],
        keys: Box::new(|id| LogKeys {
            origin: format!("example.org/log/{}", id.0),
            signer: Signer::from_seed("example.org/log", &[7; 32]).unwrap(),
            receipt_key: [9; 32],
        }),
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        match &self.cleanup {
            Cleanup::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Cleanup::Database { admin, name } => {
                if let Ok(mut client) = postgres::Client::connect(admin, postgres::NoTls) {
                    drop(client.batch_execute(&format!("drop database {name} with (force)")));
                }
            }
        }
    }
}

fn unique() -> String {
    format!("{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::SeqCst))
}

#[expect(clippy::disallowed_methods, reason = "the test's address comes from ./test")]
fn postgres_url() -> String {
    std::env::var("AMANAH_TEST_POSTGRES").expect(
        "AMANAH_TEST_POSTGRES is not set, so the PostgreSQL half cannot run: run ./test, which starts a \
         server of its own and sets it",
    )
}

pub(crate) fn person(number: u32) -> PersonId {
    let mut bytes = [0; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    PersonId::from_bytes(bytes)
}

/// A participant's account: what stories use where somebody must be there.
pub(crate) fn add_person(db: &mut dyn Connection, number: u32, now: Timestamp) -> Result<(), StoreError> {
    accounts::add(db, &person(number), AccountKind::Participant, 0, 1, now)
}

/// How many participants there are.
pub(crate) fn count_people(db: &mut dyn Connection) -> Result<u64, StoreError> {
    accounts::count_since(db, Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX))
}

pub(crate) fn draft(about: u8, body: &str) -> Draft {
    Draft { tags: [[about; 16], [0xAA; 16]], body: body.as_bytes().to_vec() }
}

/// Writes with the store's own error.
pub(crate) fn write<T: Send + 'static>(
    store: &Store,
    body: impl FnMut(&mut dyn Connection) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    store.write_blocking(body)
}

/// Reads, and it must succeed.
pub(crate) fn read<T: Send + 'static>(
    store: &Store,
    body: impl FnMut(&mut dyn Connection) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.read_blocking(body).unwrap()
}

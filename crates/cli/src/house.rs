//! Opens an installation from its folder: database, keyring, programme, ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amanah_actions::letters::LetterWords;
use amanah_actions::operator::shelf::{BucketKeys, Shelf, Shelves};
use amanah_actions::post::Post;
use amanah_actions::registry::CivilRegistry;
use amanah_actions::{Mode, Office, OfficeParts};
use amanah_domain::{Chance, Clock};
use amanah_pages::Words;
use amanah_store::{Store, StoreConfig, StoreError, ledger_rows};
use amanah_vault::{KeyKeeper, Keyring};
use amanah_web::PortalLetters;

use crate::args::Place;
use crate::machine::{SystemChance, SystemClock, environment};
use crate::output::why;
use crate::programme_files::ProgrammeFiles;

/// Connections for people's work on PostgreSQL.
const POSTGRES_POOL: usize = 8;

/// The keyring's file in the data folder.
pub(crate) fn keyring_path(data: &Path) -> PathBuf {
    data.join("keyring")
}

/// The database's file in the data folder, where the engine is SQLite.
pub(crate) fn database_path(data: &Path) -> PathBuf {
    data.join("amanah.db")
}

/// The last checkpoint, kept outside the database.
pub(crate) fn checkpoint_path(data: &Path) -> PathBuf {
    data.join("checkpoint")
}

/// The control socket of the server that runs over the place.
pub(crate) fn control_path(data: &Path) -> PathBuf {
    data.join("control")
}

/// Refuses a data folder whose path leads upward: what it means changes with links and with the folder
/// that one stands in.
///
/// # Errors
/// One clear sentence.
pub(crate) fn check_path(data: &Path) -> Result<(), String> {
    let upward = data.components().any(|part| matches!(part, std::path::Component::ParentDir));
    if upward {
        return Err(format!(
            "the data folder {} leads upward with \"..\": give its full path",
            data.display()
        ));
    }
    Ok(())
}

/// An address of the web, as an option gives it.
///
/// # Errors
/// One clear sentence with the option's name.
pub(crate) fn web_address(text: &str, option: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if host.is_empty() || text.contains(char::is_whitespace) {
        // An address may carry a password, so it is not repeated.
        return Err(format!(
            "{option} is not the address of a web site: write it as in https://house.example"
        ));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The address under which people reach the portal. Browsers keep our cookies over TLS alone, except on
/// the machine itself.
///
/// # Errors
/// One clear sentence.
pub(crate) fn portal_address(text: &str) -> Result<String, String> {
    let address = web_address(text, "--origin")?;
    let host = address.split_once("://").map_or("", |(_, host)| host);
    if host.contains('/') {
        return Err(
            "--origin has a path: give the address of the whole site, as in https://house.example".to_owned()
        );
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if address.starts_with("http://") && !["localhost", "127.0.0.1", "[::1]"].contains(&name) {
        return Err(
            "--origin must begin with https://, or nobody could stay signed in: browsers keep the portal's \
                    cookies over TLS alone"
                .to_owned(),
        );
    }
    Ok(address)
}

/// Makes the data folder and sees whether it can be written.
///
/// # Errors
/// One clear sentence.
pub(crate) fn prepare_folder(data: &Path) -> Result<(), String> {
    check_path(data)?;
    let text = data.display();
    if data.exists() && !data.is_dir() {
        return Err(format!("the data folder {text} is a file: choose another with --data"));
    }
    std::fs::create_dir_all(data)
        .map_err(|e| format!("the data folder {text} cannot be made: {}", why(&e)))?;
    let probe = data.join(".writable");
    let written = std::fs::write(&probe, b"probe");
    // Also a probe that only began to be written goes away again.
    let removed = std::fs::remove_file(&probe);
    written.and(removed).map_err(|e| format!("the data folder {text} cannot be written: {}", why(&e)))
}

/// Opens the database of a place where there must be one: looking at a wrong folder makes nothing in it.
///
/// # Errors
/// One clear sentence.
pub(crate) fn open_existing_store(place: &Place, clock: Arc<dyn Clock>) -> Result<Store, String> {
    check_path(&place.data)?;
    let file = database_path(&place.data);
    if place.postgres.is_none() && !file.exists() {
        return Err(format!(
            "there is no database at {}: is --data the right folder? `amanah migrate` makes a new one",
            file.display()
        ));
    }
    open_store(place, clock)
}

/// Opens the database of a place, or makes it.
///
/// # Errors
/// One clear sentence.
pub(crate) fn open_store(place: &Place, clock: Arc<dyn Clock>) -> Result<Store, String> {
    Store::open(&store_config(place), clock).map_err(|e| e.to_string())
}

/// Where the database of a place is.
pub(crate) fn store_config(place: &Place) -> StoreConfig {
    match &place.postgres {
        Some(url) => StoreConfig::Postgres { url: url.clone(), pool_size: POSTGRES_POOL, tls_roots: None },
        None => StoreConfig::Sqlite { path: database_path(&place.data) },
    }
}

/// Loads the keyring.
///
/// # Errors
/// One clear sentence.
pub(crate) fn open_keyring(keeper: Box<dyn KeyKeeper>) -> Result<Keyring, String> {
    Keyring::open(keeper).map_err(|e| e.to_string())
}

/// Makes a keyring for a database that is empty still. One that is in use and has lost its keyring is
/// not a fresh one: making new keys would hide the loss.
///
/// # Errors
/// One clear sentence.
pub(crate) fn make_keyring(
    data: &Path,
    keeper: Box<dyn KeyKeeper>,
    store: &Store,
) -> Result<Keyring, String> {
    if in_use(data, store)? {
        return Err(format!(
            "the database is in use and there is no keyring at {}: put the keyring back from your escrow copy",
            keyring_path(data).display()
        ));
    }
    Keyring::create(keeper, &SystemChance).map_err(|e| e.to_string())
}

/// Whether something was ever written down in this place.
///
/// # Errors
/// One clear sentence.
pub(crate) fn in_use(data: &Path, store: &Store) -> Result<bool, String> {
    let used = store
        .read_blocking(|db| Ok::<_, StoreError>(!ledger_rows::heads(db)?.is_empty()))
        .map_err(|e| e.to_string())?;
    Ok(used || checkpoint_path(data).exists())
}

/// Where backups and the journal lie.
///
/// # Errors
/// One clear sentence.
pub(crate) fn shelves(place: &Place) -> Result<Shelves, String> {
    let keys = bucket_keys();
    let shelf = |address: &str, option: &str| {
        Shelf::from_address(address, keys.as_ref()).map_err(|why| format!("{option}: {why}"))
    };
    let mut shelves = Shelves::in_folder(&place.data);
    if let Some(address) = &place.shelving.backup_to {
        shelves.data = shelf(address, "--backup-to")?;
        shelves.keys = shelves.data.clone();
    }
    if let Some(address) = &place.shelving.backup_keys_to {
        shelves.keys = shelf(address, "--backup-keys-to")?;
    }
    if let Some(address) = &place.shelving.journal {
        shelves.journal = shelf(address, "--journal")?;
    }
    Ok(shelves)
}

/// The keys of a bucket by the names that every tool for S3 knows.
fn bucket_keys() -> Option<BucketKeys> {
    Some(BucketKeys {
        access_key: environment("AWS_ACCESS_KEY_ID")?,
        secret_key: environment("AWS_SECRET_ACCESS_KEY")?,
        token: environment("AWS_SESSION_TOKEN"),
        region: environment("AWS_REGION").or_else(|| environment("AWS_DEFAULT_REGION")),
        endpoint: environment("AWS_ENDPOINT_URL"),
    })
}

/// What `serve` and `demo` differ in.
pub(crate) struct Outside {
    pub(crate) registry: Arc<dyn CivilRegistry>,
    pub(crate) post: Arc<dyn Post>,
    pub(crate) mode: Mode,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) shelves: Shelves,
}

impl Outside {
    /// The machine's own clock and chance.
    pub(crate) fn new(
        registry: Arc<dyn CivilRegistry>,
        post: Arc<dyn Post>,
        mode: Mode,
        shelves: Shelves,
    ) -> Self {
        Self { registry, post, mode, clock: Arc::new(SystemClock), chance: Arc::new(SystemChance), shelves }
    }
}

/// The words of the portal with those of a programme.
///
/// # Errors
/// One clear sentence.
pub(crate) fn words(files: &ProgrammeFiles) -> Result<Arc<Words>, String> {
    Words::load(&files.words).map(Arc::new).map_err(|e| format!("the programme's words: {e}"))
}

/// Opens the office over an open, migrated store.
///
/// # Errors
/// One clear sentence.
pub(crate) async fn open_office(
    store: Store,
    keyring: Keyring,
    files: &ProgrammeFiles,
    words: Arc<Words>,
    outside: Outside,
) -> Result<Office, String> {
    let letter_words: Arc<dyn LetterWords> =
        Arc::new(PortalLetters { words, origin: outside.mode.origin.clone() });
    let office = Office::open(OfficeParts {
        store,
        keyring,
        policy: Arc::new(files.policy()?),
        programme: files.programme()?,
        clock: outside.clock,
        chance: outside.chance,
        registry: outside.registry,
        letter_words,
        post: outside.post,
        mode: outside.mode,
        shelves: outside.shelves,
    })
    .await?;
    office.remember_policy(&files.policy_text).await.map_err(|e| e.to_string())?;
    Ok(office)
}

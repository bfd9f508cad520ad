//! Opens an installation from its folder: database, keyring, programme, ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use amanah_actions::letters::LetterWords;
use amanah_actions::post::Post;
use amanah_actions::registry::CivilRegistry;
use amanah_actions::{Mode, Office, OfficeParts};
use amanah_domain::{Chance, Clock};
use amanah_pages::Words;
use amanah_store::{Store, StoreConfig};
use amanah_vault::{Keyring, KeyringError, Protection};

use crate::args::{Place, Unseal};
use crate::letters::PortalLetters;
use crate::machine::{SystemChance, SystemClock, environment};
use crate::programme_files::ProgrammeFiles;

/// Connections for people's work on PostgreSQL.
const POSTGRES_POOL: usize = 8;

/// The keyring's file in the data folder.
pub(crate) fn keyring_path(data: &Path) -> PathBuf {
    data.join("keyring")
}

/// The last checkpoint, kept outside the database.
pub(crate) fn checkpoint_path(data: &Path) -> PathBuf {
    data.join("checkpoint")
}

/// Makes the data folder and sees whether it can be written.
///
/// # Errors
/// One clear sentence.
pub(crate) fn prepare_folder(data: &Path) -> Result<(), String> {
    let text = data.display();
    if data.components().any(|part| matches!(part, std::path::Component::ParentDir)) {
        return Err(format!("the data folder {text} leads upward with \"..\": give its full path"));
    }
    std::fs::create_dir_all(data).map_err(|e| format!("the data folder {text} cannot be made: {e}"))?;
    let probe = data.join(".writable");
    std::fs::write(&probe, b"probe")
        .and_then(|()| std::fs::remove_file(&probe))
        .map_err(|e| format!("the data folder {text} cannot be written: {e}"))
}

/// Opens the database of a place.
///
/// # Errors
/// One clear sentence.
pub(crate) fn open_store(place: &Place, clock: Arc<dyn Clock>) -> Result<Store, String> {
    let config = match &place.postgres {
        Some(url) => StoreConfig::Postgres { url: url.clone(), pool_size: POSTGRES_POOL, tls_roots: None },
        None => StoreConfig::Sqlite { path: place.data.join("amanah.db") },
    };
    Store::open(&config, clock).map_err(|e| e.to_string())
}

/// The passphrase of the keyring: from the file named, or from the systemd credential.
///
/// # Errors
/// One clear sentence.
pub(crate) fn passphrase(unseal: &Unseal) -> Result<Option<Protection>, String> {
    let credential = environment("CREDENTIALS_DIRECTORY").map(|d| Path::new(&d).join("keyring-passphrase"));
    let Some(path) = unseal.passphrase_file.clone().or(credential.filter(|p| p.exists())) else { return Ok(None) };
    let text = std::fs::read_to_string(&path)
        .map_err(|e| format!("the passphrase file {} cannot be read: {e}", path.display()))?;
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    if text.chars().count() < 15 {
        return Err("the passphrase of the keyring has fewer than 15 characters: take a longer one".to_owned());
    }
    Ok(Some(Protection::Passphrase(text.into())))
}

/// Loads the keyring; makes it where there is none and `make` says so.
///
/// # Errors
/// One clear sentence.
pub(crate) fn open_keyring(data: &Path, protection: &Protection, make: bool) -> Result<Keyring, String> {
    let path = keyring_path(data);
    match Keyring::load(&path, protection) {
        Err(KeyringError::Missing(_)) if make => {
            // A database without its keyring is not a fresh one: making new keys would hide the loss.
            if data.join("amanah.db").exists() && checkpoint_path(data).exists() {
                return Err(format!(
                    "there is a database in {} and no keyring: put the keyring back from your escrow copy",
                    data.display()
                ));
            }
            let mut keyring = Keyring::create(&SystemChance).map_err(|e| e.to_string())?;
            keyring.store(&path, protection, &SystemChance).map_err(|e| e.to_string())?;
            Ok(keyring)
        }
        other => other.map_err(|e| e.to_string()),
    }
}

/// What `serve` and `demo` differ in.
pub(crate) struct Outside {
    pub(crate) registry: Arc<dyn CivilRegistry>,
    pub(crate) post: Arc<dyn Post>,
    pub(crate) mode: Mode,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
}

impl Outside {
    /// The machine's own clock and chance.
    pub(crate) fn new(registry: Arc<dyn CivilRegistry>, post: Arc<dyn Post>, mode: Mode) -> Self {
        Self { registry, post, mode, clock: Arc::new(SystemClock), chance: Arc::new(SystemChance) }
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
    })
    .await?;
    office.remember_policy(&files.policy_text).await.map_err(|e| e.to_string())?;
    Ok(office)
}

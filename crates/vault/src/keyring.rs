//! The keyring: epoch keys, the index key, the seed of the ledger's signature. One small file beside
//! the database, sealed by a passphrase (Argon2id, 64 MiB), or plain where the operator says so in
//! words (the demo). It never reads the environment: passphrases are handed in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use amanah_domain::Chance;
use zeroize::Zeroizing;

use crate::error::OpenError;
use crate::hex::{push_hex, read_hex, read_hex_array};
use crate::password::argon2id;
use crate::suite::Key;

const MAGIC: &str = "amanah keyring 1";
const SEALED_MEMORY_KIB: u32 = 65_536;
const SEALED_PASSES: u32 = 3;
const SALT_BYTES: usize = 16;
/// The shortest passphrase that a keyring is sealed with, as for a password that is the only factor.
const PASSPHRASE_CHARACTERS_MIN: usize = 15;
/// More than ten thousand epochs.
const FILE_BYTES_MAX: usize = 1 << 20;
/// The longest line of the body: word, number, 64 digits.
const LINE_BYTES_MAX: usize = 84;

/// What stands between the file and its keys.
pub enum Protection {
    /// A passphrase.
    Passphrase(Zeroizing<String>),
    /// Nothing: the demo alone. `serve` refuses such a keyring.
    Plain,
}

/// Why there is no keyring.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// No such file.
    #[error("there is no keyring at {0}: create one with `amanah migrate`")]
    Missing(String),
    /// The file can be read by others.
    #[error("the keyring {0} can be read by others (mode {1:o}): run `chmod 600` on it")]
    Readable(String, u32),
    /// The passphrase does not open it, or it was altered.
    #[error("the passphrase does not open the keyring, or the file was altered")]
    WrongPassphrase,
    /// A sealed keyring and no passphrase, or the other way round.
    #[error("{0}")]
    Protection(&'static str),
    /// The passphrase is too short to seal with.
    #[error("a keyring's passphrase has at least {PASSPHRASE_CHARACTERS_MIN} characters")]
    ShortPassphrase,
    /// The key could not be made from the passphrase.
    #[error("the passphrase could not be hashed: that takes {} MiB of free memory", SEALED_MEMORY_KIB / 1024)]
    Memory,
    /// The cipher failed, which it does not on sound memory.
    #[error("the keyring could not be sealed")]
    Cipher,
    /// Not a keyring.
    #[error("the keyring {0} is damaged: restore it from your escrow copy")]
    Damaged(String),
    /// The file system said no.
    #[error("the keyring {0} cannot be used: {1}")]
    Io(String, std::io::Error),
}

struct Epoch {
    bytes: Zeroizing<[u8; 32]>,
    key: Key,
}

/// The keys of the house, unsealed.
pub struct Keyring {
    epochs: BTreeMap<u32, Epoch>,
    index: Zeroizing<[u8; 32]>,
    ledger_seed: Zeroizing<[u8; 32]>,
    sealed: bool,
    newest: u32,
}

impl core::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Keyring(epochs {:?})", self.epochs.keys().collect::<Vec<_>>())
    }
}

impl Keyring {
    /// A keyring with a first epoch.
    ///
    /// # Errors
    /// [`KeyringError::Cipher`].
    pub fn create(chance: &dyn Chance) -> Result<Self, KeyringError> {
        let bytes = Zeroizing::new(chance.bytes32());
        let key = Key::new(&bytes).map_err(|_| KeyringError::Cipher)?;
        Ok(Self {
            epochs: BTreeMap::from([(1, Epoch { bytes, key })]),
            index: Zeroizing::new(chance.bytes32()),
            ledger_seed: Zeroizing::new(chance.bytes32()),
            sealed: false,
            newest: 1,
        })
    }

    /// Whether a passphrase stands between its file and its keys.
    pub fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// The seed of the ledger's Ed25519 key.
    pub fn ledger_seed(&self) -> &[u8; 32] {
        &self.ledger_seed
    }

    pub(crate) fn index_key(&self) -> &[u8; 32] {
        &self.index
    }

    pub(crate) fn epoch(&self, number: u32) -> Option<&Key> {
        self.epochs.get(&number).map(|e| &e.key)
    }

    pub(crate) fn current_epoch(&self) -> Result<(u32, &Key), OpenError> {
        self.epoch(self.newest).map(|key| (self.newest, key)).ok_or(OpenError::NoEpoch { epoch: self.newest })
    }

    /// Writes the file, mode 0600, in place of an older one in one step.
    ///
    /// # Errors
    /// [`KeyringError::Io`], [`KeyringError::ShortPassphrase`], [`KeyringError::Memory`].
    pub fn store(
        &mut self,
        path: &Path,
        protection: &Protection,
        chance: &dyn Chance,
    ) -> Result<(), KeyringError> {
        let text = match protection {
            Protection::Plain => self.body(&format!("{MAGIC} plain\n")),
            Protection::Passphrase(passphrase) => {
                if passphrase.chars().count() < PASSPHRASE_CHARACTERS_MIN {
                    return Err(KeyringError::ShortPassphrase);
                }
                let salt = chance.bytes16();
                let sealed = passphrase_key(passphrase, &salt)?
                    .seal(MAGIC.as_bytes(), self.body("").as_bytes(), chance)
                    .map_err(|_| KeyringError::Cipher)?;
                let mut text = format!("{MAGIC} sealed\n");
                push_hex(&mut text, &salt);
                text.push('\n');
                push_hex(&mut text, &sealed);
                text.push('\n');
                Zeroizing::new(text)
            }
        };
        replace(path, text.as_bytes()).map_err(|e| KeyringError::Io(path.display().to_string(), e))?;
        self.sealed = matches!(protection, Protection::Passphrase(_));
        Ok(())
    }

    /// Reads the file.
    ///
    /// # Errors
    /// [`KeyringError`]: every one says what to do.
    pub fn load(path: &Path, protection: &Protection) -> Result<Self, KeyringError> {
        let name = path.display().to_string();
        let io = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::NotFound => KeyringError::Missing(name.clone()),
            _ => KeyringError::Io(name.clone(), e),
        };
        // One handle for the question and the reading: the file cannot be exchanged in between.
        let file = fs::File::open(path).map_err(io)?;
        let meta = file.metadata().map_err(io)?;
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyringError::Readable(name, mode));
        }
        let damaged = || KeyringError::Damaged(name.clone());
        let length = usize::try_from(meta.len()).ok().filter(|l| *l <= FILE_BYTES_MAX).ok_or_else(damaged)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length + 1));
        file.take(length as u64).read_to_end(&mut bytes).map_err(io)?;
        let text = core::str::from_utf8(&bytes).map_err(|_| damaged())?;
        let (head, rest) = text.split_once('\n').ok_or_else(damaged)?;
        match (head.strip_prefix(MAGIC).map(str::trim), protection) {
            (Some("plain"), Protection::Plain) => Self::parse(rest, false).ok_or_else(damaged),
            (Some("sealed"), Protection::Passphrase(passphrase)) => {
                let mut lines = rest.lines();
                let salt = lines.next().and_then(read_hex_array).ok_or_else(damaged)?;
                let sealed = lines.next().and_then(read_hex).ok_or_else(damaged)?;
                let clear = passphrase_key(passphrase, &salt)?
                    .open(MAGIC.as_bytes(), &sealed)
                    .map_err(|_| KeyringError::WrongPassphrase)?;
                core::str::from_utf8(&clear).ok().and_then(|t| Self::parse(t, true)).ok_or_else(damaged)
            }
            (Some("plain"), Protection::Passphrase(_)) => Err(KeyringError::Protection(
                "the keyring is not sealed: it was made for the demo. Make a sealed one with `amanah migrate`",
            )),
            (Some("sealed"), Protection::Plain) => Err(KeyringError::Protection(
                "the keyring is sealed: name the file with its passphrase with --passphrase-file, or hand it over as the systemd credential keyring-passphrase",
            )),
            _ => Err(damaged()),
        }
    }

    /// The keys as text. The buffer never grows: growing would leave keys behind on the heap.
    fn body(&self, head: &str) -> Zeroizing<String> {
        let lines = self.epochs.len() + 2;
        let mut out = Zeroizing::new(String::with_capacity(head.len() + lines * LINE_BYTES_MAX));
        out.push_str(head);
        let epochs = self.epochs.iter().map(|(number, epoch)| ("epoch", *number, &epoch.bytes));
        for (word, number, bytes) in
            epochs.chain([("index", 0, &self.index), ("ledger", 0, &self.ledger_seed)])
        {
            let _ = write!(out, "{word} {number} ");
            push_hex(&mut out, bytes.as_slice());
            out.push('\n');
        }
        out
    }

    fn parse(text: &str, sealed: bool) -> Option<Self> {
        let mut epochs = BTreeMap::new();
        let (mut index, mut ledger_seed) = (None, None);
        for line in text.lines() {
            let mut words = line.split(' ');
            let (kind, number, key) = (words.next()?, words.next()?.parse::<u32>().ok()?, words.next()?);
            let bytes = read_hex_array(key)?;
            let twice = match kind {
                "epoch" => {
                    let key = Key::new(&bytes).ok()?;
                    epochs.insert(number, Epoch { bytes, key }).is_some()
                }
                "index" => index.replace(bytes).is_some(),
                "ledger" => ledger_seed.replace(bytes).is_some(),
                _ => return None,
            };
            if twice || words.next().is_some() {
                return None;
            }
        }
        let newest = *epochs.keys().next_back()?;
        Some(Self { epochs, index: index?, ledger_seed: ledger_seed?, sealed, newest })
    }
}

fn passphrase_key(passphrase: &str, salt: &[u8; SALT_BYTES]) -> Result<Key, KeyringError> {
    let bytes = argon2id(passphrase.as_bytes(), salt, SEALED_MEMORY_KIB, SEALED_PASSES);
    Key::new(&*bytes.ok_or(KeyringError::Memory)?).map_err(|_| KeyringError::Cipher)
}

/// Writes beside the file and renames: whoever reads sees the old or the new one, whole.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("new");
    // One that a crash left behind may have any mode, and a link could lead anywhere.
    match fs::remove_file(&fresh) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

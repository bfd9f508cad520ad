//! A keyring in one small file beside the database, sealed by a passphrase (Argon2id, 64 MiB), or plain
//! where the operator says so in words (the demo). It never reads the environment: passphrases are handed
//! in.
//!
//! ```text
//! amanah keyring 2 sealed        amanah keyring 2 plain
//! salt, 32 digits                epoch 1 64 digits
//! sealed body, hexadecimal       index 0 … ledger 0 … backup 0 …
//! ```
//!
//! Files of version 1 have no key of backups. They are read, and written as version 2 when something
//! changes.

use std::fs;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use amanah_domain::Chance;
use zeroize::Zeroizing;

use crate::hex::{push_hex, read_hex, read_hex_array};
use crate::keeper::{KeyKeeper, KeyringHold};
use crate::key_set::KeySet;
use crate::keyring_error::{KeyringError, PASSPHRASE_CHARACTERS_MIN, SEALED_MEMORY_KIB};
use crate::password::argon2id;
use crate::suite::Key;

const MAGIC: &str = "amanah keyring ";
/// What is written. The number is also bound to what is sealed.
const VERSION: u32 = 2;
const SEALED_PASSES: u32 = 3;
const SALT_BYTES: usize = 16;
/// More than ten thousand epochs.
const FILE_BYTES_MAX: usize = 1 << 20;

/// What stands between the file and its keys.
pub enum Protection {
    /// A passphrase.
    Passphrase(Zeroizing<String>),
    /// Nothing: the demo alone. `serve` refuses such a keyring.
    Plain,
}

/// Keeps the keys in a file, mode 0600.
pub struct FileKeeper {
    path: PathBuf,
    protection: Protection,
}

impl FileKeeper {
    /// A keeper for this file, which may not be there yet.
    pub fn new(path: impl Into<PathBuf>, protection: Protection) -> Self {
        Self { path: path.into(), protection }
    }
}

impl KeyKeeper for FileKeeper {
    fn describe(&self) -> String {
        let kind = if self.is_sealed() { "sealed" } else { "plain" };
        format!("the {kind} file {}", self.path.display())
    }

    fn is_sealed(&self) -> bool {
        matches!(self.protection, Protection::Passphrase(_))
    }

    fn exists(&self) -> Result<bool, KeyringError> {
        exists(&self.path)
    }

    fn load(&self) -> Result<KeySet, KeyringError> {
        let file = KeyringFile::read(&self.path)?;
        match (file.kind()?, &self.protection) {
            (Kind::Plain, Protection::Plain) => file.keys(file.rest()),
            (Kind::Sealed, Protection::Passphrase(passphrase)) => {
                let mut lines = file.rest().lines();
                let salt = lines.next().and_then(read_hex_array).ok_or_else(|| file.damaged())?;
                let sealed = lines.next().and_then(read_hex).ok_or_else(|| file.damaged())?;
                let clear = passphrase_key(passphrase, &salt)?
                    .open(format!("{MAGIC}{}", file.version).as_bytes(), &sealed)
                    .map_err(|_| KeyringError::WrongPassphrase)?;
                file.keys(core::str::from_utf8(&clear).map_err(|_| file.damaged())?)
            }
            (Kind::Plain, Protection::Passphrase(_)) => Err(KeyringError::Protection(
                "the keyring is not sealed: it was made for the demo. Make a sealed one with `amanah migrate`",
            )),
            (Kind::Sealed, Protection::Plain) => Err(KeyringError::Protection(
                "the keyring is sealed: name the file with its passphrase with --passphrase-file, or hand it over as the systemd credential keyring-passphrase",
            )),
            (Kind::Hsm, _) => Err(KeyringError::Protection(
                "the keyring is sealed by an HSM: name it with --hsm-module, --hsm-token and --hsm-pin-file",
            )),
        }
    }

    fn store(&self, keys: &KeySet, chance: &dyn Chance) -> Result<(), KeyringError> {
        let text = match &self.protection {
            Protection::Plain => keys.to_text(&format!("{MAGIC}{VERSION} plain\n")),
            Protection::Passphrase(passphrase) => {
                if passphrase.chars().count() < PASSPHRASE_CHARACTERS_MIN {
                    return Err(KeyringError::ShortPassphrase);
                }
                let salt = chance.bytes16();
                let sealed = passphrase_key(passphrase, &salt)?
                    .seal(format!("{MAGIC}{VERSION}").as_bytes(), keys.to_text("").as_bytes(), chance)
                    .map_err(|_| KeyringError::Cipher)?;
                let mut text = format!("{MAGIC}{VERSION} sealed\n");
                push_hex(&mut text, &salt);
                text.push('\n');
                push_hex(&mut text, &sealed);
                text.push('\n');
                Zeroizing::new(text)
            }
        };
        replace(&self.path, text.as_bytes())
    }

    fn hold(&self) -> Result<KeyringHold, KeyringError> {
        hold(&self.path)
    }
}

/// What the head of a keyring's file says of the rest.
pub(crate) enum Kind {
    Plain,
    Sealed,
    Hsm,
}

/// The text of a keyring's file, of a version that is known here.
pub(crate) struct KeyringFile {
    name: String,
    text: Zeroizing<String>,
    head_bytes: usize,
    version: u32,
}

impl KeyringFile {
    /// Reads the file if nobody else can.
    pub(crate) fn read(path: &Path) -> Result<Self, KeyringError> {
        let name = path.display().to_string();
        let io = |e: io::Error| match e.kind() {
            io::ErrorKind::NotFound => KeyringError::Missing(name.clone()),
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
        let text = match String::from_utf8(core::mem::take(&mut *bytes)) {
            Ok(text) => Zeroizing::new(text),
            Err(wrong) => {
                drop(Zeroizing::new(wrong.into_bytes()));
                return Err(damaged());
            }
        };
        let (head, _) = text.split_once('\n').ok_or_else(damaged)?;
        let (version, _) =
            head.strip_prefix(MAGIC).and_then(|rest| rest.split_once(' ')).ok_or_else(damaged)?;
        let version: u32 = version.parse().map_err(|_| damaged())?;
        if version > VERSION {
            return Err(KeyringError::Newer(name));
        }
        let head_bytes = head.len();
        Ok(Self { name, text, head_bytes, version })
    }

    pub(crate) fn kind(&self) -> Result<Kind, KeyringError> {
        let head = self.text.get(..self.head_bytes).unwrap_or_default();
        match (self.version, head.rsplit(' ').next()) {
            (1 | 2, Some("plain")) => Ok(Kind::Plain),
            (1 | 2, Some("sealed")) => Ok(Kind::Sealed),
            (2, Some("hsm")) => Ok(Kind::Hsm),
            _ => Err(self.damaged()),
        }
    }

    /// What follows the head.
    pub(crate) fn rest(&self) -> &str {
        self.text.get(self.head_bytes + 1..).unwrap_or_default()
    }

    pub(crate) fn damaged(&self) -> KeyringError {
        KeyringError::Damaged(self.name.clone())
    }

    fn keys(&self, text: &str) -> Result<KeySet, KeyringError> {
        KeySet::from_text(text, self.version).ok_or_else(|| self.damaged())
    }
}

fn passphrase_key(passphrase: &str, salt: &[u8; SALT_BYTES]) -> Result<Key, KeyringError> {
    let bytes = argon2id(passphrase.as_bytes(), salt, SEALED_MEMORY_KIB, SEALED_PASSES);
    Key::new(&*bytes.ok_or(KeyringError::Memory)?).map_err(|_| KeyringError::Cipher)
}

/// Whether something lies there, readable or not.
pub(crate) fn exists(path: &Path) -> Result<bool, KeyringError> {
    path.try_exists().map_err(|e| KeyringError::Io(path.display().to_string(), e))
}

/// One changer at a time, over all processes: a lock on the folder, which leaves no file behind and goes
/// with the process that had it.
pub(crate) fn hold(path: &Path) -> Result<KeyringHold, KeyringError> {
    let locked = fs::File::open(folder_of(path)).and_then(|folder| folder.lock().map(|()| folder));
    let locked = locked.map_err(|e| KeyringError::Io(path.display().to_string(), e))?;
    Ok(KeyringHold { _locked: Some(locked) })
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes beside the file and renames: whoever reads sees the old or the new one, whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), KeyringError> {
    let old = fs::OpenOptions::new().write(true).open(path).ok();
    put(path, bytes).map_err(|e| KeyringError::Io(path.display().to_string(), e))?;
    if let Some(old) = old {
        wipe(old);
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
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
    fs::File::open(folder_of(path))?.sync_all()
}

/// Overwrites the file that was replaced: the keys of a destroyed epoch would otherwise lie in free blocks.
/// As far as a file system allows, so it may fail; a copy that hangs on the same file by a hard link is
/// somebody's escrow and stays.
fn wipe(mut old: fs::File) {
    let Ok(meta) = old.metadata() else { return };
    if meta.nlink() == 0 && meta.is_file() {
        let zeros = vec![0; usize::try_from(meta.len()).unwrap_or(FILE_BYTES_MAX).min(FILE_BYTES_MAX)];
        let wiped = old.rewind().and_then(|()| old.write_all(&zeros)).and_then(|()| old.sync_all());
        // Whoever needs more than this has the keys in an HSM.
        drop(wiped);
    }
}

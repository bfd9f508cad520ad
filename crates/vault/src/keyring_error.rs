//! Why there is no keyring: sentences for the operator, each of which says what to do. The bounds that they
//! name stand here too.

/// The shortest passphrase that a keyring is sealed with, as for a password that is the only factor.
pub(crate) const PASSPHRASE_CHARACTERS_MIN: usize = 15;
/// Memory in which a passphrase becomes a key.
pub(crate) const SEALED_MEMORY_KIB: u32 = 65_536;

/// Why there is no keyring, or why it stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// No such file.
    #[error(
        "there is no keyring at {0}: a place in use gets its escrow copy back, a new one gets a keyring by \
         `amanah migrate`"
    )]
    Missing(String),
    /// There is one already.
    #[error("there is a keyring already: {0}. It is not overwritten")]
    Exists(String),
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
    /// A later programme wrote it.
    #[error("the keyring {0} was written by a newer amanah: run that one")]
    Newer(String),
    /// The keys at the place are another house's than those in use.
    #[error("{0} holds the keys of another installation: put this one's keyring back from your escrow copy")]
    Foreign(String),
    /// The keys at the place are older than those in use.
    #[error(
        "{place} is older than the keys in use: it knows epoch {found} and no later one, and epoch {used} is in \
         use. Put the newest copy of the keyring back"
    )]
    Older {
        /// Where.
        place: String,
        /// The newest epoch there.
        found: u32,
        /// The newest epoch in use.
        used: u32,
    },
    /// No such epoch was ever begun.
    #[error("there is no epoch {0}: `amanah keys status` lists them")]
    NoEpoch(u32),
    /// The newest epoch wraps every new key row.
    #[error("epoch {0} is the newest and in use: rotate first, then destroy it")]
    NewestEpoch(u32),
    /// A hardware module that is not there at the moment.
    #[error("the keyring is away: {0}")]
    Away(String),
    /// A hardware module that is there and will not do.
    #[error("{0}")]
    Hsm(String),
    /// The file system said no.
    #[error("the keyring {0} cannot be used: {1}")]
    Io(String, std::io::Error),
}

impl KeyringError {
    /// Whether the keyring is merely not there at the moment: a module that is not plugged in, a disk that is
    /// not mounted. Waiting may help; nothing else is wrong.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Away(_))
    }
}
